"""What drawings in a terminal are made of: words that are shown as they are, marks beside them, air between them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from rich.color import Color, ColorParseError
from rich.console import ConsoleRenderable
from rich.style import Style
from rich.table import Table as Columns
from rich.text import Text as Words

from adapters.terminal.printable import printable

Colours = Literal["auto", "standard", "256", "truecolor", "windows"]
"""How many colours a terminal has, in rich's words."""

Drawn = Sequence[ConsoleRenderable]
"""Lines and blocks, one below another."""

PLAIN = Style()
BOLD = Style(bold=True)
QUIET = Style(dim=True)

UNNAMED: Mapping[str, str] = {
    "orange": "#ffa500",
    "purple": "#a020f0",
    "brown": "#a0522d",
    "pink": "#ff69b4",
    "gray": "#808080",
    "grey": "#808080",
}
"""CSS colours that terminals have no name for."""

UNSEEN = frozenset({"white", "black", "#fff", "#ffffff", "#000", "#000000"})
"""The colours a terminal's background is likely to have: the terminal's own colour is readable there."""


def words(text: str, style: Style = PLAIN) -> Words:
    """Text as it is: no markup, no control characters; folded where a word is wider than the terminal."""
    return Words(printable(text), style, overflow="fold")


def colour(name: str | None) -> Color | None:
    """A CSS colour, or None where a terminal has nothing like it, or nothing readable."""
    if not name or name.strip().lower() in UNSEEN:
        return None
    try:
        return Color.parse(UNNAMED.get(name.strip().lower(), name.strip().lower()))
    except ColorParseError:
        return None


def marked(mark: str, parts: Iterable[ConsoleRenderable]) -> ConsoleRenderable:
    """Parts one below another, to the right of a mark."""
    row = Columns.grid(padding=(0, 1, 0, 0))
    row.add_column(no_wrap=True)
    row.add_column(overflow="fold")
    for number, part in enumerate(parts):
        row.add_row("" if number else words(mark), part)
    return row


def spaced(parts: Iterable[Drawn]) -> Iterator[ConsoleRenderable]:
    """All of the parts, with an empty line between two of them."""
    for number, part in enumerate(part for part in parts if part):
        if number:
            yield words("")
        yield from part
