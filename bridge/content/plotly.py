"""Plotly figures read as our own charts, trace by trace; what we have no chart for is told as text.

Trace types read: bar, scatter and scattergl, pie, histogram (https://plotly.com/python/reference/). Total: an odd value
is a gap or text, an odd trace is told as text; nothing raises and no trace is lost.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from bridge.content.items import (
    Axis,
    Bar,
    BarChart,
    Item,
    LineChart,
    Number,
    Paragraph,
    Plotly,
    Point,
    ScatterPlot,
    Section,
    Series,
    Style,
    Text,
)
from bridge.content.plotly_data import binned, labels, numbers, places, values
from bridge.content.raw import Raw, as_object, as_text

DASHES = {"dot": "dotted", "dash": "dashed", "longdash": "dashed", "dashdot": "dashed", "longdashdot": "dashed"}
"""Plotly's dash names in ours."""

NO_DATA = frozenset(
    {"type", "name", "marker", "line", "colorscale", "colorbar", "coloraxis", "hovertemplate", "hoverinfo", "uid"}
    | {"legendgroup", "showlegend", "xaxis", "yaxis", "scene", "subplot", "domain", "texttemplate", "textposition"}
    | {"opacity"}
)
"""Keys of a trace that say how it looks, not what it shows."""

MAX_LOOK = 1000.0
"""Sizes and widths from here on are mistakes."""

SHOWN_VALUES = 100
"""Values of one key that the text of an undrawn trace repeats; the rest is counted."""

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


def as_item(figure: Plotly) -> Item:
    """The figure as one item in its place: a chart, a text, or a section of them."""
    items = _items(figure)
    title = _words(Raw(figure.layout).at("title"))
    whole = items[0] if len(items) == 1 else Section(items=items) if items else LineChart(lines=())
    own = f"{figure.title}: {title}" if figure.title and title not in ("", figure.title) else figure.title or title
    return replace(whole.in_place_of(figure), title=own or whole.title)


def _items(figure: Plotly) -> tuple[Item, ...]:
    """All lines as one chart, all loose points as one, and an item for every other trace."""
    layout = Raw(figure.layout)
    axis = Axis(_words(layout.at("xaxis").at("title")), _words(layout.at("yaxis").at("title")))
    traces = [Raw(trace) for trace in figure.data]
    curves = [(trace, _series(trace)) for trace in traces if _kind(trace) == "scatter"]
    lines = tuple(series for trace, series in curves if _has_lines(trace))
    points = tuple(series for trace, series in curves if not _has_lines(trace))
    return (
        *([LineChart(lines=lines, axis=axis)] if lines else []),
        *([ScatterPlot(datasets=points, axis=axis)] if points else []),
        *(_single(trace, axis) for trace in traces if _kind(trace) != "scatter"),
    )


def _kind(trace: Raw) -> str:
    kind = trace.at("type").text() or "scatter"
    return "scatter" if kind == "scattergl" else kind


def _has_lines(trace: Raw) -> bool:
    """Whether the points are joined, which is Plotly's default."""
    mode = trace.at("mode").text()
    return "lines" in mode if mode else True


def _single(trace: Raw, axis: Axis) -> Item:
    match _kind(trace):
        case "bar":
            return _bar_chart(trace, axis)
        case "pie":
            return BarChart(title=_words(trace.at("name")), bars=_slices(trace), horizontal=True)
        case "histogram":
            return _histogram(trace, axis)
        case kind:
            return _told(kind, trace)


def _series(trace: Raw) -> Series:
    line, marker = trace.at("line"), trace.at("marker")
    return Series(
        name=_words(trace.at("name")),
        points=_points(trace),
        color=_color(line.at("color")) or _color(marker.at("color")),
        width=_positive(line.at("width")),
        dash=DASHES.get(line.at("dash").text(), "solid"),
        size=_positive(marker.at("size")),
        opacity=_positive(trace.at("opacity")) or _positive(marker.at("opacity")),
    )


def _points(trace: Raw) -> tuple[Point, ...]:
    """Pairs of x and y; where one is not given it counts from 0. As in Plotly, the shorter array ends the trace."""
    xs, ys = places(trace.at("x")), numbers(trace.at("y"))
    count = min(len(xs), len(ys)) if xs and ys else max(len(xs), len(ys))
    pairs = zip(xs or range(count), ys or range(count), strict=False)
    return tuple(Point(x, y) for x, y in pairs if x is not None)


def _bar_chart(trace: Raw, axis: Axis) -> BarChart:
    horizontal = trace.at("orientation").text() == "h"
    across, along = ("y", "x") if horizontal else ("x", "y")
    heights = numbers(trace.at(along))
    names = labels(trace.at(across)) or [str(number) for number in range(len(heights))]
    return BarChart(
        title=_words(trace.at("name")),
        bars=_bars(names, heights, trace.at("marker").at("color")),
        axis=axis,
        horizontal=horizontal,
    )


def _slices(trace: Raw) -> tuple[Bar, ...]:
    """A pie's slices; without values, how often each label occurs."""
    heights = numbers(trace.at("values"))
    counted = [] if heights else binned(trace.at("labels"), 0)
    names = labels(trace.at("labels")) or [str(number) for number in range(len(heights))]
    if counted:
        names, heights = [name for name, _ in counted], [count for _, count in counted]
    return _bars(names, heights, trace.at("marker").at("colors"))


def _histogram(trace: Raw, axis: Axis) -> BarChart:
    horizontal = trace.at("y").given and not trace.at("x").given
    wanted = _positive(trace.at("nbinsy" if horizontal else "nbinsx")) or 0
    counted = binned(trace.at("y" if horizontal else "x"), int(wanted))
    bars = _bars([name for name, _ in counted], [count for _, count in counted], trace.at("marker").at("color"))
    return BarChart(title=_words(trace.at("name")), bars=bars, axis=axis, horizontal=horizontal)


def _bars(names: Sequence[str], heights: Sequence[Number | None], color: Raw) -> tuple[Bar, ...]:
    """Bars with one colour for all or one each; a bar without a value is a gap."""
    colors = [Raw(value) for value in values(color)] if not isinstance(color.value, str) else [color] * len(names)
    pairs = zip_longest(names, heights[: len(names)], colors[: len(names)])
    return tuple(Bar(name, height, _color(own) if own else None) for name, height, own in pairs)


def _told(kind: str, trace: Raw) -> Text:
    """A trace we cannot draw: its type and its data in words."""
    given = {key: value for key, value in as_object(trace.value).items() if key not in NO_DATA and value is not None}
    lines = [f"{as_text(key)}: {_listed(Raw(value))}" for key, value in given.items()]
    name = _words(trace.at("name"))
    head = f"{kind}: {name}" if name else kind
    return Text(content=(Paragraph(head, Style(bold=True)), *map(Paragraph, lines)))


def _listed(raw: Raw) -> str:
    members = values(raw)
    shown = ", ".join(as_text(member) for member in members[:SHOWN_VALUES])
    return shown if len(members) <= SHOWN_VALUES else f"{shown}, … ({len(members):,} values)"


def _words(raw: Raw) -> str:
    """A title as text or as `{text}`, without the HTML that Plotly allows in it."""
    words = raw.at("text").text() if as_object(raw.value) else raw.text()
    return _TAG.sub("", re.sub(r"<br\s*/?>", " ", words)).strip()


def _color(raw: Raw) -> str | None:
    """A CSS colour; numbers on a colour scale are not carried over."""
    return raw.value if isinstance(raw.value, str) else None


def _positive(raw: Raw) -> float | None:
    """A number above 0. Sizes that differ by point are not carried over."""
    value = raw.value
    return float(value) if isinstance(value, int | float) and 0 < value < MAX_LOOK else None
