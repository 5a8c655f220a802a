"""What is said, changed and taken back: stored in the world, shown to the page, told to the bot as events.

Guarantee: people and the bot take the same way, and what comes out is the message as it is now: signed addresses, the
message it replies to, the thread made from it. The bot hears of everything in channels it may view, its own messages
too. (Discord docs, "Message Object" and "Message Create"; recorded events.)
"""

from collections.abc import Iterable
from typing import Any, Final

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.attachments import Attachments
from adapters.sandbox.discord.branches import Branches
from adapters.sandbox.discord.entities import Account, Channel, Thread
from adapters.sandbox.discord.message_rules import EPHEMERAL, SUPPRESS_EMBEDS
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

HAS_THREAD: Final = 1 << 5
REPLY: Final = 19
COMMAND: Final = 20
THREAD_STARTER: Final = 21
CONTEXT_COMMAND: Final = 23
POINTS_BACK: Final = (REPLY, THREAD_STARTER, CONTEXT_COMMAND)  # the types that show `referenced_message`


class Conversation:
    """The one door to the messages of a world."""

    def __init__(self, world: World, branches: Branches, files: Attachments) -> None:
        self._world = world
        self._branches = branches
        self._files = files

    def post(
        self,
        channel: Channel,
        author: Account,
        parts: Json,
        *,
        number: str = "",
        nonce: object = None,
        viewer: str = "",
    ) -> Json:
        """Say something, and return it as it is shown. With `viewer`, that person alone sees it.

        `number` is its id if that is known before; `nonce` comes back in the answer and in the event.
        """
        if isinstance(channel, Thread) and not viewer:
            self._branches.wake(channel)
        message: Json = {
            "type": 0,
            "tts": False,
            "timestamp": self._world.now(),
            "pinned": False,
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "id": number or self._world.snowflakes.next(),
            "flags": 0,
            "embeds": [],
            "edited_timestamp": None,
            "content": "",
            "components": [],
            "channel_id": channel.id,
            "author": shapes.user(author),
            "attachments": [],
            **parts,
        }
        self._world.stop_typing(channel, author.id)
        if viewer:
            message["flags"] |= EPHEMERAL
            channel.ephemerals[message["id"]] = (viewer, message)
        else:
            self._count(channel, message)
            channel.messages[message["id"]] = message
            channel.last_message_id = message["id"]
        shown = self.shown(channel, message)
        self._world.publish({"type": "message", "channel": channel.id, "message": shown}, viewer)
        if nonce is not None:
            shown = {**shown, "nonce": nonce}
        self._tell("MESSAGE_CREATE", channel, shown)
        return shown

    def reply(self, channel: Channel, target: Json, mentions: list[Json], *, ping: bool) -> Json:
        """Return the keys that make a message a reply to `target`; a ping puts its author among the mentions."""
        author = target["author"]
        named = mentions if not ping or any(user["id"] == author["id"] for user in mentions) else [*mentions, author]
        return {"type": REPLY, "message_reference": self.reference(channel, target["id"]), "mentions": named}

    def reference(self, channel: Channel, message_id: str) -> Json:
        """Return a message_reference."""
        where = {"guild_id": self._world.guild_id} if channel.in_guild else {}
        return {"type": 0, "channel_id": channel.id, "message_id": message_id, **where}

    def change(self, channel: Channel, message_id: str, parts: Json, *, edited: bool = True) -> Json:
        """Replace keys of a message, and return it as it is shown. `edited` is false where nobody edited its text."""
        viewer, stored = self._stored(channel, message_id)
        message = {**stored, **parts}
        if edited:
            message["edited_timestamp"] = self._world.now()
        if viewer:
            channel.ephemerals[message_id] = (viewer, message)
        else:
            channel.messages[message_id] = message
        shown = self.shown(channel, message)
        self._world.publish({"type": "message_changed", "channel": channel.id, "message": shown}, viewer)
        self._tell("MESSAGE_UPDATE", channel, shown)
        return shown

    def set_reactions(self, channel: Channel, message_id: str, reactions: list[Json]) -> None:
        """Show who reacted; that is no change of the message, and has events of its own."""
        message = {key: value for key, value in channel.messages[message_id].items() if key != "reactions"}
        if reactions:
            message["reactions"] = reactions
        channel.messages[message_id] = message
        frame = {"type": "message_changed", "channel": channel.id, "message": self.shown(channel, message)}
        self._world.publish(frame)

    def delete(self, channel: Channel, message_ids: Iterable[str]) -> None:
        """Take messages back; several in one go are told in one event."""
        gone: list[str] = []
        viewer = ""
        for message_id in message_ids:
            viewer, _ = self._stored(channel, message_id)
            if viewer:
                del channel.ephemerals[message_id]
            else:
                del channel.messages[message_id]
                channel.reactors.pop(message_id, None)
                channel.pins.pop(message_id, None)
            if isinstance(channel, Thread) and message_id != channel.id and not viewer:
                channel.message_count -= 1
            gone.append(message_id)
            frame = {"type": "message_deleted", "channel": channel.id, "id": message_id}
            self._world.publish(frame, viewer)
        where: Json = {"channel_id": channel.id}
        if channel.in_guild and not viewer:
            where["guild_id"] = self._world.guild_id
        if self._heard(channel):
            event, what = (
                ("MESSAGE_DELETE", {"id": gone[0]}) if len(gone) == 1 else ("MESSAGE_DELETE_BULK", {"ids": gone})
            )
            self._world.announce(event, {**what, **where})

    def shown(self, channel: Channel, message: Json) -> Json:
        """Return a stored message as the API shows it now."""
        shape = self._files.signed(message)
        if message["flags"] & SUPPRESS_EMBEDS:
            shape["embeds"] = []
        if message["type"] in POINTS_BACK and "message_reference" in message:
            shape["referenced_message"] = self._referenced(message["message_reference"])
        if message["flags"] & HAS_THREAD and (thread := self._world.channels.get(message["id"])):
            shape["thread"] = self._world.shape(thread)
        return shape

    def find(self, channel: Channel, message_id: str) -> tuple[str, Json] | None:
        """Return a message and who alone sees it (empty: everybody); None if there is none."""
        if found := channel.messages.get(message_id):
            return "", found
        return channel.ephemerals.get(message_id)

    def announce(self, event: str, channel: Channel, data: Json) -> None:
        """Tell the bot of something in a channel, if it may view that."""
        if self._heard(channel):
            where = {"guild_id": self._world.guild_id} if channel.in_guild else {}
            self._world.announce(event, {**data, **where})

    def _stored(self, channel: Channel, message_id: str) -> tuple[str, Json]:
        found = self.find(channel, message_id)
        assert found is not None, f"no message {message_id} in {channel.id}"
        return found

    def _referenced(self, reference: Json) -> Json | None:
        channel = self._world.channels.get(reference["channel_id"])
        found = channel.messages.get(reference.get("message_id", "")) if channel else None
        return self._files.signed(found) if found else None

    def _count(self, channel: Channel, message: Json) -> None:
        """Number a message of a thread. The starter, and the stub that stands for it, are not counted."""
        if not isinstance(channel, Thread):
            return
        if message["type"] == THREAD_STARTER or message["id"] == channel.id:
            message["position"] = 0
            return
        channel.message_count += 1
        channel.total_message_sent += 1
        message["position"] = channel.total_message_sent
        for user in (message["author"], *message["mentions"]):
            if self._world.permissions.may(user["id"], channel):
                self._branches.join(channel, user["id"])

    def _heard(self, channel: Channel) -> bool:
        return self._world.permissions.may(self._world.bot.id, channel)

    def _tell(self, event: str, channel: Channel, shown: Json) -> None:
        if not self._heard(channel):
            return
        data: Json = {**shown, "channel_type": int(channel.kind)}
        # What one person alone sees comes to the bot as if from a DM (Discord docs, "Message Create").
        if channel.in_guild and not shown["flags"] & EPHEMERAL:
            data["guild_id"] = self._world.guild_id
            data["member"] = self._member(shown["author"]["id"])
            data["mentions"] = [{**user, "member": self._member(user["id"])} for user in shown["mentions"]]
        self._world.announce(event, data, mentions_bot=self._mentions_bot(shown))

    def _member(self, user_id: str) -> Any:
        return shapes.member(self._world.members[user_id])

    def _mentions_bot(self, shown: Json) -> bool:
        """Whether the text names the bot, or the message pings it by a reply to an ordinary message of it."""
        bot = self._world.bot.id
        if not any(user["id"] == bot for user in shown["mentions"]):
            return False
        if f"<@{bot}>" in shown["content"] or f"<@!{bot}>" in shown["content"]:
            return True
        return "interaction_metadata" not in (shown.get("referenced_message") or {})
