"""One call of the Web API: its arguments, however they were sent, and who may be spoken to.

Guarantee: a value arrives the same from JSON, a form or the query string (Slack docs, "Using the Web API"; the Python
SDK uses all three), and every way of addressing a channel is refused with the error Slack uses for it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.sandbox.slack.wire import Json, Refused
from adapters.sandbox.slack.world import Channel, World

TRUE = (True, 1, "1", "true", "True")


@dataclass(frozen=True, slots=True)
class Call:
    """A method and its merged arguments."""

    method: str
    args: Mapping[str, Any]

    def text(self, key: str) -> str:
        """Return a string argument, empty if absent."""
        value = self.args.get(key)
        return "" if value is None else str(value)

    def flag(self, key: str) -> bool:
        """Return a boolean argument, False if absent."""
        return self.args.get(key) in TRUE

    def given(self, key: str) -> bool:
        """Return whether an argument was sent, be it empty."""
        return self.args.get(key) is not None

    def number(self, key: str, default: int, most: int) -> int:
        """Return a whole number from 1 to `most`.

        Raises:
            Refused: ``invalid_limit``.
        """
        written = self.args.get(key, default)
        try:
            value = int(written)
        except (TypeError, ValueError):
            value = 0
        if not 1 <= value <= most:
            raise Refused("invalid_limit")
        return value

    def json(self, key: str, error: str = "invalid_arguments") -> Any:
        """Return an argument that may be JSON written as a string; None if absent or empty.

        Raises:
            Refused: `error`, when it is a string but not JSON.
        """
        value = self.args.get(key)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError as mistake:
            raise Refused(error) from mistake


def visible_channel(world: World, channel_id: str) -> Channel:
    """Return a channel the app may know of; a private one it is not in does not exist for it.

    Raises:
        Refused: ``channel_not_found``.
    """
    channel = world.channels.get(channel_id)
    if channel is None or (channel.kind != "channel" and world.app.user_id not in channel.members):
        raise Refused("channel_not_found")
    return channel


def joined_channel(world: World, channel_id: str) -> Channel:
    """Return a channel the app is in.

    Raises:
        Refused: ``channel_not_found`` or ``not_in_channel``.
    """
    channel = visible_channel(world, channel_id)
    if world.app.user_id not in channel.members:
        raise Refused("not_in_channel")
    return channel


def addressed_channel(world: World, channel_id: str) -> Channel:
    """Return the channel to post to. A person's id stands for the DM with that person."""
    if channel_id in world.people:
        return world.direct_channel(channel_id)
    return joined_channel(world, channel_id)


def message_of(channel: Channel, ts: str) -> Json:
    """Return a stored message.

    Raises:
        Refused: ``message_not_found``.
    """
    if (message := channel.messages.get(ts)) is None:
        raise Refused("message_not_found")
    return message
