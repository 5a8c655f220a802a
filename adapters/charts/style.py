"""How charts look: one light and one dark card, readable at 144 dpi in either theme of a chat."""

from dataclasses import dataclass
from typing import Any

DPI = 144
WIDTH = 6.25
HEIGHT = 4.0
"""Inches. Charts with many horizontal bars grow taller."""

MAX_HEIGHT = 16.0

PAD = 0.16
"""Inches between the card's edge and what is on it."""

TITLE_SIZE = 13.0
LABEL_SIZE = 10.5
TICK_SIZE = 10.0
"""Points."""


MAX_NAME = 2.2
"""Inches of the longest label beside an axis or in a legend."""

MAX_CHARACTERS = 150
"""Of one line on a card; more hardly ever fit."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a card. `series` are told apart with colour vision deficiencies too (after Okabe and Ito, 2008)."""

    card: str
    ink: str
    muted: str
    grid: str
    series: tuple[str, ...]


LIGHT = Theme(
    card="#ffffff",
    ink="#1d1c1d",
    muted="#5c5b5e",
    grid="#e3e3e6",
    series=("#2f6fde", "#e07b00", "#12946b", "#c2408c", "#7a5af0", "#c9a400", "#2aa5c9", "#8a5a3c"),
)
DARK = Theme(
    card="#1a1d21",
    ink="#f0f0f2",
    muted="#b3b4b9",
    grid="#3a3d44",
    series=("#6ea2ff", "#ffa64d", "#3fcf9f", "#ee82bd", "#a993ff", "#e5c84a", "#6fd3ee", "#c99a7b"),
)

FONTS = ("DejaVu Sans", "Noto Sans CJK JP", "Noto Sans CJK SC", "Noto Emoji", "Noto Sans")
"""Tried for each character in this order; those that are not installed are skipped."""

SETTINGS: dict[Any, Any] = {
    "text.parse_math": False,  # a "$" of an agent is a dollar; it also saves a parser run per text
    "text.hinting": "none",
    "text.usetex": False,
    "path.simplify": True,
    "path.simplify_threshold": 0.5,
    "axes.unicode_minus": True,
}
"""matplotlib settings that hold while a chart is drawn."""
