"""Tables as PNG: what the picture holds, that it stays readable, and that any table can be drawn."""

import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters.charts import draw_png, shown
from adapters.charts.excerpt import MAX_COLUMNS, MAX_ROWS, Excerpt, left_out
from adapters.charts.grid import MAX_WIDTH, fitted
from adapters.charts.style import DARK, DPI, LIGHT, MAX_CHARACTERS, WIDTH
from bridge.content.items import BarChart, Cell, Column, Table

pytestmark = pytest.mark.requirement("table-picture")


def table(header: list[str], *rows: tuple[Cell, ...], title: str = "") -> Table:
    return Table(title=title, columns=tuple(Column(name, name) for name in header), rows=rows)


def of_size(rows: int, columns: int, cell: Cell = "cell") -> Table:
    return table([f"c{number}" for number in range(columns)], *[(cell,) * columns] * rows)


def drawn(item: Table, *, dark: bool = False) -> Image.Image:
    with Image.open(io.BytesIO(draw_png(item, dark=dark))) as image:
        assert image.format == "PNG"
        assert image.mode == "P"
        return image.convert("RGB")


def ink(image: Image.Image, left: float, right: float) -> int:
    """How many dark pixels a vertical strip has, its edges as parts of the width."""
    strip = image.crop((round(left * image.width), 0, round(right * image.width), image.height)).convert("L")
    return sum(strip.histogram()[:80])


PARTS: dict[str, tuple[Table, tuple[int, int], str]] = {
    "all": (of_size(25, 12), (25, 12), ""),
    "rows": (of_size(1200, 3), (25, 3), "first 25 of 1,200 rows"),
    "columns": (of_size(2, 30), (2, 12), "first 12 of 30 columns"),
    "both": (of_size(1200, 30), (25, 12), "first 25 of 1,200 rows, 12 of 30 columns"),
    "no rows": (of_size(0, 3), (0, 3), ""),
    "header only": (of_size(0, 30), (0, 12), "first 12 of 30 columns"),
    "nothing": (of_size(0, 0), (0, 0), ""),
}


@pytest.mark.parametrize(("whole", "part", "words"), PARTS.values(), ids=PARTS)
def test_shown(whole: Table, part: tuple[int, int], words: str) -> None:
    """A picture holds the first 25 rows and 12 columns, and says so if that is not all."""
    assert shown(whole) == part
    assert left_out(whole) == words
    excerpt = Excerpt.of(whole)
    assert (len(excerpt.rows), len(excerpt.header)) == part
    assert excerpt.note == (words if whole.rows else f"no rows, {words}".removesuffix(", "))


def test_words() -> None:
    """Cells are words on one line: numbers without an exponent, a missing value as a dash, the longest cut."""
    excerpt = Excerpt.of(table(["a\nb", "n", "t", "m"], ("x\t y", 1.0, True, None), ("y" * 999, 2.5, False, 1)))
    assert excerpt.header == ("a b", "n", "t", "m")
    assert excerpt.rows == (("x y", "1", "true", "—"), ("y" * (MAX_CHARACTERS - 1) + "…", "2.5", "false", "1"))
    assert excerpt.right == (False, True, False, True)


def test_alike_cells() -> None:
    """Cells that are equal but look different make different pictures: one is not remembered for the other."""
    assert table(["a"], (1,)) == table(["a"], (True,))
    assert Excerpt.of(table(["a"], (1,))) != Excerpt.of(table(["a"], (True,)))
    assert Excerpt.of(table(["a"], (1,))) == Excerpt.of(table(["a"], (1.0,)))


@pytest.mark.parametrize(
    ("wanted", "widths"),
    [([1, 2], [2.5, 3.5]), ([3, 4], [3, 4]), ([1, 9], [1, 7]), ([9, 1, 9], [3.5, 1, 3.5]), ([5, 5], [4, 4])],
)
def test_fitted(wanted: list[float], widths: list[float]) -> None:
    """Narrow columns are whole, the widest share what is left, and columns of a small table share the card."""
    assert fitted(wanted, 6, 8) == widths


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_card(dark: bool) -> None:
    """A table is drawn on the same card as charts, the same bytes each time."""
    item = table(["Name", "Value"], ("a", 1), ("b", 2), title="Two")
    theme = DARK if dark else LIGHT
    image = drawn(item, dark=dark)
    assert image.width == round(WIDTH * DPI)
    corner = image.getpixel((2, 2))
    assert isinstance(corner, tuple)
    assert all(abs(a - b) <= 8 for a, b in zip(corner, bytes.fromhex(theme.card[1:]), strict=True))
    assert draw_png(item, dark=dark) == draw_png(item, dark=dark)


def test_size() -> None:
    """The card grows with its rows and columns up to what is shown, then only by the line that says what is not."""
    narrow, wide, widest = (drawn(of_size(3, count, "a cell of a few words")).width for count in (2, 6, 12))
    assert round(WIDTH * DPI) == narrow < wide < widest == round(MAX_WIDTH * DPI)
    few, many, more, most = (drawn(of_size(rows, 3)).height for rows in (3, MAX_ROWS, MAX_ROWS + 1, 5000))
    assert few < many < more == most
    assert drawn(of_size(3, MAX_COLUMNS)).width == drawn(of_size(3, 500)).width


def test_alignment() -> None:
    """Words begin at the left edge of their column, numbers end at the right one."""
    words, numbers = drawn(table([""], ("one",), ("two",))), drawn(table([""], (1,), (2,)))
    assert ink(words, 0.03, 0.3) > 0 == ink(words, 0.7, 0.97)
    assert ink(numbers, 0.7, 0.97) > 0 == ink(numbers, 0.03, 0.3)


def test_long_cells_are_cut() -> None:
    """A cell never runs into its neighbour or out of the card, and leaves the other columns their room."""
    long = drawn(table(["a", "b", "c"], ("w" * 5000, "short", "ı" * 5000), title="t" * 5000))
    assert long.width < MAX_WIDTH * DPI
    assert ink(long, 0, 0.01) == ink(long, 0.99, 1) == 0


def test_nothing_to_show() -> None:
    """A table without columns says that it has no data, as a chart does; one without rows still shows its header."""
    assert draw_png(table([], title="T")) == draw_png(BarChart(title="T", bars=()))
    assert draw_png(table(["a"], title="T")) != draw_png(table(["b"], title="T"))


def test_rows_without_columns() -> None:
    """Rows of a table without columns are nothing to show."""
    assert draw_png(table([], (), (), title="T")) == draw_png(table([], title="T"))


def test_asking_costs_nothing() -> None:
    """How much a picture shows is known without matplotlib."""
    code = (
        "import sys; from adapters.charts import shown; from bridge.content.items import Table;"
        "shown(Table(columns=(), rows=()));"
        "print({'matplotlib', 'numpy', 'PIL'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["$x^{2}$ $", "日本語 🎉", "👩‍👩‍👧‍👦", "W" * 3000, "\n\n", "\x00", "\ufffd\u202e", "e\u0301\u0302" * 50]
)
CELLS = st.none() | st.booleans() | st.integers() | st.floats() | TEXTS


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(0, 14))
    columns = draw(st.lists(TEXTS, min_size=width, max_size=width))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width).map(tuple), max_size=4))
    return table(columns, *rows, title=draw(TEXTS))


@settings(max_examples=30, deadline=None)
@given(tables())
def test_any_table(item: Table) -> None:
    """Whatever its texts and numbers are, a table can be drawn, no wider than a chat shows, and no warning is given."""
    assert round(WIDTH * DPI) <= drawn(item).width <= round(MAX_WIDTH * DPI)
