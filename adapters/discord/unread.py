"""Where the bot may not read: say so in the thread, once, instead of silence.

Discord docs, "Message Content Intent": without it a message has no content, unless it mentions the bot or is direct.
"""

from collections.abc import Callable
from typing import Final

import discord
import structlog

from adapters.discord.calls import attempt
from adapters.discord.connection import INTENT_OFF
from adapters.discord.inbound import SPOKEN
from bridge.errors import DeliveryError
from bridge.remembered import Remembered

log = structlog.get_logger("chatbridge.discord")

NOTICE: Final = (
    "I cannot read messages here that do not mention me. Please begin each answer with {me}, or ask whoever runs this "
    "bot to switch on its Message Content intent."
)
THREADS_TOLD: Final = 10_000


class Unread:
    """The threads of ours in which somebody wrote something that we cannot read."""

    def __init__(self, client: Callable[[], discord.Client]) -> None:
        self._client = client
        self._told: Remembered[int, bool] = Remembered(THREADS_TOLD)

    async def note(self, message: discord.Message) -> bool:
        """Return whether the message is one that we cannot read; the first in a thread is answered."""
        me = self._client().user
        channel = message.channel
        if message.type not in SPOKEN or message.content or message.attachments or message.stickers or me is None:
            return False
        ours = isinstance(channel, discord.Thread) and channel.owner_id == me.id
        if not ours or self._told.get(channel.id):
            return True
        self._told.put(channel.id, True)
        log.warning("discord_message_unreadable", thread=channel.id, advice=INTENT_OFF)
        try:
            await attempt("say that we cannot read", lambda: channel.send(NOTICE.format(me=me.mention)))
        except DeliveryError as wrong:
            log.warning("discord_person_not_told", reason=str(wrong))
        return True
