"""Tables as aligned lines for a monospace font. Every cell is shown whole."""

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from bridge.content.items import Cell, Table

MAX_PADDING = 40
"""Columns a cell is padded to. A longer cell is shown whole and pushes its own line only."""

GAP = "  "


def table_lines(table: Table) -> Iterator[str]:
    """The header, a rule and the rows; columns of numbers are aligned to the right."""
    numbers = [_numeric([row[index] for row in table.rows]) for index in range(len(table.columns))]
    return grid_lines(
        [column.header for column in table.columns], [[numeral(cell) for cell in row] for row in table.rows], numbers
    )


def grid_lines(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> Iterator[str]:
    """Aligned lines of rows that are as long as the header. `right` says which columns are aligned to the right."""
    lines = [[_one_line(cell) for cell in row] for row in (header, *rows)]
    widths = [min(MAX_PADDING, max(map(cell_len, column))) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        yield GAP.join(map(_padded, line, widths, right)).rstrip()
        if number == 0:
            yield GAP.join("─" * width for width in widths)


def numeral(cell: Cell) -> str:
    """A cell in words: no exponent for everyday numbers, "—" where the value is missing."""
    match cell:
        case None:
            return "—"
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.12g}"
        case _:
            return str(cell)


def _padded(cell: str, width: int, right: bool) -> str:
    padding = " " * (width - cell_len(cell))
    return padding + cell if right else cell + padding


def _one_line(cell: str) -> str:
    return " ".join(cell.split())


def _numeric(column: Sequence[Cell]) -> bool:
    kinds = {type(cell) for cell in column if cell is not None}
    return bool(kinds) and kinds <= {int, float}
