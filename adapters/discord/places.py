"""Where a message or a click belongs: a channel of Discord → the thread of a conversation.

A thread's id is that of the message it was made from, so that the key of a conversation is known before the thread
exists. Where no threads are possible, the conversation goes on as replies to that message.
"""

from collections.abc import Callable

import discord

from adapters.discord.inbound import DIRECT, Place
from bridge.ports import Thread


class Places:
    """Finds places; asks Discord only for a thread that discord.py does not know (it forgets archived ones)."""

    def __init__(self, client: Callable[[], discord.Client]) -> None:
        self._client = client

    async def of_message(self, message: discord.Message) -> Place:
        """Return where a person spoke.

        Raises:
            discord.HTTPException: an unknown thread cannot be looked up.
        """
        if message.guild is None:
            return _direct(message.channel.id)
        parent = await self._parent(message.channel)
        if parent is not None:
            return _inside(message.guild.id, parent, message.channel.id)
        return _beside(message.guild.id, message.channel.id, self._root(message))

    def of_interaction(self, interaction: discord.Interaction) -> Place:
        """Return where a button was clicked, a form sent or a command given. The payload holds all of it."""
        assert interaction.channel_id is not None, "ours are used in channels only"
        if interaction.guild_id is None:
            return _direct(interaction.channel_id)
        if isinstance(interaction.channel, discord.Thread):
            return _inside(interaction.guild_id, interaction.channel.parent_id, interaction.channel_id)
        message = interaction.message
        return _beside(interaction.guild_id, interaction.channel_id, _root_of_ours(message) if message else 0)

    def _root(self, message: discord.Message) -> int:
        """The message a conversation in the channel itself hangs on: a reply to one of ours belongs to that one's."""
        answered = message.reference.resolved if message.reference else None
        me = self._client().user
        if isinstance(answered, discord.Message) and me is not None and answered.author.id == me.id:
            return _root_of_ours(answered)
        return message.id

    async def _parent(self, channel: object) -> int | None:
        """The channel a thread is in; None for what is not a thread."""
        if isinstance(channel, discord.PartialMessageable):
            channel = await self._client().fetch_channel(channel.id)
        return channel.parent_id if isinstance(channel, discord.Thread) else None


def _direct(channel: int) -> Place:
    return Place(Thread("discord", DIRECT, str(channel)), inside=False)


def _inside(guild: int, parent: int, thread: int) -> Place:
    return Place(Thread("discord", str(guild), str(parent), str(thread)), inside=True)


def _beside(guild: int, channel: int, root: int) -> Place:
    return Place(Thread("discord", str(guild), str(channel), str(root)), inside=False)


def _root_of_ours(message: discord.Message) -> int:
    """What we post in a channel are replies to the message that began the conversation."""
    reference = message.reference
    return reference.message_id if reference and reference.message_id else message.id
