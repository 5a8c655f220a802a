"""Charts in words: every bar with its value, short series point by point, long ones by their extremes."""

from collections.abc import Iterator
from typing import assert_never

from rich.cells import cell_len

from bridge.content.items import Axis, BarChart, Chart, LineChart, Point, ScatterPlot, Series
from bridge.content.text_table import numeral

BAR_CELLS = 20
"""Width of the longest bar."""

LABEL_CELLS = 30
"""Width that shorter labels are padded to."""

SHORT = 12
"""A series of up to this many points is told point by point."""


def chart_lines(chart: Chart) -> Iterator[str]:
    match chart:
        case BarChart():
            yield from _bar_lines(chart)
        case LineChart(lines=series, axis=axis) | ScatterPlot(datasets=series, axis=axis):
            yield from _axis_lines(axis)
            for one in series:
                yield _series_line(one)
            if not series:
                yield "(no data)"
        case _:
            assert_never(chart)


def _bar_lines(chart: BarChart) -> Iterator[str]:
    yield from _axis_lines(chart.axis)
    if not chart.bars:
        yield "(no data)"
    width = min(LABEL_CELLS, max((cell_len(bar.label) for bar in chart.bars), default=0))
    longest = max((abs(bar.value) for bar in chart.bars if bar.value is not None), default=0) or 1
    for bar in chart.bars:
        label = bar.label + " " * (width - cell_len(bar.label))
        drawn = "▇" * round(BAR_CELLS * (abs(bar.value) / longest)) if bar.value else ""
        yield " ".join(part for part in (label, drawn, numeral(bar.value)) if part)


def _axis_lines(axis: Axis) -> Iterator[str]:
    named = [f"{name}: {label}" for name, label in (("x", axis.x), ("y", axis.y)) if label]
    if named:
        yield f"({', '.join(named)})"


def _series_line(series: Series) -> str:
    name = f"{series.name}: " if series.name else ""
    present = [point for point in series.points if point.y is not None]
    if len(series.points) <= SHORT or not present:
        return name + (", ".join(_in_words(point) for point in series.points) or "(no data)")
    low, high = min(present, key=_height), max(present, key=_height)
    told = (("first", series.points[0]), ("last", series.points[-1]), ("lowest", low), ("highest", high))
    return f"{name}{len(series.points)} points; " + ", ".join(f"{word} {_in_words(point)}" for word, point in told)


def _in_words(point: Point) -> str:
    return f"{numeral(point.x)} → {numeral(point.y)}"


def _height(point: Point) -> float:
    return point.y if point.y is not None else 0.0
