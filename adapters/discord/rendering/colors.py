"""The colour of a section, in an agent's words, as the number an embed takes. Pure."""

from collections.abc import Mapping

from adapters.charts.colors import read_color

OURS: Mapping[str, int] = {
    "red": 0xED4245,
    "green": 0x57F287,
    "blue": 0x3498DB,
    "yellow": 0xFEE75C,
    "purple": 0x9B59B6,
    "orange": 0xE67E22,
}
"""The names of the agent contract in shades that are readable beside light and dark."""

NEARLY_WHITE = 0xFFFFFE


def color_of(css: str) -> int | None:
    """A colour as CSS writes it; None for anything else, which leaves the embed without one.

    White is shown nearly white: Discord takes pure white for no colour (observed).
    """
    word = css.strip().lower()
    if word in OURS:
        return OURS[word]
    found = read_color(word)
    if found is None:
        return None
    red, green, blue = (round(part * 255) for part in found[:3])
    return min(red << 16 | green << 8 | blue, NEARLY_WHITE)
