"""Items → pieces of messages. Total: whatever an agent shows becomes blocks, and every word of it is in them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import assert_never
from urllib.parse import urlsplit

from adapters.files.attachment import Attachment
from adapters.slack.controls import actions, selects
from adapters.slack.fold import folded
from adapters.slack.limits import ALT_TEXT, CONTEXT_ELEMENTS, HEADER, IMAGE_URL, TEXT_OBJECT
from adapters.slack.markdown import markdown_pieces
from adapters.slack.message import Block
from adapters.slack.rich_text import Line, Run, bold, line_pieces, text_pieces
from adapters.slack.split import Piece
from adapters.slack.tables import table_pieces
from bridge.content.items import (
    BarChart,
    Chart,
    Dropdown,
    Error,
    Html,
    Image,
    Inline,
    Item,
    LineChart,
    LocalFile,
    Markdown,
    Plotly,
    ScatterPlot,
    Section,
    Shown,
    Table,
    Text,
    WebAddress,
)
from bridge.content.splitting import split_text
from bridge.content.text import body_text, plain_text
from bridge.interaction.choices import Option
from bridge.ports import Press, Pressed

SLACK_SHOWS = frozenset({Section, Dropdown, Text, Markdown, Table, BarChart, LineChart, ScatterPlot, Image, Error})
"""What Slack can show. `bridge.content.degrade` turns the rest into these."""

SHOWN_IMAGES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
}
"""What an image block can show, by suffix and media type (Slack docs: "Image block")."""

COLORS = {"red": "🔴", "green": "🟢", "blue": "🔵", "yellow": "🟡", "purple": "🟣", "orange": "🟠"}
"""A section's colour, as a mark before its title: blocks have no colours. Other CSS colours have no such mark."""


def item_pieces(items: Iterable[Item], depth: int = 0, *, folds: bool = True) -> Iterator[Piece]:
    """Yield the pieces of the items. `folds` is false inside what is folded itself: containers hold no containers."""
    for item in items:
        closed = folded(_title(item), list(_inside(item, depth, folds=False))) if folds and item.collapsed else None
        if closed is not None:
            yield closed
        else:
            yield from _heading(item, depth)
            yield from _inside(item, depth, folds=folds)


def _inside(item: Item, depth: int, *, folds: bool) -> Iterator[Piece]:
    """All but the title."""
    if item.description:
        yield from line_pieces([Line((Run(item.description),))])
    yield from _body(item, depth, folds=folds)
    if item.comment:
        yield from context_pieces(item.comment)


def context_pieces(text: str) -> Iterator[Piece]:
    """Small grey text, as it is."""
    for part in split_text(text, TEXT_OBJECT):
        yield from context([{"type": "plain_text", "text": part, "emoji": True}], part)


def context(elements: list[Block], text: str) -> Iterator[Piece]:
    """Context blocks of ready elements; `text` says the same in plain words."""
    for start in range(0, len(elements), CONTEXT_ELEMENTS):
        shown = elements[start : start + CONTEXT_ELEMENTS]
        block: Block = {"type": "context", "elements": shown}
        yield Piece(text="" if start else text, blocks=(block,), chars=sum(len(each["text"]) for each in shown))


def _title(item: Shown) -> str:
    mark = COLORS.get(item.color, "") if isinstance(item, Section) else ""
    return f"{mark} {item.title}".strip()


def _heading(item: Shown, depth: int) -> Iterator[Piece]:
    title = _title(item)
    if not title:
        return
    if isinstance(item, Section) and depth == 0 and len(title) <= HEADER:
        block: Block = {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": True}}
        yield Piece(text=title, blocks=(block,), chars=len(title), heads=True)
    else:
        yield from (replace(piece, heads=True) for piece in line_pieces([bold(title)]))


def _body(item: Item, depth: int, *, folds: bool) -> Iterator[Piece]:
    match item:
        case Section():
            yield from item_pieces(item.items, depth + 1, folds=folds)
            if item.dropdown is not None:
                yield from _switched(item.dropdown, depth, folds=folds)
        case Text():
            yield from text_pieces(item)
        case Markdown():
            yield from markdown_pieces(item)
        case Table():
            yield from table_pieces(item)
        case BarChart() | LineChart() | ScatterPlot():
            yield _chart(item)
        case Image():
            yield from _image(item)
        case Error():
            where = (Run(" "), Run(item.where, ("code",))) if item.where else ()
            yield from line_pieces([Line((Run("⚠ "), Run(item.error or "Something went wrong."), *where))])
        case Html() | Plotly():
            yield from line_pieces([Line((Run(plain_text([item])),))])
        case _:
            assert_never(item)


def _switched(dropdown: Dropdown, depth: int, *, folds: bool) -> Iterator[Piece]:
    """The subsection that is selected, below the select that switches to another one."""
    options = tuple(Option(option.id, option.label, option.description) for option in dropdown.options)
    chosen = dropdown.options.index(dropdown.shown)
    yield actions(list(selects(Pressed(Press.SHOW, dropdown.view), options, chosen)), f"[{dropdown.shown.label}]")
    if dropdown.shown.description:
        yield from line_pieces([Line((Run(dropdown.shown.description),))])
    yield from item_pieces(dropdown.shown.items, depth + 1, folds=folds)


def _chart(chart: Chart) -> Piece:
    """The picture, with its figures in words for those who cannot see it. Its title stands above it already."""
    figures = body_text(chart)
    name = f"{chart.title or 'chart'}.png".replace("/", "-")
    alt = f"{chart.title}: {figures}" if chart.title else figures
    return _uploaded(Attachment(name, replace(chart, title="")), alt, figures)


def _image(image: Image) -> Iterator[Piece]:
    match image.source:
        case WebAddress(url) if len(url) <= IMAGE_URL:
            name = PurePosixPath(urlsplit(url).path).name or "image"
            alt = _alt(image.caption or image.title or name)
            yield Piece(
                text="\n".join(filter(None, (image.caption, url))),
                blocks=({"type": "image", "image_url": url, "alt_text": alt},),
                chars=len(alt),
            )
        case WebAddress(url):
            yield from line_pieces([Line((Run(url),))])
        case LocalFile(path):
            attachment = Attachment(path.name, image.source)
            yield _local(attachment, path.suffix.lower() in SHOWN_IMAGES, image)
        case Inline(media_type=media_type):
            suffixes = {kind: suffix for suffix, kind in SHOWN_IMAGES.items()}
            name = f"{image.title or 'image'}{suffixes.get(media_type, '')}".replace("/", "-")
            yield _local(Attachment(name, image.source), media_type in suffixes, image)
        case _:
            assert_never(image.source)
    if image.caption:
        yield from context_pieces(image.caption)


def _local(attachment: Attachment, shown: bool, image: Image) -> Piece:
    if shown:
        return _uploaded(attachment, image.caption or image.title or attachment.name, attachment.name)
    return Piece(text=image.title or attachment.name, attachments=(attachment,), chars=0)


def _uploaded(attachment: Attachment, alt: str, text: str) -> Piece:
    block: Block = {"type": "image", "slack_file": {"id": attachment.key}, "alt_text": _alt(alt)}
    return Piece(text=text, blocks=(block,), attachments=(attachment,), chars=len(block["alt_text"]))


def _alt(text: str) -> str:
    """A text for those who cannot see the picture; the words themselves are in the message's plain text."""
    return text if len(text) <= ALT_TEXT else text[: ALT_TEXT - 1] + "…"
