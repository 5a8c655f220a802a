"""A form in steps: every field in one modal that Discord takes, every word of it shown, the same steps every time."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.discord.components import Kind
from adapters.discord.forms.drafts import Drafts
from adapters.discord.forms.modal import ModalId
from adapters.discord.forms.steps import steps
from bridge.errors import PlatformRefused
from bridge.interaction import DropdownInteraction, Form, IntegerInteraction, Picked, RemoteFile, StringInteraction
from bridge.interaction.choices import Option
from bridge.interaction.definitions import parse_inputs
from tests.adapters.discord.forms.sampling import forms, inputs, sent_untouched, shown, step_of, words
from tests.fakes.drafts import KeptDrafts

SLOW = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example]
)


def numbers(count: int) -> Form:
    return Form(tuple(IntegerInteraction(value_key=f"n{i}") for i in range(count)))


@pytest.mark.requirement("discord-form-steps")
@pytest.mark.parametrize(("count", "sizes"), [(1, [1]), (5, [5]), (6, [5, 1]), (12, [5, 5, 2])])
def test_a_step_holds_five_fields(count: int, sizes: list[int]) -> None:
    """In the order of the form; the last step holds the rest."""
    form = numbers(count)
    assert [len(inputs(shown(form, step))) for step in range(len(sizes))] == sizes
    assert [step_of(form, f"n{i}") for i in range(count)] == [i // 5 for i in range(count)]


@given(form=forms())
@SLOW
def test_any_form_can_be_asked(form: Form) -> None:
    """Every step is a modal that Discord takes, whatever the agent asks for, and every field begins in exactly one."""
    every = steps(form)
    for step in range(len(every)):
        shown(form, step)
    begun = [name for step in every if step.layer == 0 for name in step.names]
    assert sorted(begun) == sorted(asked.value_key for asked in form.fields)


@pytest.mark.requirement("discord-form-values")
@given(form=forms(lenient=True))
@SLOW
async def test_a_form_nobody_changes_gives_its_defaults(form: Form) -> None:
    """What the modals hold when they open is read back as the values the form begins with."""
    draft = sent_untouched(form)
    assert draft.missing(len(steps(form))) is None
    parsed = await form.parse(draft.answer(form))
    assert (parsed.values, parsed.errors) == (form.initial(), {})


@given(form=forms())
@SLOW
def test_steps_are_the_same_whatever_was_entered(form: Form) -> None:
    """A step's number means the same after a correction, and what was entered is offered again."""
    fresh = steps(form)
    before = {asked.value_key: entry for asked in form.fields for entry in (SOME.get(asked.kind, [Picked(0)]),)}
    again = steps(form, before)
    assert [step.names for step in again] == [step.names for step in fresh]
    assert [len(step.components) for step in again] == [len(step.components) for step in fresh]
    for step in range(len(again)):
        shown(form, step, before)


SOME: dict[str, object] = {
    "string": "typed",
    "textarea": "typed\ntwice",
    "int": "three",
    "float": "",
    "boolean": True,
    "file": [RemoteFile("a.csv", 3, "text/csv", {})],
}


def test_words_that_do_not_fit_beside_a_field_stand_above_it() -> None:
    """Label, help, placeholder and options whole, in the place before the field."""
    asked = StringInteraction(value_key="x", title="T" * 46, description="D" * 101, placeholder="P" * 101)
    data = shown(Form((asked,)))
    assert all(text in words(data) for text in ("T" * 46, "D" * 101, "P" * 101))
    assert [part["type"] for part in data["components"]] == [10, 18]
    assert data["components"][1]["label"] == f"{'T' * 44}…"


@pytest.mark.parametrize(("label", "help_"), [("L" * 45, "D" * 100), ("🙂" * 22, "🙂" * 50)])
def test_words_that_fit_stand_beside_the_field(label: str, help_: str) -> None:
    """Up to the limits of a label, of which an emoji takes two."""
    data = shown(Form((StringInteraction(value_key="x", title=label, description=help_),)))
    (part,) = data["components"]
    assert (part["label"], part["description"]) == (label, help_)


def test_words_of_a_field_are_no_markup() -> None:
    """They show as the agent wrote them."""
    data = shown(Form((StringInteraction(value_key="x", description=f"# *not bold* <@1> {'d' * 100}"),)))
    assert words(data).startswith("\\# \\*not bold\\* \\<\u200b@1\\> ")


def test_more_words_than_a_modal_holds_are_steps_of_their_own() -> None:
    """Nothing is left out: they are read first, and the field follows."""
    long = " ".join(f"word{n}" for n in range(3_000))
    form = Form((StringInteraction(value_key="x", description=long), StringInteraction(value_key="y")))
    every = [shown(form, step) for step in range(len(steps(form)))]
    assert re.sub(r"\s+", " ", "".join(map(words, every))) == long
    assert step_of(form, "x") == step_of(form, "y") == len(every) - 1 > 1


def test_selects_of_one_field_are_never_parted() -> None:
    """They hold one answer."""
    many = DropdownInteraction(value_key="many", options=tuple(Option(n) for n in range(100)))
    form = Form((*numbers(2).fields, many))
    assert [sorted(step.names) for step in steps(form)] == [["n0", "n1"], ["many"]]


def test_a_name_discord_cannot_carry_is_refused_before_the_first_step() -> None:
    """Not after somebody has filled in five fields."""
    fits = Form((*numbers(5).fields, StringInteraction(value_key="n" * 95)))
    shown(fits, 1)
    with pytest.raises(PlatformRefused, match="96 characters; Discord carries 95") as refused:
        shown(Form((*numbers(5).fields, StringInteraction(value_key="n" * 96))), 0)
    assert refused.value.code == "field_name_too_long"


MODELS = [
    {"name": "depth", "type": "int", "depends_on": {"input_name": "model", "mapping": {"none": {"hidden": True}}}},
    {"name": "model", "constraints": {"options": ["tree", "none"]}, "type": "category"},
]


@pytest.mark.requirement("depends-on", "discord-staged")
async def test_a_field_is_in_a_later_step_than_the_one_it_depends_on() -> None:
    """Although both would fit into one; there is no step for what is hidden."""
    form, errors = parse_inputs(MODELS)
    assert form is not None
    assert errors == ()
    assert [sorted(step.names) for step in steps(form)] == [["model"], ["depth"]]
    hidden = {"model": Picked(1)}
    assert [sorted(step.names) for step in steps(form, hidden, await form.offered(hidden))] == [["model"]]


@pytest.mark.requirement("depends-on", "discord-staged")
async def test_another_choice_has_what_depends_on_it_asked_again() -> None:
    """What was entered there is what the step begins with; the same choice again changes nothing."""
    form, _ = parse_inputs(MODELS)
    assert form is not None
    drafts = Drafts(KeptDrafts())
    tree, none = {"model": Picked(0)}, {"model": Picked(1)}
    await drafts.after(ModalId("q", 0, 2), "ann", tree, form)
    whole = await drafts.after(ModalId("q", 1, 2), "ann", {"depth": "4"}, form)
    same = await drafts.after(ModalId("q", 0, 2), "ann", tree, form)
    hidden = await drafts.after(ModalId("q", 0, 2), "ann", none, form)
    again = await drafts.after(ModalId("q", 0, 1), "ann", tree, form)
    assert [draft.missing(draft.steps) for draft in (whole, same, hidden, again)] == [None, None, None, 1]
    assert again.values["depth"] == "4"


@pytest.mark.requirement("discord-groupings")
def test_a_grouping_stands_above_the_first_of_its_fields() -> None:
    """Its title and what it is about."""
    raw = {
        "inputs": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
        "input_groupings": [{"grouping": "the_last", "description": "Two of them.", "inputs": ["b", "c"]}],
    }
    form, _ = parse_inputs(raw)
    assert form is not None
    kinds = [part["type"] for part in shown(form)["components"]]
    assert kinds == [Kind.LABEL, Kind.WORDS, Kind.LABEL, Kind.LABEL]
    assert words(shown(form)) == "The last\nTwo of them."
