"""What is said, changed and taken back: stored in the world, and told to the app as events.

Guarantee: people and the app take the same way. The app hears of everything in conversations it is in, its own messages
too (Slack sends those back with `bot_id`; leaving them out is the app's job).
"""

from typing import Any

from adapters.sandbox.slack import events
from adapters.sandbox.slack.delivery import Courier
from adapters.sandbox.slack.wire import Json
from adapters.sandbox.slack.world import COUNTED, Channel, World


class Conversation:
    """The one door to the messages of a world."""

    def __init__(self, world: World, courier: Courier) -> None:
        self._world = world
        self._courier = courier

    def post(self, channel: Channel, message: Json) -> Json:
        """Give `message` its ts, store it and tell the app. Returns the stored message."""
        message["ts"] = self._world.next_ts(channel)
        root = channel.messages.get(message.get("thread_ts", ""))
        if root is not None:
            message["parent_user_id"] = root["user"]
        self._world.add_message(channel, message)
        if message["user"] == self._world.app.user_id:
            # Slack takes the thinking line away once the app has answered in the thread.
            self._world.set_status(channel, message.get("thread_ts", ""), "", [])
        self._announce(channel, events.message(channel, message))
        if self._mentions_app(channel, message):
            self._announce(channel, events.app_mention(channel, message))
        for file in message.get("files", ()):
            self._announce(channel, events.file_shared(channel, file, message["user"], message["ts"]))
        return message

    def change(self, channel: Channel, ts: str, **changes: Any) -> Json:
        """Replace keys of a message; a value of None removes the key. Returns the stored message."""
        previous = dict(channel.messages[ts])
        stored = {key: value for key, value in {**previous, **changes}.items() if value is not None}
        self._world.replace_message(channel, stored)
        self._announce(channel, events.message_changed(channel, stored, previous, self._world.next_ts(channel)))
        return stored

    def delete(self, channel: Channel, ts: str) -> None:
        """Take a message back. A root that has replies leaves a tombstone, so that its thread stays together."""
        previous = dict(channel.messages[ts])
        if ts in channel.threads:
            kept = {key: previous[key] for key in ("type", "ts", *COUNTED) if key in previous}
            grave = {**kept, "subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT"}
            self._world.replace_message(channel, grave)
        else:
            self._world.remove_message(channel, ts)
        self._announce(channel, events.message_deleted(channel, previous, self._world.next_ts(channel)))

    def react(self, channel: Channel, ts: str, user: str, name: str) -> bool:
        """Add a reaction; False when it was there already."""
        message = channel.messages[ts]
        reactions: list[Json] = [dict(reaction) for reaction in message.get("reactions", ())]
        entry: Json | None = next((reaction for reaction in reactions if reaction["name"] == name), None)
        if entry is None:
            entry = dict[str, Any](name=name, users=[], count=0)
            reactions.append(entry)
        if user in entry["users"]:
            return False
        entry.update(users=[*entry["users"], user], count=entry["count"] + 1)
        self._store_reactions(channel, message, reactions, "reaction_added", user, name)
        return True

    def unreact(self, channel: Channel, ts: str, user: str, name: str) -> bool:
        """Remove a reaction; False when it was not there."""
        message = channel.messages[ts]
        reactions: list[Json] = [dict(reaction) for reaction in message.get("reactions", ())]
        entry = next((reaction for reaction in reactions if reaction["name"] == name), None)
        if entry is None or user not in entry["users"]:
            return False
        entry.update(users=[other for other in entry["users"] if other != user], count=entry["count"] - 1)
        remaining = [reaction for reaction in reactions if reaction["count"]]
        self._store_reactions(channel, message, remaining, "reaction_removed", user, name)
        return True

    def _store_reactions(
        self, channel: Channel, message: Json, reactions: list[Json], kind: str, user: str, name: str
    ) -> None:
        stored = {**message, "reactions": reactions}
        if not reactions:
            del stored["reactions"]
        self._world.replace_message(channel, stored, reason="reaction")
        ts = self._world.next_ts(channel)
        self._announce(channel, events.reaction(kind, channel, stored, user, name, ts))

    def _mentions_app(self, channel: Channel, message: Json) -> bool:
        mention = f"<@{self._world.app.user_id}>"
        return channel.kind != "im" and "bot_id" not in message and mention in message["text"]

    def _announce(self, channel: Channel, event: Json) -> None:
        if self._world.app.user_id in channel.members:
            self._courier.announce(event)
