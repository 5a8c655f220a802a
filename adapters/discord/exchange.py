"""One interaction, answered exactly once and in time, whatever happens; and what only its person sees.

Discord docs, "Receiving and Responding": the first answer is due within three seconds, more of them for 15 minutes.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import asynccontextmanager
from typing import Any, Final

import discord
import structlog

from adapters.discord.calls import attempt
from adapters.discord.message import DiscordMessage, Json
from adapters.discord.raw import Form, Rows
from bridge.errors import DeliveryError, PlatformRefused
from bridge.ports import MessageRef

log = structlog.get_logger("chatbridge.discord")

PATIENCE: Final = 1.0
"""Seconds before an interaction that nothing has answered is acknowledged: three less the way there and back."""
TOKEN_LIFE: Final = 14 * 60.0
"""Seconds; Discord's 15 minutes less the way there."""


class Exchange:
    """An interaction and our answers to it."""

    def __init__(self, interaction: discord.Interaction, patience: float = PATIENCE) -> None:
        self.interaction = interaction
        self._patience = patience
        self._lock = asyncio.Lock()

    @asynccontextmanager
    async def in_time(self) -> AsyncGenerator[None]:
        """Acknowledge it in time while the body decides what to answer, and in any case at its end."""
        late = asyncio.create_task(self._acknowledge_late())
        try:
            yield
        finally:
            late.cancel()
            await self._acknowledge()

    async def open(self, modal: Json) -> None:
        """Show a modal, which only the first answer can.

        Raises:
            DeliveryError: it is too late for that, or Discord refused.
        """
        async with self._lock:
            if self._response.is_done():
                raise PlatformRefused("The form was ready too late: Discord opens it only at once.", code="too_late")
            await attempt("open a form", lambda: self._response.send_modal(Form(modal)), repeatable=False)

    async def say(self, message: DiscordMessage) -> None:
        """Say something to its person alone. What we said so before, and they have just used, gives way to it.

        Raises:
            DeliveryError: Discord refused it, or the interaction is too old.
        """
        shown: dict[str, Any] = {
            "content": message.content,
            "embeds": [discord.Embed.from_dict(embed) for embed in message.embeds],
            "view": Rows(message.components),
        }
        async with self._lock:
            await attempt("answer a person alone", lambda: self._saying(shown), repeatable=False)

    def _saying(self, shown: dict[str, Any]) -> Awaitable[object]:
        if self._response.is_done():
            return self.interaction.followup.send(**shown, ephemeral=True)
        if self.from_whisper:
            return self._response.edit_message(**shown)
        return self._response.send_message(**shown, ephemeral=True)

    async def announce(self, text: str) -> MessageRef:
        """Answer a command with a message that everybody sees, and return it.

        Raises:
            DeliveryError: Discord refused it.
        """
        async with self._lock:
            answer = await attempt("answer a command", lambda: self._response.send_message(text), repeatable=False)
        return MessageRef(str(self.interaction.channel_id), str(answer.message_id))

    @property
    def from_whisper(self) -> bool:
        """Whether it was made on a message that only its person sees."""
        used = self.interaction.message
        return used is not None and used.flags.ephemeral

    @property
    def age(self) -> float:
        """Seconds since the interaction."""
        return (discord.utils.utcnow() - self.interaction.created_at).total_seconds()

    @property
    def _response(self) -> Any:
        return self.interaction.response

    async def _acknowledge_late(self) -> None:
        await asyncio.sleep(self._patience)
        await self._acknowledge()

    async def _acknowledge(self) -> None:
        """Nothing visible changes for the person. A failure is for the log: there is nobody else to tell."""
        async with self._lock:
            if self._response.is_done():
                return
            try:
                await attempt("acknowledge a click", self._response.defer, repeatable=False)
            except DeliveryError as wrong:
                log.warning("discord_not_acknowledged", interaction=self.interaction.id, reason=str(wrong))
