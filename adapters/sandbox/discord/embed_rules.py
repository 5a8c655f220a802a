"""The embeds of a message, as data. Source: Discord docs, "Embed Limits"; Discord's OpenAPI description."""

from typing import Any, Final

from adapters.sandbox.discord.component_tables import COLOUR
from adapters.sandbox.discord.grammar import (
    IMAGES,
    Flag,
    Items,
    Link,
    Number,
    Object,
    Report,
    Shape,
    Text,
    Time,
    Whole,
    check,
    length,
)
from adapters.sandbox.discord.wire import Path
from adapters.sandbox.wire import Json

TOTAL: Final = 6000  # characters of all embeds of a message together
# What makes an embed more than an empty frame; Discord calls a message of empty frames empty (observed).
VISIBLE: Final = ("title", "description", "fields", "footer", "author", "image", "thumbnail", "timestamp")

# The docs require an image's url and an author's name; a footer's text too, but discord.py may leave that out.
PICTURE: Final[dict[str, Shape]] = {
    "url": Link(files=IMAGES),
    "description": Text(4096),
    "placeholder": Text(64),
    "placeholder_version": Whole(0, 2**31 - 1),
    "is_animated": Flag(),
    "width": Number(),
    "height": Number(),
}
FIELD: Final = Object(
    {"name": Text(256, trimmed=True), "value": Text(1024, trimmed=True), "inline": Flag()}, ("name", "value")
)
EMBED: Final = Object(
    {
        "title": Text(256, trimmed=True),
        "description": Text(4096, trimmed=True),
        "url": Link(),
        "color": COLOUR,
        "timestamp": Time(),
        "fields": Items(FIELD, 25),
        "author": Object({"name": Text(256, trimmed=True), "url": Link(), "icon_url": Link(files=IMAGES)}, ("name",)),
        "footer": Object({"text": Text(2048, trimmed=True), "icon_url": Link(files=IMAGES)}),
        "image": Object(PICTURE, ("url",)),
        "thumbnail": Object(PICTURE, ("url",)),
        "video": Object(PICTURE),
        "provider": Object({"name": Text(256), "url": Link()}),
    }
)
EMBEDS: Final = Items(EMBED, 10)


def check_embeds(embeds: Any, path: Path, report: Report) -> None:
    """Report every flaw of a message's `embeds`."""
    before = len(report.flaws)
    check(EMBEDS, embeds, path, report)
    if len(report.flaws) == before and sum(characters(embed) for embed in embeds) > TOTAL:
        report.add(path, "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {TOTAL}")


def characters(embed: Json) -> int:
    """Return how much of the common limit a well-formed embed takes."""
    fields: list[Json] = embed.get("fields") or []
    texts: list[str | None] = [
        embed.get("title"),
        embed.get("description"),
        (embed.get("footer") or {}).get("text"),
        (embed.get("author") or {}).get("name"),
        *(field[key] for field in fields for key in ("name", "value")),
    ]
    return sum(length(text.strip()) for text in texts if text)


def is_visible(embed: Json) -> bool:
    """Return whether a person would see anything of an embed."""
    return any(embed.get(key) for key in VISIBLE)
