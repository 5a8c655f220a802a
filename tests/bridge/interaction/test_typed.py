"""Where one field is pending, a typed message counts too: what people write, and how they are corrected."""

from typing import Any

import pytest

from bridge.interaction.definitions import parse_inputs
from bridge.interaction.values import RemoteFile

KG = {"unit": "kg"}
CITIES = {"options": ["Bonn", {"value": 2, "label": "New  York"}, "Berlin, Germany", {"value": "x", "label": "3"}]}
SEVERAL = {**CITIES, "multiple": True}
SEVERAL_COLOURS = {"options": ["red", "green"], "multiple": True}
SURE = {"yes_label": "Delete it", "no_label": "Keep it", "no_value": "kept"}

UNDERSTOOD: list[tuple[str, dict[str, Any], str, object]] = [
    ("int", KG, "12 kg", 12),
    ("int", KG, "12KG", 12),
    ("int", {"unit": "€"}, "€ 12", 12),
    ("int", {}, "1 000", 1000),
    ("int", {}, "1\u202f000\u00a0000", 1_000_000),
    ("int", {}, "1,000", 1000),
    ("int", {}, "1.000.000", 1_000_000),
    ("int", {}, "\u22125", -5),
    ("float", {}, "1,5", 1.5),
    ("float", {}, "-0,125", -0.125),
    ("float", {}, "1234,567", 1234.567),
    ("float", {}, "1,234.5", 1234.5),
    ("float", {}, "1.234,5", 1234.5),
    ("float", {}, "1,234,567", 1_234_567.0),
    ("float", {"unit": "%"}, "1,5 %", 1.5),
    ("float", KG, "1e3 kg", 1000.0),
    ("boolean", {}, "Yes!", True),
    ("boolean", {}, "nope", False),
    ("boolean", {}, " OK. ", True),
    ("category", CITIES, "bonn", "Bonn"),
    ("category", CITIES, " new york ", 2),
    ("category", CITIES, "berlin, germany", "Berlin, Germany"),
    ("category", CITIES, "3", "x"),
    ("category", SEVERAL, "new york, BONN", [2, "Bonn"]),
    ("category", SEVERAL, "Bonn, Berlin, Germany, 3", ["Bonn", "Berlin, Germany", "x"]),
    ("category", SEVERAL, "Bonn\n3", ["Bonn", "x"]),
    ("category", SEVERAL, "Bonn, bonn,", ["Bonn"]),
    ("yes_no", {}, "yes", True),
    ("yes_no", {}, "No.", False),
    ("yes_no", SURE, "keep it", "kept"),
    ("yes_no", SURE, "yeah", True),
    ("button", {}, "continue", True),
    ("button", CITIES, "BONN", "Bonn"),
]

CORRECTED: list[tuple[str, dict[str, Any], str, str]] = [
    ("int", KG, "heavy", "Enter a whole number, such as 42 kg."),
    ("int", {"max": 9}, "many", "Enter a whole number, such as 9."),
    ("int", {"min": 50}, "many", "Enter a whole number, such as 50."),
    ("int", {"step": 5}, "many", "Enter a whole number, such as 5."),
    ("int", {}, "1,5", "Enter a whole number, such as 42."),
    ("int", KG, "12 lb", "Enter a whole number, such as 42 kg."),
    ("int", {"max": 2_000_000}, "3 000 000", "Enter 2000000 or less."),
    ("float", {}, "1,500", "1,500 can be read in two ways. Write 1500 or 1.500."),
    ("float", {}, "1,2,3", "Enter a number, such as 3.5."),
    ("boolean", {}, "maybe", "Answer yes or no."),
    ("category", CITIES, "7", "Choose one of: Bonn, New  York, Berlin, Germany, 3."),
    ("category", SEVERAL_COLOURS, "red, blue", "blue is not offered. Choose one or more of: red, green."),
    ("yes_no", SURE, "perhaps", "Choose one of: Delete it, Keep it."),
    ("button", {}, "go", "Choose one of: Continue."),
    ("file", {}, "report.pdf", "Attach a file."),
]


async def typed(kind: str, constraints: dict[str, Any], text: str) -> tuple[object, str]:
    """The value that a message means, and what is wrong with it."""
    unit = constraints.get("unit")
    form, errors = parse_inputs([{"name": "x", "type": kind, "unit": unit, "constraints": constraints}])
    assert form is not None
    assert errors == ()
    raw = form.typed(text)
    assert raw is not None
    parsed = await form.parse(raw)
    return parsed.values.get("x"), parsed.errors.get("x", "")


@pytest.mark.requirement("typed-replies")
@pytest.mark.parametrize(("kind", "constraints", "text", "value"), UNDERSTOOD)
async def test_what_people_type_is_understood(kind: str, constraints: dict[str, Any], text: str, value: object) -> None:
    """Case, spaces, units and separators of thousands are no reason to ask again."""
    got, wrong = await typed(kind, constraints, text)
    assert (got, type(got), wrong) == (value, type(value), "")


@pytest.mark.requirement("typed-replies")
@pytest.mark.parametrize(("kind", "constraints", "text", "sentence"), CORRECTED)
async def test_what_cannot_be_understood_is_told_what_would_be(
    kind: str, constraints: dict[str, Any], text: str, sentence: str
) -> None:
    """One sentence that names what is expected; a number that can be read in two ways is never guessed."""
    assert await typed(kind, constraints, text) == (None, sentence)


def test_several_fields_are_not_answered_by_a_message() -> None:
    """Nobody could tell which one is meant."""
    form, _ = parse_inputs([{"name": "a"}, {"name": "b"}])
    assert form is not None
    assert form.typed("hello") is None


@pytest.mark.requirement("typed-replies")
def test_a_file_alone_is_no_answer_where_none_is_asked_for() -> None:
    """Not even an empty one, to a field that may be left empty."""
    form, _ = parse_inputs([{"name": "a"}])
    assert form is not None
    assert form.typed(" ", [RemoteFile("a.csv", 1, "text/csv", None)]) is None
    assert form.typed("see there", [RemoteFile("a.csv", 1, "text/csv", None)]) == {"a": "see there"}


def test_what_a_form_asks_for_is_what_it_asks_in_the_beginning() -> None:
    """A field that another one hides is not promised."""
    hidden = {"input_name": "b", "mapping": {"false": {"hidden": True}}}
    form, _ = parse_inputs([{"name": "a", "depends_on": hidden}, {"name": "b", "type": "boolean"}])
    assert form is not None
    assert form.summary == "B (optional)"
