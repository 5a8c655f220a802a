"""HTML becomes Markdown with the same words: for platforms that show no HTML.

Scripts and styles are no words and are left out. Broken HTML is read as far as it makes sense; nothing raises.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bridge.content.hypertext_tree import Element, Node, tree

MARKS = {"b": "**", "strong": "**", "em": "_", "i": "_", "s": "~~", "del": "~~", "strike": "~~"}
"""Inline elements by the mark put around their content."""

HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}

PAGE_PARTS = frozenset({"article", "aside", "body", "footer", "form", "header", "html", "main", "nav", "section"})
TABLE_PARTS = frozenset({"caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
LIST_PARTS = frozenset({"dd", "dl", "dt", "li", "ol", "ul"})
TEXT_PARTS = frozenset({"address", "blockquote", "details", "div", "figcaption", "figure", "hr", "p", "pre", "summary"})
BLOCKS = frozenset({"fieldset", "option", "title", *PAGE_PARTS, *TABLE_PARTS, *LIST_PARTS, *TEXT_PARTS, *HEADINGS})
"""Elements that begin and end a paragraph."""

_SPECIAL = re.compile(r"[\\`*\[\]~|]|(?<![^\W_])_|_(?![^\W_])")
_LEADING = re.compile(r"^(#{1,6}(?=\s)|>|[-+](?=\s)|={3}|-{3})", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s)", re.MULTILINE)


def as_markdown(html: str) -> str:
    """The words of an HTML page or fragment as Markdown; empty if it has none."""
    return "\n\n".join(_blocks(tree(html)))


def _blocks(nodes: Sequence[Node]) -> Iterator[str]:
    """The blocks of a run of nodes; what stands between block elements is a paragraph."""
    for is_block, run in groupby(nodes, _is_block):
        if is_block:
            for element in run:
                yield from _block(element)
        elif text := _paragraph(list(run)):
            yield _NUMBERED.sub(r"\1\\\2", _LEADING.sub(r"\\\1", text))


def _is_block(node: Node) -> bool:
    return isinstance(node, Element) and (node.tag in BLOCKS or any(map(_is_block, node.children)))


def _block(node: Node) -> Iterator[str]:
    assert isinstance(node, Element)
    match node.tag:
        case tag if tag in HEADINGS:
            if text := _paragraph(node.children):
                yield f"{HEADINGS[tag]} {text.replace(chr(10), ' ')}"
        case "ul" | "ol":
            if items := list(_list_items(node)):
                yield "\n".join(items)
        case "blockquote":
            if quoted := "\n\n".join(_blocks(node.children)):
                yield _indented(quoted, "> ", "> ")
        case "pre":
            yield fenced(_all_words(node).strip("\n"))
        case "table":
            yield from _table(node)
        case "hr":
            yield "---"
        case _:
            yield from _blocks(node.children)


def _list_items(element: Element) -> Iterator[str]:
    start = element.attributes.get("start", "")
    number = int(start) if re.fullmatch(r"\d{1,9}", start) else 1
    for child in element.children:
        if words := "\n".join(_blocks([child])):
            mark = "- " if element.tag == "ul" else f"{number}. "
            number += 1
            yield _indented(words, mark, " " * len(mark))


def _table(element: Element) -> Iterator[str]:
    """What stands beside the rows, then the rows; the first row is the header, as GFM knows no table without one."""
    rows = [
        [_paragraph([cell]).replace("\n", " ") for cell in row.children if isinstance(cell, Element) or cell.strip()]
        for row in element.within("tr")
    ]
    if beside := _paragraph(list(_beside_rows(element))):
        yield beside
    if not any(rows):
        return
    width = max(map(len, rows))
    squared = [row + [""] * (width - len(row)) for row in rows]
    squared.insert(1, ["---"] * width)
    yield "\n".join(f"| {' | '.join(row)} |" for row in squared)


def _beside_rows(element: Element) -> Iterator[str]:
    """A table's caption, and text that stands where none belongs."""
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif child.tag != "tr":
            yield from (" ", *_beside_rows(child), " ")


def _paragraph(nodes: Sequence[Node]) -> str:
    """Inline content: white space collapsed, line breaks where ``<br>`` stands."""
    text = re.sub(r"[ \t\r\f]+", " ", "".join(map(_inline, nodes)))
    return re.sub(r" ?\n ?", "\n", text).strip()


def _inline(node: Node) -> str:
    if isinstance(node, str):
        return _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", node))
    content = "".join(map(_inline, node.children))
    match node.tag:
        case "br":
            return "\n"
        case "img":
            address = node.attributes.get("src", "")
            return f"![{node.attributes.get('alt', '')}]({'' if address.startswith('data:') else address})"
        case "a" if address := node.attributes.get("href"):
            return _marked(content, "[", f"]({address})")
        case "code" | "kbd" | "samp" if words := _all_words(node).strip():
            return f"`` {words} ``" if "`" in words else f"`{words}`"
        case tag if mark := MARKS.get(tag):
            return _marked(content, mark, mark)
        case tag if tag in BLOCKS:
            return f" {content} "
        case _:
            return content


def _marked(content: str, before: str, after: str) -> str:
    """Marks touch their words, or Markdown takes them for text."""
    words = content.strip()
    if not words:
        return content
    head, _, tail = content.partition(words)
    return f"{head}{before}{words}{after}{tail}"


def _all_words(node: Node) -> str:
    return node if isinstance(node, str) else "\n" if node.tag == "br" else "".join(map(_all_words, node.children))


def _indented(text: str, first: str, rest: str) -> str:
    head, *tail = text.split("\n")
    return "\n".join([first + head, *(rest + line for line in tail)])


def fenced(code: str, language: str = "") -> str:
    """A Markdown fence that holds `code` whatever it contains."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"
