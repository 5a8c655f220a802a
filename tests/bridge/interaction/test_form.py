"""Forms: how they are asked, what their fields default to, and that a bad definition costs nothing else."""

from collections.abc import Mapping

import pytest

from bridge.interaction import Composer, Form, Picked
from bridge.interaction.definitions import parse_inputs


def form(*definitions: Mapping[str, object]) -> Form:
    made, errors = parse_inputs(list(definitions))
    assert made is not None
    assert errors == ()
    return made


@pytest.mark.requirement("composer")
@pytest.mark.parametrize(
    ("kinds", "composer"),
    [
        (["string"], Composer.TEXT),
        (["textarea"], Composer.TEXT),
        (["button"], Composer.BUTTONS),
        (["yes_no"], Composer.BUTTONS),
        (["int"], Composer.FORM),
        (["file"], Composer.FORM),
        (["boolean"], Composer.FORM),
        (["string", "string"], Composer.FORM),
        (["button", "string"], Composer.FORM),
    ],
)
def test_the_composer_follows_from_the_fields(kinds: list[str], composer: Composer) -> None:
    """The seed's three composer modes."""
    assert form(*({"name": f"f{n}", "type": kind} for n, kind in enumerate(kinds))).composer is composer


@pytest.mark.parametrize(
    ("name", "kind", "is_chat_box"),
    [
        ("message", "string", True),
        ("Prompt", "textarea", True),
        ("username", "string", False),
        ("text", "button", False),
    ],
)
def test_a_chat_box_is_a_single_text_field_with_a_telling_name(name: str, kind: str, is_chat_box: bool) -> None:
    """Only then is the text of a mention its answer."""
    assert (form({"name": name, "type": kind}).chat_box == name) is is_chat_box


@pytest.mark.requirement("form-errors")
async def test_every_error_is_reported_at_once_by_field() -> None:
    """Nobody wants to be told one mistake after the other."""
    asked = form({"name": "a", "type": "int"}, {"name": "b", "type": "float"}, {"name": "c", "type": "string"})
    parsed = await asked.parse({"a": "x", "b": "y", "c": "z"})
    assert parsed.errors == {"a": "Enter a whole number, such as 42.", "b": "Enter a number, such as 3.5."}
    assert parsed.values == {"c": "z"}


async def test_a_field_that_was_not_offered_takes_its_default_and_a_cleared_one_is_empty() -> None:
    """A person who clears a field meant it."""
    asked = form({"name": "n", "type": "int", "default": 3}, {"name": "s", "type": "string", "default": "x"})
    assert (await asked.parse({})).values == {"n": 3, "s": "x"}
    assert (await asked.parse({"n": None, "s": ""})).values == {"n": None, "s": ""}
    assert asked.initial() == {"n": 3, "s": "x"}


def test_values_are_said_in_words() -> None:
    """What a person answered is shown as they would say it."""
    asked = form(
        {"name": "n", "type": "int", "unit": "kg", "label": "Weight"},
        {"name": "c", "type": "category", "constraints": {"options": [{"value": 1, "label": "One"}], "multiple": True}},
        {"name": "b", "type": "boolean"},
    )
    assert asked.in_words({"n": 3, "c": [1], "b": True}) == (("Weight", "3 kg"), ("C", "One"), ("B", "Yes"))


def test_a_click_means_the_option_at_its_index() -> None:
    """So that an option's value needs no place on the platform."""
    assert form({"name": "ok", "type": "button"}).choice(0) == {"ok": Picked(0)}


def test_a_name_is_made_from_the_label() -> None:
    """Agents in the wild leave `name` empty."""
    assert form({"name": "", "label": "Your Name!", "type": "string"}).fields[0].value_key == "your_name"


def test_nothing_asked_is_the_end() -> None:
    """`next_inputs: []` ends the conversation; a single definition without its list is accepted."""
    assert parse_inputs([]) == (None, ())
    assert parse_inputs({"name": "x", "type": "string"})[0] is not None
    assert "expected a list" in parse_inputs("x")[1][0].error
