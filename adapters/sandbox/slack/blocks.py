"""What Slack says to a payload of blocks: accepted, or refused with every reason.

Guarantee: `accept_message` and `accept_view` return what Slack would store, or raise the error the real method answers
with. Nothing is posted in part (measured). Limits that span several blocks live here; those of one block in the tables.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.slack import echo, markdown
from adapters.sandbox.slack.block_rules import BLOCKS
from adapters.sandbox.slack.shapes import PLAIN, Flag, Items, Object, OneOf, Report, Shape, String, Surface, Text, check
from adapters.sandbox.slack.wire import Json, Refused, at

KnowsImage = Callable[[Json], bool]

MESSAGE_BLOCKS = 50  # after markdown blocks have become what they stand for (measured)
VIEW_BLOCKS = 100
VIEW_BYTES = 250 * 1024
ATTACHMENTS = 100
FOCUSED = 1

ANY_BLOCKS = Items(OneOf(BLOCKS))
VIEW_BLOCK_LIST = Items(OneOf(BLOCKS), VIEW_BLOCKS)
VIEW_FIELDS: dict[str, Shape] = {
    "type": String(choices=("modal", "home")),
    "title": Text(24, PLAIN),
    "submit": Text(24, PLAIN),
    "close": Text(24, PLAIN),
    "blocks": VIEW_BLOCK_LIST,
    "private_metadata": String(3000),
    "callback_id": String(255),
    "external_id": String(255),
    "clear_on_close": Flag(),
    "notify_on_close": Flag(),
    "submit_disabled": Flag(),
}
VIEWS = {
    "modal": Object(VIEW_FIELDS, ("type", "title", "blocks")),
    "home": Object(VIEW_FIELDS, ("type", "blocks")),
}


@dataclass(frozen=True, slots=True)
class Total:
    """A limit on all blocks of some types in one message together: their characters, or how many there are."""

    types: tuple[str, ...]
    most: int
    counts: bool
    error: str
    sentence: str


TOTALS = (
    Total(("markdown",), 12_000, False, "invalid_blocks", "must be less than 12001 characters"),
    Total(("table",), 10_000, False, "invalid_blocks", "must be less than 10001 characters"),
    Total(("data_table",), 20_000, False, "invalid_blocks", "must be less than 20001 characters"),
    # Undocumented, found live in 2026.
    Total(("data_visualization",), 2, True, "invalid_blocks", "no more than 2 items allowed"),
    # Slack docs: table block. Tables that come out of a markdown block are not counted (measured).
    Total(("table", "data_table"), 1, True, "invalid_attachments", "only_one_table_allowed"),
)


def accept_message(given: Any, knows_image: KnowsImage, *, strict_tables: bool = True) -> list[Json]:
    """Return the blocks of a message as Slack stores them.

    Raises:
        Refused: ``invalid_blocks_format``, ``invalid_blocks`` or ``invalid_attachments``.
    """
    if not isinstance(given, list):
        raise Refused("invalid_blocks_format")
    given = _without_nulls(given)
    _refuse("invalid_blocks", _errors(given, "M", "/blocks", knows_image))
    for total in TOTALS:
        if strict_tables or total.sentence != "only_one_table_allowed":
            _check_total(total, given)
    stored = echo.blocks(markdown.expand(given))
    if len(stored) > MESSAGE_BLOCKS:
        _refuse("invalid_blocks", [at("/blocks", f"no more than {MESSAGE_BLOCKS} items allowed")])
    return stored


def accept_attachments(given: Any, knows_image: KnowsImage) -> list[Json]:
    """Return a message's attachments, with the blocks in them as Slack stores them.

    Raises:
        Refused: ``invalid_attachments`` or ``too_many_attachments``.
    """
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise Refused("invalid_attachments")
    if len(given) > ATTACHMENTS:
        raise Refused("too_many_attachments")
    stored: list[Json] = []
    for index, attachment in enumerate(_without_nulls(given), 1):
        held: Json = {"id": index, **attachment}
        if "blocks" in attachment:
            pointer = f"/attachments/{index - 1}/blocks"
            _refuse("invalid_attachments", _errors(attachment["blocks"], "M", pointer, knows_image))
            held["blocks"] = echo.blocks(attachment["blocks"])
        stored.append(held)
    return stored


def accept_view(given: Any, knows_image: KnowsImage) -> Json:
    """Return what a view's author determines of it, as Slack stores it.

    Raises:
        Refused: ``invalid_arguments`` or ``view_too_large``.
    """
    if not isinstance(given, dict):
        raise Refused("invalid_arguments", [at("/view", "must provide an object")])
    if len(json.dumps(given).encode()) > VIEW_BYTES:
        raise Refused("view_too_large")
    given = _without_nulls(given)
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in VIEWS:
        raise Refused("invalid_arguments", [at("/view/type", f"unsupported type: {kind}")])
    report = Report("V" if kind == "modal" else "H", knows_image)
    check(VIEWS[kind], given, "/view", report)
    if not report.errors:
        report.errors += [*_clashes(given["blocks"], "/view/blocks"), *_view_errors(given)]
    if report.errors:
        raise Refused("invalid_arguments", report.errors)
    return {**given, "blocks": echo.blocks(given["blocks"])}


def _without_nulls(value: Any) -> Any:
    """Return a payload without keys that hold null: to Slack they are not there."""
    match value:
        case dict():
            return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
        case list():
            return [_without_nulls(item) for item in value]
        case _:
            return value


def _errors(given: object, surface: Surface, pointer: str, knows_image: KnowsImage) -> list[str]:
    report = Report(surface, knows_image)
    check(ANY_BLOCKS, given, pointer, report)
    if not report.errors and isinstance(given, list):
        report.errors += _clashes(given, pointer)
    return report.errors


def _refuse(error: str, sentences: list[str]) -> None:
    if sentences:
        raise Refused(error, sentences, twice=True)


def _clashes(given: list[Json], pointer: str) -> Iterator[str]:
    """Yield a sentence for each block_id that is there twice; an empty one is a value like any other."""
    seen: set[str] = set()
    for index, block in enumerate(given):
        block_id = block.get("block_id")
        if block_id in seen:
            yield at(f"{pointer}/{index}/block_id", f"duplicate block_id: {block_id}")
        elif block_id is not None:
            seen.add(block_id)


def _view_errors(view: Json) -> Iterator[str]:
    focused = 0
    for index, block in enumerate(view["blocks"]):
        if block["type"] == "input" and view["type"] == "modal" and "submit" not in view:
            yield at(f"/view/blocks/{index}/input", "must define `submit` to use an `input` block in modals")
        for element in echo.elements(block):
            focused += bool(element.get("focus_on_load"))
    if focused > FOCUSED:
        yield at("/view/blocks", "only one element can have focus_on_load")


def _check_total(total: Total, given: list[Json]) -> None:
    amount = 0
    for index, block in _with_children(given):
        if block["type"] in total.types:
            amount += 1 if total.counts else _characters(block.get("text", block.get("rows")))
            if amount > total.most:
                _refuse(total.error, [at(f"/blocks/{index}", total.sentence)])


def _with_children(given: list[Json]) -> Iterator[tuple[int, Json]]:
    for index, block in enumerate(given):
        yield index, block
        for child in block.get("child_blocks", ()):
            yield index, child


def _characters(value: object) -> int:
    """Return how many characters of text there are in a cell, a row, or a markdown text."""
    match value:
        case str():
            return len(value)
        case list():
            return sum(_characters(item) for item in value)
        case dict():
            return sum(_characters(inner) for key, inner in value.items() if key in ("text", "elements"))
        case _:
            return 0
