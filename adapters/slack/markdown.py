"""Markdown items → ``markdown`` blocks that Slack takes: nothing pings, and long text continues where it can be cut.

Slack translates such a block (observed): a heading becomes a header, a rule a divider, a table a table, and each run
of anything else one rich text. The limit of blocks holds after that, and that of characters for all Markdown blocks of
a message together.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from adapters.slack.limits import HEADER, MARKDOWN_CHARS, MESSAGE_BLOCKS, TABLE_CHARS, TABLE_COLUMNS, TABLE_ROWS
from adapters.slack.plain import neutral
from adapters.slack.split import Piece
from bridge.content.items import Markdown
from bridge.content.splitting import split_text
from bridge.content.text import plain_text


class Kind(StrEnum):
    TEXT = "text"
    FENCE = "fence"
    TABLE = "table"
    HEADING = "heading"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Part:
    """Whole lines of the source that belong together: a paragraph or list, a fence, a table, a heading, a rule."""

    kind: Kind
    source: str

    @property
    def flows(self) -> bool:
        """Whether it joins what stands before it in one rich text."""
        return self.kind in (Kind.TEXT, Kind.FENCE)

    @property
    def count(self) -> int:
        """The blocks it becomes on its own, or more: a line under text makes a heading of it, or parts it in two."""
        return 1 + 2 * len(_UNDERLINE.findall(self.source)) if self.kind is Kind.TEXT else 1


_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_HEADING = re.compile(r"^ {0,3}#{1,6}(?:\s|$)")
_RULE = re.compile(r"^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r"(?m)^ {0,3}(?:=+|-+)[ \t]*$")
_BEGINS = re.compile(r"^(?: {4}|\t| {0,3}(?:>|[-*+][ \t]|\d+[.)][ \t]))")
_PIPE = re.compile(r"(?<!\\)\|")
_DELIMITER = re.compile(r"^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")


def markdown_pieces(markdown: Markdown) -> Iterator[Piece]:
    parts = (short for part in _parts(neutral(markdown.content)) for short in _shortened(part))
    held: list[Part] = []
    for part in parts:
        if held and not _fits([*held, part]):
            yield _piece(held)
            held = []
        held.append(part)
    if any(part.source.strip() for part in held):
        yield _piece(held)


def _piece(parts: list[Part]) -> Piece:
    source = "".join(part.source for part in parts).strip("\n")
    return Piece(
        text=plain_text([Markdown(content=source)]),
        blocks=({"type": "markdown", "text": source},),
        count=_count(parts),
        chars=len(source),
        table=any(part.kind is Kind.TABLE for part in parts),
    )


def _fits(parts: list[Part]) -> bool:
    tables = sum(len(part.source) for part in parts if part.kind is Kind.TABLE)
    chars = sum(len(part.source) for part in parts)
    return chars <= MARKDOWN_CHARS and tables <= TABLE_CHARS and _count(parts) <= MESSAGE_BLOCKS


def _count(parts: Iterable[Part]) -> int:
    """The blocks that Slack makes of the parts, or a few more."""
    total = 0
    for flows, run in groupby(parts, lambda part: part.flows):
        counts = [part.count for part in run]
        total += sum(counts) - (len(counts) - 1 if flows else 0)
    return total


def _parts(source: str) -> Iterator[Part]:
    """Cut the source into its parts; their sources together are the source."""
    lines = source.splitlines(keepends=True)
    start = 0
    while start < len(lines):
        kind, end = _part_at(lines, start)
        yield Part(kind, "".join(lines[start:end]))
        start = end


def _part_at(lines: list[str], start: int) -> tuple[Kind, int]:
    line = lines[start].rstrip("\n")
    if fence := _FENCE.match(line):
        return Kind.FENCE, _end_of_fence(lines, start, fence[1])
    if _HEADING.match(line):
        return Kind.HEADING, start + 1
    if _RULE.match(line):
        return Kind.RULE, start + 1
    if _starts_table(lines, start):
        return Kind.TABLE, _end_of_table(lines, start + 2)
    return Kind.TEXT, _end_of_text(lines, start + 1)


def _starts_table(lines: list[str], at: int) -> bool:
    """Whether a table's head is here: as many cells as in the line of dashes below it."""
    head, following = lines[at], lines[at + 1] if at + 1 < len(lines) else ""
    if "|" not in head or not _DELIMITER.match(following) or _BEGINS.match(head) or _interrupts(head):
        return False
    return _columns(head) == _columns(following)


def _columns(row: str) -> int:
    return len(_PIPE.split(row.strip().removeprefix("|").removesuffix("|")))


def _end_of_fence(lines: list[str], start: int, mark: str) -> int:
    """After the closing line; a fence that is still being written reaches to the end."""
    closing = re.compile(rf"^\s*{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    return next((at + 1 for at in range(start + 1, len(lines)) if closing.match(lines[at])), len(lines))


def _end_of_table(lines: list[str], start: int) -> int:
    """After its last row and the blank lines below it. A line that begins something else is no row."""
    at = start
    while at < len(lines) and "|" in lines[at] and not (_BEGINS.match(lines[at]) or _interrupts(lines[at])):
        at += 1
    return _after_blank(lines, at)


def _end_of_text(lines: list[str], start: int) -> int:
    """After the blank lines that end it, or before the heading, rule, fence or table that does."""
    at = start
    while at < len(lines) and lines[at].strip():
        if _interrupts(lines[at]) or _starts_table(lines, at):
            return at
        at += 1
    return _after_blank(lines, at)


def _after_blank(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _interrupts(line: str) -> bool:
    """Whether a line ends the paragraph before it. Dashes do not: they make a heading of it."""
    rule = _RULE.match(line.rstrip("\n")) and not _UNDERLINE.match(line)
    return bool(rule or _FENCE.match(line) or _HEADING.match(line))


def _shortened(part: Part) -> Iterator[Part]:
    """The part in pieces that each fit into a message: a fence is closed and opened again, a table's head repeated."""
    match part.kind:
        case Kind.TABLE:
            yield from _short_tables(part.source)
        case Kind.HEADING if len(part.source) > HEADER:  # a header block could not hold it
            yield from _shortened(Part(Kind.TEXT, f"**{part.source.strip().strip('#').strip()}**\n\n"))
        case Kind.FENCE if len(part.source) > MARKDOWN_CHARS:
            yield from _short_fences(part.source)
        case _:
            yield from (Part(part.kind, source) for source in split_text(part.source, MARKDOWN_CHARS))


def _short_fences(source: str) -> Iterator[Part]:
    opening, _, rest = source.partition("\n")
    opening = opening if len(opening) < MARKDOWN_CHARS // 4 else "```"
    mark = _FENCE.match(opening)
    assert mark is not None, "a fence begins with its mark"
    closing = mark[1]
    code = re.sub(rf"(?m)^\s*{re.escape(closing[0])}{{{len(closing)},}}\s*\Z", "", rest).removesuffix("\n")
    for code_part in split_text(code, MARKDOWN_CHARS - len(opening) - len(closing) - 3):
        yield Part(Kind.FENCE, f"{opening}\n{code_part.removesuffix(chr(10))}\n{closing}\n")


def _short_tables(source: str) -> Iterator[Part]:
    lines = source.splitlines(keepends=True)
    head, rows = "".join(lines[:2]), lines[2:]
    longest = max(map(len, rows), default=0)
    if _columns(lines[0]) > TABLE_COLUMNS or len(head) + longest > TABLE_CHARS:
        fenced = Part(Kind.FENCE, f"```\n{source.rstrip()}\n```\n")
        yield from _short_fences(fenced.source) if len(fenced.source) > MARKDOWN_CHARS else (fenced,)
        return
    held: list[str] = []
    for row in rows:
        if held and (len(held) + 1 >= TABLE_ROWS or len(head) + sum(map(len, held)) + len(row) > TABLE_CHARS):
            yield Part(Kind.TABLE, head + "".join(held) + "\n")
            held = []
        held.append(row)
    yield Part(Kind.TABLE, head + "".join(held))
