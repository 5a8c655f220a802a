"""A reply → the messages that show it. Pure and total: any reply gives messages within Discord's limits."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from adapters.discord.limits import EMBED_DESCRIPTION
from adapters.discord.message import DiscordMessage
from adapters.discord.rendering.chunks import Chunk, pages
from adapters.discord.rendering.composer import composer_parts
from adapters.discord.rendering.items import DISCORD_SHOWS, item_parts
from adapters.discord.rendering.pack import Card, Part, pack
from bridge.content.degrade import degrade
from bridge.ports import Reply


def render(reply: Reply) -> tuple[DiscordMessage, ...]:
    """Return the messages in order. Content appended to the reply changes only the last of them."""
    return tuple(message for part in reply.segments for message in _rendered(part))


def _rendered(reply: Reply) -> tuple[DiscordMessage, ...]:
    shown = list(item_parts(degrade(reply.content, DISCORD_SHOWS)))
    asked = composer_parts(reply)
    return pack([*shown, *(_embedded(asked) if shown and isinstance(shown[-1], Card) else asked)])


def _embedded(parts: Iterable[Part]) -> Iterator[Part]:
    """The parts with their words in embeds: below an embed, plain words would take a message of their own, and Discord
    takes five in five seconds.
    """
    for is_text, run in groupby(parts, lambda part: isinstance(part, Chunk)):
        if is_text:
            texts = pages((part for part in run if isinstance(part, Chunk)), EMBED_DESCRIPTION)
            yield from (Card(description=text) for text in texts)
        else:
            yield from run
