"""Tables as blocks, and as files where a block is too small."""

import csv
import io

import pytest

from adapters.files.attachment import as_csv
from adapters.slack.limits import TABLE_CHARS
from adapters.slack.split import Piece
from adapters.slack.tables import table_pieces
from bridge.content.items import Cell, Column, Table


def table(width: int, rows: int, cell: Cell = "x", title: str = "") -> Table:
    columns = tuple(Column(f"c{n}", f"c{n}") for n in range(width))
    return Table(title=title, columns=columns, rows=((cell,) * width,) * rows)


def pieces(item: Table) -> tuple[list[list[str]], list[Piece]]:
    """The texts of the block's rows, and what follows the block."""
    first, *more = table_pieces(item)
    rows = first.blocks[0].get("rows", [])
    return [[cell["text"] for cell in row] for row in rows], more


def test_cells_are_text_and_numbers_stand_right() -> None:
    """An empty cell shows nothing, a missing value a dash: Slack refuses a cell without a character."""
    item = Table(columns=(Column("name", "n"), Column("size", "s")), rows=(("a", 1), ("", None), ("b", 2.5)))
    (piece,) = table_pieces(item)
    (block,) = piece.blocks
    assert [[cell["text"] for cell in row] for row in block["rows"]] == [
        ["name", "size"],
        ["a", "1"],
        ["\u00a0", "–"],
        ["b", "2.5"],
    ]
    assert [column["align"] for column in block["column_settings"]] == ["left", "right"]


@pytest.mark.requirement("slack-large-tables")
@pytest.mark.parametrize(
    ("width", "rows", "shown", "note"),
    [
        (2, 99, (100, 2), None),
        (2, 100, (100, 2), "Showing 99 of 100 rows; the whole table is attached."),
        (2, 5_000, (100, 2), "Showing 99 of 5,000 rows; the whole table is attached."),
        (20, 3, (4, 20), None),
        (21, 3, (4, 20), "Showing 3 of 3 rows and 20 of 21 columns; the whole table is attached."),
        (0, 0, (0, 0), "(an empty table)"),
        (3, 0, (1, 3), None),
    ],
)
def test_what_does_not_fit_is_attached(width: int, rows: int, shown: tuple[int, int], note: str | None) -> None:
    """The first rows are shown, a line says how many there are, and the file holds all of them."""
    item = table(width, rows)
    found = [piece for piece in table_pieces(item) if piece.table]
    size = (len(found[0].blocks[0]["rows"]), len(found[0].blocks[0]["rows"][0])) if found else (0, 0)
    assert size == shown
    notes = [piece.text for piece in table_pieces(item) if piece.blocks and not piece.table]
    assert notes == ([note] if note else [])
    files = [piece.attachments[0] for piece in table_pieces(item) if not piece.blocks]
    if width and note:
        (file,) = files
        assert file.source == item
        assert len(list(csv.reader(io.StringIO(as_csv(item).decode())))) == rows + 1
    else:
        assert files == []


@pytest.mark.parametrize(("length", "rows"), [(4_999, 2), (5_000, 1)])
def test_characters_are_limited_too(length: int, rows: int) -> None:
    """All cells together hold 10,000 characters: the first rows that fit are shown."""
    item = Table(columns=(Column("h" * 2, "h"),), rows=(("x" * length,), ("y" * (TABLE_CHARS - 2 - 4_999),)))
    shown, _ = pieces(item)
    assert len(shown) == rows + 1


def test_a_row_too_large_for_slack_is_in_the_file_only() -> None:
    """No block is better than half a row."""
    shown, (file,) = pieces(table(1, 2, "x" * 10_000, title="Big/one"))
    assert shown == []
    assert file.attachments[0].name == "Big-one.csv"


def test_the_file_keeps_the_values() -> None:
    """Missing is empty in a CSV file, and nothing is rounded."""
    item = Table(columns=(Column("a", "a"), Column("b", "b")), rows=((None, 0.1 + 0.2),) * 200)
    assert as_csv(item).decode().splitlines()[1] == ",0.30000000000000004"
