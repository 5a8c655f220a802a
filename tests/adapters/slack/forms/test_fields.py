"""Every kind of question in a modal: how it looks, and what is read back. Checked against the strict twin's rules."""

from typing import Any

import pytest

from adapters.sandbox.slack.blocks import accept_view
from adapters.slack.forms.entered import UNTOUCHED, read, values
from adapters.slack.forms.modal import errors, view
from adapters.slack.forms.sheet import Sheet
from adapters.slack.forms.suggestions import suggestions
from adapters.slack.interaction import draw
from adapters.slack.message import Json
from bridge.errors import PlatformRefused
from bridge.interaction import (
    BaseInteraction,
    BooleanInteraction,
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    FloatInteraction,
    Form,
    IntegerInteraction,
    Picked,
    RemoteFile,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.choices import Option
from bridge.interaction.hints import hint
from bridge.ports import Question, Thread
from tests.adapters.slack.samples import file, submission

THREAD = Thread("slack", "T01", "C0GEN", "1.000001")


def modal(*fields: BaseInteraction[Any]) -> Json:
    shown = view(Sheet(Question("q1", Form(fields)), THREAD))
    accept_view(shown, lambda _: True)
    return shown


def inputs(*fields: BaseInteraction[Any]) -> list[Json]:
    return [block for block in modal(*fields)["blocks"] if block["type"] == "input"]


def element(asked: BaseInteraction[Any]) -> Json:
    (block,) = inputs(asked)
    return block["element"]


def options(count: int, length: int = 5) -> tuple[Option, ...]:
    return tuple(Option(n, f"{n:05}".ljust(length, "x")) for n in range(count))


COLORS = (Option("red", "Red"), Option(2, "Blue", "like the sea"), Option(None, "None of these"))


@pytest.mark.requirement("slack-fields")
@pytest.mark.parametrize(
    ("asked", "kind", "initial"),
    [
        (StringInteraction(value_key="x", default="a"), "plain_text_input", {"initial_value": "a", "multiline": False}),
        (TextareaInteraction(value_key="x", default="a\nb"), "plain_text_input", {"multiline": True}),
        (IntegerInteraction(value_key="x", default=3), "number_input", {"initial_value": "3"}),
        (FloatInteraction(value_key="x", default=1e-7), "number_input", {"initial_value": "0.0000001"}),
        (BooleanInteraction(value_key="x"), "checkboxes", {}),
        (DropdownInteraction(value_key="x", options=COLORS, required=True), "radio_buttons", {}),
        (DropdownInteraction(value_key="x", options=COLORS), "static_select", {}),
        (DropdownInteraction(value_key="x", options=options(11), required=True), "static_select", {}),
        (DropdownInteraction(value_key="x", options=COLORS, multiple=True), "multi_static_select", {}),
        (ConfirmInteraction(value_key="x"), "radio_buttons", {}),
        (ButtonInteraction(value_key="x", options=COLORS), "radio_buttons", {}),
        (FileInteraction(value_key="x", extensions=(".CSV", "png")), "file_input", {"filetypes": ["csv", "png"]}),
    ],
)
def test_every_kind_has_its_element(asked: BaseInteraction[Any], kind: str, initial: Json) -> None:
    """Slack's own element for it, with the default in place."""
    drawn = element(asked)
    assert drawn["type"] == kind
    assert drawn.items() >= initial.items()


@pytest.mark.requirement("slack-fields")
@pytest.mark.parametrize(
    ("asked", "state", "raw"),
    [
        (StringInteraction(value_key="x"), {"value": "Ann"}, "Ann"),
        (StringInteraction(value_key="x"), {"value": None}, ""),
        (IntegerInteraction(value_key="x"), {"value": "42"}, "42"),
        (BooleanInteraction(value_key="x"), {"selected_options": [{"value": "0"}]}, True),
        (BooleanInteraction(value_key="x", default=True), {"selected_options": []}, False),
        (DropdownInteraction(value_key="x", options=COLORS), {"selected_option": {"value": "1"}}, Picked(1)),
        (DropdownInteraction(value_key="x", options=COLORS), {"selected_option": None}, None),
        (
            DropdownInteraction(value_key="x", options=COLORS, multiple=True),
            {"selected_options": [{"value": "0"}, {"value": "2"}]},
            [Picked(0), Picked(2)],
        ),
        (DropdownInteraction(value_key="x", options=COLORS, multiple=True), {"selected_options": []}, []),
        (ConfirmInteraction(value_key="x"), {"selected_option": {"value": "1"}}, Picked(1)),
        (FileInteraction(value_key="x"), {"files": []}, None),
    ],
)
def test_every_kind_is_read_back(asked: BaseInteraction[Any], state: Json, raw: object) -> None:
    """From the payload alone: the view says how each of its fields is read."""
    shown = modal(asked)
    (block,) = [block for block in shown["blocks"] if block["type"] == "input"]
    states = {block["block_id"]: {block["element"]["action_id"]: {"type": block["element"]["type"], **state}}}
    assert values(submission(shown, states)["view"]) == {"x": raw}


@pytest.mark.parametrize("multiple", [False, True])
def test_files_are_read_as_files(multiple: bool) -> None:
    """What a download needs is in their handle."""
    action = element(FileInteraction(value_key="x", multiple=multiple))["action_id"]
    raw = read(action, {"files": [file()]})
    (found,) = raw if isinstance(raw, list) else [raw]
    assert isinstance(found, RemoteFile)
    assert (found.name, found.size) == ("data.csv", 12)
    assert isinstance(raw, list) == multiple


@pytest.mark.parametrize(
    "asked",
    [
        BooleanInteraction(value_key="x", default=True),
        DropdownInteraction(value_key="x", options=COLORS, default=2),
        DropdownInteraction(value_key="x", options=COLORS, default=2, required=True),
        DropdownInteraction(value_key="x", options=options(100), default=99),
        DropdownInteraction(value_key="x", options=options(100), multiple=True, default=[0, 99]),
        DropdownInteraction(value_key="x", options=options(3, 100), default=1),
        ConfirmInteraction(value_key="x", default=False),
    ],
)
def test_a_default_is_selected(asked: BaseInteraction[Any]) -> None:
    """The selected option equals one that is offered, as Slack demands; long lists and labels included."""
    drawn = element(asked)
    selected = drawn.get("initial_options") or [drawn["initial_option"]]
    assert all(one in drawn["options"] for one in selected)


@pytest.mark.requirement("slack-search")
def test_many_options_are_found_by_typing() -> None:
    """More than a select holds: the app is asked while the person types, and from the start. Defaults are selected."""
    one = element(DropdownInteraction(value_key="x", options=options(101), default=7))
    assert (one["type"], one["min_query_length"], one["initial_option"]["value"]) == ("external_select", 0, "7")
    several = element(DropdownInteraction(value_key="x", options=options(101), default=[0, 100], multiple=True))
    assert several["type"] == "multi_external_select"
    assert [option["value"] for option in several["initial_options"]] == ["0", "100"]
    every = DropdownInteraction(value_key="x", options=options(101), default=list(range(101)), multiple=True)
    assert element(every)["action_id"] == "choices_or_default"
    assert read("choices_or_default", {"selected_options": []}) is UNTOUCHED


@pytest.mark.requirement("slack-search")
@pytest.mark.parametrize(
    ("typed", "first", "count"),
    [("", "00000", 100), ("49", "00049", 15), ("00499", "00499", 1), (" 0049 ", "00490", 11), ("cat", "", 0)],
)
def test_options_are_suggested_by_what_is_in_their_words(typed: str, first: str, count: int) -> None:
    """Anywhere in them; at most a hundred, those that begin with it first."""
    found = suggestions(DropdownInteraction(value_key="x", options=options(500)), typed)
    assert len(found) == count
    assert [one["text"]["text"] for one in found[:1]] == ([first] if first else [])


@pytest.mark.parametrize(
    ("asked", "bounds"),
    [
        (IntegerInteraction(value_key="x", min=0.5, max=9.5), {"min_value": "1", "max_value": "9"}),
        (FloatInteraction(value_key="x", min=-0.5), {"min_value": "-0.5"}),
        (IntegerInteraction(value_key="x", max=10**15), {"max_value": "1000000000000000"}),
        (StringInteraction(value_key="x", min_length=2, max_length=5), {"min_length": 2, "max_length": 5}),
        (StringInteraction(value_key="x", max_length=3_000), {"max_length": 3_000}),
    ],
)
def test_slack_checks_the_bounds_it_can(asked: BaseInteraction[Any], bounds: Json) -> None:
    """They are told while the person types."""
    assert element(asked).items() >= bounds.items()


@pytest.mark.parametrize(
    "asked",
    [
        StringInteraction(value_key="x", min_length=4_000, max_length=5_000),
        StringInteraction(value_key="x", max_length=0),
        IntegerInteraction(value_key="x", max=0, default=0),
        FloatInteraction(value_key="x", min=float("-inf"), max=float("inf"), default=float("nan")),
        StringInteraction(value_key="x", title="t" * 2_500, description="d" * 2_500, placeholder="p" * 200),
        StringInteraction(value_key="x", default="d" * 9_000),
        StringInteraction(value_key="x", default="long", max_length=2),
        DropdownInteraction(value_key="x", options=options(10_001)),
        DropdownInteraction(value_key="x", options=options(150), multiple=True, default=list(range(150))),
        DropdownInteraction(value_key="x", options=(Option("", ""), Option(" x", " x"))),
        DropdownInteraction(value_key="x", options=(Option(" ", " "),)),
        DropdownInteraction(value_key="x", options=(Option(1, "a", "d" * 200),)),
    ],
)
def test_slack_takes_what_it_cannot_check(asked: BaseInteraction[Any]) -> None:
    """Bounds it has no place for are checked when the answer is parsed; texts too long for a field stand above it."""
    assert len(inputs(asked)) == 1


def test_no_word_of_a_field_is_lost() -> None:
    """Title, description, unit, bounds, placeholder: in the field where they fit, else above it."""
    asked = IntegerInteraction(value_key="x", description="How tall?", min=50, max=250, step=5, unit="cm")
    assert hint(asked) == "How tall? From 50 to 250 cm. In steps of 5."
    long = StringInteraction(value_key="x", title="T" * 2_100, description="D" * 2_100, placeholder="P" * 160)
    above = "".join(block["text"]["text"] for block in modal(long)["blocks"] if block["type"] == "section")
    assert "T" * 2_100 in above.replace("\n", "")
    assert "D" * 2_100 in above.replace("\n", "")
    assert "P" * 160 in above.replace("\n", "")


def test_a_default_too_long_for_a_field_is_kept() -> None:
    """It is shown above; left empty, the field keeps it, and what is typed replaces it."""
    asked = StringInteraction(value_key="x", default="d" * 3_001)
    shown = modal(asked)
    action = element(asked)["action_id"]
    assert "d" * 3_000 in "".join(block["text"]["text"] for block in shown["blocks"] if block["type"] == "section")
    assert read(action, {"value": None}) is UNTOUCHED
    assert read(action, {"value": "short"}) == "short"
    empty = submission(shown, {"field:x": {action: {"type": "plain_text_input", "value": None}}})
    assert values(empty["view"]) == {}


def test_required_fields_are_required_by_slack() -> None:
    """But never a tick: no tick is an answer, too."""
    shown = inputs(
        StringInteraction(value_key="a", required=True),
        StringInteraction(value_key="b"),
        BooleanInteraction(value_key="c", required=True),
    )
    assert [block["optional"] for block in shown] == [False, True, True]


def test_a_kind_nobody_taught_us_is_asked_as_text() -> None:
    """A plugin's kind is parsed from what is typed."""

    class Unknown(BaseInteraction[str]):
        kind: str = "slack_test_unknown"

        async def parse(self, value: object) -> str:
            return str(value)

    try:
        assert draw(Unknown(value_key="x")).element == {"type": "plain_text_input", "action_id": "text"}
    finally:
        del BaseInteraction.registry["slack_test_unknown"]


def test_the_title_is_the_only_fields_label_if_it_fits() -> None:
    """A view's title holds 24 characters."""
    fits, long = IntegerInteraction(value_key="x", title="t" * 24), IntegerInteraction(value_key="x", title="t" * 25)
    assert modal(fits)["title"]["text"] == "t" * 24
    assert modal(long)["title"]["text"] == "Please answer"


@pytest.mark.parametrize(("length", "fits"), [(225, True), (226, False)])
def test_a_field_name_slack_cannot_carry_is_refused(length: int, fits: bool) -> None:
    """The name travels in the input's block_id."""
    asked = StringInteraction(value_key="n" * length)
    if fits:
        assert inputs(asked)[0]["block_id"] == f"field:{'n' * length}"
    else:
        with pytest.raises(PlatformRefused, match="226 characters"):
            modal(asked)


def test_errors_stand_beside_their_fields() -> None:
    """Slack refuses the id of anything else; an error about no field in particular stands beside the first."""
    shown = modal(StringInteraction(value_key="a", default="x" * 4_000), StringInteraction(value_key="b"))
    assert errors(shown, {"b": "Wrong."}) == {"field:b": "Wrong."}
    assert errors(shown, {"a": "Wrong.", "gone": "Lost.", "": "Late."}) == {"field:a": "Wrong. Lost. Late."}
