"""What Slack makes of a ``markdown`` block: headers, dividers, tables, and rich text in between.

Guarantee: each heading becomes a `header`, each rule a `divider`, each table a `table`, and each run of everything else
one `rich_text` (measured on live workspaces, 2026; images become links).
"""

from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from adapters.sandbox.slack.wire import Json

HEADER_CHARACTERS = 150
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}


def expand(given: list[Json]) -> list[Json]:
    """Return the blocks with every markdown block replaced by what it stands for."""
    expanded: list[Json] = []
    for block in given:
        expanded += translate(block["text"]) if block["type"] == "markdown" else (block,)
    return expanded


def translate(text: str) -> list[Json]:
    """Return the blocks that a Markdown text becomes."""
    blocks: list[Json] = []
    run: list[Json] = []
    for node in SyntaxTreeNode(_PARSER.parse(text)).children:
        whole = _whole_block(node)
        if whole is None:
            run += _rich_parts(node)
            continue
        blocks += _rich_text(run)
        run = []
        blocks.append(whole)
    return blocks + _rich_text(run)


def _rich_text(run: list[Json]) -> list[Json]:
    return [{"type": "rich_text", "elements": run}] if run else []


def _whole_block(node: SyntaxTreeNode) -> Json | None:
    match node.type:
        case "heading":
            shown = _plain(node)[:HEADER_CHARACTERS] or " "
            return {"type": "header", "text": {"type": "plain_text", "text": shown}, "level": int(node.tag[1])}
        case "hr":
            return {"type": "divider"}
        case "table":
            return {"type": "table", "rows": [_cells(row) for part in node.children for row in part.children]}
        case _:
            return None


def _cells(row: SyntaxTreeNode) -> list[Json]:
    return [
        {"type": "rich_text", "elements": [_section(_inline(cell.children[0]))]}
        if cell.children and cell.children[0].children
        else {"type": "raw_text", "text": " "}
        for cell in row.children
    ]


def _rich_parts(node: SyntaxTreeNode) -> Iterator[Json]:
    match node.type:
        case "bullet_list" | "ordered_list":
            yield from _lists(node, 0)
        case "blockquote":
            inside = [part for child in node.children for part in _inline_of(child)]
            yield {"type": "rich_text_quote", "elements": inside}
        case "fence" | "code_block":
            code: Json = {"type": "text", "text": node.content.rstrip("\n") or " "}
            language: Json = {"language": node.info.split()[0]} if node.info.strip() else {}
            yield {"type": "rich_text_preformatted", "elements": [code], **language}
        case _:
            yield _section(_inline_of(node))


def _lists(node: SyntaxTreeNode, indent: int) -> Iterator[Json]:
    """Yield one rich_text_list per run of items of one level; Slack nests by `indent`, not by structure."""
    style = "ordered" if node.type == "ordered_list" else "bullet"
    items: list[Json] = []
    for item in node.children:
        nested = [child for child in item.children if child.type in ("bullet_list", "ordered_list")]
        own = [part for child in item.children if child not in nested for part in _inline_of(child)]
        items.append(_section(own))
        if nested:
            yield {"type": "rich_text_list", "style": style, "indent": indent, "elements": items}
            items = []
            for child in nested:
                yield from _lists(child, min(indent + 1, 8))
    if items:
        yield {"type": "rich_text_list", "style": style, "indent": indent, "elements": items}


def _section(elements: Iterable[Json]) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def _inline_of(node: SyntaxTreeNode) -> list[Json]:
    """Return the inline elements of a block node, whatever it is: a loss of structure is never a loss of text."""
    if node.type == "inline":
        return list(_inline(node))
    if not node.children:
        return [{"type": "text", "text": node.content}] if node.content else []
    return [part for child in node.children for part in _inline_of(child)]


def _inline(node: SyntaxTreeNode, style: frozenset[str] = frozenset()) -> Iterator[Json]:
    for child in node.children:
        styled: Json = {"style": dict.fromkeys(sorted(style), True)} if style else {}
        match child.type:
            case "text" | "html_inline" if child.content:
                yield {"type": "text", "text": child.content, **styled}
            case "code_inline":
                yield {"type": "text", "text": child.content, "style": dict.fromkeys(sorted(style | {"code"}), True)}
            case "softbreak" | "hardbreak":
                yield {"type": "text", "text": "\n"}
            case "strong" | "em" | "s":
                yield from _inline(child, style | {_STYLES[child.type]})
            case "link" | "image":
                url = str(child.attrs.get("href") or child.attrs.get("src"))
                yield {"type": "link", "url": url, "text": _plain(child) or child.content or url, **styled}
            case _:
                pass  # an empty text, as markdown-it leaves beside emphasis


def _plain(node: SyntaxTreeNode) -> str:
    if not node.children:
        return node.content
    return "".join(_plain(child) for child in node.children)


def plain(text: str) -> str:
    """Return a Markdown text without its marks."""
    return "\n".join(_plain(node) for node in SyntaxTreeNode(_PARSER.parse(text)).children)
