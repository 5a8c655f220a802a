"""What people have entered so far, and what they are told about it."""

from collections.abc import Mapping

import pytest

from adapters.discord.forms.corrections import continues, corrections, refused
from adapters.discord.forms.draft import Draft
from adapters.discord.forms.drafts import Drafts
from adapters.discord.forms.entered import UNTOUCHED
from adapters.discord.forms.modal import ModalId
from adapters.discord.message import DiscordMessage
from adapters.sandbox.discord.message_rules import check_message
from bridge.interaction import DropdownInteraction, Form, IntegerInteraction, Picked, RemoteFile, StringInteraction
from bridge.interaction.arrangement import Preset, PresetGroup
from bridge.interaction.choices import Option
from bridge.interaction.definitions import parse_inputs
from bridge.ports import Press, Pressed, Question
from tests.adapters.discord.rendering.messages import body
from tests.fakes.drafts import KeptDrafts

FILE, OTHER = RemoteFile("a.csv", 1, "text/csv", {}), RemoteFile("b.csv", 2, "text/csv", {})


@pytest.fixture
def kept() -> KeptDrafts:
    return KeptDrafts()


@pytest.mark.requirement("discord-form-steps")
async def test_steps_are_kept_until_the_form_is_complete(kept: KeptDrafts) -> None:
    """Each adds its values; the first that is missing comes next."""
    drafts = Drafts(kept)
    first = await drafts.after(ModalId("q1", 0, 3), "ann", {"name": "Ann"})
    assert (first.values, first.missing(3)) == ({"name": "Ann"}, 1)
    last = await drafts.after(ModalId("q1", 2, 3), "ann", {"color": Picked(1)})
    assert last.missing(3) == 1
    whole = await drafts.after(ModalId("q1", 1, 3), "ann", {"age": "41"})
    assert (whole.values, whole.missing(3)) == ({"name": "Ann", "color": Picked(1), "age": "41"}, None)


@pytest.mark.requirement("discord-form-restart", "journal-drafts")
async def test_after_a_restart_the_next_step_goes_on(kept: KeptDrafts) -> None:
    """What was entered before is there, files too."""
    await Drafts(kept).after(ModalId("q1", 0, 2), "ann", {"name": "Ann", "file": [FILE]})
    whole = await Drafts(kept).after(ModalId("q1", 1, 2), "ann", {"age": "41"})
    assert (whole.values, whole.missing(2)) == ({"name": "Ann", "file": [FILE], "age": "41"}, None)


async def test_a_step_that_comes_first_leads_back(kept: KeptDrafts) -> None:
    """What it brought is kept."""
    draft = await Drafts(kept).after(ModalId("q1", 1, 2), "ann", {"age": "41"})
    assert (draft.values, draft.missing(2)) == ({"age": "41"}, 0)


async def test_people_and_questions_have_drafts_of_their_own(kept: KeptDrafts) -> None:
    """Nobody finds what another has typed."""
    drafts = Drafts(kept)
    await drafts.after(ModalId("q1", 0, 2), "ann", {"name": "Ann"})
    assert await drafts.of("q1", "ben") == await drafts.of("q2", "ann") == Draft()
    drafts.forget("q1", "ann")
    assert await drafts.of("q1", "ann") == Draft()


async def test_a_form_is_known_once_it_was_opened(kept: KeptDrafts) -> None:
    """So that errors name its labels; it begins with what was entered."""
    drafts, question = Drafts(kept), Question("q1", Form((StringInteraction(value_key="name"),)))
    assert drafts.form("q1") is None
    await drafts.after(ModalId("q1", 0, 2), "ann", {"name": "Ann"})
    assert (await drafts.opened(question, "ann")).values == {"name": "Ann"}
    assert drafts.form("q1") is question.form


async def test_a_form_of_one_step_is_kept_only_when_it_is_refused(kept: KeptDrafts) -> None:
    """Else it is sent before anybody could want it again."""
    drafts = Drafts(kept)
    draft = await drafts.after(ModalId("q1", 0, 1), "ann", {"age": "-1"})
    assert await drafts.of("q1", "ann") == Draft()
    await drafts.refused("q1", "ann", draft, ["age"])
    assert (await drafts.of("q1", "ann")).values == {"age": "-1"}


@pytest.mark.requirement("discord-form-steps", "forms-anywhere")
async def test_a_step_whose_file_was_refused_is_asked_again(kept: KeptDrafts) -> None:
    """Even if the error that is corrected first is in another one: nobody's file is silently taken for none."""
    drafts = Drafts(kept)
    await drafts.after(ModalId("q1", 0, 2), "ann", {"age": "-1"})
    draft = await drafts.after(ModalId("q1", 1, 2), "ann", {"file": FILE})
    await drafts.refused("q1", "ann", draft, ["age", "file"])
    corrected = await drafts.after(ModalId("q1", 0, 2), "ann", {"age": "41"})
    assert (corrected.values, corrected.missing(2)) == ({"age": "41"}, 1)


@pytest.mark.parametrize(
    ("before", "sent", "kept"),
    [
        (FILE, None, FILE),
        ([FILE], [], [FILE]),
        ([FILE], [OTHER], [OTHER]),
        (None, FILE, FILE),
        (Picked(1), None, None),
        ([Picked(1)], [], []),
        ("typed", "", ""),
    ],
)
def test_an_empty_upload_keeps_the_files(before: object, sent: object, kept: object) -> None:
    """A modal cannot show them; anything else that is emptied is empty."""
    assert Draft().after(0, {"x": before}).after(0, {"x": sent}).values == {"x": kept}


async def test_a_file_that_was_refused_is_not_kept(kept: KeptDrafts) -> None:
    """Nobody could take it out of the form again; everything else is offered again as it was entered."""
    drafts = Drafts(kept)
    entered = await drafts.after(ModalId("q1", 1, 2), "ann", {"x": FILE, "y": [OTHER], "age": "-1"})
    draft = await drafts.refused("q1", "ann", entered, ["x", "age"])
    assert draft.values == (await drafts.of("q1", "ann")).values == {"y": [OTHER], "age": "-1"}
    assert (draft.step_of(["x"]), draft.missing(2)) == (1, 0)


def test_a_field_whose_default_stands_has_no_value() -> None:
    """Also if something was typed before, and taken out again."""
    draft = Draft().after(0, {"x": "typed"}).after(0, {"x": UNTOUCHED})
    assert draft.values == {}


def test_the_step_of_an_error_is_the_first_that_has_one() -> None:
    """Known from what was sent; an error about nothing in particular is corrected in the first step."""
    draft = Draft().after(0, {"a": "1"}).after(1, {"b": UNTOUCHED}).after(2, {"c": "3"})
    assert [draft.step_of(names) for names in (["c", "b"], ["c"], ["gone"], [])] == [1, 2, 0, 0]


# ── what they are told ────────────────────────────────────────────────────────────────────────────────────────────────


def pressed(message: DiscordMessage) -> tuple[str, Pressed | None]:
    """The label of the message's only button, and what it means. Discord takes the message."""
    body = {"content": message.content, "embeds": list(message.embeds), "components": list(message.components)}
    check_message(body, {}, surface="interaction")
    ((button,),) = (row["components"] for row in message.components)
    return button["label"], Pressed.read(button["custom_id"])


@pytest.mark.parametrize(
    ("sent", "following", "words"),
    [
        (ModalId("q1", 0, 3), 1, "Step 1 of 3 is kept. Continue with the next one."),
        (ModalId("q1", 2, 3), 0, "Step 3 of 3 is kept. Continue with step 1."),
    ],
)
def test_a_button_leads_to_the_next_step(sent: ModalId, following: int, words: str) -> None:
    """A modal cannot open another one."""
    message = continues(sent, following)
    assert message.content == words
    assert pressed(message) == ("Continue…", Pressed(Press.OPEN, "q1", following))


def told(errors: Mapping[str, str], form: Form | None = None) -> str:
    message = corrections("q1", errors, 1, form)
    assert pressed(message) == ("Correct…", Pressed(Press.OPEN, "q1", 1))
    return "\n".join(embed["description"] for embed in message.embeds)


@pytest.mark.requirement("discord-form-errors")
def test_every_error_is_listed() -> None:
    """By the label of its field if the form is known, else by its name; as it was written."""
    form = Form((IntegerInteraction(value_key="n_1", title="How *many*?"), StringInteraction(value_key="x")))
    errors = {"n_1": "Enter 0 or more.", "x": "Not [this]."}
    assert told(errors, form) == "**How \\*many\\*?**: Enter 0 or more.\n**X**: Not \\[this\\]."
    assert told(errors) == "**N 1**: Enter 0 or more.\n**X**: Not \\[this\\]."
    assert told({"": "This takes longer than usual."}, form) == "This takes longer than usual."


@pytest.mark.parametrize("letter", ["x", "語", "🙂", "*"])
@pytest.mark.parametrize(("count", "length"), [(60, 70), (200, 100), (3, 3_000), (1, 9_000)])
def test_more_errors_than_a_message_holds_are_counted(letter: str, count: int, length: int) -> None:
    """The first ones are told, and how many are left."""
    words = told({f"field_{n}": letter * length for n in range(count)})
    listed = words.count("**Field ")
    assert listed >= 1
    assert (f"…and {count - listed} more" in words) == (listed < count)


@pytest.mark.requirement("discord-form-restart", "stale-form")
def test_what_was_typed_into_a_form_that_is_not_taken_is_repeated() -> None:
    """All of it, however long: the modal is closed, and there is nothing to correct."""
    typed = {"name": "Ann", "story": "word " * 2_000, "color": Picked(1), "empty": " "}
    messages = refused({"name": "It is over."}, typed)
    for message in messages:
        check_message(body(message), {})
    shown = "".join(embed["description"] for message in messages for embed in message.embeds)
    assert shown.startswith("It is over.\n**Name**: Ann\n**Story**: word ")
    assert shown.count("word") == 2_000
    assert "Color" not in shown
    assert all(message.components == () for message in messages)


@pytest.mark.requirement("depends-on", "discord-staged")
async def test_a_pick_among_other_options_is_forgotten(kept: KeptDrafts) -> None:
    """Its number would mean something else now; what was typed stays to begin with."""
    by_size = {"a": {"constraints": {"options": ["moss", "fern"]}}, "b": {"constraints": {"options": ["oak", "ash"]}}}
    required = {"input_name": "size", "mapping": {"a": {"required": True}}}
    kind = {"name": "kind", "type": "category", "constraints": {"options": ["x"]}}
    form, _ = parse_inputs(
        [
            {"name": "size", "type": "category", "constraints": {"options": ["a", "b"]}},
            {**kind, "depends_on": {"input_name": "size", "mapping": by_size}},
            {"name": "note", "type": "string", "depends_on": required},
        ]
    )
    assert form is not None
    drafts = Drafts(kept)
    await drafts.after(ModalId("q1", 0, 2), "ann", {"size": Picked(0)}, form)
    await drafts.after(ModalId("q1", 1, 2), "ann", {"kind": Picked(1), "note": "mine"}, form)
    changed = await drafts.after(ModalId("q1", 0, 2), "ann", {"size": Picked(1)}, form)
    assert (changed.values, changed.missing(2)) == ({"size": Picked(1), "note": "mine"}, 1)


# ── presets ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SIZES = PresetGroup(
    name="sizes",
    affects=("age", "name"),
    presets=(Preset(name="young", values={"age": 7}), Preset(name="old", values={"age": 70, "name": "Otto"})),
)
COLORS = PresetGroup(name="colors", affects=("color",), presets=(Preset(name="red", values={"color": "red"}),))
COLORED = DropdownInteraction(value_key="color", options=(Option("blue"), Option("red")), default="blue")
PRESET_FORM = Form(
    (IntegerInteraction(value_key="age"), StringInteraction(value_key="name", default="Ann"), COLORED),
    presets=(SIZES, COLORS),
)


@pytest.mark.requirement("discord-presets")
async def test_a_preset_fills_the_form_in() -> None:
    """As if its values were the defaults; what people enter themselves counts for more."""
    draft = Draft().filled_in(PRESET_FORM, 1)
    assert (await draft.asked(PRESET_FORM)).initial() == {"age": 70, "name": "Otto", "color": "blue"}
    sent = draft.after(0, {"age": "71", "name": UNTOUCHED, "color": Picked(0)})
    parsed = await PRESET_FORM.parse(sent.answer(PRESET_FORM))
    assert (parsed.values, parsed.errors) == ({"age": 71, "name": "Otto", "color": "blue"}, {})


@pytest.mark.requirement("discord-presets")
async def test_a_preset_replaces_what_was_entered_in_its_fields_only() -> None:
    """One of another group adds to it; and all steps are to be looked at again."""
    draft = Draft().after(0, {"age": "41", "name": "Ben"}).filled_in(PRESET_FORM, 0).filled_in(PRESET_FORM, 2)
    assert (draft.values, draft.missing(1)) == ({"name": "Ben"}, 0)
    parsed = await PRESET_FORM.parse(draft.answer(PRESET_FORM))
    assert parsed.values == {"age": 7, "name": "Ben", "color": "red"}


@pytest.mark.requirement("discord-presets", "discord-form-restart")
async def test_a_chosen_preset_outlives_the_bridge(kept: KeptDrafts) -> None:
    """It is part of the draft; one that the form does not have changes nothing."""
    question = Question("q1", PRESET_FORM)
    chosen = await Drafts(kept).opened(question, "ann", 1)
    assert await Drafts(kept).opened(question, "ann", 9) == chosen == Draft(presets=(1,))
    sent = await Drafts(kept).after(ModalId("q1", 0, 1), "ann", {"age": "70"}, PRESET_FORM)
    assert sent.answer(PRESET_FORM) == {"age": "70", "name": "Otto"}
