"""Questions that nobody could answer: named where they are written, and asked as well as they can be."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from bridge.errors import DefaultRefused
from bridge.interaction import (
    BaseInteraction,
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    FloatInteraction,
    Form,
    IntegerInteraction,
    Option,
    StringInteraction,
)
from bridge.interaction.definitions import parse_inputs
from tests.fakes.transport import ScriptedTransport

TWICE = (Option(1, "A"), Option(2, "a "), Option(3, "B"))


def read(*definitions: object) -> tuple[Form, list[tuple[str, str]]]:
    form, errors = parse_inputs(list(definitions))
    assert form is not None
    return form, [(error.where, error.error) for error in errors]


# What is wrong with a definition, and what its field is asked as: the kind, and what of it is left.
WRONG: dict[str, tuple[Mapping[str, Any], str, BaseInteraction[Any]]] = {
    "unknown type": (
        {"type": "strng"},
        'unknown type "strng"; did you mean "string"?',
        StringInteraction(value_key="x"),
    ),
    "regex": (
        {"type": "string", "constraints": {"regex": "(", "max_length": 5}},
        '"x" (string): regex: its regex does not compile: missing ), unterminated subpattern at position 0',
        StringInteraction(value_key="x", max_length=5),
    ),
    "lengths": (
        {"type": "textarea", "constraints": {"min_length": 5, "max_length": 2, "rows": 3}},
        '"x" (textarea): min_length is 5, which is more than max_length, 2',
        BaseInteraction.registry["textarea"](value_key="x", rows=3),
    ),
    "negative length": (
        {"type": "string", "constraints": {"min_length": -1}},
        '"x" (string): min_length: input should be greater than or equal to 0',
        StringInteraction(value_key="x"),
    ),
    "bounds": (
        {"type": "int", "unit": "kg", "constraints": {"min": 1_000_000, "max": 2}},
        '"x" (int): min is 1000000, which is more than max, 2',
        IntegerInteraction(value_key="x", unit="kg"),
    ),
    "bound of another type": (
        {"type": "int", "constraints": {"min": "low", "max": 9}},
        '"x" (int): min: input should be a valid number, unable to parse string as a number',
        IntegerInteraction(value_key="x", max=9),
    ),
    "no whole number": (
        {"type": "int", "constraints": {"min": 0.2, "max": 0.8}},
        '"x" (int): there is no whole number from 0.2 to 0.8',
        IntegerInteraction(value_key="x"),
    ),
    "step": (
        {"type": "float", "constraints": {"step": 0, "max": 1}},
        '"x" (float): step: input should be greater than 0',
        FloatInteraction(value_key="x", max=1),
    ),
    "no options": (
        {"type": "category", "constraints": {"options": []}},
        '"x" (category): options: there are no options; expected at least one; it is asked as text',
        StringInteraction(value_key="x"),
    ),
    "options left out": (
        {"type": "category"},
        '"x" (category): options: field required; it is asked as text',
        StringInteraction(value_key="x"),
    ),
    "options that are none": (
        {"type": "category", "constraints": {"options": "red"}},
        '"x" (category): options: input should be a valid tuple; it is asked as text',
        StringInteraction(value_key="x"),
    ),
    "equal options": (
        {"type": "category", "constraints": {"options": ["a", "b", "a"], "multiple": True}},
        '"x" (category): options: several options are called "a", so nobody can tell them apart',
        DropdownInteraction(value_key="x", options=(Option("a"), Option("b")), multiple=True),
    ),
    "equal labels": (
        {"type": "button", "constraints": {"options": [{"value": 1, "label": "Go"}, {"value": 2, "label": "go"}]}},
        '"x" (button): options: several options are called "go", so nobody can tell them apart',
        ButtonInteraction(value_key="x", options=(Option(1, "Go"),)),
    ),
    "yes is no": (
        {"type": "yes_no", "constraints": {"yes_label": "Ok", "no_label": "OK", "no_value": 0}},
        '"x" (yes_no): yes and no are both called "Ok"',
        ConfirmInteraction(value_key="x", no_value=0),
    ),
    "yes means no": (
        {"type": "yes_no", "constraints": {"yes_value": False, "no_label": "Never"}},
        '"x" (yes_no): yes and no both mean False',
        ConfirmInteraction(value_key="x", no_label="Never"),
    ),
    "size": (
        {"type": "file", "constraints": {"max_size": 0, "extensions": "csv"}},
        '"x" (file): max_size: input should be greater than 0',
        FileInteraction(value_key="x", extensions=("csv",)),
    ),
    "default out of bounds": (
        {"type": "int", "default": 10, "constraints": {"max": 9}},
        '"x" (int): default: found 10, which this input refuses: Enter 9 or less.',
        IntegerInteraction(value_key="x", max=9),
    ),
    "default that is no option": (
        {"type": "category", "default": "c", "constraints": {"options": ["a", "b"]}},
        "\"x\" (category): default: found 'c', which this input refuses: Choose one of: a, b.",
        DropdownInteraction(value_key="x", options=(Option("a"), Option("b"))),
    ),
    "default against the regex": (
        {"type": "string", "default": "A1", "required": True, "constraints": {"regex": "[a-z]+"}},
        "\"x\" (string): default: found 'A1', which this input refuses: This does not have the expected form ([a-z]+).",
        StringInteraction(value_key="x", regex="[a-z]+", required=True),
    ),
    "default of another type": (
        {"type": "int", "default": "many"},
        '"x" (int): default: input should be a valid integer, unable to parse string as an integer',
        IntegerInteraction(value_key="x"),
    ),
    "default of a file": (
        {"type": "file", "default": "a.csv"},
        "\"x\" (file): default: found 'a.csv', which this input refuses: Attach a file.",
        FileInteraction(value_key="x"),
    ),
}


@pytest.mark.requirement("bad-inputs")
@pytest.mark.parametrize(("definition", "problem", "asked"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_and_the_field_is_asked_without_it(
    definition: Mapping[str, Any], problem: str, asked: BaseInteraction[Any]
) -> None:
    """As plain text only where nothing else is possible; its neighbours are asked as they are."""
    form, errors = read({"name": "ok", "type": "int"}, {"name": "x", **definition})
    assert errors == [("next_inputs[1]", problem)]
    assert form.fields == (IntegerInteraction(value_key="ok"), asked)


@pytest.mark.requirement("bad-inputs")
@pytest.mark.parametrize(
    ("definition", "problem"),
    [
        ({"type": "string"}, "has neither name nor label, so its value would have no name"),
        ("message", "found str, expected an object with name and type"),
        ({"name": "ok", "type": "string"}, 'a second input is named "ok"; the first one is asked'),
    ],
)
def test_what_cannot_have_a_value_of_its_own_is_not_asked(definition: object, problem: str) -> None:
    """Its neighbours are."""
    form, errors = read({"name": "ok", "type": "int"}, definition)
    assert errors == [("next_inputs[1]", problem)]
    assert [field.value_key for field in form.fields] == ["ok"]


@pytest.mark.requirement("bad-inputs")
def test_everything_that_is_wrong_with_a_field_is_named_at_once() -> None:
    """Nobody wants to mend one thing after the other."""
    wrong = {"min": "low", "max": 3, "step": -1}
    form, errors = read({"name": "x", "type": "int", "default": 9, "constraints": wrong})
    assert [error.partition(": ")[2].partition(":")[0] for _, error in errors] == ["min", "step", "default"]
    assert form.fields == (IntegerInteraction(value_key="x", max=3),)


@pytest.mark.requirement("bad-inputs", "depends-on")
def test_a_default_that_a_dependence_makes_wrong_is_not_offered() -> None:
    """It was written for what the field is otherwise; one that is written for what it becomes has to fit."""
    model = {"name": "model", "type": "category", "constraints": {"options": ["a", "b"]}}
    small, wrong = {"constraints": {"max": 9}}, {"constraints": {"max": 9}, "default": 10}
    depends_on = {"input_name": "model", "mapping": {"a": small, "b": wrong}}
    form, errors = read(model, {"name": "x", "type": "int", "default": 50, "depends_on": depends_on})
    defaults = [form.under({"model": value}).fields[1].default for value in ("", "a", "b")]
    assert defaults == [50, None, None]
    assert [where for where, _ in errors] == ["next_inputs[1].depends_on.mapping.b"]


@pytest.mark.requirement("bad-inputs", "depends-on")
def test_what_is_wrong_with_a_field_is_named_once_whatever_it_depends_on() -> None:
    """Where it is written; what the field becomes keeps all that is right, its default too."""
    model = {"name": "model", "type": "category", "constraints": {"options": ["a", "b"]}}
    depends_on = {"input_name": "model", "mapping": {"a": {"required": True}, "b": {"constraints": {"max": 0}}}}
    broken = {"type": "int", "default": 3, "constraints": {"min": 1, "step": 0}}
    form, errors = read(model, {"name": "x", **broken, "depends_on": depends_on})
    assert [(where, error.partition(":")[0]) for where, error in errors] == [
        ("next_inputs[1]", '"x" (int)'),
        ("next_inputs[1].depends_on.mapping.b", '"x" (int)'),
    ]
    assert "step" in errors[0][1]
    assert "min is 1, which is more than max, 0" in errors[1][1]
    asked = form.under({"model": "a"}).fields[1]
    assert (asked.required, asked.default) == (True, 3)


@pytest.mark.requirement("default-settled")
@pytest.mark.parametrize(
    ("definition", "default"),
    [
        ({"type": "category", "default": "One", "constraints": {"options": [{"value": 1, "label": "One"}]}}, 1),
        ({"type": "category", "default": "a", "constraints": {"options": ["a"], "multiple": True}}, ["a"]),
        ({"type": "category", "default": "", "constraints": {"options": ["a", ""]}}, ""),
        ({"type": "yes_no", "default": True, "constraints": {"yes_value": "ja", "no_value": "nein"}}, "ja"),
        ({"type": "int", "default": "7"}, 7),
        ({"type": "int", "default": ""}, None),
        ({"type": "string", "default": "", "required": True}, None),
        ({"type": "category", "default": [], "constraints": {"options": ["a"], "multiple": True}}, None),
    ],
)
def test_a_default_is_what_the_same_answer_would_be(definition: Mapping[str, Any], default: object) -> None:
    """A label means its option's value; an empty one offers nothing."""
    form, errors = read({"name": "x", **definition})
    assert errors == []
    assert (form.fields[0].default, type(form.fields[0].default)) == (default, type(default))


IN_CODE: dict[str, tuple[Callable[[], object], str]] = {
    "lengths": (
        lambda: StringInteraction(value_key="x", min_length=5, max_length=2),
        "min_length is 5, which is more than max_length, 2",
    ),
    "regex": (lambda: StringInteraction(value_key="x", regex="("), "its regex does not compile: missing \\)"),
    "bounds": (lambda: FloatInteraction(value_key="x", min=2, max=1.5), "min is 2, which is more than max, 1.5"),
    "whole": (lambda: IntegerInteraction(value_key="x", min=0.2, max=0.8), "no whole number from 0.2 to 0.8"),
    "step": (lambda: FloatInteraction(value_key="x", step=0), "should be greater than 0"),
    "no options": (lambda: DropdownInteraction(value_key="x", options=()), "there are no options; expected at least"),
    "equal": (lambda: DropdownInteraction(value_key="x", options=TWICE), 'several options are called "a "'),
    "buttons": (lambda: ButtonInteraction(value_key="x", options=TWICE), 'several options are called "a "'),
    "yes": (lambda: ConfirmInteraction(value_key="x", yes_label="no"), 'yes and no are both called "no"'),
}


@pytest.mark.requirement("bad-inputs")
@pytest.mark.parametrize(("make", "sentence"), IN_CODE.values(), ids=IN_CODE)
def test_a_contradiction_in_code_is_an_error_where_it_is_written(make: Callable[[], object], sentence: str) -> None:
    """One sentence, the same that an agent's definition gets."""
    with pytest.raises(ValidationError, match=sentence) as raised:
        make()
    assert raised.value.error_count() == 1


@pytest.mark.requirement("default-settled", "ask")
async def test_a_default_that_is_no_answer_is_told_before_anything_is_shown() -> None:
    """To who asked, not to the person; a label is read as its option."""
    transport = ScriptedTransport("7", None)
    with pytest.raises(DefaultRefused, match=r"Age: the default of 'age' \(int\) is 200.*: Enter 150 or less\."):
        await transport.ask(IntegerInteraction(value_key="age", default=200, max=150))
    assert transport.shown == []
    options = (Option(1, "One"), Option(2, "Two"))
    transport = ScriptedTransport(None)
    assert await transport.ask(DropdownInteraction(value_key="n", default="two", options=options)) == 2


def test_options_with_the_same_words_may_differ_in_their_description() -> None:
    """And two names may mean the same to the agent: a person can tell either apart."""
    options = (Option(1, "Berlin", "in Germany"), Option(2, "Berlin", "in Maryland"), Option(1, "Bonn"))
    assert DropdownInteraction(value_key="x", options=options).choices == options
