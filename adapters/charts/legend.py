"""The legend of a chart: which colour is which series, in rows above the plot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from adapters.charts.colors import Rgba
from adapters.charts.measure import line_height, shortened, text_width, write
from adapters.charts.scales import Numbers
from adapters.charts.style import MAX_NAME, PAD, TICK_SIZE, WIDTH, Theme

MAX_ENTRIES = 12
"""Series a legend names; the others are counted."""

SWATCH = 0.3
"""Inches that a legend's sample and the gap after it take."""

SWATCH_GAP = 0.08
ENTRY_GAP = 0.22

Dash = Literal["-", "none"] | tuple[float, tuple[float, ...]]
"""matplotlib's word for a dash pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How one series is drawn. `width` and `size` are in points."""

    color: Rgba
    dash: Dash = "none"
    width: float = 0.0
    marker: str = ""
    size: float = 0.0
    opacity: float = 1.0

    @property
    def joined(self) -> bool:
        return self.dash != "none"

    def line(self, xs: Numbers | Sequence[float], ys: Numbers | Sequence[float]) -> Line2D:
        """The points joined, marked or both."""
        return Line2D(
            xs,
            ys,
            color=self.color,
            alpha=self.opacity * self.color[3],
            linestyle=self.dash,
            linewidth=self.width,
            marker=self.marker or "none",
            markersize=self.size,
            markeredgewidth=0,
            solid_joinstyle="round",
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One series in a legend."""

    name: str
    look: Look


def legend(figure: Figure, theme: Theme, entries: Sequence[Entry], top: float) -> float:
    """Name the series if there are several, from `top` inches down; return where that ends."""
    if len(entries) < 2 or not any(entry.name for entry in entries):
        return top
    shown = entries[:MAX_ENTRIES]
    names = [shortened(entry.name, TICK_SIZE, MAX_NAME) for entry in shown]
    if len(entries) > len(shown):
        names.append(f"and {len(entries) - len(shown)} more")
    widths = [SWATCH + text_width(name, TICK_SIZE) + ENTRY_GAP for name in names]
    for row in rows_of(widths, WIDTH - 2 * PAD):
        left, middle = PAD, top + line_height(TICK_SIZE) / 2
        for index in row:
            if index < len(shown):
                _sample(figure, shown[index].look, left, middle)
            write(figure, names[index], (left + SWATCH, middle), size=TICK_SIZE, color=theme.muted, va="center")
            left += widths[index]
        top += line_height(TICK_SIZE)
    return top


def rows_of(widths: Sequence[float], room: float) -> list[list[int]]:
    """Indices of things this wide, flowed into rows of `room` inches."""
    rows: list[list[int]] = []
    used = room
    for index, width in enumerate(widths):
        if used + width > room or not rows:
            rows.append([])
            used = 0.0
        rows[-1].append(index)
        used += width
    return rows


def _sample(figure: Figure, look: Look, left: float, middle: float) -> None:
    """A piece of the series at inches from the card's left and top."""
    width, height = figure.get_size_inches()
    right = left + SWATCH - SWATCH_GAP
    xs = [left / width, right / width] if look.joined else [(left + right) / 2 / width]
    sample = look.line(xs, [1 - middle / height] * len(xs))
    if look.joined:
        sample.set_marker("none")
    figure.add_artist(sample)
