"""Scales, labels and colours: decided before anything is drawn."""

from datetime import UTC, datetime

import pytest

from adapters.charts.bars import Fit, fit, value_text
from adapters.charts.colors import Rgba, read_color
from adapters.charts.legend import rows_of
from adapters.charts.measure import shortened, text_width, wrapped
from adapters.charts.scales import number_labels, number_scale, place, read_date
from bridge.content.items import Number

pytestmark = pytest.mark.requirement("charts-readable")

TICKS: list[tuple[tuple[float, ...], tuple[str, ...]]] = [
    ((0, 0.5, 1), ("0", "0.5", "1.0")),
    ((-2500, 0, 2500), ("−2,500", "0", "2,500")),
    ((0, 10_000, 20_000), ("0", "10k", "20k")),
    ((0, 2.5e6), ("0", "2.5M")),
    ((3e9, 4e9), ("3B", "4B")),
    ((1_000_000, 1_000_001), ("1,000,000", "1,000,001")),
    ((0, 2e-7), ("0", "2e-07")),
    ((1e20, 2e20), ("1e+20", "2e+20")),
]


@pytest.mark.parametrize(("ticks", "labels"), TICKS)
def test_number_labels(ticks: tuple[float, ...], labels: tuple[str, ...]) -> None:
    """Tick labels are short and tell neighbours apart."""
    assert number_labels(ticks) == labels


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (3.14159, "3.142"), (-1500, "−1,500"), (28_500, "28.5k"), (2e9, "2B"), (1e-9, "1e−09"), (1e18, "1e+18")],
)
def test_value_text(value: float, text: str) -> None:
    """A bar's value is told in four digits."""
    assert value_text(value) == text


def test_bars_begin_at_zero() -> None:
    """An axis of bars begins at zero, one of points beside its lowest."""
    assert number_scale([5, 9], zero=True).low == 0
    assert number_scale([-5, -9], zero=True).high == 0
    assert 4 < number_scale([5, 9]).low < 5
    assert number_scale([7, 7]).low < 7 < number_scale([7, 7]).high


PLACES: dict[str, tuple[list[Number | str], list[float], str]] = {
    "numbers": ([1, 2.5], [1, 2.5], "1.0"),
    "labels": (["b", "a", "b"], [0, 1, 0], "b"),
    "numbers and labels": ([1, "a"], [0, 1], "1"),
    "dates": (["2024-01-01", "2024-01-03T12:00"], [19723, 19725.5], "2024"),
    "months": (["2024-01", "2024-02"], [19723, 19754], "2024"),
    "no date after all": (["2024-01-01", "2024-13-01"], [0, 1], "2024-01-01"),
    "years are labels": (["2023", "2024"], [0, 1], "2023"),
}


@pytest.mark.parametrize(("xs", "positions", "first"), PLACES.values(), ids=PLACES)
def test_place(xs: list[Number | str], positions: list[float], first: str) -> None:
    """Numbers, ISO 8601 dates and labels each stand where they belong."""
    placed = place([xs])
    assert placed.columns[0].tolist() == positions
    assert any(label.startswith(first) for label in (*placed.scale.labels, placed.scale.note))


def test_dates_are_utc() -> None:
    """A moment with an offset stands at its moment in UTC, one without is taken as UTC."""
    assert read_date("2024-01-01T02:00+02:00") == datetime(2024, 1, 1, tzinfo=UTC)
    assert read_date("2024-01-01 00:00:00") == datetime(2024, 1, 1, tzinfo=UTC)
    assert read_date("9999-12-31") is None


COLORS: dict[str, Rgba | None] = {
    "red": (1, 0, 0, 1),
    "RebeccaPurple": (0.4, 0.2, 0.6, 1),
    "#0f0": (0, 1, 0, 1),
    "#00f8": (0, 0, 1, 136 / 255),
    "#ff000000": (1, 0, 0, 0),
    "rgb(255, 0, 0)": (1, 0, 0, 1),
    "rgba(0,0,255,.5)": (0, 0, 1, 0.5),
    "rgb(100% 0% 0% / 50%)": (1, 0, 0, 0.5),
    "hsl(120, 100%, 50%)": (0, 1, 0, 1),
    "rgb(999,-5,0)": (1, 0, 0, 1),
    "": None,
    "nonsense": None,
    "#12": None,
    "#ggg": None,
    "rgb(1,2)": None,
    "rgb(a,b,c)": None,
    "rgb(nan,0,0)": None,
    "C0": None,
    "url(x)": None,
}


@pytest.mark.parametrize(("css", "rgba"), COLORS.items(), ids=list(COLORS))
def test_colors(css: str, rgba: Rgba | None) -> None:
    """CSS colours are read in every spelling; what is none is None."""
    assert read_color(css) == (pytest.approx(rgba) if rgba else None)


FITS = [
    ([0.5] * 5, Fit.FLAT),
    ([0.8] * 12, Fit.SLANTED),
    ([2.0] * 12, Fit.LYING),
    ([0.8] * 50, Fit.LYING),
    ([0.8] * 61, Fit.THINNED),
]


@pytest.mark.parametrize(("widths", "fitting"), FITS)
def test_fit(widths: list[float], fitting: Fit) -> None:
    """Labels are slanted where they do not fit, the bars lie down where that does not help, few are named of many."""
    assert fit(widths, 5.0) is fitting


def test_texts_fit() -> None:
    """A shortened text and each line of a wrapped one are no wider than their room, and only the last line is cut."""
    long = "the quick brown fox jumps over the lazy dog " * 5
    assert text_width(shortened(long, 10, 2.0), 10) <= 2.0
    assert shortened("fox", 10, 2.0) == "fox"
    lines = wrapped(long, 13, 4.0, 2, "bold")
    assert [text_width(line, 13, "bold") <= 4.0 for line in lines] == [True, True]
    assert [line.endswith("…") for line in lines] == [False, True]
    assert wrapped("a b", 13, 4.0, 2) == ["a b"]
    assert wrapped("", 13, 4.0, 2) == []


def test_rows() -> None:
    """Legend entries flow into rows; one that is wider than a row has its own."""
    assert rows_of([1, 1, 1, 5, 1], 2) == [[0, 1], [2], [3], [4]]
