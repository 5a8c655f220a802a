"""The frame of a chart: card, title, legend, axes. Its layout is computed from the measured texts, never searched."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FixedLocator

from adapters.charts.legend import Entry, legend
from adapters.charts.measure import POINTS, fonts, line_height, shortened, text_width, wrapped, write
from adapters.charts.scales import Scale
from adapters.charts.style import LABEL_SIZE, MAX_NAME, PAD, TICK_SIZE, TITLE_SIZE, WIDTH, Theme

TITLE_LINES = 2
TICK_GAP = 0.08
SLANT = 45.0
SLANT_HEIGHT = 0.72
"""Height of a text slanted by 45°, in widths of it."""


@dataclass(frozen=True, slots=True)
class Axle:
    """One axis as it is drawn: its scale, its title, whether it has grid lines, whether its labels are slanted."""

    scale: Scale
    title: str = ""
    grid: bool = True
    slanted: bool = False


def card(theme: Theme, height: float, width: float = WIDTH) -> Figure:
    """An empty card; both are in inches."""
    return Figure(figsize=(width, height), facecolor=theme.card)


def left_of(y: Axle) -> float:
    """Inches that the labels and the title of the y axis take."""
    return PAD + (line_height(LABEL_SIZE) if y.title else 0.0) + _widest(y.scale.labels) + TICK_GAP


def plot_width(y: Axle) -> float:
    """Inches that remain for the plot beside the y axis."""
    return WIDTH - left_of(y) - 2 * PAD


def framed(figure: Figure, theme: Theme, title: str, entries: Sequence[Entry], x: Axle, y: Axle) -> Axes:
    """Put title, legend and axes on the card and return the axes, ready to be drawn into."""
    width, height = figure.get_size_inches()
    top = titled(figure, theme, title, PAD)
    top = legend(figure, theme, entries, top) + PAD / 2
    left, bottom, right = left_of(y), _below(x), _right_of(x, WIDTH - left_of(y) - PAD)
    box = (left / width, bottom / height, (width - left - right) / width, (height - top - bottom) / height)
    axes = figure.add_axes(box, facecolor=theme.card)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0, pad=TICK_GAP * POINTS / 1.4, labelsize=TICK_SIZE)
    axes.tick_params(labelcolor=theme.muted, labelfontfamily=fonts())
    axes.set_axisbelow(True)
    axes.set_xlim(x.scale.low, x.scale.high)
    axes.set_ylim(y.scale.low, y.scale.high)
    for axle, axis in ((x, axes.xaxis), (y, axes.yaxis)):
        axis.set_major_locator(FixedLocator(axle.scale.ticks))
        axis.set_major_formatter(FixedFormatter(axle.scale.labels))
        if axle.grid:
            axis.grid(color=theme.grid, linewidth=0.8)
    if x.slanted:
        for label in axes.get_xticklabels():
            label.set(rotation=SLANT, ha="right", rotation_mode="anchor")
    _axis_titles(figure, theme, x, y, (left, bottom, right, top))
    return axes


def title_lines(title: str, width: float) -> list[str]:
    """The title as it is written on a card of `width` inches."""
    return wrapped(title, TITLE_SIZE, width - 2 * PAD, TITLE_LINES, "bold")


def no_data(theme: Theme, title: str) -> Figure:
    """A card that says that there is nothing to draw."""
    figure = card(theme, 1.6)
    titled(figure, theme, title, PAD)
    figure.text(0.5, 0.4, "no data", ha="center", va="center", size=LABEL_SIZE, color=theme.muted, family=fonts())
    return figure


def thinned(scale: Scale, room: float) -> Scale:
    """The scale with only as many of its labels as fit beside each other in `room` inches."""
    labels = [shortened(label, TICK_SIZE, MAX_NAME / 2) for label in scale.labels]
    slot = room / max(1, len(labels))
    step = max(1, -int(-(_widest(labels) + TICK_GAP) // slot))
    return Scale(scale.low, scale.high, scale.ticks[::step], tuple(labels[::step]))


def titled(figure: Figure, theme: Theme, title: str, top: float) -> float:
    """Write the title and return where it ends, in inches from the top."""
    for line in title_lines(title, figure.get_size_inches()[0]):
        write(figure, line, (PAD, top), size=TITLE_SIZE, color=theme.ink, weight="bold", va="top")
        top += line_height(TITLE_SIZE)
    return top


def _axis_titles(figure: Figure, theme: Theme, x: Axle, y: Axle, box: tuple[float, float, float, float]) -> None:
    left, bottom, right, top = box
    width, height = figure.get_size_inches()
    name = " · ".join(filter(None, (x.title, x.scale.note)))
    if name:
        words = shortened(name, LABEL_SIZE, width - left - right)
        place = ((left + width - right) / 2, height - PAD * 0.75)
        write(figure, words, place, size=LABEL_SIZE, color=theme.ink, ha="center", va="bottom")
    if y.title:
        words = shortened(y.title, LABEL_SIZE, height - top - bottom)
        place = (PAD * 0.75, (top + height - bottom) / 2)
        write(figure, words, place, size=LABEL_SIZE, color=theme.ink, rotation=90, ha="left", va="center")


def _below(x: Axle) -> float:
    """Inches that the labels and the title of the x axis take."""
    labels = _widest(x.scale.labels) * SLANT_HEIGHT if x.slanted else 0.0
    titled = line_height(LABEL_SIZE) if x.title or x.scale.note else 0.0
    return PAD * 0.75 + titled + max(labels, line_height(TICK_SIZE)) + TICK_GAP


def _right_of(x: Axle, room: float) -> float:
    """Inches to the right of the plot, so that the last label is not cut."""
    if not x.scale.ticks or x.slanted:
        return PAD
    beyond = (x.scale.high - x.scale.ticks[-1]) / (x.scale.high - x.scale.low) * room
    return PAD + max(0.0, text_width(x.scale.labels[-1], TICK_SIZE) / 2 - beyond)


def _widest(labels: Sequence[str]) -> float:
    return max((text_width(label, TICK_SIZE) for label in labels), default=0.0)
