"""GitHub-flavoured Markdown becomes blocks of spans: frozen values that any platform can draw.

`parse_markdown` is total and loses no text: half-streamed input (an unclosed fence, half a table, open emphasis) shows
as far as it got, surplus cells of a table row stay, HTML is literal text, and nesting beyond reason is left as it was
written.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.tree import SyntaxTreeNode

MAX_NESTING = 60
"""Levels of lists and quotes. The parser drops what is deeper, so deeper input is shown unparsed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A run of text that looks the same. An image is a span whose `text` is its description.

    Attributes:
        link: where it leads; `title` is the link's or image's tooltip.
        image: the address of the image it stands for.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    link: str = ""
    image: str = ""
    title: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` is 1 to 6."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph. Lines are separated by a newline in the spans' text."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class ListItem:
    """`done` is None unless it is a task."""

    blocks: tuple["Block", ...]
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class List:
    """`start` is the number of the first item, or None for bullets."""

    items: tuple[ListItem, ...]
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: tuple["Block", ...]


@dataclass(frozen=True, slots=True)
class Fence:
    """Code. `code` has no final newline; `language` may be empty."""

    code: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. `aligned` has left, right, center or an empty text for each column of the header."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    aligned: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A thematic break."""


Block = Heading | Prose | List | Quote | Fence | Grid | Rule

_PARSER = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
_TASK = re.compile(r"\[([ xX])\](?:\s+|$)")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>]*[^\s<>?!.,:;*_~'\")\]]")
_IN_FRONT_OF_A_TABLE_ROW = " \t>"


def parse_markdown(source: str) -> tuple[Block, ...]:
    """The blocks of a document, or of as much of one as has arrived."""
    lines = re.split(r"\r\n|\r|\n", source)
    references: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _PARSER.parse("\n".join(lines), references)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        return (Prose((Span(text=source),)),)
    blocks = _blocks(SyntaxTreeNode(tokens).children, lines)
    leads = {child.attrGet("href") or child.attrGet("src") for token in tokens for child in token.children or ()}
    unused = {label: to for label, to in references.get("references", {}).items() if to["href"] not in leads}
    return (*blocks, *map(_definition, unused, unused.values()))


def _blocks(nodes: Sequence[SyntaxTreeNode], lines: Sequence[str]) -> tuple[Block, ...]:
    return tuple(_block(node, lines) for node in nodes)


def _block(node: SyntaxTreeNode, lines: Sequence[str]) -> Block:
    match node.type:
        case "heading":
            return Heading(int(node.tag[1:]), _spans(node))
        case "bullet_list":
            return List(tuple(_list_item(item, lines) for item in node.children))
        case "ordered_list":
            return List(tuple(_list_item(item, lines) for item in node.children), int(node.attrs.get("start", 1)))
        case "blockquote":
            return Quote(_blocks(node.children, lines))
        case "fence" | "code_block":
            return Fence(node.content.removesuffix("\n"), node.info.strip())
        case "table":
            return _grid(node, lines)
        case "hr":
            return Rule()
        case _:
            return Prose(_spans(node))


def _list_item(node: SyntaxTreeNode, lines: Sequence[str]) -> ListItem:
    blocks = _blocks(node.children, lines)
    match blocks:
        case (Prose((first, *rest)), *others) if (task := _TASK.match(first.text)) and first == Span(text=first.text):
            words = first.text[task.end() :]
            lead = (replace(first, text=words),) if words else ()
            return ListItem((Prose((*lead, *rest)), *others), done=task[1] != " ")
        case _:
            return ListItem(blocks)


def _grid(node: SyntaxTreeNode, lines: Sequence[str]) -> Grid:
    header, *rows = (row for group in node.children for row in group.children)
    return Grid(
        header=tuple(map(_spans, header.children)),
        rows=tuple((*map(_spans, row.children), *_surplus(row, len(header.children), lines)) for row in rows),
        aligned=tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in header.children),
    )


def _surplus(row: SyntaxTreeNode, width: int, lines: Sequence[str]) -> Iterator[Spans]:
    """The cells beyond the header's, which GFM would drop (spec 0.29, section 4.10)."""
    if row.map is None:
        return
    line = lines[row.map[0]].strip(_IN_FRONT_OF_A_TABLE_ROW)
    cells = escapedSplit(line.removeprefix("|"))
    for cell in cells[width : -1 if not cells[-1] else None]:
        yield _spans(SyntaxTreeNode(_PARSER.parseInline(cell.strip())))


def _definition(label: str, target: Mapping[str, str]) -> Block:
    """A link definition that nothing leads to (yet): it would be invisible."""
    return Prose((Span(text=f"[{label.lower()}]: {target['href']} {target.get('title', '')}".rstrip()),))


# ── spans ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _spans(node: SyntaxTreeNode) -> Spans:
    merged: list[Span] = []
    for span in (span for child in node.children for span in _run(child, Span(text=""))):
        if merged and not span.image and replace(span, text=merged[-1].text) == merged[-1]:
            merged[-1] = replace(span, text=merged[-1].text + span.text)
        elif span.text or span.image:
            merged.append(span)
    return tuple(part for span in merged for part in _linked(span))


def _run(node: SyntaxTreeNode, look: Span) -> Iterator[Span]:
    """The spans of an inline node, each with the look of what surrounds it."""
    match node.type:
        case "softbreak" | "hardbreak":
            yield replace(look, text="\n")
            return
        case "code_inline":
            yield replace(look, text=node.content, code=True)
            return
        case "image":
            words = "".join(span.text for child in node.children for span in _run(child, look))
            address, title = str(node.attrs.get("src", "")), str(node.attrs.get("title", ""))
            yield replace(look, text=words, image=address, title=title)
            return
        case "strong":
            look = replace(look, bold=True)
        case "em":
            look = replace(look, italic=True)
        case "s":
            look = replace(look, strike=True)
        case "link":
            look = replace(look, link=str(node.attrs.get("href", "")), title=str(node.attrs.get("title", "")))
            if not node.children:
                yield replace(look, text=look.link)
        case "inline":
            pass
        case _:
            yield replace(look, text=_BREAK.sub("\n", node.content))
    for child in node.children:
        yield from _run(child, look)


def _linked(span: Span) -> Iterator[Span]:
    """Bare web addresses become links (GFM autolinks)."""
    if span.code or span.link or span.image:
        yield span
        return
    end = 0
    for found in _ADDRESS.finditer(span.text):
        if found.start() > end:
            yield replace(span, text=span.text[end : found.start()])
        link = found[0] if "://" in found[0] else f"http://{found[0]}"
        yield replace(span, text=found[0], link=link)
        end = found.end()
    if end < len(span.text):
        yield replace(span, text=span.text[end:])
