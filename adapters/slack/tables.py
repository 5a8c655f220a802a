"""Table items → a ``table`` block with the rows that fit, and the whole as a CSV file if that is not all of them.

Slack docs, "Table block": 100 rows and 20 columns, 10,000 characters in all cells, no empty cell.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice

from adapters.files.attachment import Attachment
from adapters.slack.limits import TABLE_CHARS, TABLE_COLUMNS, TABLE_ROWS
from adapters.slack.message import Json
from adapters.slack.rich_text import Line, Run, line_pieces
from adapters.slack.split import Piece
from bridge.content.items import Cell, Table

EMPTY = "\u00a0"
"""A cell must hold a character; this one shows nothing."""

MISSING = "–"


def table_pieces(table: Table) -> Iterator[Piece]:
    header = [column.header for column in table.columns]
    shown = _fitting(header, table.rows)
    if len(shown) > 1 or (shown and not table.rows):
        block: Json = {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": text or EMPTY} for text in row] for row in shown],
            "column_settings": [_setting(table, index) for index in range(len(shown[0]))],
        }
        text = "\n".join("  ".join(row) for row in shown)
        yield Piece(text=text, blocks=(block,), chars=sum(len(text) for row in shown for text in row), table=True)
    if not header:
        yield from line_pieces([Line((Run("(an empty table)", ("italic",)),))])
    elif len(shown) <= len(table.rows) or len(shown[0]) < len(header):
        note = _note(max(len(shown) - 1, 0), len(table.rows), len(shown[0]) if shown else 0, len(header))
        yield from line_pieces([Line((Run(note, ("italic",)),))])
        name = f"{table.title or 'table'}.csv".replace("/", "-")
        yield Piece(text=note, attachments=(Attachment(name, table),), chars=0)


def _fitting(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The header and the first rows that Slack takes, in words; nothing if not even the header fits."""
    fitting: list[list[str]] = []
    chars = 0
    for row in islice(chain([header], rows), TABLE_ROWS):
        narrow = [_words(cell) for cell in row[:TABLE_COLUMNS]]
        chars += sum(len(text or EMPTY) for text in narrow)
        if chars > TABLE_CHARS or not narrow:
            break
        fitting.append(narrow)
    return fitting


def _setting(table: Table, index: int) -> Json:
    cells = [row[index] for row in table.rows if row[index] is not None]
    numbers = bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)
    return {"align": "right" if numbers else "left", "is_wrapped": not numbers}


def _note(shown: int, rows: int, columns_shown: int, columns: int) -> str:
    parts = [f"{shown:,} of {rows:,} rows"]
    if columns_shown < columns:
        parts.append(f"{columns_shown} of {columns} columns")
    return f"Showing {' and '.join(parts)}; the whole table is attached."


def _words(cell: Cell) -> str:
    match cell:
        case None:
            return MISSING
        case bool():
            return "yes" if cell else "no"
        case _:
            return str(cell)
