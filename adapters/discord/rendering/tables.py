"""A table → aligned text, or a picture of its first rows with the whole as a CSV file. Pure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from rich.cells import cell_len

from adapters.charts import shown
from adapters.discord.limits import TABLE_TEXT, TABLE_WIDTH
from adapters.discord.rendering.chunks import Chunk, code, lines
from adapters.discord.rendering.measure import fits
from adapters.discord.rendering.pack import Card, file_name
from adapters.files.attachment import Attachment, Picture
from bridge.content.items import Column, Table
from bridge.content.markdown import Grid
from bridge.content.text_markdown import block_lines, spans_text
from bridge.content.text_table import table_lines


def table_parts(table: Table) -> Iterator[Chunk | Card]:
    """Yield what shows a table item."""
    return _parts(table, lambda: table_lines(table))


def grid_parts(grid: Grid) -> Iterator[Chunk | Card]:
    """Yield what shows a table of Markdown."""
    width = max(map(len, (grid.header, *grid.rows)))
    header, *rows = ([*map(spans_text, row), *[""] * (width - len(row))] for row in (grid.header, *grid.rows))
    columns = tuple(Column(name, f"c{number}") for number, name in enumerate(header))
    return _parts(Table(columns=columns, rows=tuple(map(tuple, rows))), lambda: block_lines((grid,)))


def _parts(table: Table, aligned: Callable[[], Iterable[str]]) -> Iterator[Chunk | Card]:
    if not table.columns or not (table.rows or any(column.header for column in table.columns)):
        yield lines("*(an empty table)*")
    elif text := _readable(table, aligned):
        yield code(text)
    else:
        rows, columns = shown(table)
        yield lines(_note(rows, len(table.rows), columns, len(table.columns)))
        name = table.title or "table"
        yield Card(
            picture=Attachment(file_name(name, ".png"), Picture(replace(table, title=""))),
            whole=Attachment(file_name(name, ".csv"), table),
        )


def _readable(table: Table, aligned: Callable[[], Iterable[str]]) -> str:
    """The table as text that a window shows as it is; empty if it is too large for that, or shows nothing."""
    if len(table.columns) * len(table.rows) > TABLE_TEXT:  # a large one takes long to align
        return ""
    found = list(aligned())
    text = "\n".join(found)
    readable = max(map(cell_len, found)) <= TABLE_WIDTH and fits(text, TABLE_TEXT)
    return text if readable and text.strip() else ""


def _note(rows_shown: int, rows: int, columns_shown: int, columns: int) -> str:
    if (rows_shown, columns_shown) == (rows, columns):
        return "*The table is attached as a file too.*"
    parts = [f"{rows_shown:,} of {rows:,} rows"]
    if columns_shown < columns:
        parts.append(f"{columns_shown} of {columns} columns")
    return f"*Showing {' and '.join(parts)}; the whole table is attached.*"
