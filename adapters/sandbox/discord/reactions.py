"""Reactions: who reacted with what, and the routes the bot uses for its own.

Guarantee: a message has at most twenty different emoji; only emoji that exist are taken. Source: Discord docs,
"Create Reaction" (a new emoji needs ADD_REACTIONS, one that is there does not), "Get Reactions".
"""

from typing import Final

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.access import Access, whole_number
from adapters.sandbox.discord.call import NO_CONTENT, Answer, Call, Route
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.emoji import is_emoji
from adapters.sandbox.discord.entities import Account, Channel, Thread
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

MOST: Final = 20
LISTED: Final = 25
LISTED_MOST: Final = 100


class Reactions:
    """Reactions of people and of the bot."""

    def __init__(self, world: World, access: Access, conversation: Conversation) -> None:
        self._world = world
        self._access = access
        self._conversation = conversation

    def routes(self) -> list[Route]:
        """Return the addresses served here."""
        every = "/channels/{channel}/messages/{message}/reactions"
        return [
            Route("PUT", f"{every}/{{emoji}}/@me", self.create),
            Route("DELETE", f"{every}/{{emoji}}/@me", self.delete_own),
            Route("DELETE", f"{every}/{{emoji}}/{{user}}", self.delete_of_user),
            Route("GET", f"{every}/{{emoji}}", self.list_users),
            Route("DELETE", f"{every}/{{emoji}}", self.delete_emoji),
            Route("DELETE", every, self.delete_all),
        ]

    def create(self, call: Call) -> Answer:
        """Create Reaction."""
        channel, message = self._message(call)
        emoji, there = call["emoji"], channel.reactors.get(call["message"], {})
        if not is_emoji(emoji):
            raise Refused(400, 10014, "Unknown Emoji")
        if emoji not in there:
            self._access.need(channel, "ADD_REACTIONS")
            if len(there) >= MOST:
                raise Refused(400, 30010, f"Maximum number of reactions reached ({MOST})")
        self._add(channel, message, self._world.bot, emoji)
        return NO_CONTENT

    def delete_own(self, call: Call) -> Answer:
        """Delete Own Reaction."""
        return self._delete(call, self._world.bot.id)

    def delete_of_user(self, call: Call) -> Answer:
        """Delete User Reaction."""
        channel, _ = self._message(call)
        self._access.need(channel, "MANAGE_MESSAGES")
        return self._delete(call, call["user"])

    def delete_emoji(self, call: Call) -> Answer:
        """Delete All Reactions for Emoji."""
        channel, message = self._message(call)
        self._access.need(channel, "MANAGE_MESSAGES")
        if channel.reactors.get(message["id"], {}).pop(call["emoji"], None):
            self._store(channel, message)
            event = {"channel_id": channel.id, "message_id": message["id"], "emoji": _emoji(call["emoji"])}
            self._conversation.announce("MESSAGE_REACTION_REMOVE_EMOJI", channel, event)
        return NO_CONTENT

    def delete_all(self, call: Call) -> Answer:
        """Delete All Reactions."""
        channel, message = self._message(call)
        self._access.need(channel, "MANAGE_MESSAGES")
        if channel.reactors.pop(message["id"], None):
            self._store(channel, message)
            event = {"channel_id": channel.id, "message_id": message["id"]}
            self._conversation.announce("MESSAGE_REACTION_REMOVE_ALL", channel, event)
        return NO_CONTENT

    def list_users(self, call: Call) -> Answer:
        """Get Reactions."""
        channel, message = self._message(call)
        limit = whole_number(call.query, "limit", LISTED, 1, LISTED_MOST)
        after = whole_number(call.query, "after", 0, 0, 2**63)
        users = sorted(channel.reactors.get(message["id"], {}).get(call["emoji"], ()), key=int)
        later = [user for user in users if int(user) > after]
        return Answer([shapes.user(self._world.members[user].account) for user in later[:limit]])

    def add(self, channel: Channel, message: Json, person: Account, emoji: str) -> None:
        """Let a person react.

        Raises:
            NotPossible: it is no emoji, or the message is full.
        """
        if not is_emoji(emoji):
            raise NotPossible("no_emoji", f"{emoji!r} is no emoji.")
        there = channel.reactors.get(message["id"], {})
        if emoji not in there and len(there) >= MOST:
            raise NotPossible("too_many_reactions", f"A message has at most {MOST} different reactions.")
        self._add(channel, message, person, emoji)

    def _add(self, channel: Channel, message: Json, account: Account, emoji: str) -> None:
        users = channel.reactors.setdefault(message["id"], {}).setdefault(emoji, [])
        if account.id in users:
            return
        users.append(account.id)
        self._store(channel, message)
        event = {**self._event(channel, message, account.id, emoji), "message_author_id": message["author"]["id"]}
        if channel.in_guild:
            event["member"] = shapes.reacting_member(self._world.members[account.id])
        self._conversation.announce("MESSAGE_REACTION_ADD", channel, event)

    def _delete(self, call: Call, user_id: str) -> Answer:
        channel, message = self._message(call)
        by_emoji = channel.reactors.get(message["id"], {})
        users = by_emoji.get(call["emoji"], [])
        if user_id not in users:
            raise Refused(404, 10014, "Unknown Emoji")
        users.remove(user_id)
        if not users:
            del by_emoji[call["emoji"]]
        self._store(channel, message)
        event = self._event(channel, message, user_id, call["emoji"])
        self._conversation.announce("MESSAGE_REACTION_REMOVE", channel, event)
        return NO_CONTENT

    def _message(self, call: Call) -> tuple[Channel, Json]:
        channel = self._access.text_channel(call["channel"], "READ_MESSAGE_HISTORY")
        if isinstance(channel, Thread) and channel.archived and call.params.get("emoji"):
            raise Refused(400, 50083, "Thread is archived")
        return channel, self._access.message(channel, call["message"])

    def _store(self, channel: Channel, message: Json) -> None:
        bot = self._world.bot.id
        reactions = [
            {
                "emoji": _emoji(emoji),
                "count": len(users),
                "count_details": {"burst": 0, "normal": len(users)},
                "me": bot in users,
                "me_burst": False,
                "burst_colors": [],
            }
            for emoji, users in channel.reactors.get(message["id"], {}).items()
        ]
        self._conversation.set_reactions(channel, message["id"], reactions)

    def _event(self, channel: Channel, message: Json, user_id: str, emoji: str) -> Json:
        return {
            "user_id": user_id,
            "channel_id": channel.id,
            "message_id": message["id"],
            "emoji": _emoji(emoji),
            "burst": False,
            "type": 0,
        }


def _emoji(name: str) -> Json:
    return {"id": None, "name": name}
