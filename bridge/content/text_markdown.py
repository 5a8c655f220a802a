"""Markdown's blocks as readable plain text: no marks of emphasis, links followed by their address."""

from collections.abc import Iterator
from typing import assert_never

from bridge.content.markdown import Block, Fence, Grid, Heading, List, ListItem, Prose, Quote, Rule, Span, Spans
from bridge.content.text_table import grid_lines

INDENT = "  "
RULE = "─" * 20


def block_lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The lines of all blocks, with an empty line between two of them."""
    for number, block in enumerate(blocks):
        if number:
            yield ""
        yield from _lines(block)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(spans=spans) | Prose(spans=spans):
            yield from spans_text(spans).split("\n")
        case List(items=items, start=start):
            for number, item in enumerate(items):
                yield from _item_lines(item, "•" if start is None else f"{start + number}.")
        case Quote(blocks=blocks):
            yield from (f"> {line}".rstrip() for line in block_lines(blocks))
        case Fence(code=code):
            yield from (INDENT * 2 + line for line in code.split("\n"))
        case Grid():
            yield from _grid_lines(block)
        case Rule():
            yield RULE
        case _:
            assert_never(block)


def _item_lines(item: ListItem, mark: str) -> Iterator[str]:
    """A list item: its mark, then its blocks, indented and without empty lines between them."""
    if item.done is not None:
        mark = "☑" if item.done else "☐"
    lines = [line for block in item.blocks for line in _lines(block)] or [""]
    yield f"{mark} {lines[0]}".rstrip()
    yield from (" " * (len(mark) + 1) + line for line in lines[1:])


def _grid_lines(grid: Grid) -> Iterator[str]:
    rows = [[spans_text(cell) for cell in row] for row in (grid.header, *grid.rows)]
    width = max(map(len, rows))
    squared = [row + [""] * (width - len(row)) for row in rows]
    right = [side == "right" for side in grid.aligned] + [False] * (width - len(grid.aligned))
    return grid_lines(squared[0], squared[1:], right)


def spans_text(spans: Spans) -> str:
    return "".join(_span_text(span) for span in spans)


def _span_text(span: Span) -> str:
    """The words, and in brackets the addresses and the tooltip that the words do not say themselves."""
    link = span.link.removeprefix("mailto:")
    said = (span.text, f"http://{span.text}", "")
    notes = " ".join(note for note in (span.image, link, span.title) if note not in said)
    return f"{span.text} ({notes})".lstrip() if notes else span.text
