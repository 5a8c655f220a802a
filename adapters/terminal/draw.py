"""A message as a terminal with colours shows it. No word is lost, and no line is wider than asked for.

What the terminal has no picture of is shown as its plain-text twin (`bridge.content.text`).
"""

import io
from collections.abc import Iterator, Sequence
from typing import assert_never

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleRenderable
from rich.padding import Padding
from rich.style import Style
from rich.table import Table as Columns

from adapters.terminal.draw_markdown import drawn_blocks
from adapters.terminal.ink import BOLD, QUIET, Colours, Drawn, colour, marked, spaced, words
from adapters.terminal.payload import TerminalMessage
from bridge.content import items
from bridge.content.items import (
    BarChart,
    Bullet,
    BulletList,
    Cell,
    Error,
    Html,
    Image,
    Item,
    LineChart,
    Markdown,
    Paragraph,
    Plotly,
    ScatterPlot,
    Section,
    Table,
    Text,
)
from bridge.content.markdown import parse_markdown
from bridge.content.plotly import as_item
from bridge.content.text import body_text
from bridge.content.text_table import numeral

INDENT = 2
NARROWEST = 6
"""Cells a column needs to be read; a table with less for each is shown as its plain-text twin."""
LONGEST_BAR = 40
"""Cells of the longest bar, where there is room."""

UNDERLINED = Style(bold=True, underline=True)
REMARK = Style(dim=True, italic=True)
ALARM = Style(color="red")


def draw(message: TerminalMessage, width: int, colours: Colours | None) -> str:
    """The message as lines with SGR sequences, without a newline at the end. Without `colours`, some is still bold."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width, 1),
        force_terminal=True,
        color_system=colours or "standard",
        no_color=colours is None,
        highlight=False,
        _environ={},
    )
    note = [words(message.note, QUIET)] if message.note else []
    for drawn in spaced([*(_item(item, width) for item in message.content), note]):
        console.print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().split("\n")).strip("\n")


def _item(item: Item, width: int) -> Drawn:
    """Title and description, the item itself, and its comment."""
    heading = UNDERLINED + Style(color=colour(item.color)) if isinstance(item, Section) else BOLD
    framed = ((item.title, heading), (item.description, QUIET)), ((item.comment, REMARK),)
    before, after = ([words(text, style) for text, style in part if text] for part in framed)
    return [*before, *_body(item, width), *after]


def _body(item: Item, width: int) -> Drawn:
    match item:
        case Section():
            inner = spaced(_item(inside, width - INDENT) for inside in item.items)
            return [Padding(drawn, (0, 0, 0, INDENT)) for drawn in inner]
        case Text():
            return [drawn for part in item.content for drawn in _part(part)]
        case Markdown():
            return list(drawn_blocks(parse_markdown(item.content)))
        case Table() if 0 < len(item.columns) * NARROWEST <= width:
            return [_table(item)]
        case BarChart() if item.bars:
            return _bar_chart(item, width)
        case Error():
            return [words(body_text(item), ALARM)]
        case Plotly():
            return _body(as_item(item), width)
        case Table() | BarChart() | LineChart() | ScatterPlot() | Image() | Html():
            return [words(body_text(item))]
        case _:
            assert_never(item)


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _part(part: Paragraph | BulletList) -> Drawn:
    match part:
        case Paragraph():
            return [words(part.text, _style(part.style))]
        case BulletList():
            return [*([words(part.text, _style(part.style))] if part.text else []), *_bullets(part.bullets)]
        case _:
            assert_never(part)


def _bullets(bullets: Sequence[Bullet]) -> Iterator[ConsoleRenderable]:
    for bullet in bullets:
        yield marked("•", [words(bullet.text, _style(bullet.style)), *_bullets(bullet.nested)])


def _style(style: items.Style) -> Style:
    """On a background of its own any colour can be read."""
    background = colour(style.background)
    return Style(
        bold=style.bold or None,
        italic=style.italic or None,
        color=colour(style.color) or ("black" if background else None),
        bgcolor=background,
    )


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _table(table: Table) -> ConsoleRenderable:
    drawn = Columns(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for number, column in enumerate(table.columns):
        numbers = _numeric([row[number] for row in table.rows])
        drawn.add_column(words(column.header), justify="right" if numbers else "left", overflow="fold")
    for row in table.rows:
        drawn.add_row(*(words(numeral(cell)) for cell in row))
    return drawn


def _numeric(cells: Sequence[Cell]) -> bool:
    kinds = {type(cell) for cell in cells if cell is not None}
    return bool(kinds) and kinds <= {int, float}


def _bar_chart(chart: BarChart, width: int) -> Drawn:
    """Bars to the right, whatever their orientation; what is below zero has a bar of its own kind."""
    cells = max(1, min(LONGEST_BAR, width // 2))
    longest = max((abs(bar.value) for bar in chart.bars if bar.value is not None), default=0) or 1
    bars = Columns.grid(padding=(0, 1, 0, 0))
    bars.add_column(overflow="fold")
    bars.add_column(no_wrap=True)
    bars.add_column(overflow="fold")
    for bar in chart.bars:
        length = round(cells * (abs(bar.value or 0) / longest))
        drawn = words(("░" if (bar.value or 0) < 0 else "▇") * length, Style(color=colour(bar.color) or "blue"))
        bars.add_row(words(bar.label), drawn, words(numeral(bar.value)))
    axis = " · ".join(label for label in (chart.axis.x, chart.axis.y) if label)
    return [*([words(axis, QUIET)] if axis else []), bars]
