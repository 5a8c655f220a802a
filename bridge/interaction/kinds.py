"""The kinds of questions whose answer is typed: text, numbers, a tick. Choices and files are in `choices`."""

import math
import re
from typing import Self

from pydantic import Field, field_validator, model_validator

from bridge.interaction.base import BaseInteraction, T
from bridge.interaction.constraints import Contradiction, compiles, in_order
from bridge.interaction.numbers import plain, written

YES = frozenset({"yes", "y", "yep", "yeah", "true", "on", "1", "ok", "okay", "sure"})
NO = frozenset({"no", "n", "nope", "false", "off", "0"})


class StringInteraction(BaseInteraction[str]):
    """A line of text.

    >>> import asyncio
    >>> asyncio.run(StringInteraction(value_key="dataset", default="sample", max_length=9).parse("flowers"))
    'flowers'
    """

    kind: str = "string"
    placeholder: str | None = None
    regex: str | None = None
    min_length: int | None = Field(default=None, ge=0)
    max_length: int | None = Field(default=None, ge=0)

    @field_validator("regex")
    @classmethod
    def _regex_compiles(cls, regex: str | None) -> str | None:
        if regex is not None:
            compiles(regex)
        return regex

    @model_validator(mode="after")
    def _lengths_are_in_order(self) -> Self:
        in_order("min_length", self.min_length, "max_length", self.max_length)
        return self

    @property
    def empty(self) -> str:
        return ""

    async def parse(self, value: object) -> str:
        text = str(value)
        if self.min_length is not None and len(text) < self.min_length:
            raise ValueError(f"Enter at least {self.min_length} characters; this has {len(text)}.")
        if self.max_length is not None and len(text) > self.max_length:
            raise ValueError(f"Enter at most {self.max_length} characters; this has {len(text)}.")
        if self.regex is not None and re.fullmatch(self.regex, text) is None:
            raise ValueError(f"This does not have the expected form ({self.placeholder or self.regex}).")
        return text


class TextareaInteraction(StringInteraction):
    """Text of several lines. `rows` is a wish for its height.

    >>> TextareaInteraction(value_key="notes", title="Your notes", rows=5).label
    'Your notes'
    """

    kind: str = "textarea"
    rows: int | None = None


class NumberInteraction(BaseInteraction[T]):
    """What whole numbers and decimals share: bounds, a step counted from `min` (or 0), and a unit people may type."""

    placeholder: str | None = None
    min: float | None = None
    max: float | None = None
    step: float | None = Field(default=None, gt=0)
    unit: str | None = None

    @model_validator(mode="after")
    def _bounds_are_in_order(self) -> Self:
        in_order("min", self.min, "max", self.max)
        return self

    def example(self, usual: float) -> str:
        """A number within the bounds, with its unit: for saying what is expected."""
        number = usual if self.step is None else (self.min or 0) + self.step
        number = number if self.min is None else max(number, self.min)
        number = number if self.max is None else min(number, self.max)
        return f"{written(number)} {self.unit}" if self.unit else written(number)

    def check(self, number: float) -> None:
        unit = f" {self.unit}" if self.unit else ""
        if self.min is not None and number < self.min:
            raise ValueError(f"Enter {written(self.min)}{unit} or more.")
        if self.max is not None and number > self.max:
            raise ValueError(f"Enter {written(self.max)}{unit} or less.")
        if self.step is not None:
            steps = (number - (self.min or 0)) / self.step
            if abs(steps - round(steps)) > 1e-9 * max(1.0, abs(steps)):
                raise ValueError(f"Enter {written(self.min or 0)}{unit} plus a multiple of {written(self.step)}.")

    def in_words(self, value: object) -> str:
        words = super().in_words(value)
        return f"{words} {self.unit}" if self.unit and value is not None else words


class IntegerInteraction(NumberInteraction[int]):
    """A whole number.

    >>> import asyncio
    >>> asyncio.run(IntegerInteraction(value_key="weight", min=1, unit="kg").parse("1 000 kg"))
    1000
    """

    kind: str = "int"

    @model_validator(mode="after")
    def _a_whole_number_is_between(self) -> Self:
        low, high = self.min, self.max
        if low is not None and high is not None and math.isfinite(low + high) and math.ceil(low) > math.floor(high):
            raise Contradiction(f"there is no whole number from {written(low)} to {written(high)}", min=None, max=None)
        return self

    async def parse(self, value: object) -> int:
        text = plain(str(value), self.unit or "", whole=True)
        try:
            number = int(text)
        except ValueError:
            raise ValueError(f"Enter a whole number, such as {self.example(42)}.") from None
        self.check(number)
        return number


class FloatInteraction(NumberInteraction[float]):
    """A decimal number.

    >>> import asyncio
    >>> asyncio.run(FloatInteraction(value_key="share", max=1).parse("3"))
    Traceback (most recent call last):
    ValueError: Enter 1 or less.
    """

    kind: str = "float"

    async def parse(self, value: object) -> float:
        text = plain(str(value), self.unit or "")
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(f"Enter a number, such as {self.example(3.5)}.")
        self.check(number)
        return number


class BooleanInteraction(BaseInteraction[bool]):
    """A tick in a box.

    >>> import asyncio
    >>> asyncio.run(BooleanInteraction(value_key="agree").parse("yes"))
    True
    """

    kind: str = "boolean"

    @property
    def empty(self) -> bool:
        return False

    async def parse(self, value: object) -> bool:
        if isinstance(value, bool):
            return value
        answer = yes_or_no(str(value))
        if answer is not None:
            return answer
        raise ValueError("Answer yes or no.")

    def in_words(self, value: object) -> str:
        return "Yes" if value else "No"


def yes_or_no(text: str) -> bool | None:
    """What people mean by a word; None if it is neither."""
    word = text.strip().rstrip(".!").casefold()
    return True if word in YES else False if word in NO else None
