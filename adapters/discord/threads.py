"""Where a conversation is written: its thread, made from the message that began it, or else replies to that message.

Guarantee: a thread is made once, however many messages are waiting for it; a channel that allows none is not silent.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import discord
import structlog

from adapters.discord.calls import attempt
from adapters.discord.inbound import Place
from adapters.discord.refusals import NO_THREAD_HERE, THREAD_EXISTS, UNKNOWN_MESSAGE, code_of
from bridge.errors import DeliveryError, PlatformRefused
from bridge.ports import Said, Thread
from bridge.remembered import Remembered

log = structlog.get_logger("chatbridge.discord")

ARCHIVE_AFTER: Final = 1440
"""Minutes without a message before Discord folds a thread away; writing brings it back."""
NAME: Final = 100
"""Characters of a thread's name (Discord docs: "Start Thread from Message")."""
KNOWN: Final = 10_000


@dataclass(frozen=True, slots=True)
class Destination:
    """The channel to write in, and the message to reply to where there is no thread."""

    channel: int
    reply_to: int | None = None

    @property
    def reference(self) -> dict[str, Any]:
        """What makes a message a reply; a message that was deleted meanwhile is no obstacle."""
        if self.reply_to is None:
            return {}
        message, channel = self.reply_to, self.channel
        answered = discord.MessageReference(message_id=message, channel_id=channel, fail_if_not_exists=False)
        return {"reference": answered}


class Threads:
    """The threads of one bot."""

    def __init__(self, client: Callable[[], discord.Client]) -> None:
        self._client = client
        self._known: Remembered[str, Destination] = Remembered(KNOWN)
        self._names: Remembered[str, str] = Remembered(KNOWN)
        self._opening: dict[str, asyncio.Task[Destination]] = {}

    def note(self, place: Place, said: Said | None = None) -> None:
        """Remember that a thread is there, because somebody spoke or clicked in it; or what a new one is about."""
        root = place.thread.root
        if root is not None and place.inside:
            self._known.put(root, Destination(int(root)))
        elif root is not None and said is not None:
            self._names.put(root, thread_name(said.text, said.person.name))

    def is_open(self, thread: Thread) -> bool:
        """Whether there is a place to write already, without making one."""
        return thread.root is None or self._known.get(thread.root) is not None

    async def destination(self, thread: Thread) -> Destination:
        """Return where to write, making the thread if need be.

        Raises:
            DeliveryError: the thread cannot be made for a reason that replies would not help with.
        """
        if thread.root is None:
            return Destination(int(thread.channel))
        known = self._known.get(thread.root)
        if known is not None:
            return known
        opening = self._opening.get(thread.root)
        if opening is None:
            opening = self._opening[thread.root] = asyncio.create_task(self._open(thread, thread.root))
            opening.add_done_callback(lambda _: self._opening.pop(thread.root or "", None))
        found = await asyncio.shield(opening)
        self._known.put(thread.root, found)
        return found

    async def _open(self, thread: Thread, root: str) -> Destination:
        guild = self._client().get_guild(int(thread.team))
        if guild is None or guild.unavailable:
            raise DeliveryError("Discord says that the server is not available just now.")
        channel = guild.get_channel(int(thread.channel))
        replies = Destination(int(thread.channel), reply_to=int(root))
        if channel is not None and not _may_open(channel):
            log.warning("discord_no_threads", channel=thread.channel, reason="the bot's role may not make threads")
            return replies
        name = self._names.get(root) or "Conversation"

        async def make() -> discord.Thread:
            parent = self._client().get_partial_messageable(int(thread.channel), guild_id=int(thread.team))
            starter = parent.get_partial_message(int(root))
            return await starter.create_thread(name=name, auto_archive_duration=ARCHIVE_AFTER)

        try:
            await attempt("make a thread", make)
        except PlatformRefused as refused:
            if code_of(refused) in NO_THREAD_HERE:
                log.warning("discord_no_threads", channel=thread.channel, reason=str(refused))
                return replies
            # There is one already, or it was never made from a message: it has the id we know.
            if code_of(refused) not in (THREAD_EXISTS, UNKNOWN_MESSAGE):
                raise
        return Destination(int(root))


def thread_name(text: str, person: str) -> str:
    """What a thread is called: its first line, or whose it is."""
    line = " ".join(next((line for line in text.splitlines() if line.strip()), "").split())
    name = line or (f"With {person}" if person else "Conversation")
    return name if len(name) <= NAME else name[: NAME - 1] + "…"


def _may_open(channel: discord.abc.GuildChannel) -> bool:
    """Whether our role may make threads and write in them. In a thread, Send Messages alone does not count."""
    granted = channel.permissions_for(channel.guild.me)
    return granted.create_public_threads and granted.send_messages_in_threads
