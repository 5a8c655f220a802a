"""Texts on a card and how wide they will be, so that the layout of a chart is computed and not searched."""

from bisect import bisect_right
from functools import cache, lru_cache
from typing import Any, Literal

from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, fontManager, get_font

from adapters.charts.style import FONTS, MAX_CHARACTERS

LINE = 1.35
"""Line height in font sizes."""

POINTS = 72
"""Points per inch."""

Weight = Literal["normal", "bold"]


@cache
def fonts() -> tuple[str, ...]:
    """Those of our fonts that are installed."""
    installed = set(fontManager.get_font_names())
    return tuple(name for name in FONTS if name in installed)


@cache
def _files(weight: Weight) -> tuple[str, ...]:
    return tuple(findfont(FontProperties(family=[name], weight=weight)) for name in fonts())


@lru_cache(4096)
def text_width(text: str, size: float, weight: Weight = "normal") -> float:
    """Inches that one line of `text` takes at `size` points."""
    font = get_font(list(_files(weight)))
    font.set_size(size, POINTS)
    font.set_text(text)
    width, _ = font.get_width_height()
    return width / 64 / POINTS  # FreeType counts in 64ths of a pixel


def line_height(size: float) -> float:
    """Inches from one line to the next."""
    return size * LINE / POINTS


def shortened(text: str, size: float, width: float, weight: Weight = "normal") -> str:
    """The text on one line, cut with "…" where it would be wider than `width` inches."""
    line = " ".join(text.split())
    if len(line) <= MAX_CHARACTERS and text_width(line, size, weight) <= width:
        return line
    lengths = range(1, min(len(line), MAX_CHARACTERS) + 1)
    fitting = bisect_right(lengths, width, key=lambda n: text_width(line[:n] + "…", size, weight))
    return line[:fitting].rstrip() + "…"


def wrapped(text: str, size: float, width: float, lines: int, weight: Weight = "normal") -> list[str]:
    """The text on up to `lines` lines; what does not fit on the last is cut with "…"."""
    words = text.split()
    found: list[str] = []
    while words and len(found) < lines - 1:
        too_many = (n for n in range(2, len(words) + 1) if text_width(" ".join(words[:n]), size, weight) > width)
        count = next(too_many, len(words) + 1) - 1
        found.append(shortened(" ".join(words[:count]), size, width, weight))
        words = words[count:]
    return [*found, shortened(" ".join(words), size, width, weight)] if words else found


def write(figure: Figure, words: str, place: tuple[float, float], **look: Any) -> None:
    """Write one line at inches from the card's left and top; `look` are matplotlib's text properties."""
    width, height = figure.get_size_inches()
    figure.text(place[0] / width, 1 - place[1] / height, words, family=fonts(), **look)
