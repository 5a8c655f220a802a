"""Creating, editing and deleting messages, and the typing line: what the bot does in a channel.

Guarantee: a message sent again with the same nonce within a few minutes is answered with the first one.
Source: Discord docs, "Message Resource"; the window of nonces and the limit of old edits as reported by users.
"""

from collections import OrderedDict
from typing import Any, Final

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.access import Access, snowflake
from adapters.sandbox.discord.call import NO_CONTENT, Answer, Call, Route
from adapters.sandbox.discord.conversation import REPLY, THREAD_STARTER, Conversation
from adapters.sandbox.discord.drafts import Drafts
from adapters.sandbox.discord.entities import Channel, Thread
from adapters.sandbox.discord.grammar import is_snowflake
from adapters.sandbox.discord.mentions import pings_author
from adapters.sandbox.discord.message_rules import check_message, stored_flags
from adapters.sandbox.discord.snowflake import made_at
from adapters.sandbox.discord.throttle import Throttle
from adapters.sandbox.discord.wire import Flaw, Refused, invalid
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

NONCE_SECONDS: Final = 300.0
OLD_SECONDS: Final = 3600.0
BULK_SECONDS: Final = 14 * 86400.0
BULK: Final = (2, 100)
NEVER: Final = (0.0, None, "")
SYSTEM: Final = (1, 2, 3, 4, 5, THREAD_STARTER)  # types nobody may delete
PLAIN: Final = (0, REPLY, 20, 23)  # types of which the author may change the text


class Messages:
    """POST, PATCH and DELETE under /channels/{channel}/messages."""

    def __init__(
        self, world: World, access: Access, throttle: Throttle, conversation: Conversation, drafts: Drafts
    ) -> None:
        self._world = world
        self._access = access
        self._throttle = throttle
        self._conversation = conversation
        self._drafts = drafts
        self._nonces: OrderedDict[str, tuple[float, Channel | None, str]] = OrderedDict()

    def routes(self) -> list[Route]:
        """Return the addresses served here."""
        messages = "/channels/{channel}/messages"
        return [
            Route("POST", messages, self.create),
            Route("POST", f"{messages}/bulk-delete", self.delete_many),
            Route("PATCH", f"{messages}/{{message}}", self.edit),
            Route("DELETE", f"{messages}/{{message}}", self.delete),
            Route("POST", "/channels/{channel}/typing", self.typing),
        ]

    def create(self, call: Call) -> Answer:
        """Create Message."""
        channel, body = self._access.place_to_speak(call["channel"]), call.body
        check_message(call.json, call.uploads)
        if repeated := self._repeated(body):
            return Answer(repeated)
        self._access.need(channel, *self._drafts.needs(body, call.uploads))
        if isinstance(channel, Thread) and channel.locked and not self._access.has(channel, "MANAGE_THREADS"):
            raise Refused(400, 160005, "Thread is locked")
        parts = self._drafts.parts(channel, body, call.uploads)
        parts |= self._reply(channel, body, parts)
        shown = self._conversation.post(channel, self._world.bot, parts, nonce=body.get("nonce"))
        return Answer(self._remember(body, channel, shown))

    def edit(self, call: Call) -> Answer:
        """Edit Message."""
        channel = self._access.text_channel(call["channel"])
        stored = self._access.message(channel, call["message"])
        if isinstance(channel, Thread) and channel.archived:
            raise Refused(400, 50083, "Thread is archived")
        body = call.body
        if stored["author"]["id"] != self._world.bot.id:
            return Answer(self._suppress(channel, stored, body))
        if stored["type"] not in PLAIN:
            raise Refused(400, 50021, "Cannot execute action on a system message")
        check_message(call.json, call.uploads, current=stored)
        self._access.need(channel, *self._drafts.needs(body, call.uploads))
        if self._world.clock.now() - made_at(stored["id"]) > OLD_SECONDS:
            self._throttle.edit_old(channel.id)
        parts = self._drafts.parts(channel, body, call.uploads, current=stored)
        return Answer(self._conversation.change(channel, stored["id"], parts))

    def delete(self, call: Call) -> Answer:
        """Delete Message."""
        channel = self._access.text_channel(call["channel"])
        stored = self._access.message(channel, call["message"])
        if stored["author"]["id"] != self._world.bot.id:
            self._access.need(channel, "MANAGE_MESSAGES")
        if stored["type"] in SYSTEM:
            raise Refused(400, 50021, "Cannot execute action on a system message")
        self._conversation.delete(channel, [stored["id"]])
        return NO_CONTENT

    def delete_many(self, call: Call) -> Answer:
        """Bulk Delete Messages; ids that are no messages are passed over."""
        channel = self._access.text_channel(call["channel"], "MANAGE_MESSAGES")
        asked = call.body.get("messages")
        ids = list(dict.fromkeys(str(entry) for entry in asked)) if isinstance(asked, list) else []
        least, most = BULK
        if not least <= len(ids) <= most:
            sentence = f"Must be between {least} and {most} in length."
            raise invalid([Flaw(("messages",), "BASE_TYPE_BAD_LENGTH", sentence)])
        oldest = self._world.clock.now() - BULK_SECONDS
        if any(not is_snowflake(number) or made_at(number) < oldest for number in ids):
            raise Refused(400, 50034, "You can only bulk delete messages that are under 14 days old.")
        if present := [number for number in ids if number in channel.messages]:
            self._conversation.delete(channel, present)
        return NO_CONTENT

    def typing(self, call: Call) -> Answer:
        """Trigger Typing Indicator."""
        channel, bot = self._access.place_to_speak(call["channel"]), self._world.bot
        self._world.show_typing(channel, bot.id)
        event: Json = {"channel_id": channel.id, "user_id": bot.id, "timestamp": int(self._world.clock.now())}
        if channel.in_guild:
            event["member"] = shapes.full_member(self._world.members[bot.id])
        self._conversation.announce("TYPING_START", channel, event)
        return NO_CONTENT

    def _reply(self, channel: Channel, body: Json, parts: Json) -> Json:
        """Return the keys that make a message a reply."""
        reference: Any = body.get("message_reference")
        if not reference:
            return {}
        if reference.get("type"):
            raise Refused(400, 160014, "The sandbox does not forward messages")
        if not self._access.has(channel, "READ_MESSAGE_HISTORY"):
            raise Refused(403, 160002, "Cannot reply without permission to read message history")
        target = channel.messages.get(snowflake(reference, "message_id"))
        if target is None and reference.get("fail_if_not_exists") is False:
            return {}
        if target is None or snowflake(reference, "channel_id") not in ("", channel.id):
            raise invalid([Flaw(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")])
        if target["type"] not in PLAIN:
            sentence = "Cannot reply to a system message"
            raise invalid([Flaw(("message_reference",), "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", sentence)])
        pinged = pings_author(body.get("allowed_mentions"))
        return self._conversation.reply(channel, target, parts.get("mentions", []), ping=pinged)

    def _repeated(self, body: Json) -> Json | None:
        """Return the message this nonce was sent with before."""
        nonce = body.get("nonce")
        if not body.get("enforce_nonce") or nonce is None:
            return None
        at, channel, message_id = self._nonces.get(str(nonce), NEVER)
        if channel is None or at <= self._world.clock.now() - NONCE_SECONDS:
            return None
        found = self._access.message(channel, message_id)
        return {**self._conversation.shown(channel, found), "nonce": nonce}

    def _remember(self, body: Json, channel: Channel, shown: Json) -> Json:
        now = self._world.clock.now()
        while self._nonces and next(iter(self._nonces.values()))[0] <= now - NONCE_SECONDS:
            self._nonces.popitem(last=False)
        if body.get("nonce") is not None:
            self._nonces[str(body["nonce"])] = (now, channel, shown["id"])
        return shown

    def _suppress(self, channel: Channel, stored: Json, body: Json) -> Json:
        """Change what another's message allows: only whether its embeds show."""
        if set(body) - {"flags", "tts"}:
            raise Refused(403, 50005, "Cannot edit a message authored by another user")
        self._access.need(channel, "MANAGE_MESSAGES")
        flags = {"flags": stored_flags(body, stored, "channel")}
        return self._conversation.change(channel, stored["id"], flags, edited=False)
