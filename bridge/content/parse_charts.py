"""Bar charts, line charts and scatter plots, as the agent contract spells them.

A missing value (null, NaN) is a gap. A value that is no number makes the whole chart an error naming that value: a
chart that silently lacks a point would be wrong, not incomplete.
"""

from pathlib import Path

from bridge.content.items import Axis, Bar, BarChart, LineChart, Point, ScatterPlot, Series
from bridge.content.raw import Misfit, Raw, as_object

DASHES = frozenset({"solid", "dashed", "dotted"})


def read_bar_chart(raw: Raw, folder: Path) -> BarChart:
    data = raw.at("data")
    bars = data.at("bars")
    if not bars.given:
        raise bars.misfit("a list of {label, value}")
    return BarChart(
        bars=tuple(_bar(bar) for bar in bars.each()),
        axis=_axis(data.at("axis")),
        horizontal=data.at("orientation").text().lower() in ("horizontal", "h"),
    )


def read_line_chart(raw: Raw, folder: Path) -> LineChart:
    data = raw.at("data")
    lines = data.at("lines")
    if not lines.given:
        raise lines.misfit("a list of {id, points}")
    return LineChart(lines=tuple(_series(line) for line in lines.each()), axis=_axis(data.at("axis")))


def read_scatter_plot(raw: Raw, folder: Path) -> ScatterPlot:
    data = raw.at("data")
    points, datasets = data.at("points"), data.at("datasets")
    if not points.given and not datasets.given:
        raise data.misfit("points or datasets")
    unnamed = (Series(name="", points=_points(points)),) if points.given else ()
    return ScatterPlot(datasets=(*unnamed, *map(_series, datasets.each())), axis=_axis(data.at("axis")))


def _bar(raw: Raw) -> Bar:
    if not as_object(raw.value):
        raise raw.misfit("{label, value}")
    return Bar(raw.at("label").text(), raw.at("value").number(), raw.at("color").text() or None)


def _series(raw: Raw) -> Series:
    if not as_object(raw.value):
        raise raw.misfit("{id, points}")
    style, dash = raw.at("style"), raw.at("style").at("dash").text()
    return Series(
        name=raw.at("id", "label", "name").text(),
        points=_points(raw.at("points")),
        color=style.at("color").text() or None,
        width=_look(style.at("width")),
        dash=dash if dash in DASHES else "dashed" if style.at("dash").flag() else "solid",
        size=_look(style.at("size")),
        opacity=_look(style.at("opacity")),
    )


def _points(raw: Raw) -> tuple[Point, ...]:
    if not isinstance(raw.value, list | tuple):
        raise raw.misfit("a list of {x, y}")
    return tuple(_point(point) for point in raw.each())


def _point(raw: Raw) -> Point:
    """A point as an object or as a pair."""
    if isinstance(raw.value, list | tuple):
        pair = raw.each()
        if len(pair) != 2:
            raise raw.misfit("a pair of x and y")
        x, y = pair
    elif as_object(raw.value):
        x, y = raw.at("x"), raw.at("y")
    else:
        raise raw.misfit("{x, y}")
    place = x.text() if isinstance(x.value, str) else x.number()
    if place is None:
        raise x.misfit("a number, a label or a date")
    return Point(place, y.number())


def _look(raw: Raw) -> float | None:
    """How something looks is not worth an error: what is no positive number is left to the drawing."""
    try:
        number = raw.number()
    except Misfit:
        return None
    return float(number) if number is not None and number > 0 else None


def _axis(raw: Raw) -> Axis:
    """`axis.x.label`, or `axis.x` as the label itself."""
    x, y = raw.at("x"), raw.at("y")
    return Axis(
        *((axis.at("label", "title").text() if as_object(axis.value) else axis.text()) for axis in (x, y)),
    )
