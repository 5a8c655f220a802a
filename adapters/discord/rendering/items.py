"""Items → parts of messages. Total: whatever an agent shows is among them, and every word of it.

Words at the top level are chat; a section is an embed in its colour, with its tables and pictures inside.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import assert_never

from adapters.discord.components import option_objects, room
from adapters.discord.limits import CAPTION, EMBED_DESCRIPTION, EMBED_TITLE, ERROR_COLOR, OPTION_TEXT, URL
from adapters.discord.rendering.chunks import SUBTEXT, Atoms, Chunk, lines, pages, words
from adapters.discord.rendering.colors import color_of
from adapters.discord.rendering.dialect import Lines, shown, styled
from adapters.discord.rendering.literal import literal
from adapters.discord.rendering.measure import fits
from adapters.discord.rendering.pack import Card, Part, Shared, file_name
from adapters.discord.rendering.selects import selects
from adapters.discord.rendering.tables import grid_parts, table_parts
from adapters.files.attachment import Attachment
from bridge.content.items import (
    BarChart,
    Bullet,
    BulletList,
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
    Paragraph,
    Plotly,
    ScatterPlot,
    Section,
    Style,
    Table,
    Text,
    WebAddress,
)
from bridge.content.markdown import Grid, parse_markdown
from bridge.content.text import plain_text
from bridge.interaction.choices import Option
from bridge.ports import Press, Pressed

DISCORD_SHOWS = frozenset({Section, Dropdown, Text, Markdown, Table, BarChart, LineChart, ScatterPlot, Image, Error})
"""What Discord can show. `bridge.content.degrade` turns the rest into these."""

PICTURES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
}
"""What an embed can show, by suffix and media type (Discord docs: "Using Attachments within Embeds")."""

SUFFIXES = {media_type: suffix for suffix, media_type in PICTURES.items()}
NOTHING = Card()
BULLET_INDENT = "  "


def item_parts(items: Iterable[Item]) -> Iterator[Part]:
    """Yield the parts of the items of a reply."""
    for item in items:
        match item:
            case Section():
                yield from _cards(item, color_of(item.color))
            case Image() | BarChart() | LineChart() | ScatterPlot():
                yield from _cards(item, None)
            case _:
                yield from _titled(item)


def _cards(item: Item, color: int | None) -> Iterator[Part]:
    """An item as embeds: its words with the picture below them, and in the next embed what follows that."""
    title = literal(item.title.strip())
    if not fits(title, EMBED_TITLE) or "\n" in title:
        title = ""
    held: list[Chunk] = []
    for part in _shown(item) if title else _titled(item):
        match part:
            case Chunk():
                held.append(part)
            case Card(color=None):
                yield from _filled(title, held, color, part)
                title, held = "", []
            case _:
                yield from _filled(title, held, color, NOTHING)
                yield part
                title, held = "", []
    yield from _filled(title, held, color, NOTHING)


def _filled(title: str, held: Iterable[Chunk], color: int | None, last: Card) -> Iterator[Card]:
    """Cards that hold the title and the words; `last` is the last of them. None where there is nothing to hold."""
    *before, text = list(pages(held, EMBED_DESCRIPTION)) or [""]
    cards = [*(Card(description=page) for page in before), replace(last, description=text)]
    for number, card in enumerate(cards):
        filled = replace(card, title="" if number else title, color=color)
        if filled != replace(NOTHING, color=color):
            yield filled


def subtext(text: str) -> Chunk:
    """Small grey lines, as they are."""
    return Chunk(tuple((SUBTEXT, *words(literal(line))) for line in text.split("\n") if line.strip()))


def _titled(item: Item) -> Iterator[Part]:
    if item.title:
        yield Chunk(styled(item.title, bold=True), heads=True)
    yield from _shown(item)


def _shown(item: Item) -> Iterator[Part]:
    """An item without its title: its description and comment are around it."""
    if item.description:
        yield Chunk(styled(item.description))
    yield from _body(item)
    if item.comment:
        yield subtext(item.comment)


def _body(item: Item) -> Iterator[Part]:
    match item:
        case Section():
            for each in item.items:
                yield from _titled(each)
            if item.dropdown is not None:
                yield from _switched(item.dropdown)
        case Text():
            yield from _text(item)
        case Markdown():
            for part in shown(parse_markdown(item.content)):
                yield from grid_parts(part) if isinstance(part, Grid) else (part,)
        case Table():
            yield from table_parts(item)
        case BarChart() | LineChart() | ScatterPlot():
            yield Card(picture=_drawn(item))
        case Image():
            yield from _image(item)
        case Error():
            yield from _error(item)
        case Html() | Plotly():
            yield Chunk(styled(plain_text([item])))
        case _:
            assert_never(item)


def _switched(dropdown: Dropdown) -> Iterator[Part]:
    """The subsection that is selected, above the select that switches to another one: so Discord has it."""
    selected = dropdown.shown
    if selected.description:
        yield Chunk(styled(selected.description))
    for each in selected.items:
        yield from _titled(each)
    options = tuple(Option(option.id, option.label, option.description) for option in dropdown.options)
    chosen = frozenset({dropdown.options.index(selected)})
    objects = option_objects(options, room(options, OPTION_TEXT), chosen)
    yield from selects(Pressed(Press.SHOW, dropdown.view), objects)


# ── words ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _text(text: Text) -> Iterator[Chunk]:
    for part in text.content:
        match part:
            case Paragraph(said, style):
                yield Chunk(_in_style(said, style))
            case BulletList():
                yield Chunk(tuple(_list_lines(part)))
            case _:
                assert_never(part)


def _list_lines(bullets: BulletList) -> Iterator[Atoms]:
    if bullets.text:
        yield from _in_style(bullets.text, bullets.style)
    for bullet in bullets.bullets:
        yield from _bullet_lines(bullet, "")


def _bullet_lines(bullet: Bullet, indent: str) -> Iterator[Atoms]:
    first, *more = _in_style(bullet.text, bullet.style)
    yield (f"{indent}- ", *first)
    yield from ((indent + BULLET_INDENT, *line) for line in more)
    for nested in bullet.nested:
        yield from _bullet_lines(nested, indent + BULLET_INDENT)


def _in_style(text: str, style: Style) -> Lines:
    """Discord has neither colours nor sizes of text; bold and italic are what is left of a style."""
    return styled(text, bold=style.bold, italic=style.italic)


def _error(error: Error) -> Iterator[Card]:
    where = f" `{error.where}`" if error.where else ""
    line = lines(f"⚠ {literal(error.error or 'Something went wrong.')}{where}")
    for text in pages([line], EMBED_DESCRIPTION):
        yield Card(description=text, color=ERROR_COLOR)


# ── pictures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _drawn(chart: Chart) -> Attachment:
    """A chart as a file. Its title stands above it already."""
    return Attachment(file_name(chart.title or "chart", ".png"), replace(chart, title=""))


def _image(image: Image) -> Iterator[Part]:
    """The picture with its caption below it; above it where that is long, or where nothing shows the picture."""
    shown_as = _picture(image)
    below = image.caption if isinstance(shown_as, Card) and fits(image.caption, CAPTION) else ""
    if image.caption and not below:
        yield Chunk(styled(image.caption))
    yield replace(shown_as, footer=below) if isinstance(shown_as, Card) else shown_as


def _picture(image: Image) -> Card | Shared | Chunk:
    match image.source:
        case WebAddress(url):
            return Card(picture=url) if fits(url, URL) else Chunk(styled(url))
        case LocalFile(path):
            suffix = path.suffix.lower()
            return _file(Attachment(file_name(path.stem, suffix), image.source), shows=suffix in PICTURES)
        case Inline(media_type=media_type):
            suffix = SUFFIXES.get(media_type, "")
            return _file(Attachment(file_name(image.title or "image", suffix), image.source), shows=bool(suffix))
        case _:
            assert_never(image.source)


def _file(file: Attachment, *, shows: bool) -> Card | Shared:
    return Card(picture=file) if shows else Shared(file)
