"""Markdown's blocks as a terminal with colours shows them."""

from collections.abc import Iterator
from typing import assert_never

from rich.box import SIMPLE_HEAD
from rich.console import ConsoleRenderable
from rich.padding import Padding
from rich.style import Style
from rich.table import Table as Columns
from rich.text import Text as Words

from adapters.terminal.ink import BOLD, QUIET, Drawn, marked, spaced, words
from bridge.content.markdown import Block, Fence, Grid, Heading, List, ListItem, Prose, Quote, Rule, Span, Spans
from bridge.content.text_markdown import spans_text

CODE = Style(color="cyan")
HEADING = Style(bold=True, underline=True)
RULE = "─" * 20


def drawn_blocks(blocks: tuple[Block, ...]) -> Iterator[ConsoleRenderable]:
    return spaced(_block(block) for block in blocks)


def _block(block: Block) -> Drawn:
    match block:
        case Heading():
            heading = _inline(block.spans)
            heading.stylize_before(HEADING if block.level <= 2 else BOLD)
            return [heading]
        case Prose():
            return [_inline(block.spans)]
        case List():
            marks = ("•" if block.start is None else f"{block.start + number}." for number in range(len(block.items)))
            return [_list_item(item, mark) for item, mark in zip(block.items, marks, strict=True)]
        case Quote():
            return [marked("▌", [part]) for part in drawn_blocks(block.blocks)]
        case Fence():
            return [Padding(words(block.code, CODE), (0, 0, 0, 4))]
        case Grid():
            return [_grid(block)]
        case Rule():
            return [words(RULE, QUIET)]
        case _:
            assert_never(block)


def _list_item(item: ListItem, mark: str) -> ConsoleRenderable:
    """A task has a box for a mark."""
    if item.done is not None:
        mark = "☑" if item.done else "☐"
    parts = [part for block in item.blocks for part in _block(block)]
    return marked(mark, parts or [words("")])


def _grid(grid: Grid) -> ConsoleRenderable:
    """The table, as wide as its longest row."""
    drawn = Columns(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    width = max(map(len, (grid.header, *grid.rows)))
    for number in range(width):
        right = grid.aligned[number : number + 1] == ("right",)
        header = _inline(grid.header[number]) if number < len(grid.header) else words("")
        drawn.add_column(header, justify="right" if right else "left", overflow="fold")
    for row in grid.rows:
        drawn.add_row(*(_inline(cell) for cell in row))
    return drawn


def _inline(spans: Spans) -> Words:
    """Spans as words; a link or image is followed by its address."""
    line = words("")
    for span in spans:
        line.append_text(words(spans_text((span,)), _style(span)))
    return line


def _style(span: Span) -> Style:
    return Style(
        bold=span.bold or None,
        italic=span.italic or None,
        strike=span.strike or None,
        underline=bool(span.link) or None,
        color="cyan" if span.code else None,
    )
