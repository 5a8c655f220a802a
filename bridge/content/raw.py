"""Reading the JSON a handler returned: a value is converted where its meaning is plain, else a `Misfit` names it.

Every reader of `bridge.content` goes through `Raw`, so that each spelling, conversion and complaint exists once.
"""

import json
import math
import reprlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from bridge.content.items import Cell, Number

TRUE_WORDS = frozenset({"true", "yes", "on", "1"})
QUOTED = 60
"""Characters of a found value that a complaint repeats."""


class Misfit(ValueError):  # noqa: N818 - names what happened; the base says it is an error
    """Something an agent returned has no plain meaning. Its text says where, what was found, what was expected."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One JSON value and the keys that lead to it from its item ("data.bars[1].value"). Absent is as null."""

    value: object
    path: str = ""

    @property
    def given(self) -> bool:
        return self.value is not None

    def at(self, *spellings: str) -> "Raw":
        """The value under the first spelling that is given; an absent one under the first spelling if none is."""
        fields = as_object(self.value)
        for key in spellings:
            if (found := fields.get(key)) is not None:
                break
        else:
            key, found = spellings[0], None
        return Raw(found, f"{self.path}.{key}" if self.path else key)

    def each(self) -> tuple["Raw", ...]:
        """The members of a list. A bare value stands for a list of one, null for an empty one."""
        if isinstance(self.value, list | tuple):
            members = cast("list[object] | tuple[object, ...]", self.value)
            return tuple(Raw(member, f"{self.path}[{index}]") for index, member in enumerate(members))
        return (self,) if self.given else ()

    def text(self) -> str:
        """The value in words, whatever it is. A list of scalars is one line each."""
        if isinstance(self.value, list | tuple):
            members = cast("list[object] | tuple[object, ...]", self.value)
            if not any(isinstance(member, list | tuple | Mapping) for member in members):
                return "\n".join(as_text(member) for member in members)
        return as_text(self.value)

    def flag(self) -> bool:
        if isinstance(self.value, str):
            return self.value.strip().lower() in TRUE_WORDS
        return bool(self.value)

    def number(self) -> Number | None:
        """The number, also when it came as text. None stands for null, an empty text, NaN and infinities.

        Raises:
            Misfit: if it is no number.
        """
        try:
            match self.value:
                case None:
                    return None
                case bool() | int():
                    return _plottable(int(self.value))
                case float():
                    return _plottable(self.value)
                case str():
                    return _numeral(self.value.strip())
                case _:
                    raise self.misfit("a number")
        except (ValueError, OverflowError) as error:
            raise self.misfit("a number") from error

    def misfit(self, expected: str) -> Misfit:
        """A complaint about this value; `expected` continues "expected "."""
        place = f"{self.path}: " if self.path else ""
        return Misfit(f"{place}found {describe(self.value)}, expected {expected}")


def as_object(value: object) -> Mapping[str, object]:
    """The value as a JSON object; anything else has no keys."""
    # A dict is asked for first: it is what nearly every value is, and known at once.
    return cast("Mapping[str, object]", value) if isinstance(value, (dict, Mapping)) else {}


def as_cell(value: object) -> Cell:
    """The value as a table's cell: scalars stay what they are, anything else becomes its JSON text."""
    match value:
        case float() if math.isnan(value):
            return None
        case float() if math.isinf(value):
            return "∞" if value > 0 else "-∞"
        case None | bool() | int() | float():
            return value
        case _:
            return as_text(value)


def as_text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return _clean(value)
        case bool() | int() | float():
            return json.dumps(value)
        case _:
            try:
                return _clean(json.dumps(value, ensure_ascii=False, default=str))
            except (TypeError, ValueError, RecursionError):
                return _clean(reprlib.repr(value))


def describe(value: object) -> str:
    """The value for a complaint, in a few words."""
    match value:
        case None:
            return "nothing"
        case str() | bool() | int() | float():
            words = as_text(value)
            words = words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"
            return f'"{words}"' if isinstance(value, str) else words
        case Mapping():
            names = ", ".join(as_text(key) for key in list(as_object(value))[:5])
            return f"an object with {names}" if names else "an empty object"
        case list() | tuple():
            return f"a list of {len(cast('list[object]', value))}"
        case _:
            return type(value).__name__


def _plottable(number: Number) -> Number | None:
    """None for what no axis can hold; an integer beyond floating point raises OverflowError."""
    return number if math.isfinite(float(number)) else None


def _numeral(words: str) -> Number | None:
    if not words:
        return None
    try:
        return _plottable(int(words))
    except ValueError:
        return _plottable(float(words))


def _clean(text: str) -> str:
    """Without what no platform takes: lone surrogates (legal in JSON, not in UTF-8) and NUL become U+FFFD."""
    if text.isascii():
        return text.replace("\0", "\ufffd")
    paired = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return paired.replace("\0", "\ufffd")
