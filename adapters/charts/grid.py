"""A table as a picture: aligned columns on a card that is as wide as they need, up to twice a chart's.

Narrow columns are shown whole; the widest give way to a common width, and their longer cells are cut with "…".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from adapters.charts.excerpt import Excerpt
from adapters.charts.frame import card, no_data, title_lines, titled
from adapters.charts.measure import POINTS, Weight, line_height, shortened, text_width, write
from adapters.charts.style import PAD, TICK_SIZE, TITLE_SIZE, WIDTH, Theme

MAX_WIDTH = 2 * WIDTH
"""Inches. In a chat, wider pictures are scaled down until nobody reads them."""

MAX_CELL = 3.0
"""Inches of the widest column."""

ROW = 0.28
"""Inches from one row to the next."""

GAP = 0.26
"""Inches between two columns."""

BASELINE = 0.36
"""How far below its middle a text stands, in font sizes."""


@dataclass(frozen=True, slots=True)
class Track:
    """Where a column stands, in inches from the card's left. Its width is kept: right - left may be a bit less."""

    left: float
    width: float
    numeric: bool

    @property
    def right(self) -> float:
        return self.left + self.width


def draw_table(excerpt: Excerpt, theme: Theme) -> Figure:
    """The table as a figure. One without columns says that it has no data."""
    if not excerpt.header:
        return no_data(theme, excerpt.title)
    tracks = _tracks(excerpt)
    width = tracks[-1].right + PAD
    top = PAD + len(title_lines(excerpt.title, width)) * line_height(TITLE_SIZE)
    bottom = top + ROW * (1 + len(excerpt.rows))
    figure = card(theme, bottom + (ROW if excerpt.note else 0.0) + PAD / 2, width)
    titled(figure, theme, excerpt.title, PAD)
    _rules(figure, theme, [top + ROW * (1 + row) for row in range(len(excerpt.rows) + 1)])
    _row(figure, tracks, excerpt.header, top, theme.ink, "bold")
    for number, row in enumerate(excerpt.rows, 1):
        _row(figure, tracks, row, top + ROW * number, theme.ink, "normal")
    if excerpt.note:
        _row(figure, [Track(PAD, width - 2 * PAD, numeric=False)], [excerpt.note], bottom, theme.muted, "normal")
    return figure


def fitted(wanted: Sequence[float], least: float, most: float) -> list[float]:
    """Widths that take `least` to `most` inches: the widest give way to a common width, spare room is shared."""
    room = most
    for count, width in zip(range(len(wanted), 0, -1), sorted(wanted), strict=True):
        if width * count > room:
            return [min(width, room / count) for width in wanted]
        room -= width
    spare = max(0.0, least - sum(wanted)) / len(wanted)
    return [width + spare for width in wanted]


def _tracks(excerpt: Excerpt) -> list[Track]:
    columns = zip(excerpt.header, *excerpt.rows, strict=True)
    wanted = [
        min(MAX_CELL, max(text_width(header, TICK_SIZE, "bold"), *(text_width(cell, TICK_SIZE) for cell in cells), 0.0))
        for header, *cells in columns
    ]
    beside = 2 * PAD + GAP * (len(wanted) - 1)
    widths = fitted(wanted, WIDTH - beside, MAX_WIDTH - beside)
    lefts = accumulate((width + GAP for width in widths[:-1]), initial=PAD)
    return [Track(*track) for track in zip(lefts, widths, excerpt.right, strict=True)]


def _row(figure: Figure, tracks: Sequence[Track], cells: Sequence[str], top: float, color: str, weight: Weight) -> None:
    """Write a row that begins `top` inches from the card's top."""
    baseline = top + ROW / 2 + BASELINE * TICK_SIZE / POINTS
    for track, cell in zip(tracks, cells, strict=True):
        words = shortened(cell, TICK_SIZE, track.width, weight)
        end, side = (track.right, "right") if track.numeric else (track.left, "left")
        write(figure, words, (end, baseline), size=TICK_SIZE, color=color, weight=weight, ha=side, va="baseline")


def _rules(figure: Figure, theme: Theme, tops: Sequence[float]) -> None:
    """Hairlines between the rows and at their end; the one below the header is stronger."""
    width, height = figure.get_size_inches()
    lines = [((PAD, height - top), (width - PAD, height - top)) for top in tops]
    colors = [theme.muted, *[theme.grid] * (len(tops) - 1)]
    figure.add_artist(LineCollection(lines, colors=colors, linewidths=0.8, transform=figure.dpi_scale_trans))
