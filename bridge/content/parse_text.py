"""Words: the readers of `text`, the older `bullet_list`, and `error`.

No text is lost: a part of a text that has no plain meaning becomes a paragraph saying so, in its place.
"""

from collections.abc import Iterator
from pathlib import Path

from bridge.content.items import Bullet, BulletList, Error, Paragraph, Style, Text
from bridge.content.raw import Misfit, Raw, as_object

MAX_BULLET_DEPTH = 32
"""Deeper bullets stand on this level: no platform shows more, and reading must not exhaust the stack."""

BOLD_WEIGHT = 600
"""CSS font weights from here on are bold."""


def read_text(raw: Raw, folder: Path) -> Text:
    """A `text` item: `content`, a `text` of its own, or both."""
    content, words = raw.at("content"), raw.at("text")
    if not content.given and not words.given:
        raise content.misfit("a list of paragraphs and bullet lists")
    style = _style(raw.at("style"), Style())
    lead = (Paragraph(words.text(), style),) if words.given else ()
    return Text(content=(*lead, *(_part(part, style) for part in content.each())))


def read_bullet_list(raw: Raw, folder: Path) -> Text:
    """The older `bullet_list` item: `data.bullets`."""
    bullets = raw.at("data").at("bullets", "items")
    if not bullets.given:
        raise bullets.misfit("a list of bullets")
    return Text(content=(BulletList(_bullets(bullets, Style(), 1)),))


def read_error(raw: Raw, folder: Path) -> Error:
    return Error(error=raw.at("error", "message", "text").text() or "The agent reported an error without a text.")


def _part(raw: Raw, inherited: Style) -> Paragraph | BulletList:
    if not as_object(raw.value):
        return Paragraph(raw.text(), inherited)
    style = _style(raw.at("style"), inherited)
    bullets, text = raw.at("items", "bulletPoints"), raw.at("text")
    if raw.at("type").text() == "bullet_list" or bullets.given:
        return BulletList(_bullets(bullets, style, 1), text.text(), style)
    if text.given:
        return Paragraph(text.text(), style)
    return Paragraph(f"⚠ {raw.misfit('a paragraph with a text, or a bullet_list with items')}")


def _bullets(raw: Raw, inherited: Style, depth: int) -> tuple[Bullet, ...]:
    """The bullets of a list; each inherits the list's style where it sets none of its own."""
    if depth >= MAX_BULLET_DEPTH:
        return tuple(_levelled(raw, inherited))
    bullets: list[Bullet] = []
    for member in raw.each():
        text, style = _bullet_words(member, inherited)
        bullets.append(Bullet(text, style, _bullets(_below(member), style, depth + 1)))
    return tuple(bullets)


def _levelled(raw: Raw, inherited: Style) -> Iterator[Bullet]:
    """All bullets below, on one level, without recursion."""
    waiting = [*reversed(raw.each())]
    while waiting:
        member = waiting.pop()
        yield Bullet(*_bullet_words(member, inherited))
        waiting.extend(reversed(_below(member).each()))


def _bullet_words(raw: Raw, inherited: Style) -> tuple[str, Style]:
    if not as_object(raw.value):
        return raw.text(), inherited
    return raw.at("text").text(), _style(raw.at("style"), inherited)


def _below(raw: Raw) -> Raw:
    return raw.at("items", "nested", "bulletPoints") if as_object(raw.value) else Raw(None)


def _style(raw: Raw, inherited: Style) -> Style:
    """A style as an object in our spelling or CSS's, or as words ("bold italic")."""
    if isinstance(raw.value, str):
        words = raw.value.lower().split()
        return Style(bold=inherited.bold or "bold" in words, italic=inherited.italic or "italic" in words)
    bold, italic = raw.at("bold", "fontWeight", "font_weight"), raw.at("italic", "fontStyle", "font_style")
    return Style(
        bold=_is_bold(bold) if bold.given else inherited.bold,
        italic=(italic.flag() or italic.value == "italic") if italic.given else inherited.italic,
        color=raw.at("color").text() or inherited.color,
        background=raw.at("backgroundColor", "background_color", "background").text() or inherited.background,
        size=raw.at("font_size", "fontSize").text() or inherited.size,
    )


def _is_bold(raw: Raw) -> bool:
    if raw.value in ("bold", "bolder"):
        return True
    try:
        weight = raw.number()
    except Misfit:
        return raw.flag()
    return raw.value is True or (weight is not None and weight >= BOLD_WEIGHT)
