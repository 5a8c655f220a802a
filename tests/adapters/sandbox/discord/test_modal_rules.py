"""What a modal may be: at each limit taken, one over it refused with Discord's path, code and sentence."""

from typing import Any

import discord
import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.discord.component_rules import numbered
from adapters.sandbox.discord.modal_rules import check_modal, entered
from adapters.sandbox.discord.wire import Refused
from tests.adapters.sandbox.discord.bodies import (
    ANY_JSON,
    MISSING,
    Json,
    at_most,
    between,
    button,
    flaws,
    most,
    one_of,
    options,
    row,
    select,
    text,
)

INNER = "components.0.component"
IN_LABEL = one_of(4, 3, 5, 6, 7, 8, 19, 21, 22, 23)


def modal(*components: Json, **more: object) -> Json:
    """Return a modal."""
    return {"custom_id": "m", "title": "Title", "components": list(components), **more}


def label(component: Json | None, **more: object) -> Json:
    """Return a label around a component."""
    return {"type": 18, "label": "Label", "component": component, **more}


def typing(custom_id: str = "t", **more: object) -> Json:
    """Return a text input."""
    return {"type": 4, "custom_id": custom_id, "style": 1, **more}


def asking(**more: Any) -> Json:
    """Return a modal with one text input."""
    return modal(label(typing(**more)))


def upload(**more: object) -> Json:
    """Return a modal with a file upload."""
    return modal(label({"type": 19, "custom_id": "f", **more}))


def radio(count: int = 2, **more: object) -> Json:
    """Return a modal with radio buttons."""
    return modal(label({"type": 21, "custom_id": "r", "options": options(count), **more}))


def boxes(count: int = 3, **more: object) -> Json:
    """Return a modal with a group of checkboxes."""
    return modal(label({"type": 22, "custom_id": "g", "options": options(count), **more}))


CHOSEN = [{**option, "default": True} for option in options(2)]
LEAST_ONE = ("NUMBER_TYPE_MIN", "min_values value should be greater than or equal to 1.")

LIMITS: list[tuple[str, Json, Json, str, tuple[str, str]]] = [
    ("title", modal(text(), title="x" * 45), modal(text(), title="x" * 46), "title", between(1, 45)),
    ("a modal has a title", modal(text()), modal(text(), title=""), "title", MISSING),
    ("custom_id", modal(text(), custom_id="x" * 100), modal(text(), custom_id="x" * 101), "custom_id", between(1, 100)),
    ("components", modal(*[text()] * 5), modal(*[text()] * 6), "components", between(1, 5)),
    ("a modal asks something", modal(text()), modal(), "components", between(1, 5)),
    ("no select at top level", asking(), modal(select()), "components.0", one_of(1, 10, 18)),
    ("no button in a label", asking(), modal(label(button())), INNER, IN_LABEL),
    ("label", modal(label(typing(), label="x" * 45)), modal(label(typing(), label="x" * 46)), "components.0.label",
     between(1, 45)),
    ("description", modal(label(typing(), description="x" * 100)), modal(label(typing(), description="x" * 101)),
     "components.0.description", between(1, 100)),
    ("a label has a component", asking(), modal(label(None)), INNER, MISSING),
    ("custom_ids differ", modal(label(typing("a")), label(typing("b"))), modal(label(typing("a")), label(typing("a"))),
     "components.1.component.custom_id",
     ("COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")),
    ("no own label in a label", asking(label=None), asking(label="x"), f"{INNER}.label",
     ("COMPONENT_LABEL_IN_LABEL", "A text input in a label cannot have its own label")),
    ("style", asking(style=2), asking(style=3), f"{INNER}.style",
     ("BASE_TYPE_CHOICES", "Value must be one of (1, 2).")),
    ("value", asking(value="x" * 4000), asking(value="x" * 4001), f"{INNER}.value", most(4000)),
    ("placeholder", asking(placeholder="x" * 100), asking(placeholder="x" * 101), f"{INNER}.placeholder", most(100)),
    ("longest", asking(max_length=4000), asking(max_length=4001), f"{INNER}.max_length", at_most(4000)),
    ("shortest", asking(min_length=4000), asking(min_length=4001), f"{INNER}.min_length", at_most(4000)),
    ("text", modal(text("x" * 4000)), modal(text("x" * 4001)), "components.0.content", between(1, 4000)),
    ("shortest and longest", asking(min_length=5, max_length=5), asking(min_length=6, max_length=5),
     f"{INNER}.min_length", ("NUMBER_TYPE_MAX", "min_length value should be less than or equal to 5.")),
    ("nothing is disabled", modal(label(select(disabled=False))), modal(label(select(disabled=True))),
     f"{INNER}.disabled", ("COMPONENT_DISABLED_IN_MODAL", "A component of a modal cannot be disabled")),
    ("a required select takes one", modal(label(select(min_values=0, required=False))),
     modal(label(select(min_values=0))), f"{INNER}.min_values", LEAST_ONE),
    ("options", modal(label(select(options=options(25)))), modal(label(select(options=options(26)))),
     f"{INNER}.options", between(1, 25)),
    ("files", upload(max_values=10), upload(max_values=11), f"{INNER}.max_values", at_most(10)),
    ("least files", upload(min_values=10, max_values=10), upload(min_values=11, max_values=10), f"{INNER}.min_values",
     at_most(10)),
    ("many file types", upload(file_types=[f".{n}" for n in range(10)]),
     upload(file_types=[f".{n}" for n in range(11)]), f"{INNER}.file_types", most(10)),
    ("a required upload takes one", upload(min_values=1), upload(min_values=0), f"{INNER}.min_values", LEAST_ONE),
    ("least and most files", upload(min_values=2, max_values=2), upload(min_values=2), f"{INNER}.min_values",
     ("NUMBER_TYPE_MAX", "min_values value should be less than or equal to 1.")),
    ("file types", upload(file_types=["image", ".pdf"]), upload(file_types=["image", "pdf"]), f"{INNER}.file_types.1",
     ("BASE_TYPE_CHOICES", "Value must be one of ('image', 'video', 'audio'), or an ending such as .pdf.")),
    ("radio buttons", radio(10), radio(11), f"{INNER}.options", between(2, 10)),
    ("two radio buttons", radio(2), radio(1), f"{INNER}.options", between(2, 10)),
    ("one radio button is chosen", radio(options=[CHOSEN[0], options(2)[1]]), radio(options=CHOSEN),
     f"{INNER}.options", ("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES",
                          "The specified number of default values exceeds the specified maximum values")),
    ("checkboxes", boxes(10), boxes(11), f"{INNER}.options", between(1, 10)),
    ("one checkbox", boxes(1), boxes(0), f"{INNER}.options", between(1, 10)),
    ("most checkboxes", boxes(max_values=3), boxes(max_values=4), f"{INNER}.options",
     ("BASE_TYPE_MIN_LENGTH", "Must be 4 or more in length.")),
    ("checkbox values differ", boxes(), boxes(options=options(1) * 2), f"{INNER}.options.1",
     ("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")),
    ("the old row has one input", modal(row(typing(label="x"))), modal(row(typing("a", label="x"), typing(label="x"))),
     "components.0.components.1",
     ("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")),
    ("an old label", modal(row(typing(label="x" * 45))), modal(row(typing(label="x" * 46))),
     "components.0.components.0.label", between(1, 45)),
    ("an old input has its label", modal(row(typing(label="x"))), modal(row(typing())),
     "components.0.components.0.label", MISSING),
]  # fmt: skip


@pytest.mark.requirement("discord-twin-limits")
@pytest.mark.parametrize(("right", "wrong", "path", "said"), [pytest.param(*rest, id=name) for name, *rest in LIMITS])
def test_each_limit_of_a_modal(right: Json, wrong: Json, path: str, said: tuple[str, str]) -> None:
    """A modal at the limit is taken; one over it is refused, with nothing but that flaw."""
    check_modal(right)
    assert flaws(lambda: check_modal(wrong)) == [(path, *said)]


def test_flaws_are_named_where_the_modal_stands_in_the_request() -> None:
    """An interaction callback has its modal under `data`."""
    assert flaws(lambda: check_modal(modal(text(), title=""), at=("data",))) == [("data.title", *MISSING)]


async def test_what_discord_py_builds_is_taken() -> None:
    """A modal of every kind of field passes as discord.py writes it, with its nulls and its false `required`."""
    fields: list[ui.Item[Any]] = [
        ui.TextInput(style=discord.TextStyle.paragraph, default="x", min_length=1, max_length=10),
        ui.Select(options=[discord.SelectOption(label="a")]),
        ui.UserSelect(),
        ui.FileUpload(),
        ui.RadioGroup(options=[discord.RadioGroupOption(label="a"), discord.RadioGroupOption(label="b")]),
        ui.CheckboxGroup(options=[discord.CheckboxGroupOption(label="a", default=True)]),
        ui.Checkbox(default=True),
    ]
    for field in fields:
        made = ui.Modal(title="t")
        made.add_item(ui.TextDisplay("x"))
        made.add_item(ui.Label(text="l", description="d", component=field))
        check_modal(made.to_dict())
    old = ui.Modal(title="t")
    old.add_item(ui.TextInput(label="old"))
    check_modal(old.to_dict())


PARTS = st.sampled_from([label(typing()), row(typing(label="x")), *radio()["components"], *boxes()["components"]])
TORN = st.builds(lambda whole, torn: {**whole, **torn}, PARTS,
                 st.dictionaries(st.sampled_from(("type", "label", "component", "components", "id")),
                                 ANY_JSON | PARTS, max_size=2))  # fmt: skip


@given(data=ANY_JSON | st.builds(modal, TORN, TORN), values=st.dictionaries(st.sampled_from("trg"), ANY_JSON))
def test_any_json_is_accepted_or_refused_and_any_values_entered_or_not(data: Any, values: Json) -> None:
    """The rules are total, and what they accept can be filled in with anything whatever."""
    try:
        check_modal(data)
    except Refused:
        return
    entered(data, values, {})


# -- what a person enters ----------------------------------------------------------------------------------------------

FORM = modal(
    text(),
    label(typing("t", min_length=2, max_length=5)),
    label(select(max_values=2)),
    label({"type": 21, "custom_id": "r", "options": options(2), "required": False}),
    label({"type": 22, "custom_id": "g", "options": options(3), "required": False}),
)


def test_a_submission_has_discords_shape() -> None:
    """Each field comes in its label with its id and its value; a text display with its id alone."""
    stored = {**FORM, "components": numbered(FORM["components"])}
    values: Json = {"t": "abc", "s": ["v0", "v2"], "r": None, "g": []}
    components, errors = entered(stored, values, {})
    assert errors == {}
    assert components == [
        {"type": 10, "id": 1},
        {"type": 18, "id": 2, "component": {"type": 4, "id": 3, "custom_id": "t", "value": "abc"}},
        {"type": 18, "id": 4, "component": {"type": 3, "id": 5, "custom_id": "s", "values": ["v0", "v2"]}},
        {"type": 18, "id": 6, "component": {"type": 21, "id": 7, "custom_id": "r", "value": None}},
        {"type": 18, "id": 8, "component": {"type": 22, "id": 9, "custom_id": "g", "values": []}},
    ]


def test_an_old_row_is_submitted_as_a_row() -> None:
    """A text input outside a label comes back as it was asked."""
    components, errors = entered(modal(row(typing(label="x", required=False))), {"t": None}, {})
    assert (components, errors) == (
        [{"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": "t", "value": ""}]}],
        {},
    )


def test_what_is_not_touched_is_sent_as_it_was_shown() -> None:
    """Prefilled values count as entered."""
    shown = modal(
        label(typing("t", value="pre")),
        label(select(options=CHOSEN, max_values=2)),
        label({"type": 21, "custom_id": "r", "options": [options(2)[0], CHOSEN[1]]}),
        label({"type": 23, "custom_id": "c", "default": True}),
        label({"type": 5, "custom_id": "u", "default_values": [{"id": 7, "type": "user"}]}),
    )
    components, errors = entered(shown, {}, {})
    sent = [component["component"] for component in components]
    assert errors == {}
    assert [field.get("value", field.get("values")) for field in sent] == ["pre", ["v0", "v1"], "v1", True, ["7"]]


def typed(entry: object, **more: object) -> tuple[Json, Json]:
    """Return a modal with a text input, and what is entered in it."""
    return asking(**more), {"t": entry}


REFUSED: list[tuple[str, tuple[Json, Json], str]] = [
    ("required", typed(" "), "This field is required."),
    ("emptied", typed(None, value="x"), "This field is required."),
    ("short", typed("ab", min_length=3), "Must be at least 3 characters."),
    ("long", typed("😀😀", max_length=3), "Must be at most 3 characters."),
    ("not a text", typed(["a"]), "A text is needed here."),
    ("no option", (modal(label(select())), {"s": "v9"}), "There is no option 'v9'."),
    ("nothing chosen", (modal(label(select())), {"s": []}), "This field is required."),
    ("too few", (modal(label(select(min_values=2, max_values=2))), {"s": ["v0"]}), "Choose at least 2."),
    ("too many", (modal(label(select())), {"s": ["v0", "v1"]}), "Choose at most 1."),
    ("twice the same", (modal(label(select(max_values=2))), {"s": ["v0", "v0"]}),
     "Different options are needed here."),
    ("no radio button", (radio(), {"r": None}), "This field is required."),
    ("no such radio button", (radio(), {"r": "v9"}), "There is no option 'v9'."),
    ("too many boxes", (boxes(max_values=1), {"g": ["v0", "v1"]}), "Choose at most 1."),
    ("neither ticked nor not", (modal(label({"type": 23, "custom_id": "c"})), {"c": "yes"}), "Either ticked or not."),
    ("no such upload", (upload(), {"f": ["9"]}), "There is no such upload."),
    ("another type", (upload(file_types=["image", ".csv"]), {"f": ["u1"]}), "a.txt must be one of: image, .csv."),
    ("a large file", (upload(), {"f": ["u2"]}), "b.txt is larger than 10 MB."),
    ("unknown", (asking(value="x"), {"z": "v"}), "This form has no such field."),
]  # fmt: skip
UPLOADS = {
    "u1": {"id": "71", "filename": "a.txt", "size": 10 * 2**20},
    "u2": {"id": "72", "filename": "b.txt", "size": 10 * 2**20 + 1},
}


@pytest.mark.parametrize(("form", "sentence"), [pytest.param(*rest, id=name) for name, *rest in REFUSED])
def test_the_client_refuses_what_it_would_not_send(form: tuple[Json, Json], sentence: str) -> None:
    """A person is told beside the field; the bot hears nothing."""
    _, errors = entered(*form, UPLOADS)
    assert errors == {next(iter(form[1])): sentence}


def test_what_need_not_be_filled_in_may_stay_empty() -> None:
    """An optional field asks for its minimum only once something is entered."""
    assert entered(asking(required=False, min_length=5), {"t": ""}, {})[1] == {}
    assert entered(modal(label(select(required=False, min_values=2, max_values=2))), {"s": []}, {})[1] == {}


def test_uploads_are_sent_as_attachment_ids() -> None:
    """The bot is told which attachments a field holds."""
    components, errors = entered(upload(file_types=[".TXT"]), {"f": ["u1"]}, UPLOADS)
    assert errors == {}
    assert components[0]["component"]["values"] == ["71"]
