"""Line charts and scatter plots: series of points on one pair of axes. A missing value is a gap."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from adapters.charts.colors import read_color
from adapters.charts.frame import Axle, card, framed, no_data, plot_width, thinned
from adapters.charts.legend import Dash, Entry, Look
from adapters.charts.scales import Numbers, number_scale, place
from adapters.charts.style import HEIGHT, Theme
from bridge.content.items import LineChart, ScatterPlot, Series

DASHES: dict[str, Dash] = {"solid": "-", "dashed": (0, (5, 2.5)), "dotted": (0, (1.2, 1.8))}
CYCLE = ("solid", "dashed", "dotted")
"""When the colours begin again, the lines are dashed, then dotted."""

MARKED = 30
"""Points up to which a line shows each of them."""

LINE_WIDTH = 2.2
MARKER_SIZE = 5.5
DOT_SIZE = 6.0
MAX_SIZE = 40.0
"""Points."""

CROWD = 200
"""Points of a scatter plot from which on they are translucent, so that their density shows."""


def draw_lines(chart: LineChart, theme: Theme) -> Figure:
    """The chart as a figure, the points of each series joined in their order."""
    looks = [_line_look(series, index, theme) for index, series in enumerate(chart.lines)]
    return _drawn(chart, chart.lines, looks, theme)


def draw_scatter(chart: ScatterPlot, theme: Theme) -> Figure:
    """The chart as a figure, its points as dots."""
    crowded = sum(len(series.points) for series in chart.datasets) >= CROWD
    looks = [_dot_look(series, index, theme, crowded) for index, series in enumerate(chart.datasets)]
    return _drawn(chart, chart.datasets, looks, theme)


def _line_look(series: Series, index: int, theme: Theme) -> Look:
    again = CYCLE[index // len(theme.series) % len(CYCLE)]
    return Look(
        color=read_color(series.color) or to_rgba(theme.series[index % len(theme.series)]),
        dash=DASHES[again if series.dash == "solid" else series.dash],
        width=min(series.width or LINE_WIDTH, MAX_SIZE),
        marker="o",
        size=min(series.size or MARKER_SIZE, MAX_SIZE),
        opacity=min(series.opacity or 1.0, 1.0),
    )


def _dot_look(series: Series, index: int, theme: Theme, crowded: bool) -> Look:
    return Look(
        color=read_color(series.color) or to_rgba(theme.series[index % len(theme.series)]),
        marker="o",
        size=min(series.size or DOT_SIZE, MAX_SIZE),
        opacity=min(series.opacity or (0.6 if crowded else 0.9), 1.0),
    )


def _drawn(chart: LineChart | ScatterPlot, every: Sequence[Series], looks: Sequence[Look], theme: Theme) -> Figure:
    heights = [_heights(series) for series in every]
    values = [float(value) for column in heights for value in column if math.isfinite(value)]
    if not values:
        return no_data(theme, chart.title)
    placed = place([[point.x for point in series.points] for series in every])
    y = Axle(number_scale(values), chart.axis.y)
    scale = thinned(placed.scale, plot_width(y)) if placed.labelled else placed.scale
    figure = card(theme, HEIGHT)
    entries = [Entry(series.name, look) for series, look in zip(every, looks, strict=True)]
    axes = framed(figure, theme, chart.title, entries, Axle(scale, chart.axis.x, grid=not placed.labelled), y)
    for xs, ys, look in zip(placed.columns, heights, looks, strict=True):
        line = look.line(xs, ys)
        if look.joined:
            line.set_markevery(_seen(ys))
        axes.add_line(line)
    return figure


def _heights(series: Series) -> Numbers:
    return np.array([math.nan if point.y is None else float(point.y) for point in series.points])


def _seen(ys: Numbers) -> list[int]:
    """The points of a line that need a mark: all of a few, else those without a neighbour to be joined with."""
    if len(ys) <= MARKED:
        return list(range(len(ys)))
    missing = np.concatenate(([True], np.isnan(ys), [True]))
    return np.flatnonzero(~missing[1:-1] & missing[:-2] & missing[2:]).tolist()
