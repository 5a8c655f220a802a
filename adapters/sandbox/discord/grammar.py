"""The small language Discord's rules are written in, and the walk that holds a request body against them.

Guarantee: any JSON value whatever is either clean or gives a flaw for every deviation, with the path, the code and the
sentence Discord uses (as in "Error Messages" of its docs and in the errors its users report). A key that is absent or
null is not provided, and unknown keys are ignored. The rules are the tables in `*_rules.py` and `*_tables.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, assert_never
from urllib.parse import urlsplit

from adapters.sandbox.discord.wire import Flaw, Path
from adapters.sandbox.wire import Json

HTTP: Final = ("http", "https")
IMAGES: Final = ("jpg", "jpeg", "png", "webp", "gif")
SNOWFLAKES: Final = 2**64  # an id is below this
SHOWN: Final = 100  # characters of a wrong value that a sentence repeats


@dataclass(slots=True)
class Report:
    """What was found so far. `files` are the names an ``attachment://`` address may refer to."""

    files: frozenset[str] = frozenset()
    flaws: list[Flaw] = field(default_factory=list[Flaw])

    def add(self, path: Path, code: str, sentence: str) -> None:
        """Note a flaw at `path`."""
        self.flaws.append(Flaw(path, code, sentence))


Rule = Callable[[Json, Path, Report], None]


@dataclass(frozen=True, slots=True)
class Text:
    """A string; lengths inclusive, see `length`. Discord trims embeds and content before it measures them."""

    most: int
    least: int = 0
    trimmed: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """An integer within bounds, inclusive."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Number:
    """Any finite number."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A boolean."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these values."""

    of: tuple[int, ...] | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Id:
    """A snowflake: a decimal string or an integer (Discord docs, "Reference": both are accepted)."""


@dataclass(frozen=True, slots=True)
class Time:
    """An ISO 8601 date and time."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address. `files` are the endings a file of this request may have to be named as ``attachment://``; `*` any."""

    most: int = 2048
    schemes: tuple[str, ...] = HTTP
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """An array. `unique` refuses the same value twice."""

    of: "Shape"
    most: int
    least: int = 0
    unique: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """An object: shapes of its known keys, those it must have, and rules between keys once each key is right."""

    fields: Mapping[str, "Shape"]
    required: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """An object whose integer `type` picks a row of `table`; `kinds` are the types that may stand here."""

    table: Mapping[int, Object]
    kinds: tuple[int, ...]


Shape = Text | Whole | Number | Flag | Choice | Id | Time | Link | Items | Object | OneOf


def length(text: str) -> int:
    """Return how long Discord may find `text`: in UTF-16 units.

    Whether its server counts those or code points is not documented. UTF-16 is never the smaller count, so what this
    accepts is accepted under both.
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def given(body: Json, key: str) -> bool:
    """Return whether a key is provided: not absent, null or an empty array."""
    return body.get(key) not in (None, [])


def check(shape: Shape, value: Any, path: Path, report: Report) -> None:
    """Report every way in which `value` deviates from `shape`."""
    match shape:
        case Text():
            _check_text(shape, value, path, report)
        case Whole():
            _check_whole(shape, value, path, report)
        case Number():
            if isinstance(value, bool) or not isinstance(value, int | float):
                report.add(path, "NUMBER_TYPE_COERCE", f'Value "{_shown(value)}" is not float.')
        case Flag():
            if not isinstance(value, bool):
                report.add(path, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        case Choice():
            # 1 == True == 1.0 in Python, and a list is not hashable: hence both comparisons.
            if not any(type(value) is type(choice) and value == choice for choice in shape.of):
                report.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {shape.of}.")
        case Id():
            if not is_snowflake(value):
                report.add(path, "NUMBER_TYPE_COERCE", f'Value "{_shown(value)}" is not snowflake.')
        case Time():
            if not _is_time(value):
                report.add(path, "DATE_TIME_TYPE_PARSE", f"Could not parse {_shown(value)}. Should be ISO8601.")
        case Link():
            _check_link(shape, value, path, report)
        case Items():
            _check_items(shape, value, path, report)
        case Object():
            check_object(shape, value, path, report)
        case OneOf():
            _check_one_of(shape, value, path, report)
        case _:
            assert_never(shape)


def is_snowflake(value: object) -> bool:
    """Return whether a value is an id as Discord takes them."""
    if isinstance(value, str):
        return value.isascii() and value.isdigit() and len(value) <= len(str(SNOWFLAKES)) and int(value) < SNOWFLAKES
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < SNOWFLAKES


def _is_time(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _shown(value: object) -> str:
    return str(value)[:SHOWN] if isinstance(value, str | int | float) else type(value).__name__


def _check_text(shape: Text, value: Any, path: Path, report: Report) -> None:
    if not isinstance(value, str):
        report.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{_shown(value)}" as string.')
        return
    _check_size(length(value.strip() if shape.trimmed else value), shape.least, shape.most, path, report)


def _check_size(size: int, least: int, most: int, path: Path, report: Report) -> None:
    if least <= size <= most:
        return
    if least:
        report.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    else:
        report.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")


def _check_whole(shape: Whole, value: Any, path: Path, report: Report) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        report.add(path, "NUMBER_TYPE_COERCE", f'Value "{_shown(value)}" is not int.')
    elif value > shape.most:
        report.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {shape.most}.")
    elif value < shape.least:
        report.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {shape.least}.")


def _check_link(shape: Link, value: Any, path: Path, report: Report) -> None:
    before = len(report.flaws)
    check(Text(shape.most), value, path, report)
    if len(report.flaws) > before:
        return
    try:
        address = urlsplit(value)
    except ValueError:
        address = urlsplit("")
    if shape.files and address.scheme == "attachment":
        _check_reference(shape, value.removeprefix("attachment://"), path, report)
    elif not address.scheme or (address.scheme in shape.schemes and not address.netloc) or " " in value:
        report.add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
    elif address.scheme not in shape.schemes:
        sentence = f'Scheme "{address.scheme}" is not supported. Scheme must be one of {shape.schemes}.'
        report.add(path, "URL_TYPE_INVALID_SCHEME", sentence)


def _check_reference(shape: Link, name: str, path: Path, report: Report) -> None:
    # Discord's code for components; which it has for embeds is not documented.
    if name not in report.files:
        code = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
        report.add(path, code, f"Referenced attachment '{name[:SHOWN]}' was not found in this message's attachments")
    elif "*" not in shape.files and name.rpartition(".")[2].lower() not in shape.files:
        report.add(path, "URL_TYPE_INVALID_URL", f"An attachment shown here must be one of {shape.files}.")


def _check_items(shape: Items, value: Any, path: Path, report: Report) -> None:
    if not isinstance(value, list):
        report.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
        return
    _check_size(len(value), shape.least, shape.most, path, report)
    for index, item in enumerate(value[: shape.most + 1]):
        if item is None:
            report.add((*path, index), "LIST_ITEM_VALUE_REQUIRED", "List item values of ModelType are required")
        elif shape.unique and isinstance(item, str | int) and item in value[:index]:
            report.add((*path, index), "SET_TYPE_ALREADY_CONTAINS_VALUE", "The set already contains this value")
        else:
            check(shape.of, item, (*path, index), report)


def check_object(shape: Object, value: Any, path: Path, report: Report) -> None:
    """Report every way in which `value` deviates from an object's fields, and then from the rules between them."""
    if not isinstance(value, dict):
        report.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
        return
    before = len(report.flaws)
    for key, inner in shape.fields.items():
        found = value.get(key)
        if key in shape.required and (found is None or (isinstance(found, str) and not found.strip())):
            report.add((*path, key), "BASE_TYPE_REQUIRED", "This field is required")
        elif found is not None:
            check(inner, found, (*path, key), report)
    if len(report.flaws) == before:  # a rule may rely on the shape of what it reads
        for rule in shape.rules:
            rule(value, path, report)


def _check_one_of(shape: OneOf, value: Any, path: Path, report: Report) -> None:
    kind = value.get("type") if isinstance(value, dict) else None
    if not isinstance(value, dict):
        report.add(path, "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType")
    elif kind is None:
        report.add((*path, "type"), "BASE_TYPE_REQUIRED", "This field is required")
    elif isinstance(kind, bool) or not isinstance(kind, int) or kind not in shape.kinds:
        report.add(path, "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {shape.kinds}.')
    else:
        check_object(shape.table[kind], value, path, report)
