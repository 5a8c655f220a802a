"""Every kind of question in a modal: how it looks, and what is read back. Checked against the strict twin's rules."""

from typing import Any

import pytest

from adapters.discord.forms.draft import Draft
from adapters.discord.forms.entered import Page, Pages
from adapters.discord.forms.steps import steps
from adapters.discord.interaction import draw
from adapters.discord.message import Json
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
from tests.adapters.discord.forms.sampling import inputs, sent, sent_untouched, shown, step_of, words

COLORS = (Option("red", "Red"), Option(2, "Blue", "like the sea"), Option(None, "None of these"))
TEXT, SELECT, FILES, RADIO, BOXES, TICK = 4, 3, 19, 21, 22, 23


def options(count: int, length: int = 5) -> tuple[Option, ...]:
    return tuple(Option(n, f"{n:05}".ljust(length, "x")) for n in range(count))


def elements(asked: BaseInteraction[Any], before: object = None) -> list[Json]:
    return inputs(shown(Form((asked,)), 0, {} if before is None else {asked.value_key: before}))


def element(asked: BaseInteraction[Any], before: object = None) -> Json:
    (only,) = elements(asked, before)
    return only


def pick(count: int, *, multiple: bool = False, required: bool = False, default: Any = None) -> DropdownInteraction:
    return DropdownInteraction(
        value_key="x", options=options(count), multiple=multiple, required=required, default=default
    )


@pytest.mark.requirement("discord-fields")
@pytest.mark.parametrize(
    ("asked", "kind", "looks"),
    [
        (StringInteraction(value_key="x", default="a"), TEXT, {"style": 1, "value": "a"}),
        (TextareaInteraction(value_key="x", default="a\nb"), TEXT, {"style": 2, "value": "a\nb"}),
        (IntegerInteraction(value_key="x", default=3), TEXT, {"style": 1, "value": "3"}),
        (FloatInteraction(value_key="x", default=1e-7), TEXT, {"value": "0.0000001"}),
        (BooleanInteraction(value_key="x"), TICK, {"default": False}),
        (ConfirmInteraction(value_key="x"), RADIO, {"required": False}),
        (ButtonInteraction(value_key="x", options=COLORS), RADIO, {}),
        (ButtonInteraction(value_key="x"), SELECT, {"max_values": 1}),
        (ButtonInteraction(value_key="x", options=options(11)), SELECT, {}),
        (pick(1, required=True), SELECT, {"min_values": 1, "max_values": 1}),
        (pick(2, required=True), RADIO, {"required": True}),
        (pick(10, required=True), RADIO, {}),
        (pick(10), SELECT, {"min_values": 0, "max_values": 1, "required": False}),
        (pick(11, required=True), SELECT, {"min_values": 1, "max_values": 1, "required": True}),
        (pick(25), SELECT, {}),
        (pick(1, multiple=True), SELECT, {"max_values": 1}),
        (pick(2, multiple=True), BOXES, {"min_values": 0, "max_values": 2, "required": False}),
        (pick(10, multiple=True, required=True), BOXES, {"min_values": 1, "max_values": 10, "required": True}),
        (pick(11, multiple=True), SELECT, {"min_values": 0, "max_values": 11}),
        (pick(25, multiple=True, required=True), SELECT, {"min_values": 1, "max_values": 25}),
        (pick(101, required=True), SELECT, {"min_values": 1, "max_values": 1, "required": True}),
        (pick(101, multiple=True), SELECT, {"min_values": 0, "max_values": 2, "required": False}),
        (FileInteraction(value_key="x"), FILES, {"min_values": 0, "max_values": 1, "required": False}),
        (FileInteraction(value_key="x", multiple=True, required=True), FILES, {"min_values": 1, "max_values": 10}),
        (FileInteraction(value_key="x", extensions=(".CSV", "png", "csv")), FILES, {"file_types": [".csv", ".png"]}),
    ],
)
def test_every_kind_has_its_component(asked: BaseInteraction[Any], kind: int, looks: Json) -> None:
    """Discord's own for it, with the default in place."""
    drawn = element(asked)
    assert drawn["type"] == kind
    assert drawn.items() >= looks.items()


@pytest.mark.requirement("discord-form-values")
@pytest.mark.parametrize(
    ("asked", "answer", "raw", "value"),
    [
        (StringInteraction(value_key="x"), "Ann", "Ann", "Ann"),
        (StringInteraction(value_key="x", default="Ben"), "", "", ""),
        (IntegerInteraction(value_key="x"), "42", "42", 42),
        (FloatInteraction(value_key="x"), "0.5", "0.5", 0.5),
        (BooleanInteraction(value_key="x"), True, True, True),
        (BooleanInteraction(value_key="x", default=True), False, False, False),
        (ConfirmInteraction(value_key="x", yes_value="y"), "0", Picked(0), "y"),
        (ConfirmInteraction(value_key="x"), None, None, None),
        (ButtonInteraction(value_key="x"), ["0"], Picked(0), True),
        (DropdownInteraction(value_key="x", options=COLORS, required=True), "1", Picked(1), 2),
        (DropdownInteraction(value_key="x", options=COLORS), ["2"], Picked(2), None),
        (DropdownInteraction(value_key="x", options=COLORS, default=2), [], None, None),
        (
            DropdownInteraction(value_key="x", options=COLORS, multiple=True),
            ["0", "1"],
            [Picked(0), Picked(1)],
            ["red", 2],
        ),
        (pick(11, multiple=True, default=[3]), [], [], []),
        (pick(11, multiple=True), ["0", "10"], [Picked(0), Picked(10)], [0, 10]),
        (FileInteraction(value_key="x"), [], None, None),
        (FileInteraction(value_key="x", multiple=True), [], [], []),
    ],
)
async def test_every_kind_is_read_back(asked: BaseInteraction[Any], answer: object, raw: object, value: object) -> None:
    """From the payload alone, to the value the agent gets."""
    form = Form((asked,))
    entered = sent(shown(form), {element(asked)["custom_id"]: answer})
    assert entered == {"x": raw}
    assert (await form.parse(entered)).values == {"x": value}


UPLOAD = {"id": "77", "filename": "data.csv", "size": 12, "content_type": "text/csv", "url": "https://cdn/77/data.csv"}


@pytest.mark.parametrize("multiple", [False, True])
def test_files_are_read_as_files(multiple: bool) -> None:
    """What a download needs is in their handle."""
    asked = FileInteraction(value_key="x", multiple=multiple)
    file = RemoteFile("data.csv", 12, "text/csv", {"id": "77", "url": "https://cdn/77/data.csv"})
    uploaded = sent(shown(Form((asked,))), {element(asked)["custom_id"]: ["77"]}, {"77": UPLOAD})
    assert uploaded == {"x": [file] if multiple else file}


# ── many options ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("discord-many-options")
@pytest.mark.parametrize(("count", "sizes"), [(26, [25, 1]), (50, [25, 25]), (100, [25, 25, 25, 25])])
async def test_many_options_are_several_selects(count: int, sizes: list[int]) -> None:
    """Each label says which it holds, and picks of all of them are one answer."""
    asked = pick(count, multiple=True, required=True)
    data = shown(Form((asked,)))
    selects = inputs(data)
    assert [len(select["options"]) for select in selects] == sizes
    assert [part["label"] for part in data["components"]][:2] == ["X (1–25)", f"X (26–{min(count, 50)})"]
    assert {(select["required"], select["min_values"]) for select in selects} == {(False, 0)}
    entered = sent(data, {selects[0]["custom_id"]: ["3", "4"], selects[-1]["custom_id"]: [str(count - 1)]})
    assert (await Form((asked,)).parse(entered)).values == {"x": [3, 4, count - 1]}


async def test_one_choice_picked_twice_is_refused_with_a_sentence() -> None:
    """Discord cannot see it; nobody's pick is dropped in silence, and both are offered again."""
    asked = pick(30)
    first, second = (select["custom_id"] for select in elements(asked))
    entered = sent(shown(Form((asked,))), {first: ["3"], second: ["29"]})
    assert "Choose one of" in (await Form((asked,)).parse(entered)).errors["x"]
    again = elements(asked, entered["x"])
    assert [[o["value"] for o in select["options"] if o.get("default")] for select in again] == [["3"], ["29"]]
    assert sent(shown(Form((asked,))), {second: ["29"]}) == {"x": Picked(29)}


@pytest.mark.requirement("discord-paged-options")
async def test_five_hundred_options_are_paged() -> None:
    """First people choose where to look; the next step shows that part, and what is picked there is the answer."""
    form, draft = Form((pick(500, required=True),)), Draft()
    where = shown(form)
    (select,) = inputs(where)
    assert [option["label"] for option in select["options"]][:2] == ["00000 … 00099", "00100 … 00199"]
    assert [option["description"] for option in select["options"]][-1] == "401–500"
    draft = draft.after(0, sent(where, {select["custom_id"]: ["3"]}))
    assert len(steps(form, draft.values)) == 2
    page = shown(form, 1, draft.values)
    assert [part["label"] for part in page["components"]] == [f"X ({n}–{n + 24})" for n in (301, 326, 351, 376)]
    draft = draft.after(1, sent(page, {inputs(page)[1]["custom_id"]: ["330"]}))
    assert draft.missing(2) is None
    assert (await form.parse(draft.answer(form))).values == {"x": 330}


@pytest.mark.requirement("discord-paged-options")
async def test_several_pages_are_one_answer() -> None:
    """Each is a step of its own; what was picked is there when the form is opened again."""
    form = Form((pick(300, multiple=True, default=[7]),))
    draft = Draft().after(0, sent(shown(form), {inputs(shown(form))[0]["custom_id"]: ["0", "2"]}))
    assert len(steps(form, draft.values)) == 3
    draft = draft.after(1, sent(shown(form, 1, draft.values)))
    last = shown(form, 2, draft.values)
    draft = draft.after(
        2, sent(last, {inputs(last)[0]["custom_id"]: ["200", "201"], inputs(last)[3]["custom_id"]: ["299"]})
    )
    assert (await form.parse(draft.answer(form))).values == {"x": [7, 200, 201, 299]}
    again = [
        option["value"]
        for select in inputs(shown(form, 2, draft.values))
        for option in select["options"]
        if option.get("default")
    ]
    assert again == ["200", "201", "299"]


def test_a_page_that_is_not_wanted_any_more_is_no_answer() -> None:
    """Its picks go; those of the other pages stay."""
    form = Form((pick(300, multiple=True),))
    draft = (
        Draft()
        .after(0, {"x": Pages((0, 2))})
        .after(1, {"x": Page(0, (Picked(1),))})
        .after(2, {"x": Page(2, (Picked(250),))})
    )
    assert draft.after(0, {"x": Pages((2,))}).answer(form) == {"x": [Picked(250)]}


async def test_pages_that_were_refused_are_all_asked_again() -> None:
    """What is wrong may be on any of them: two picks of one choice stay two."""
    form = Form((StringInteraction(value_key="name"), pick(300, required=True)))
    draft = Draft().after(0, {"name": "Ann", "x": Pages((0,))}).after(1, {"x": Page(0, (Picked(1), Picked(30)))})
    parsed = await form.parse(draft.answer(form))
    assert "Choose one of" in parsed.errors["x"]
    draft = draft.refused(parsed.errors)
    assert (draft.step_of(parsed.errors), draft.done) == (0, frozenset())


async def test_options_that_are_typed_stand_above() -> None:
    """More than pages hold; the help says how."""
    form = Form((pick(2501, multiple=True),))
    every = [shown(form, step) for step in range(step_of(form, "x") + 1)]
    assert "00000\n00001\n" in words(every[0])
    assert "02500" in words(every[-1])
    assert every[-1]["components"][-1]["description"] == "Type one or more of these, separated by commas."
    typed = sent(every[-1], {inputs(every[-1])[-1]["custom_id"]: "00000, 02500"})
    assert (await form.parse(typed)).values == {"x": [0, 2500]}


@pytest.mark.parametrize(
    "asked",
    [
        BooleanInteraction(value_key="x", default=True),
        DropdownInteraction(value_key="x", options=COLORS, default=2, required=True),
        DropdownInteraction(value_key="x", options=COLORS, default=2),
        DropdownInteraction(value_key="x", options=COLORS, default=["red", 2], multiple=True),
        pick(60, default=59),
        pick(60, default=[0, 59], multiple=True),
        pick(101, default=100),
        pick(101, default=[0, 100], multiple=True),
        pick(2501, default=2500),
        ConfirmInteraction(value_key="x", default=False),
        StringInteraction(value_key="x", default="d" * 4_001),
        StringInteraction(value_key="x", default="🙂" * 2_001),
        StringInteraction(value_key="x", default="long", max_length=4),
    ],
)
async def test_a_default_is_offered(asked: BaseInteraction[Any]) -> None:
    """Sent as it was offered, a field has its default."""
    form = Form((asked,))
    assert (await form.parse(sent_untouched(form).answer(form))).values == {"x": asked.default}


def test_a_choice_of_one_begins_with_one() -> None:
    """Equal values of two options are one default, not two."""
    asked = DropdownInteraction(value_key="x", options=(Option(1, "a"), Option(1, "b")), default=1, required=True)
    assert [option.get("default", False) for option in element(asked)["options"]] == [True, False]


# ── what Discord cannot check ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("asked", "bounds"),
    [
        (StringInteraction(value_key="x", min_length=2, max_length=5), {"min_length": 2, "max_length": 5}),
        (StringInteraction(value_key="x", min_length=4_000, max_length=4_000), {"min_length": 4_000}),
        (StringInteraction(value_key="x", placeholder="p" * 100), {"placeholder": "p" * 100}),
        (StringInteraction(value_key="x", required=True), {"required": True}),
    ],
)
def test_discord_checks_what_it_can(asked: BaseInteraction[Any], bounds: Json) -> None:
    """It is told while the person types."""
    assert element(asked).items() >= bounds.items()


@pytest.mark.parametrize(
    "asked",
    [
        StringInteraction(value_key="x", min_length=4_001, max_length=5_000),
        StringInteraction(value_key="x", min_length=0, max_length=0),
        StringInteraction(value_key="x", min_length=5, default="a"),
        StringInteraction(value_key="x", title=" \n "),
        FloatInteraction(value_key="x", min=float("-inf"), max=float("inf"), default=float("nan")),
        FloatInteraction(value_key="x", default=1e308),
        DropdownInteraction(value_key="x", options=(Option("", ""), Option(" x", " x"))),
        DropdownInteraction(value_key="x", options=(Option(" ", " "),)),
        DropdownInteraction(value_key="x", options=(Option(1, "🙂" * 51), Option(2, "b", "d" * 101))),
        pick(10_001),
    ],
)
def test_discord_takes_what_it_cannot_check(asked: BaseInteraction[Any]) -> None:
    """Bounds it has no place for are checked when the answer is parsed; a field always has its input."""
    form = Form((asked,))
    assert len(inputs(shown(form, step_of(form, "x")))) == 1


def test_options_too_long_for_their_places_stand_whole_above() -> None:
    """In their place they are numbered and shortened."""
    asked = DropdownInteraction(value_key="x", options=(Option(1, "🙂" * 51), Option(2, "b", "d" * 101)))
    data = shown(Form((asked,)))
    assert words(data) == f"1\\. {'🙂' * 51}\n2\\. b – {'d' * 101}"
    assert [option["label"] for option in element(asked)["options"]] == [f"1. {'🙂' * 46}…", "2. b"]


def test_a_default_too_long_for_a_field_is_kept() -> None:
    """It is shown above; what is typed instead is offered again."""
    form = Form((StringInteraction(value_key="x", default="d" * 4_001, required=True),))
    last = step_of(form, "x")
    drawn = inputs(shown(form, last))[0]
    assert "d" * 4_001 in "".join(words(shown(form, step)) for step in range(last + 1))
    assert (drawn["required"], drawn.get("value")) == (False, None)
    assert sent(shown(form, last), {drawn["custom_id"]: "short"}) == {"x": "short"}
    assert inputs(shown(form, last, {"x": "short"}))[0]["value"] == "short"


def test_a_file_given_before_need_not_be_given_again() -> None:
    """Discord cannot show it; the help says that it is kept."""
    asked = FileInteraction(value_key="x", required=True, extensions=("csv",))
    data = shown(Form((asked,)), 0, {"x": RemoteFile("a.csv", 1, "text/csv", {})})
    assert data["components"][0]["description"] == "Files ending in .csv. Leave it empty to keep what you gave."
    assert inputs(data)[0].items() >= {"required": False, "min_values": 0}.items()


def test_a_kind_nobody_taught_us_is_asked_as_text() -> None:
    """A plugin's kind is parsed from what is typed, and keeps its default if nothing is."""

    class Unknown(BaseInteraction[int]):
        kind: str = "discord_test_unknown"

        async def parse(self, value: object) -> int:
            return int(str(value))

    try:
        drawn = draw(Unknown(value_key="x", default=7))
        assert (drawn.reader, drawn.inputs[0]["type"]) == ("text_or_default", TEXT)
        assert drawn.above == ("If it is left empty, this is used:", "7")
    finally:
        del BaseInteraction.registry["discord_test_unknown"]
