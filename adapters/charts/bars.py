"""Bar charts: labels always stay readable, by slanting them, laying the bars down or naming only some of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from adapters.charts.colors import Rgba, read_color
from adapters.charts.frame import Axle, card, framed, no_data, plot_width, thinned
from adapters.charts.measure import fonts, line_height, shortened, text_width
from adapters.charts.scales import PLAIN, SCIENTIFIC, SUFFIXES, Scale, label_scale, number_scale
from adapters.charts.style import HEIGHT, MAX_HEIGHT, MAX_NAME, TICK_SIZE, Theme
from bridge.content.items import Axis, Bar, BarChart

Corner = tuple[float, float]

THICKNESS = 0.72
"""Of a bar, in steps of its axis."""

MAX_THICKNESS = 0.8
"""Inches: two bars need not fill the card."""

ROW = 0.3
"""Inches a lying bar takes where there is room."""

SLANTED = 1.0
"""Inches of the longest label that is slanted; longer ones make the bars lie down."""

VALUE_GAP = 0.12
"""Inches around a value at the end of a lying bar."""

MOST_LYING = 60
"""Bars that lie down for their labels' sake; of more, only some are named."""

STANDING_MARGIN = 0.08
"""Room above standing bars for their values, as a part of the axis."""

ROOMY = 1.1
"""Values are written on bars if all of them fit in this many slots: neighbours are rarely of one height."""


class Fit(Enum):
    """How the labels of standing bars fit under them."""

    FLAT = "flat"
    SLANTED = "slanted"
    LYING = "lying"  # they do not: the bars lie down
    THINNED = "thinned"  # they do not, and the bars are too many to lie down


def fit(widths: Sequence[float], room: float) -> Fit:
    """How labels of these widths fit, in inches, where the bars share `room` inches."""
    slot, widest = room / len(widths), max(widths)
    if widest <= slot * 0.94:
        return Fit.FLAT
    if widest <= SLANTED and slot >= line_height(TICK_SIZE):
        return Fit.SLANTED
    return Fit.LYING if len(widths) <= MOST_LYING else Fit.THINNED


def draw_bars(chart: BarChart, theme: Theme) -> Figure:
    """The chart as a figure. Bars without a value keep their place."""
    bars = [_DrawnBar.of(bar, theme) for bar in chart.bars]
    if not any(math.isfinite(bar.height) for bar in bars):
        return no_data(theme, chart.title)
    upright = Axle(number_scale((bar.height for bar in bars), zero=True), chart.axis.y)
    fitting = fit([text_width(bar.name, TICK_SIZE) for bar in bars], plot_width(upright))
    if chart.horizontal:
        return _lying(bars, chart.title, chart.axis, theme)
    if fitting is Fit.LYING:
        return _lying(bars, chart.title, Axis(chart.axis.y, chart.axis.x), theme)
    return _standing(bars, chart, fitting, theme)


@dataclass(frozen=True, slots=True)
class _DrawnBar:
    name: str
    height: float
    color: Rgba

    @classmethod
    def of(cls, bar: Bar, theme: Theme) -> "_DrawnBar":
        height = math.nan if bar.value is None else float(bar.value)
        return cls(shortened(bar.label, TICK_SIZE, MAX_NAME), height, read_color(bar.color) or to_rgba(theme.series[0]))


def _standing(bars: Sequence[_DrawnBar], chart: BarChart, fitting: Fit, theme: Theme) -> Figure:
    y = Axle(number_scale((bar.height for bar in bars), zero=True, margin=STANDING_MARGIN), chart.axis.y)
    slot = plot_width(y) / len(bars)
    told = all(text_width(value_text(bar.height), TICK_SIZE) <= slot * ROOMY for bar in bars)
    scale = label_scale([bar.name for bar in bars])
    if fitting is Fit.THINNED:
        scale = thinned(scale, plot_width(y))
    figure = card(theme, HEIGHT)
    x = Axle(scale, chart.axis.x, grid=False, slanted=fitting is Fit.SLANTED)
    axes = framed(figure, theme, chart.title, (), x, y)
    half = 0.5 if fitting is Fit.THINNED else min(THICKNESS, MAX_THICKNESS / slot) / 2
    boxes = [((i - half, 0.0), (i + half, bar.height)) for i, bar in enumerate(bars)]
    _draw(axes, bars, boxes)
    axes.axhline(0, color=theme.muted, linewidth=1.0)
    for index, bar in enumerate(bars):
        if told:
            _tell(axes, bar, (index, bar.height), (0, math.copysign(3, bar.height)), theme)
    return figure


def _lying(bars: Sequence[_DrawnBar], title: str, axis: Axis, theme: Theme) -> Figure:
    """Bars from the top down, in a card that grows with them. `axis` is as drawn: its y runs along the labels."""
    row = min(ROW, (MAX_HEIGHT - 1) / len(bars))
    told = row >= line_height(TICK_SIZE)
    step = math.ceil(line_height(TICK_SIZE) / row)
    names = label_scale([bar.name for bar in bars])
    y = Axle(Scale(names.high, names.low, names.ticks[::step], names.labels[::step]), axis.y, grid=False)
    room = (max(text_width(value_text(bar.height), TICK_SIZE) for bar in bars) if told else 0.0) + VALUE_GAP
    margin = room / (plot_width(y) - 2 * room)
    values = number_scale((bar.height for bar in bars), zero=True, margin=margin)
    figure = card(theme, min(MAX_HEIGHT, max(HEIGHT / 2, 1 + row * len(bars))))
    axes = framed(figure, theme, title, (), Axle(values, axis.x), y)
    half = THICKNESS / 2
    boxes = [((0.0, i - half), (bar.height, i + half)) for i, bar in enumerate(bars)]
    _draw(axes, bars, boxes)
    axes.axvline(0, color=theme.muted, linewidth=1.0)
    for index, bar in enumerate(bars):
        if told:
            _tell(axes, bar, (bar.height, index), (math.copysign(4, bar.height), 0), theme)
    return figure


def value_text(value: float) -> str:
    """A bar's value in four digits."""
    if not math.isfinite(value):
        return ""
    unit, suffix = next((found for found in SUFFIXES if abs(value) >= max(PLAIN, found[0])), (1.0, ""))
    words = f"{value / unit:,.4g}" if abs(value) < SCIENTIFIC[1] else f"{value:.3g}"
    return words.replace("-", "−") + (suffix if abs(value) < SCIENTIFIC[1] else "")


def _draw(axes: Axes, bars: Sequence[_DrawnBar], boxes: Sequence[tuple[Corner, Corner]]) -> None:
    """All bars as one collection: a patch each takes three times as long."""
    corners = [((x0, y0), (x0, y1), (x1, y1), (x1, y0)) for (x0, y0), (x1, y1) in boxes]
    present = [index for index, bar in enumerate(bars) if math.isfinite(bar.height)]
    shapes = PolyCollection(
        [corners[index] for index in present], facecolors=[bars[index].color for index in present], linewidths=0
    )
    axes.add_collection(shapes, autolim=False)


def _tell(axes: Axes, bar: _DrawnBar, end: Corner, offset: tuple[float, float], theme: Theme) -> None:
    """Write a bar's value beyond its end; the offset is in points."""
    if not math.isfinite(bar.height):
        return
    right, up = offset
    axes.annotate(
        value_text(bar.height),
        end,
        xytext=offset,
        textcoords="offset points",
        ha="center" if not right else "left" if right > 0 else "right",
        va="center" if not up else "bottom" if up > 0 else "top",
        size=TICK_SIZE,
        color=theme.ink,
        family=fonts(),
    )
