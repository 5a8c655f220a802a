"""Text that is ready for Discord, in lines that know where they may be cut; and pages of it.

Guarantee: pages are filled from the left, so that text appended later changes only the last page; no fence is left
open, no run of one style is cut, no heading stands apart from what it heads, and what a page begins with is read as
if it stood where it was.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from adapters.discord.rendering.literal import ZERO_WIDTH, at_line_start
from adapters.discord.rendering.measure import characters, fits, units

Atoms = tuple[str, ...]
"""A line in parts between which it may be cut: words with the space behind them, styled runs, links."""

_WORD = re.compile(r"\S+\s*|\s+")
_TICKS = re.compile(r"`(?=``)")
_FENCED = re.compile(r"^```([\w+#.-]*)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_LANGUAGE = re.compile(r"[\w+#.-]{1,20}(?=\s|$)", re.ASCII)
FENCE = "```"
SUBTEXT = "-# "
QUOTE = "> "
GOING_ON = (SUBTEXT, QUOTE)
"""Marks of a line that the next one needs again."""
LINE_START = len(SUBTEXT) + 1
"""What the beginning of a line may add to its first word: a mark and a backslash."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Lines that stay together where there is room.

    Attributes:
        lines: each in its atoms.
        language: of the code they are, which may be empty; None if they are text.
        heads: whether they are a heading.
    """

    lines: tuple[Atoms, ...]
    language: str | None = None
    heads: bool = False

    @property
    def text(self) -> str:
        """All of it, as Discord reads it."""
        inside = "\n".join(map("".join, self.lines))
        return inside if self.language is None else f"{FENCE}{self.language}\n{inside}\n{FENCE}"

    @property
    def size(self) -> int:
        """Units of its text."""
        return units(self.text)

    @property
    def overhead(self) -> int:
        """Units that its fence takes."""
        return 0 if self.language is None else len(FENCE) * 2 + len(self.language) + 2

    @property
    def blank(self) -> bool:
        return not any(atom.strip() for line in self.lines for atom in line)


def words(text: str) -> Atoms:
    """A line that may be cut between words."""
    return tuple(_WORD.findall(text))


def lines(*texts: str) -> Chunk:
    """Lines of ready text."""
    return Chunk(tuple(map(words, texts)))


def code(text: str, language: str = "") -> Chunk:
    """A block of code. Ticks in it are kept from closing it."""
    known = _LANGUAGE.match(language)
    return replace(lines(*_TICKS.sub(f"`{ZERO_WIDTH}", text).split("\n")), language=known[0] if known else "")


def reread(text: str) -> Iterator[Chunk]:
    """Ready text in chunks again: its fences, and what stands between them."""
    end = 0
    for found in _FENCED.finditer(text):
        if text[end : found.start()].strip():
            yield lines(*text[end : found.start()].strip("\n").split("\n"))
        yield replace(lines(*found[2].split("\n")), language=found[1])
        end = found.end()
    if text[end:].strip():
        yield lines(*text[end:].strip("\n").split("\n"))


def pages(chunks: Iterable[Chunk], limit: int) -> Iterator[str]:
    """Yield texts of at most `limit` units that hold all chunks in order."""
    held: list[Chunk] = []
    used = 0
    for chunk in chunks:
        if chunk.blank:
            continue
        size = len(_gap(held, chunk)) + chunk.size
        if used + size <= limit:
            held.append(chunk)
            used += size
            continue
        moving = _headings(held, limit // 2)
        if len(moving) < len(held):
            yield _joined(held[: len(held) - len(moving)])
        above = units(_gapped(moving)) + len(_gap(moving, chunk))
        parts = _cut(chunk, limit - above - chunk.overhead, limit - chunk.overhead)
        *full, last = [part for part in parts if not part.blank]
        for part in full:
            yield _joined([*moving, part])
            moving = []
        held = [*moving, last]
        used = units(_gapped(held))
    if held:
        yield _joined(held)


def _headings(held: Sequence[Chunk], room: int) -> list[Chunk]:
    """The headings at the end, which would stand apart from what they head, if they leave room for it."""
    moving = list(takewhile(lambda one: one.heads, reversed(held)))[::-1]
    return moving if fits(_joined(moving), room) else []


def _gap(before: Sequence[Chunk], chunk: Chunk) -> str:
    """Chunks stand apart by an empty line, but for a heading and what it heads."""
    if not before:
        return ""
    return "\n" if before[-1].heads and not chunk.heads else "\n\n"


def _gapped(chunks: Sequence[Chunk]) -> str:
    """The chunks with what stands between them; empty lines at either end count until nothing more follows."""
    return "".join(_gap(chunks[max(at - 1, 0) : at], chunk) + chunk.text for at, chunk in enumerate(chunks))


def _joined(chunks: Sequence[Chunk]) -> str:
    return _gapped(chunks).strip("\n")


def _cut(chunk: Chunk, first: int, limit: int) -> Iterator[Chunk]:
    """The chunk in parts: lines of `first` units and then of `limit`; a line that is longer by itself is cut."""
    held: list[Atoms] = []
    left = first
    for line in chunk.lines:
        if held and not fits("".join(line), left):
            yield replace(chunk, lines=tuple(held))
            held, left = [], limit
        *full, last = [line] if held else _cut_line(line, left, limit, is_text=chunk.language is None)
        for part in full:
            yield replace(chunk, lines=(part,))
            left = limit
        held.append(last)
        left -= units("".join(last)) + 1
    yield replace(chunk, lines=tuple(held))


def _cut_line(line: Atoms, first: int, limit: int, *, is_text: bool) -> list[Atoms]:
    """The line in parts. A quote and small print go on; a word that comes to begin a line begins nothing else."""
    if fits("".join(line), first):
        return [line]
    mark = line[:1] if is_text and line[0] in GOING_ON else ()
    parts: list[list[str]] = [[]]
    left = first
    for piece in (piece for atom in line for piece in _pieces(atom, min(first, limit) - LINE_START)):
        atom = piece
        if not fits(atom, left) and len(parts[-1]) > len(mark):
            atom = at_line_start(piece) if is_text else piece
            parts.append([*mark])
            left = limit - units("".join(mark))
        parts[-1].append(atom)
        left -= units(atom)
    return [tuple(part) for part in parts]


def _pieces(atom: str, limit: int) -> list[str]:
    """What is one word, in pieces; a backslash stays with its sign."""
    if fits(atom, limit):
        return [atom]
    return re.findall(rf"(?s)(?:\\.|.){{1,{characters([atom], limit) // 2}}}", atom)
