"""The plain-text twin of any content: everything an agent shows, in words.

`plain_text` is the notification text, the terminal's view and what is sent when a platform refuses a payload. Nothing
is dropped silently: what cannot be words (an image, a chart) is told in words, and folded content is written out.
"""

from collections.abc import Iterable, Iterator
from typing import assert_never

from bridge.content.hypertext import as_markdown
from bridge.content.items import (
    BarChart,
    Bullet,
    BulletList,
    Chart,
    Dropdown,
    Error,
    FileSource,
    Html,
    Image,
    Inline,
    Item,
    LineChart,
    LocalFile,
    Markdown,
    Paragraph,
    Plotly,
    ScatterPlot,
    Section,
    Table,
    Text,
    WebAddress,
)
from bridge.content.markdown import parse_markdown
from bridge.content.plotly import as_item
from bridge.content.text_charts import chart_lines
from bridge.content.text_markdown import block_lines
from bridge.content.text_table import table_lines

INDENT = "  "

NO_WORDS = "(HTML without words)"


def plain_text(items: Iterable[Item]) -> str:
    """The content as text for a monospace font; items are separated by an empty line."""
    return _joined(_item_text(item) for item in items)


def error_text(error: Error) -> str:
    """An error in one line: the sign, the place if it is ours to tell, and what went wrong."""
    return f"⚠ {error.where}: {error.error}" if error.where else f"⚠ {error.error}"


def source_text(source: FileSource) -> str:
    """How a file is called in words: its name, its address, or what it is."""
    match source:
        case LocalFile(path):
            return path.name
        case WebAddress(url):
            return url
        case Inline(data, media_type):
            return f"{media_type}, {len(data):,} bytes"
        case _:
            assert_never(source)


def _item_text(item: Item) -> str:
    if isinstance(item, Plotly):
        return _item_text(as_item(item))
    return _joined([_lines_of([item.title, item.description]), body_text(item), item.comment], "\n")


def body_text(item: Section | Text | Markdown | Html | Table | Chart | Image | Error) -> str:
    """What the item holds, without its title, description and comment."""
    match item:
        case Section():
            return _joined([plain_text(item.items), _dropdown_text(item.dropdown) if item.dropdown else ""])
        case Text():
            return _lines_of(line for part in item.content for line in _part_lines(part))
        case Markdown():
            return _lines_of(block_lines(parse_markdown(item.content)))
        case Html():
            return _lines_of(block_lines(parse_markdown(as_markdown(item.content)))) or NO_WORDS
        case Table():
            return _lines_of(table_lines(item))
        case BarChart() | LineChart() | ScatterPlot():
            return _lines_of(chart_lines(item))
        case Image():
            return f"[image: {' – '.join(filter(None, (item.caption, source_text(item.source))))}]"
        case Error():
            return error_text(item)
        case _:
            assert_never(item)


def _part_lines(part: Paragraph | BulletList) -> Iterator[str]:
    match part:
        case Paragraph(text=text):
            yield text
        case BulletList(bullets=bullets, text=text):
            if text:
                yield text
            yield from _bullet_lines(bullets, "")
        case _:
            assert_never(part)


def _bullet_lines(bullets: Iterable[Bullet], indent: str) -> Iterator[str]:
    for bullet in bullets:
        yield f"{indent}• {bullet.text}"
        yield from _bullet_lines(bullet.nested, indent + INDENT)


def _dropdown_text(dropdown: Dropdown) -> str:
    """The selected subsection, and the names of those one could switch to."""
    selected = dropdown.shown
    others = ", ".join(option.label for option in dropdown.options if option is not selected)
    head = f"[{selected.label}]" + (f" (also: {others})" if others else "")
    return _joined([_lines_of([head, selected.description]), plain_text(selected.items)], "\n")


def _joined(parts: Iterable[str], between: str = "\n\n") -> str:
    return between.join(part for part in parts if part)


def _lines_of(lines: Iterable[str]) -> str:
    """Lines as they are; only empty ones at either end go."""
    return "\n".join(lines).strip("\n")
