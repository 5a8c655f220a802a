"""Parts of a reply → messages: however many, every message is one that Discord takes.

A message shows its text first, then files, then embeds, then components. Parts keep their order, so one that would
jump over another begins a new message. Filled from the left: what is appended later changes only the last messages.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, groupby
from pathlib import PurePosixPath
from typing import Any

from adapters.discord.components import row
from adapters.discord.limits import CONTENT, EMBED_TEXT, EMBEDS, FILES, ROWS
from adapters.discord.message import DiscordMessage, Json
from adapters.discord.rendering.chunks import Chunk, pages
from adapters.discord.rendering.measure import units
from adapters.files.attachment import Attachment


@dataclass(frozen=True, slots=True)
class Card:
    """One embed. Its picture is a file of the message, or an address; `whole` is a file that stands beside it.

    Discord shows markup in the title and the description, in the footer none (Discord docs have neither; observed).
    """

    title: str = ""
    description: str = ""
    footer: str = ""
    color: int | None = None
    picture: Attachment | str | None = None
    whole: Attachment | None = None

    @property
    def size(self) -> int:
        return units(self.title) + units(self.description) + units(self.footer)

    @property
    def embed(self) -> Json:
        address = f"attachment://{self.picture.name}" if isinstance(self.picture, Attachment) else self.picture
        parts: Json = {
            "title": self.title,
            "description": self.description,
            "color": self.color,
            "footer": {"text": self.footer} if self.footer else None,
            "image": {"url": address} if address else None,
        }
        return {key: value for key, value in parts.items() if value not in ("", None)}


@dataclass(frozen=True, slots=True)
class Shared:
    """A file that stands for itself."""

    file: Attachment


@dataclass(frozen=True, slots=True)
class Row:
    """An action row."""

    components: tuple[Mapping[str, Any], ...]


Part = Chunk | Shared | Card | Row
RANK: Mapping[type, int] = {str: 0, Shared: 1, Card: 2, Row: 3}
"""Where each kind stands in a message, from the top."""

Placed = str | Shared | Card | Row


def pack(parts: Iterable[Part]) -> tuple[DiscordMessage, ...]:
    """Return as few messages as hold the parts in order."""
    messages: list[DiscordMessage] = []
    held: list[Placed] = []
    for part in _placed(parts):
        if held and not _fits(held, part):
            messages.append(_message(held))
            held = []
        held.append(part)
    return (*messages, _message(held)) if held else tuple(messages)


def _placed(parts: Iterable[Part]) -> Iterator[Placed]:
    """The parts with each run of text in pages."""
    for is_text, run in groupby(parts, lambda part: isinstance(part, Chunk)):
        if is_text:
            yield from pages((part for part in run if isinstance(part, Chunk)), CONTENT)
        else:
            yield from (part for part in run if not isinstance(part, Chunk))


def _fits(held: Sequence[Placed], part: Placed) -> bool:
    if isinstance(part, str) or RANK[type(part)] < RANK[type(held[-1])]:
        return False
    together = [*held, part]
    cards = [one for one in together if isinstance(one, Card)]
    rows = sum(isinstance(one, Row) for one in together)
    return (
        len(cards) <= EMBEDS
        and sum(card.size for card in cards) <= EMBED_TEXT
        and len(list(_files(together))) <= FILES
        and rows <= ROWS
    )


def _message(held: Sequence[Placed]) -> DiscordMessage:
    parts = list(_distinct(held))
    return DiscordMessage(
        content=next((part for part in parts if isinstance(part, str)), ""),
        embeds=tuple(part.embed for part in parts if isinstance(part, Card)),
        components=tuple(row(*part.components) for part in parts if isinstance(part, Row)),
        attachments=tuple(_files(parts)),
    )


def _files(held: Iterable[Placed]) -> Iterator[Attachment]:
    for part in held:
        match part:
            case Shared(file):
                yield file
            case Card():
                yield from (file for file in (part.whole, part.picture) if isinstance(file, Attachment))
            case _:
                pass


def _distinct(held: Iterable[Placed]) -> Iterator[Placed]:
    """The parts with names of files that no two share."""
    taken: set[str] = set()
    for part in held:
        match part:
            case Shared(file):
                yield Shared(_named(file, taken))
            case Card(picture=picture, whole=whole):
                yield replace(
                    part,
                    whole=_named(whole, taken) if whole else None,
                    picture=_named(picture, taken) if isinstance(picture, Attachment) else picture,
                )
            case _:
                yield part


def _named(file: Attachment, taken: set[str]) -> Attachment:
    path = PurePosixPath(file.name)
    names = chain([file.name], (f"{path.stem}-{number}{path.suffix}" for number in count(2)))
    name = next(name for name in names if name not in taken)
    taken.add(name)
    return replace(file, name=name)


def file_name(words: str, suffix: str) -> str:
    """A name of the letters that Discord leaves alone in ``attachment://`` (observed). `suffix` has its dot, or is
    empty.
    """
    stem, ending = (re.sub(r"[^A-Za-z0-9_-]+", "-", part).strip("-")[:60] for part in (words, suffix))
    return f"{stem or 'file'}.{ending}" if ending else stem or "file"
