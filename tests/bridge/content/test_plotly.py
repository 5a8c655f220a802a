"""Plotly figures become our charts; what we cannot draw is told as text."""

import base64
import struct

import pytest

from bridge.content.degrade import degrade
from bridge.content.items import (
    Axis,
    Bar,
    BarChart,
    Item,
    LineChart,
    Paragraph,
    Plotly,
    Point,
    ScatterPlot,
    Section,
    Series,
    Style,
    Text,
)
from bridge.content.text import plain_text

pytestmark = pytest.mark.requirement("content-plotly")

SHOWS = frozenset({Section, Text, BarChart, LineChart, ScatterPlot})


def drawn(*traces: dict[str, object], title: str = "", **layout: object) -> Item:
    """What a platform with charts gets for a figure."""
    (item,) = degrade([Plotly(data=traces, layout=layout, title=title)], SHOWS)
    return item


def test_the_seed_example() -> None:
    """The bar chart of the customer's complete example has its two bars and its title."""
    trace: dict[str, object] = {"x": ["Chars", "Words"], "y": [11, 2], "type": "bar"}
    expected = BarChart(title="Message Stats", bars=(Bar("Chars", 11), Bar("Words", 2)))
    assert drawn(trace, title="Message Stats", height=300) == expected


def packed(dtype: str, code: str, *values: float) -> dict[str, object]:
    return {"dtype": dtype, "bdata": base64.b64encode(struct.pack(f"<{len(values)}{code}", *values)).decode()}


POINTS = (Point(1, 2.5), Point(2, 3.5))
XY = {"x": [1, 2], "y": [2.5, 3.5]}

CHARTS: dict[str, tuple[dict[str, object], Item]] = {
    "horizontal bars": (
        {"type": "bar", "orientation": "h", "y": ["a", "b"], "x": [1, None], "marker": {"color": ["red", "blue"]}},
        BarChart(bars=(Bar("a", 1, "red"), Bar("b", None, "blue")), horizontal=True),
    ),
    "bars of one colour": (
        {"type": "bar", "x": [2023, 2024], "y": ["1", 2], "marker": {"color": "red"}, "name": "n"},
        BarChart(title="n", bars=(Bar("2023", 1, "red"), Bar("2024", 2, "red"))),
    ),
    "bars without labels": ({"type": "bar", "y": [4]}, BarChart(bars=(Bar("0", 4),))),
    "bars of two levels": (
        {"type": "bar", "x": [["A", "A"], ["1", "2"]], "y": [4, 5]}, BarChart(bars=(Bar("A / 1", 4), Bar("A / 2", 5))),
    ),
    "pie": (
        {"type": "pie", "labels": ["a", "b"], "values": [1, 2], "marker": {"colors": ["red"]}},
        BarChart(bars=(Bar("a", 1, "red"), Bar("b", 2)), horizontal=True),
    ),
    "histogram of words": ({"type": "histogram", "x": ["b", "a", "b"]}, BarChart(bars=(Bar("b", 2), Bar("a", 1)))),
    "histogram of numbers": (
        {"type": "histogram", "y": [0, 1, 1.5, 5.9], "nbinsy": 3},
        BarChart(bars=tuple(map(Bar, ("0 – 2", "2 – 4", "4 – 6"), (3, 0, 1))), horizontal=True),
    ),
    "histogram of one number": ({"type": "histogram", "x": [3]}, BarChart(bars=(Bar("3 – 4", 1),))),
    "empty histogram": ({"type": "histogram", "x": []}, BarChart(bars=())),
    "line": (
        {"mode": "lines", **XY, "line": {"color": "red", "width": 3, "dash": "dot"}},
        LineChart(lines=(Series(name="", points=POINTS, color="red", width=3.0, dash="dotted"),)),
    ),
    "line by default": ({**XY}, LineChart(lines=(Series(name="", points=POINTS),))),
    "dots": (
        {"type": "scattergl", "mode": "markers", **XY, "name": "<b>n</b>", "opacity": 0.5, "marker": {"size": 7}},
        ScatterPlot(datasets=(Series(name="n", points=POINTS, size=7.0, opacity=0.5),)),
    ),
    "dates": (
        {"x": ["2024-01-01"], "y": [1]}, LineChart(lines=(Series(name="", points=(Point("2024-01-01", 1),)),)),
    ),
    "no x": ({"y": [4, "?"]}, LineChart(lines=(Series(name="", points=(Point(0, 4), Point(1, None))),))),
    "packed arrays": (
        {"x": packed("i2", "h", 1, 2), "y": packed("f8", "d", 2.5, 3.5)},
        LineChart(lines=(Series(name="", points=POINTS),)),
    ),
    "broken packed array": ({"y": {"dtype": "f8", "bdata": "AA"}}, LineChart(lines=(Series(name="", points=()),))),
    "unknown trace": (
        {"type": "heatmap", "name": "n", "z": [[1, 2]], "colorscale": "Viridis"},
        Text(content=(Paragraph("heatmap: n", Style(bold=True)), Paragraph("z: [1, 2]"))),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("trace", "item"), CHARTS.values(), ids=CHARTS)
def test_trace(trace: dict[str, object], item: Item) -> None:
    """Each trace type we can draw becomes our chart of it."""
    assert drawn(trace) == item


def test_titles() -> None:
    """Titles are read as text or as an object, of the figure and of its axes; two titles are both kept."""
    layout = {"title": {"text": "<1> <i>Yours</i>"}, "xaxis": {"title": "X"}, "yaxis": {"title": {"text": "Y<br>y"}}}
    series = Series(name="", points=(Point(0, 1),))
    (item,) = degrade([Plotly(data=({"y": [1]},), layout=layout, title="Mine")], SHOWS)
    assert item == LineChart(title="Mine: <1> Yours", lines=(series,), axis=Axis("X", "Y y"))


def test_several_traces() -> None:
    """Lines share a chart, dots share a chart, every other trace is one of its own; all in one section."""
    section = drawn({"y": [1]}, {"type": "bar", "y": [2]}, {"y": [3], "mode": "markers"}, {"y": [4]}, title="T")
    assert isinstance(section, Section)
    line, dots, bars = section.items
    assert section.title == "T"
    assert isinstance(line, LineChart)
    assert [series.points[0].y for series in line.lines] == [1, 4]
    assert isinstance(dots, ScatterPlot)
    assert bars == BarChart(bars=(Bar("0", 2),))


def test_empty_figure() -> None:
    """A figure without traces says that it has no data."""
    assert plain_text([Plotly(title="T", data=())]) == "T\n(no data)"


def test_long_arrays_are_counted() -> None:
    """The text of an undrawn trace shows the first values and says how many there are."""
    text = plain_text([drawn({"type": "violin", "y": list(range(5000))})])
    assert text.endswith("98, 99, … (5,000 values)")
