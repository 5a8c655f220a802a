"""The small language Block Kit's rules are written in, and the walk that holds a payload against them.

Guarantee: a payload is either clean, or every deviation is reported with a JSON pointer to its place, in the sentences
Slack itself uses (measured). The rules are the tables in `*_rules.py`; nothing here knows a block by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, assert_never

from adapters.sandbox.slack.wire import Json, at

Surface = Literal["M", "V", "H"]  # message, modal view, Home


@dataclass(slots=True)
class Report:
    """What was found so far. `knows_image` says whether a ``slack_file`` object names an image of this workspace."""

    surface: Surface
    knows_image: Callable[[Json], bool]
    errors: list[str] = field(default_factory=list[str])

    def add(self, pointer: str, sentence: str) -> None:
        """Note a deviation at `pointer`."""
        self.errors.append(at(pointer, sentence))


Rule = Callable[[Json, str, Report], None]


@dataclass(frozen=True, slots=True)
class String:
    """A JSON string; lengths in characters, inclusive."""

    most: int | None = None
    least: int = 0
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number within bounds, inclusive."""

    least: float | None = None
    most: float | None = None
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Flag:
    """A JSON boolean."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text object (Slack docs, "Text object": 1 to 3000 characters unless a block says less)."""

    most: int = 3000
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn")
    least: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """A JSON array. `nullable` lets single items be null."""

    of: "Shape"
    most: int | None = None
    least: int = 0
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """A JSON object with known keys only, none null. `any_of`: at least one of these keys; `one_of`: exactly one."""

    fields: Mapping[str, "Shape"]
    required: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a table of types: where it may appear, its keys, and who says so."""

    surfaces: str
    shape: Object
    source: str


@dataclass(frozen=True, slots=True)
class OneOf:
    """An object whose `type` picks a row of `table`; `kinds` narrows which."""

    table: Mapping[str, Entry]
    kinds: tuple[str, ...] = ()
    schemas: bool = False  # Slack adds "failed to match all allowed schemas" where several element types may stand


@dataclass(frozen=True, slots=True)
class Anything:
    """A value Slack does not look into."""


Shape = String | Number | Flag | Text | Items | Object | OneOf | Anything

PLAIN = ("plain_text",)


def check(shape: Shape, value: Any, pointer: str, report: Report) -> None:
    """Report every way in which `value` deviates from `shape`."""
    match shape:
        case String():
            _check_string(shape, value, pointer, report)
        case Number():
            _check_number(shape, value, pointer, report)
        case Flag():
            if not isinstance(value, bool):
                report.add(pointer, "must provide a boolean")
        case Text():
            _check_text(shape, value, pointer, report)
        case Items():
            _check_items(shape, value, pointer, report)
        case Object():
            _check_object(shape, value, pointer, report)
        case OneOf():
            _check_one_of(shape, value, pointer, report)
        case Anything():
            pass
        case _:
            assert_never(shape)


def _check_string(shape: String, value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, str):
        report.add(pointer, "must provide a string")
    elif shape.choices and value not in shape.choices:
        report.add(pointer, f"value must be one of: {', '.join(shape.choices)}")
    elif shape.most is not None and len(value) > shape.most:
        report.add(pointer, f"must be less than {shape.most + 1} characters")
    elif len(value) < shape.least:
        report.add(pointer, f"must be more than {shape.least - 1} characters")


def _check_number(shape: Number, value: Any, pointer: str, report: Report) -> None:
    if isinstance(value, bool) or not isinstance(value, int if shape.whole else (int, float)):
        report.add(pointer, "must provide a number")
    elif shape.most is not None and value > shape.most:
        report.add(pointer, f"must be at most {shape.most:g}")
    elif shape.least is not None and value < shape.least:
        report.add(pointer, f"must be at least {shape.least:g}")


TEXT_OBJECTS = {
    "plain_text": {"type": Anything(), "emoji": Flag()},
    "mrkdwn": {"type": Anything(), "verbatim": Flag()},
}


def _check_text(shape: Text, value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, dict):
        report.add(pointer, "must provide an object")
        return
    kind = value.get("type")
    if kind is None:
        report.add(pointer, "missing required field: type")
    elif kind not in shape.kinds:
        report.add(f"{pointer}/type", f"unsupported type: {kind}")
    else:
        fields = {**TEXT_OBJECTS[kind], "text": String(shape.most, shape.least)}
        _check_object(Object(fields, required=("text",)), value, pointer, report)


def _check_items(shape: Items, value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, list):
        report.add(pointer, "must provide an array")
        return
    if shape.most is not None and len(value) > shape.most:
        report.add(pointer, f"no more than {shape.most} items allowed")
    if len(value) < shape.least:
        report.add(pointer, f"must provide at least {shape.least} items")
    for index, item in enumerate(value):
        if not (shape.nullable and item is None):
            check(shape.of, item, f"{pointer}/{index}", report)


def _check_object(shape: Object, value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, dict):
        report.add(pointer, "must provide an object")
        return
    before = len(report.errors)
    for key in shape.required:
        if key not in value:
            report.add(pointer, f"missing required field: {key}")
    for key, inner in value.items():
        if key not in shape.fields:
            report.add(pointer, f"invalid additional property: {key}")
        else:
            check(shape.fields[key], inner, f"{pointer}/{key}", report)
    given = [key for key in (*shape.any_of, *shape.one_of) if key in value]
    if shape.any_of and not given:
        report.add(pointer, f"missing required field: {shape.any_of[0]}")
    if shape.one_of and len(given) != 1:
        report.add(pointer, f"must define exactly one of: {', '.join(shape.one_of)}")
    if len(report.errors) == before:  # a rule may rely on the shape of what it reads
        for rule in shape.rules:
            rule(value, pointer, report)


def _check_one_of(shape: OneOf, value: Any, pointer: str, report: Report) -> None:
    if not isinstance(value, dict):
        report.add(pointer, "must provide an object")
        return
    kind = value.get("type")
    entry = shape.table.get(kind) if isinstance(kind, str) else None
    before = len(report.errors)
    if kind is None:
        report.add(pointer, "missing required field: type")
    elif entry is None or (shape.kinds and kind not in shape.kinds) or report.surface not in entry.surfaces:
        report.add(f"{pointer}/type", f"unsupported type: {kind}")
    else:
        _check_object(entry.shape, value, pointer, report)
    if shape.schemas and len(report.errors) > before:
        report.add(pointer, "failed to match all allowed schemas")
