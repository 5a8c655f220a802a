"""What a picture of a table holds: the first rows and columns in words, decided before anything is drawn.

Loads no matplotlib, so that a renderer can say how much of a table its picture shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from adapters.charts.style import MAX_CHARACTERS
from bridge.content.items import Cell, Chart, Table
from bridge.content.text_table import numeral

MAX_ROWS = 25
"""More make a picture that is taller than a screen."""

MAX_COLUMNS = 12
"""More leave too few characters to each column of the widest card."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The part of a table that is drawn. Words and not cells: True and 1 are equal, but look different.

    Each row is as long as `header`; `right` says which columns are aligned to the right; `note` says what is not there.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]
    note: str

    @classmethod
    def of(cls, table: Table) -> Self:
        """The first rows and columns of the table, as many as `shown` says."""
        count, width = shown(table)
        rows = [row[:width] for row in table.rows[:count]]
        return cls(
            title=table.title,
            header=tuple(_line(column.header) for column in table.columns[:width]),
            rows=tuple(tuple(_line(numeral(cell)) for cell in row) for row in rows),
            right=tuple(_numeric([row[index] for row in rows]) for index in range(width)),
            note=", ".join(filter(None, ("" if table.rows else "no rows", left_out(table)))),
        )


Drawable = Chart | Excerpt
"""What the drawing process draws."""


def drawable(item: Chart | Table) -> Drawable:
    """What is drawn of the item: all of a chart, the first rows and columns of a table."""
    return Excerpt.of(item) if isinstance(item, Table) else item


def shown(table: Table) -> tuple[int, int]:
    """How many rows and columns a picture of the table shows."""
    return min(len(table.rows), MAX_ROWS), min(len(table.columns), MAX_COLUMNS)


def left_out(table: Table) -> str:
    """What a picture of the table shows, if that is not all: "first 25 of 1,200 rows, 12 of 30 columns"."""
    whole = (len(table.rows), "rows"), (len(table.columns), "columns")
    parts = [
        f"{part:,} of {total:,} {name}" for part, (total, name) in zip(shown(table), whole, strict=True) if part < total
    ]
    return f"first {', '.join(parts)}" if parts else ""


def _line(text: str) -> str:
    """The text on one line, no longer than what can be drawn."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_CHARACTERS else line[: MAX_CHARACTERS - 1] + "…"


def _numeric(column: Sequence[Cell]) -> bool:
    kinds = {type(cell) for cell in column if cell is not None}
    return bool(kinds) and kinds <= {int, float}
