"""What helps to answer a question, in words."""

from typing import Any

import pytest

from bridge.interaction import BaseInteraction, FileInteraction, FloatInteraction, IntegerInteraction, StringInteraction
from bridge.interaction.hints import hint
from bridge.interaction.numbers import written


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (StringInteraction(value_key="x"), ""),
        (StringInteraction(value_key="x", prompt="Who?", description="Your name."), "Who? Your name."),
        (IntegerInteraction(value_key="x", min=50, max=250, step=5, unit="cm"), "From 50 to 250 cm. In steps of 5."),
        (IntegerInteraction(value_key="x", min=0), "At least 0."),
        (FloatInteraction(value_key="x", max=0.5, unit="V"), "At most 0.5 V."),
        (FloatInteraction(value_key="x", unit="V"), "In V."),
        (
            FileInteraction(value_key="x", extensions=(".csv", "png"), max_size=2_000),
            "Files ending in .csv, .png. At most 2,000 bytes each.",
        ),
    ],
)
def test_a_hint_says_what_is_expected(asked: BaseInteraction[Any], words: str) -> None:
    """The agent's own words first, then unit, bounds and files."""
    assert hint(asked) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(3.0, "3"), (10, "10"), (1e-7, "0.0000001"), (1e21, "1000000000000000000000"), (float("inf"), "inf")],
)
def test_a_number_is_written_as_people_write_it(number: float, words: str) -> None:
    """No exponent, no needless zeros."""
    assert written(number) == words
