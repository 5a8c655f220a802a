"""A rendered message → what discord.py sends, with its files read or drawn; and the simpler forms when Discord refuses.

Guarantee: what was rendered is shown. A file that cannot be had is replaced by a line that says so; a form that Discord
does not take is sent again in a simpler one, never nothing and never twice.
"""

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import discord
import structlog

from adapters.discord.message import DiscordMessage
from adapters.discord.raw import Rows
from adapters.discord.refusals import FORM_REFUSED, code_of
from adapters.discord.rendering.simpler import simpler, without_file
from adapters.files.attachment import Attachment, Draw
from bridge.errors import DeliveryError, PlatformRefused
from bridge.remembered import Remembered

log = structlog.get_logger("chatbridge.discord")

MESSAGES_KNOWN: Final = 1_000
"""Messages whose uploaded files are remembered, so that an edit keeps them instead of uploading them again."""

Sent = Mapping[str, discord.Attachment]
"""The files of a message by the key of what they were made from."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A message that can be sent: `files` are new, `kept` are on the message already."""

    message: DiscordMessage
    files: Mapping[str, bytes]
    kept: Sent

    @property
    def arguments(self) -> dict[str, Any]:
        """What sending and editing take alike."""
        return {
            "content": self.message.content or None,
            "embeds": [discord.Embed.from_dict(embed) for embed in self.message.embeds],
            "view": Rows(self.message.components),
        }

    def uploads(self) -> list[discord.File]:
        """Fresh file objects: a call that is repeated reads them again."""
        return [
            discord.File(io.BytesIO(self.files[attachment.key]), filename=attachment.name)
            for attachment in self.message.attachments
            if attachment.key in self.files
        ]


class Sending:
    """How messages are made ready. Meant to live as long as its connection."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._sent: Remembered[int, Sent] = Remembered(MESSAGES_KNOWN)

    async def ready(self, message: DiscordMessage, limit: int, edited: int | None = None) -> Ready:
        """Read and draw the files of the message.

        Args:
            message: what to show.
            limit: bytes of a file that Discord takes there.
            edited: the message it replaces, if it is an edit.
        """
        known: Sent = (self._sent.get(edited) if edited is not None else None) or {}
        wanted = [attachment for attachment in message.attachments if attachment.key not in known]
        found = await asyncio.gather(*(self._read(attachment, limit) for attachment in wanted))
        for attachment, data in zip(wanted, found, strict=True):
            if isinstance(data, DeliveryError):
                log.warning("discord_file_not_shown", file=attachment.name, error=str(data))
                message = without_file(message, attachment, str(data))
        files = {a.key: data for a, data in zip(wanted, found, strict=True) if isinstance(data, bytes)}
        kept = {attachment.key: known[attachment.key] for attachment in message.attachments if attachment.key in known}
        return Ready(message, files, kept)

    def note(self, sent: discord.Message, message: DiscordMessage) -> None:
        """Remember which of its files the message carries."""
        if not message.attachments:
            return
        by_name = {file.filename: file for file in sent.attachments}
        self._sent.put(sent.id, {a.key: by_name[a.name] for a in message.attachments if a.name in by_name})

    async def _read(self, attachment: Attachment, limit: int) -> bytes | DeliveryError:
        try:
            return await attachment.read(self._draw, limit, "Discord")
        except DeliveryError as wrong:
            return wrong


async def in_some_form(
    message: DiscordMessage, send: Callable[[DiscordMessage], Awaitable[discord.Message]]
) -> tuple[discord.Message, ...]:
    """Send the message, or the simplest of its forms that Discord takes, which may be several messages.

    Raises:
        DeliveryError: Discord takes none of them, or refused for another reason.
    """
    try:
        return (await send(message),)
    except PlatformRefused as refused:
        parts = simpler(message) if code_of(refused) in FORM_REFUSED else ()
        if not parts:
            raise
        log.warning("discord_form_refused", reason=str(refused))
    # Each part may be refused in its turn; those before it stand and are not sent again.
    return tuple([sent for part in parts for sent in await in_some_form(part, send)])
