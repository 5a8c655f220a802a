"""The bot's way to a channel or message: it is there, it is visible, and the bot has the permissions.

Guarantee: what is missing is told in Discord's order: unknown (404), no access (403, 50001), no permission (50013).
Source: Discord docs, "JSON Error Codes".
"""

from collections.abc import Mapping
from typing import Final

from adapters.sandbox.discord.entities import Channel, Kind, Thread
from adapters.sandbox.discord.grammar import is_snowflake
from adapters.sandbox.discord.wire import Flaw, Refused, invalid
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

SPOKEN_IN: Final = (Kind.TEXT, Kind.DM, Kind.PUBLIC_THREAD, Kind.PRIVATE_THREAD)


class Access:
    """Looks things up on behalf of the bot."""

    def __init__(self, world: World) -> None:
        self._world = world

    def channel(self, channel_id: str, *needs: str) -> Channel:
        """Return a channel in which the bot has the permissions `needs`.

        Raises:
            Refused: 10003, 50001 or 50013.
        """
        found = self._world.channels.get(channel_id)
        if found is None:
            raise Refused(404, 10003, "Unknown Channel")
        bot = self._world.bot.id
        if not self._world.permissions.may(bot, found):
            raise Refused(403, 50001, "Missing Access")
        if not self._world.permissions.may(bot, found, *needs):
            raise Refused(403, 50013, "Missing Permissions")
        return found

    def place_to_speak(self, channel_id: str) -> Channel:
        """Return a channel in which the bot may speak; a thread asks for a permission of its own."""
        found = self._world.channels.get(channel_id)
        need = "SEND_MESSAGES_IN_THREADS" if isinstance(found, Thread) else "SEND_MESSAGES"
        return self.text_channel(channel_id, need)

    def text_channel(self, channel_id: str, *needs: str) -> Channel:
        """Return a channel that holds messages."""
        found = self.channel(channel_id, *needs)
        if found.kind not in SPOKEN_IN:
            raise Refused(400, 50008, "Cannot send messages in a non-text channel")
        return found

    def thread(self, channel_id: str) -> Thread:
        """Return a thread the bot sees."""
        found = self.channel(channel_id)
        if not isinstance(found, Thread):
            raise Refused(400, 50024, "Cannot execute action on this channel type")
        return found

    def message(self, channel: Channel, message_id: str) -> Json:
        """Return a stored message."""
        found = channel.messages.get(message_id)
        if found is None:
            raise Refused(404, 10008, "Unknown Message")
        return found

    def has(self, channel: Channel, *names: str) -> bool:
        """Return whether the bot has all of these permissions."""
        return self._world.permissions.may(self._world.bot.id, channel, *names)

    def need(self, channel: Channel, *names: str) -> None:
        """Refuse unless the bot has all of these permissions."""
        if not self.has(channel, *names):
            raise Refused(403, 50013, "Missing Permissions")

    def guild(self, guild_id: str) -> None:
        """Refuse a guild that is not this one."""
        if guild_id != self._world.guild_id:
            raise Refused(404, 10004, "Unknown Guild")


def snowflake(body: Mapping[str, object], name: str) -> str:
    """Return the id under `name`, sent as a number or a string (discord.py sends some as numbers); empty if absent.

    Raises:
        Refused: it is no id.
    """
    value = body.get(name)
    if value is None:
        return ""
    if is_snowflake(value):
        return str(value)
    raise invalid([Flaw((name,), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')])


def whole_number(query: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    """Return a number of the query, within its limits.

    Raises:
        Refused: it is none, or outside of them.
    """
    text = query.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise invalid([Flaw((name,), "NUMBER_TYPE_COERCE", f'Value "{text}" is not int.')])
    if int(text) < least:
        sentence = f"int value should be greater than or equal to {least}."
        raise invalid([Flaw((name,), "NUMBER_TYPE_MIN", sentence)])
    if int(text) > most:
        raise invalid([Flaw((name,), "NUMBER_TYPE_MAX", f"int value should be less than or equal to {most}.")])
    return int(text)
