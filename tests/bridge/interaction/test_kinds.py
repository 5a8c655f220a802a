"""Every row of the contract's table of input types: what a raw answer becomes, and what the person is told if not."""

import re
from typing import Any

import pytest

from bridge.interaction import BaseInteraction, Picked, RemoteFile
from bridge.interaction.definitions import parse_inputs

CSV = RemoteFile("a.csv", 10, "text/csv", None)
PACKED = RemoteFile("All.TAR.gz", 10, "application/gzip", None)
BIG = RemoteFile("b.csv", 10_000, "text/csv", None)
COLOURS = {"options": ["red", {"value": 2, "label": "Green"}]}
SEVERAL = {**COLOURS, "multiple": True}

TYPED: list[tuple[str, dict[str, Any], object, object]] = [
    ("string", {}, "hello", "hello"),
    ("string", {}, "", ""),
    ("string", {"regex": "[a-z]+"}, "abc", "abc"),
    ("textarea", {"max_length": 5}, "a\nb", "a\nb"),
    ("int", {}, " 1 000 ", 1000),
    ("int", {"min": -5}, "-5", -5),
    ("int", {}, None, None),
    ("float", {"step": 0.1}, "0.3", 0.3),
    ("float", {}, "1e3", 1000.0),
    ("boolean", {}, True, True),
    ("boolean", {}, "no", False),
    ("boolean", {}, None, False),
    ("category", COLOURS, Picked(1), 2),
    ("category", COLOURS, "green", 2),
    ("category", COLOURS, 2, 2),
    ("dropdown", COLOURS, "red", "red"),
    ("category", SEVERAL, [Picked(0), Picked(1)], ["red", 2]),
    ("category", SEVERAL, "red, green", ["red", 2]),
    ("category", SEVERAL, [], []),
    ("button", {}, Picked(0), True),
    ("button", {"options": ["go", "stop"]}, Picked(1), "stop"),
    ("yes_no", {}, Picked(0), True),
    ("yes_no", {"yes_value": "ja", "no_value": "nein"}, "no", "nein"),
    ("confirm", {"yes_label": "Sure"}, "sure", True),
    ("file", {"extensions": ["csv"]}, CSV, CSV),
    ("file", {"extensions": ["tar.gz"]}, PACKED, PACKED),
    ("file", {"multiple": True}, [CSV], [CSV]),
    ("file", {}, [CSV], CSV),
]

REFUSED: list[tuple[str, dict[str, Any], object, str]] = [
    ("string", {"required": True}, "", "This is required."),
    ("string", {"min_length": 3}, "ab", "Enter at least 3 characters; this has 2."),
    ("string", {"max_length": 1}, "ab", "Enter at most 1 characters; this has 2."),
    ("string", {"regex": "[a-z]+", "placeholder": "abc"}, "1", "This does not have the expected form (abc)."),
    ("int", {}, "3.5", "Enter a whole number, such as 42."),
    ("int", {"min": 3, "unit": "kg"}, "2 kg", "Enter 3 kg or more."),
    ("int", {"max": 3}, "4", "Enter 3 or less."),
    ("int", {"min": 1, "step": 2}, "4", "Enter 1 plus a multiple of 2."),
    ("float", {}, "nan", "Enter a number, such as 3.5."),
    ("boolean", {}, "perhaps", "Answer yes or no."),
    ("category", COLOURS, "blue", "Choose one of: red, Green."),
    ("category", COLOURS, Picked(7), "This choice is no longer offered."),
    ("yes_no", {}, "perhaps", "Choose one of: Yes, No."),
    ("file", {}, "a.csv", "Attach a file."),
    ("file", {}, [CSV, CSV], "Give one file; these are 2."),
    ("file", {"extensions": [".txt"]}, CSV, "a.csv cannot be used here; give a file ending in .txt."),
    ("file", {"max_size": 100}, BIG, "b.csv is 10,000 bytes; at most 100 are allowed."),
]


def interaction(kind: str, constraints: dict[str, Any]) -> BaseInteraction[Any]:
    required = constraints.get("required", False)
    form, errors = parse_inputs([{"name": "x", "type": kind, "required": required, "constraints": constraints}])
    assert form is not None
    assert errors == ()
    return form.fields[0]


@pytest.mark.requirement("kinds")
@pytest.mark.parametrize(("kind", "constraints", "raw", "value"), TYPED)
async def test_a_right_answer_becomes_the_typed_value(
    kind: str, constraints: dict[str, Any], raw: object, value: object
) -> None:
    """The agent gets the value the contract names, of the type it names."""
    got = await interaction(kind, constraints).read(raw)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.requirement("kinds")
@pytest.mark.parametrize(("kind", "constraints", "raw", "sentence"), REFUSED)
async def test_a_wrong_answer_is_told_what_is_expected(
    kind: str, constraints: dict[str, Any], raw: object, sentence: str
) -> None:
    """One sentence for the person, naming what would be right."""
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        await interaction(kind, constraints).read(raw)


async def test_option_values_keep_their_json_type() -> None:
    """1 and true and "1" are three different options."""
    choice = interaction("category", {"options": [1, True, {"value": "1", "label": "one"}]})
    assert [await choice.parse(raw) for raw in (1, True, "1")] == [1, True, "1"]
    assert [type(await choice.parse(Picked(n))) for n in range(3)] == [int, bool, str]
