"""Pinned messages.

Source: Discord docs, "Get Channel Pins", "Pin Message": PIN_MESSAGES is needed, MANAGE_MESSAGES no longer suffices
(change of February 2026); 250 to a channel. Pinning posts a message of type 6.
"""

from itertools import islice
from typing import Final

from adapters.sandbox.discord.access import Access, whole_number
from adapters.sandbox.discord.call import NO_CONTENT, Answer, Call, Route
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.entities import Channel
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World

MOST: Final = 250
LISTED: Final = 50
PINNED: Final = 6  # message type CHANNEL_PINNED_MESSAGE


class Pins:
    """The routes under /channels/{channel}/messages/pins."""

    def __init__(self, world: World, access: Access, conversation: Conversation) -> None:
        self._world = world
        self._access = access
        self._conversation = conversation

    def routes(self) -> list[Route]:
        """Return the addresses served here."""
        pins = "/channels/{channel}/messages/pins"
        return [
            Route("GET", pins, self.page),
            Route("PUT", f"{pins}/{{message}}", self.pin),
            Route("DELETE", f"{pins}/{{message}}", self.unpin),
        ]

    def page(self, call: Call) -> Answer:
        """Get Channel Pins, the latest first."""
        channel = self._access.text_channel(call["channel"], "READ_MESSAGE_HISTORY")
        limit = whole_number(call.query, "limit", LISTED, 1, LISTED)
        before = call.query.get("before", "").replace("Z", "+00:00")
        pins = [(at, message) for message, at in reversed(channel.pins.items()) if not before or at < before]
        items = [
            {"pinned_at": at, "message": self._conversation.shown(channel, channel.messages[message])}
            for at, message in islice(pins, limit)
        ]
        return Answer({"items": items, "has_more": len(pins) > limit})

    def pin(self, call: Call) -> Answer:
        """Pin Message."""
        channel = self._access.text_channel(call["channel"], "PIN_MESSAGES")
        message = self._access.message(channel, call["message"])
        if message["pinned"]:
            return NO_CONTENT
        if len(channel.pins) >= MOST:
            raise Refused(400, 30003, f"Maximum number of pins reached for the channel ({MOST})")
        channel.pins[message["id"]] = self._world.now()
        self._show(channel, message["id"], pinned=True)
        reference = self._conversation.reference(channel, message["id"])
        self._conversation.post(channel, self._world.bot, {"type": PINNED, "message_reference": reference})
        return NO_CONTENT

    def unpin(self, call: Call) -> Answer:
        """Unpin Message."""
        channel = self._access.text_channel(call["channel"], "PIN_MESSAGES")
        message = self._access.message(channel, call["message"])
        if channel.pins.pop(message["id"], None):
            self._show(channel, message["id"], pinned=False)
        return NO_CONTENT

    def _show(self, channel: Channel, message_id: str, *, pinned: bool) -> None:
        self._conversation.change(channel, message_id, {"pinned": pinned}, edited=False)
        event = {"channel_id": channel.id, "last_pin_timestamp": channel.last_pin}
        self._conversation.announce("CHANNEL_PINS_UPDATE", channel, event)
