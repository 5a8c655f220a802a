"""Markdown's blocks → text in Discord's dialect, in chunks; tables come out as they are. Pure, and loses no word.

Discord docs, "Markdown Text": three levels of headings, no tables, no pictures, no rules, no task lists, no HTML. What
an agent says never pings: mentions are shown as they are written.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import assert_never

from adapters.discord.limits import STYLED
from adapters.discord.rendering.chunks import QUOTE, Atoms, Chunk, code, lines, words
from adapters.discord.rendering.literal import ZERO_WIDTH, literal
from bridge.content.markdown import Block, Fence, Grid, Heading, List, ListItem, Prose, Quote, Rule, Span, Spans
from bridge.content.splitting import split_text

HEADINGS = 3
INDENT = "  "
LINE = "─" * 12
MARKS = (("bold", "**"), ("italic", "*"), ("strike", "~~"))
TOUCHING = "*~`"
"""Signs of which two beside each other mean something else."""
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_TICKS = re.compile(r"`(?=`)")
_BREAKING = re.compile(r"[\s<>]")
_CLOSING = re.compile(r"[()\\*~`|]")

Shown = Chunk | Grid


def shown(blocks: Sequence[Block]) -> Iterator[Shown]:
    """Yield the blocks in order."""
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Shown]:
    match block:
        case Heading(level=level, spans=spans):
            yield _heading(level, spans)
        case Prose(spans=spans):
            yield Chunk(_lines(spans))
        case List():
            yield from _together(_list(block, ""))
        case Quote(blocks=blocks):
            yield from _quote(blocks)
        case Fence(code=text, language=language):
            yield code(text, language)
        case Grid():
            yield block
        case Rule():
            yield lines(LINE)
        case _:
            assert_never(block)


def _heading(level: int, spans: Spans) -> Chunk:
    line = tuple(atom for one in _lines(spans) for atom in (*one, " "))[:-1]
    if level <= HEADINGS and line:
        return Chunk(((f"{'#' * level} ", *line),), heads=True)
    return Chunk(_lines(tuple(replace(span, bold=True) for span in spans)), heads=True)


def _quote(blocks: Sequence[Block]) -> Iterator[Shown]:
    """Each line with its mark. Code and tables stand unquoted, and quotes in quotes are one: Discord shows neither."""
    for each in shown(blocks):
        if isinstance(each, Chunk) and each.language is None:
            yield replace(each, lines=tuple(line if line[:1] == (QUOTE,) else (QUOTE, *line) for line in each.lines))
        else:
            yield each


# ── lists ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

Lines = tuple[Atoms, ...]


def _list(block: List, indent: str) -> Iterator[Lines | Shown]:
    for number, item in enumerate(block.items):
        yield from _item(item, "-" if block.start is None else f"{block.start + number}.", indent)


def _item(item: ListItem, mark: str, indent: str) -> Iterator[Lines | Shown]:
    """The item's own lines behind its mark, what it holds below; code and tables at the margin, quotes unmarked."""
    task = "" if item.done is None else "☑ " if item.done else "☐ "
    lead = f"{indent}{mark} {task}"
    inner = indent + INDENT
    match item.blocks:
        case (Prose(spans) | Heading(_, spans), *others):
            first, *more = _lines(spans)
        case others:
            first, more = (), []
    yield ((lead, *first), *((inner, *line) for line in more))
    for block in _unquoted(others):
        if isinstance(block, List):
            yield from _list(block, inner)
            continue
        for each in _block(block):
            if isinstance(each, Chunk) and each.language is None:
                yield tuple((inner, *line) for line in each.lines)
            else:
                yield each


def _unquoted(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield from _unquoted(block.blocks) if isinstance(block, Quote) else (block,)


def _together(parts: Iterator[Lines | Shown]) -> Iterator[Shown]:
    """Runs of lines as one chunk."""
    for flat, run in groupby(parts, lambda part: isinstance(part, tuple)):
        if flat:
            yield Chunk(tuple(line for part in run if isinstance(part, tuple) for line in part))
        else:
            yield from (part for part in run if not isinstance(part, tuple))


# ── spans ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(spans: Spans) -> Lines:
    found: list[list[str]] = [[]]
    for span in spans:
        for number, text in enumerate(span.text.split("\n") if not span.image else [span.text]):
            if number:
                found.append([])
            for atom in filter(None, _atoms(span, text)):
                touching = atom[0] in TOUCHING and found[-1] and found[-1][-1].endswith(atom[0])
                found[-1].append(ZERO_WIDTH + atom if touching else atom)
    return tuple(map(tuple, found))


def styled(text: str, *, bold: bool = False, italic: bool = False) -> Lines:
    """Lines of plain words in one style."""
    return _lines((Span(text=text, bold=bold, italic=italic),))


def _atoms(span: Span, text: str) -> Iterator[str]:
    if span.image:
        yield _image(span)
    elif span.link:
        yield _link(text, span)
    elif span.code:
        # Discord looks for the end of a style in code, too.
        look = Span(text=text) if set(text) & set(TOUCHING) else span
        yield from (_marked(_code(part), look) for part in split_text(text, STYLED))
    elif span.bold or span.italic or span.strike:
        yield from (_marked(literal(part), span) for part in split_text(text, STYLED))
    else:
        yield from words(literal(text))


def _marked(text: str, span: Span) -> str:
    """Ready text between the marks of its style, which touch the words: beside a space Discord shows them as signs."""
    marks = [mark for name, mark in MARKS if getattr(span, name)]
    bare = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{''.join(marks)}{bare}{''.join(reversed(marks))}{after}" if bare else text


def _code(text: str) -> str:
    if "`" not in text:
        return f"`{text}`" if text.strip() else text
    return f"`` {_TICKS.sub('`' + ZERO_WIDTH, text)} ``"


def _link(text: str, span: Span) -> str:
    """A link without a preview. Its text may not look like another address: Discord shows such a link as written."""
    address = span.link
    tooltip = f" ({literal(span.title)})" if span.title else ""
    if not _ADDRESS.match(address):
        said = text if text in (address, address.removeprefix("mailto:")) else f"{text} ({address})"
        return _marked(literal(said), span) + tooltip
    target = _BREAKING.sub(_encoded, address)
    if text in (address, address.removeprefix("http://")):
        return f"<{target}>{tooltip}"
    if _ADDRESS.search(text) or not text.strip():
        return f"{_marked(literal(text), span)} (<{target}>)".lstrip() + tooltip
    return _marked(f"[{literal(text)}](<{_CLOSING.sub(_encoded, target)}>)", span) + tooltip


def _encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _image(span: Span) -> str:
    """A link to the picture: Discord shows none inside text."""
    words_of = " ".join(span.text.split()) or "image"
    notes = Span(text=words_of, link=span.image, title=span.title)
    return f"🖼 {_link(words_of, notes)}" + (
        f" ({_link(span.link, Span(text='', link=span.link))})" if span.link else ""
    )
