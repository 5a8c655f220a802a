"""What a handler returned → plain JSON values, where the meaning is plain; else an error item in its place."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from .known import Unknown, is_frame, is_series, simpler, table_data

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEEPEST = 100
"""Nesting that is still read. Deeper structures are mistakes."""
BIG = 2**63
"""Larger integers are no numbers to most JSON readers; they are shown as text."""
NO_LISTS = (bytes, bytearray, memoryview, type)
"""Kinds with members that are no lists of values."""
HOLDERS = ("items", "subsections")
"""Keys of an item under which further items stand."""
WORDS = {None: "null", False: "false", True: "true"}
"""JSON's words, for keys; contract 5b spells the values of a boolean so."""


class NotPlain(Exception):
    """A value that cannot be shown, with its place. The text is a sentence."""


def to_plain(response: dict[Any, Any], function: str) -> dict[str, object]:
    """Return what `function` returned as JSON values.

    An item of `outputs` that cannot be shown becomes an error item; its neighbours stay.

    Raises:
        NotPlain: something outside `outputs` cannot be shown.
    """
    return {
        _key(key): _items(part, "outputs", function, (response,))
        if key == "outputs"
        else _plain(part, str(key), (response,))
        for key, part in response.items()
    }


def _items(value: Any, place: str, function: str, above: tuple[object, ...]) -> object:
    """A list of items, or one: what is wrong stays in its place."""
    if isinstance(value, (list, tuple)):
        return [_item(item, f"{place}[{index}]", function, above) for index, item in enumerate(value)]
    return _item(value, place, function, above)


def _item(value: Any, place: str, function: str, above: tuple[object, ...]) -> object:
    try:
        if isinstance(value, dict):
            inside = _within(value, place, above)
            return {_key(key): _member(key, part, place, function, inside) for key, part in value.items()}
        if is_series(value):
            value = value.to_frame()
        if is_frame(value):
            return {"type": "table", "data": _plain(table_data(value), f"{place}.data", above)}
        return _plain(value, place, above)
    except NotPlain as wrong:
        reason = str(wrong)
    except Exception as error:  # of the agent's own objects, asked for what they hold
        reason = f"{place} could not be read: {type(error).__name__}: {error}"
    return {"type": "error", "error": f"{function} returned something that cannot be shown: {reason}"}


def _member(key: Any, part: Any, place: str, function: str, inside: tuple[object, ...]) -> object:
    """What an item holds under a key: further items, or a value."""
    if key not in HOLDERS:
        return _plain(part, f"{place}.{key}", inside)
    if key == "subsections" and isinstance(part, dict):
        return {_key(name): _item(each, f"{place}.{key}.{name}", function, inside) for name, each in part.items()}
    return _items(part, f"{place}.{key}", function, inside)


def _plain(value: Any, place: str, above: tuple[object, ...]) -> object:
    """Any value. `above` is what it stands in, outermost first."""
    kind = type(value)
    if kind is str:
        return value.encode("utf-8", "replace").decode()  # a lone surrogate has no JSON
    if kind is int:
        return value if -BIG < value < BIG else str(value)
    if value is None or kind is bool:
        return value
    if kind is float:
        return value if math.isfinite(value) else None
    inside = _within(value, place, above)
    if isinstance(value, (dict, list, tuple)):
        return _container(value, place, inside)
    try:
        known = simpler(value)
    except Unknown:
        # Only now: an array or a model can be walked through too, but means something else.
        if isinstance(value, Collection) and not isinstance(value, NO_LISTS):
            return _container(value, place, inside)
        reason = "which has no plain meaning; return text, numbers or lists"
        raise NotPlain(f"{place} is a {_name(kind)}, {reason}") from None
    return _plain(known, place, inside)


def _container(value: Any, place: str, inside: tuple[object, ...]) -> object:
    if isinstance(value, Mapping):
        return {_key(key): _plain(part, f"{place}.{key}", inside) for key, part in value.items()}
    parts = [_plain(part, f"{place}[{index}]", inside) for index, part in enumerate(value)]
    return sorted(parts, key=str) if isinstance(value, (set, frozenset)) else parts


def _within(value: object, place: str, above: tuple[object, ...]) -> tuple[object, ...]:
    """What stands above the parts of `value`."""
    if any(value is outer for outer in above):
        raise NotPlain(f"{place} contains itself")
    if len(above) >= DEEPEST:
        raise NotPlain(f"{place} is nested more than {DEEPEST} levels deep")
    return (*above, value)


def _key(key: object) -> str:
    """A key as JSON has it. Keys of several parts (tuples) are written as Python does."""
    plain = str(key) if isinstance(key, tuple) else _plain(key, "a key", ())
    if plain is None or isinstance(plain, bool):
        return WORDS[plain]
    return plain if isinstance(plain, str) else str(plain)


def _name(kind: type) -> str:
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
