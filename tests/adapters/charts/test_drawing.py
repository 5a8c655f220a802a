"""Charts as PNG: what is drawn, that it stays readable, and that it is the same each time."""

import io
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from adapters.charts import draw_png
from adapters.charts.style import DARK, DPI, HEIGHT, LIGHT, MAX_HEIGHT, WIDTH
from bridge.content.items import Axis, Bar, BarChart, Chart, LineChart, Point, ScatterPlot, Series

Rgb = tuple[int, ...]

pytestmark = pytest.mark.requirement("charts-png")


def drawn(chart: Chart, *, dark: bool = False) -> Image.Image:
    with Image.open(io.BytesIO(draw_png(chart, dark=dark))) as image:
        assert image.format == "PNG"
        return image.convert("RGB")


def rgb(color: str) -> Rgb:
    return tuple(bytes.fromhex(color.removeprefix("#")))


def share(image: Image.Image, color: str) -> float:
    """The part of the image that has this colour, within what a palette rounds."""
    counts = image.getcolors(image.width * image.height)
    assert counts is not None
    near = sum(
        count
        for count, found in counts
        if isinstance(found, tuple) and all(abs(a - b) <= 12 for a, b in zip(found, rgb(color), strict=True))
    )
    return near / (image.width * image.height)


def wave(name: str, count: int = 200, **style: str | float) -> Series:
    points = tuple(Point(x, math.sin(x / 20) * 10) for x in range(count))
    return Series(name=name, points=points, **style)  # pyright: ignore[reportArgumentType] - colour, width, dash


TWO_BARS = BarChart(title="Message Stats", bars=(Bar("Chars", 42), Bar("Words", 9)))
LINES = LineChart(title="Waves", lines=(wave("a"), wave("b", color="crimson", dash="dashed")), axis=Axis("t", "m"))
DOTS = ScatterPlot(title="Dots", datasets=(wave("a", 90, size=9.0, opacity=1.0),))


@pytest.mark.parametrize("chart", [TWO_BARS, LINES, DOTS], ids=["bars", "lines", "dots"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_card(chart: Chart, dark: bool) -> None:
    """A chart is drawn on a card of its own, in the theme's first colour, the same bytes each time."""
    theme = DARK if dark else LIGHT
    image = drawn(chart, dark=dark)
    assert image.size == (round(WIDTH * DPI), round(HEIGHT * DPI))
    assert 0.5 < share(image, theme.card) < 0.99
    assert share(image, theme.series[0]) > 0.001
    assert draw_png(chart, dark=dark) == draw_png(chart, dark=dark)


def test_own_colours() -> None:
    """Bars, lines and dots have the colours the agent gave; what is no colour gets the chart's own."""
    bars = drawn(BarChart(bars=(Bar("a", 1, "#ff0000"), Bar("b", 1, "rgb(0 128 0)"), Bar("c", 1, "url(javascript:x)"))))
    assert all(share(bars, color) > 0.02 for color in ("#ff0000", "#008000", LIGHT.series[0]))
    lines = drawn(LineChart(lines=(wave("a", color="#ff00ff"),)))
    assert share(lines, "#ff00ff") > 0.001
    assert share(lines, LIGHT.series[0]) == 0


def test_bar_heights() -> None:
    """A bar of twice the value has twice the area; a negative one points the other way; a missing one is a gap."""
    chart = BarChart(bars=(Bar("a", 10, "#ff0000"), Bar("b", -20, "#00ff00"), Bar("c", None, "#0000ff")))
    image = drawn(chart)
    assert share(image, "#00ff00") == pytest.approx(2 * share(image, "#ff0000"), rel=0.05)
    assert share(image, "#0000ff") == 0
    red, green = (rows_with(image, rgb(color)) for color in ("#ff0000", "#00ff00"))
    assert max(red) <= min(green) + 2


def rows_with(image: Image.Image, color: Rgb) -> list[int]:
    return [y for y in range(image.height) if any(image.getpixel((x, y)) == color for x in range(0, image.width, 8))]


def test_gap() -> None:
    """A missing value interrupts a line."""
    whole = LineChart(lines=(Series(name="", points=tuple(Point(x, 1) for x in range(100)), color="#ff0000"),))
    holes = tuple(Point(x, None if 20 <= x < 80 else 1) for x in range(100))
    broken = LineChart(lines=(Series(name="", points=holes, color="#ff0000"),))
    assert share(drawn(broken), "#ff0000") == pytest.approx(0.4 * share(drawn(whole), "#ff0000"), rel=0.1)


def test_lonely_point() -> None:
    """A point between two gaps is seen although nothing joins it."""
    points = tuple(Point(x, 1 if x == 50 else None) for x in range(100))
    assert share(drawn(LineChart(lines=(Series(name="", points=points, color="#ff0000"),))), "#ff0000") > 0


EMPTY: dict[str, Chart] = {
    "no bars": BarChart(title="T", bars=()),
    "only missing bars": BarChart(title="T", bars=(Bar("a", None),)),
    "no lines": LineChart(title="T", lines=()),
    "lines without points": LineChart(title="T", lines=(Series(name="a", points=()),)),
    "no points": ScatterPlot(title="T", datasets=(Series(name="a", points=(Point(1, None),)),)),
}


@pytest.mark.parametrize("chart", EMPTY.values(), ids=EMPTY)
def test_no_data(chart: Chart) -> None:
    """A chart without a value says so on a small card: all of them look the same."""
    assert draw_png(chart) == draw_png(EMPTY["no bars"])
    assert share(drawn(chart), LIGHT.muted) > 0


def test_long_labels_lie_down() -> None:
    """Bars with long labels lie down and the card grows with them, up to a limit."""

    def bars(count: int) -> BarChart:
        return BarChart(bars=tuple(Bar(f"a rather long label number {number}", number) for number in range(count)))

    heights = [drawn(bars(count)).height for count in (5, 20, 40, 300)]
    assert heights[0] < heights[1] < heights[2] <= MAX_HEIGHT * DPI
    assert heights[3] == round(HEIGHT * DPI)


def test_lying_bars_have_a_limit() -> None:
    """A card of lying bars never grows beyond what a message shows."""
    chart = BarChart(horizontal=True, bars=tuple(Bar(f"bar {number}", number) for number in range(2000)))
    assert drawn(chart).height == round(MAX_HEIGHT * DPI)


def test_legend() -> None:
    """Two named series have a legend, one has none; many are counted instead of covering the plot."""
    one, many = (LineChart(lines=tuple(wave(f"series {n}", 3) for n in range(count))) for count in (1, 40))
    unnamed = LineChart(lines=(wave("", 3),))
    assert draw_png(one) == draw_png(unnamed)
    assert share(drawn(many), LIGHT.grid) > 0.001


STRANGE = st.text(max_size=30) | st.sampled_from(["$x^{2}$ $", "日本語 🎉", "a" * 3000, "\n\n", "\ufffd\u202e"])
NUMBERS = st.none() | st.integers(-(10**6), 10**6) | st.floats(-1e200, 1e200)
PLACES = st.integers() | st.floats(-1e200, 1e200) | STRANGE | st.dates().map(str) | st.datetimes().map(str)
SERIES = st.builds(
    Series,
    name=STRANGE,
    points=st.lists(st.builds(Point, PLACES, NUMBERS), max_size=6).map(tuple),
    color=st.none() | STRANGE,
    width=st.none() | st.floats(0.1, 1e9),
    size=st.none() | st.floats(0.1, 1e9),
    opacity=st.none() | st.floats(0.01, 5),
    dash=st.sampled_from(["solid", "dashed", "dotted"]),
)
AXES = st.builds(Axis, STRANGE, STRANGE)
CHARTS = st.one_of(
    st.builds(
        BarChart,
        title=STRANGE,
        axis=AXES,
        horizontal=st.booleans(),
        bars=st.lists(st.builds(Bar, STRANGE, NUMBERS, st.none() | STRANGE), max_size=8).map(tuple),
    ),
    st.builds(LineChart, title=STRANGE, axis=AXES, lines=st.lists(SERIES, max_size=3).map(tuple)),
    st.builds(ScatterPlot, title=STRANGE, axis=AXES, datasets=st.lists(SERIES, max_size=3).map(tuple)),
)


@settings(max_examples=60, deadline=None)
@given(CHARTS)
def test_any_chart(chart: Chart) -> None:
    """Whatever its texts and numbers are, a chart can be drawn, and no warning is given."""
    assert drawn(chart).width == round(WIDTH * DPI)
