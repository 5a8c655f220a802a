"""The three ways a thread begins: from a message, without one, and as a post of a forum.

Guarantee: the thread of a message and a post have the id of the message they begin with; people and the bot take the
same way. (Discord docs, "Start Thread from Message", "Start Thread without Message", "Start Thread in Forum".)
"""

from typing import Any, Final

from adapters.sandbox.discord.branches import Branches
from adapters.sandbox.discord.conversation import HAS_THREAD, THREAD_STARTER, Conversation
from adapters.sandbox.discord.entities import Account, Channel, Kind, Thread
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

THREAD_CREATED: Final = 18


class Starts:
    """Begins threads."""

    def __init__(self, world: World, branches: Branches, conversation: Conversation) -> None:
        self._world = world
        self._branches = branches
        self._conversation = conversation

    def from_message(self, parent: Channel, message: Json, owner: Account, name: str, **options: Any) -> Thread:
        """Begin a thread from a message; its author is in it, and a stub stands for it in the thread."""
        thread = self._branches.begin(parent, owner.id, name, number=message["id"], **options)
        thread.members.setdefault(message["author"]["id"], thread.created_at)
        self._branches.announce(thread)
        self._conversation.change(parent, message["id"], {"flags": message["flags"] | HAS_THREAD}, edited=False)
        reference = self._conversation.reference(parent, message["id"])
        self._conversation.post(thread, owner, {"type": THREAD_STARTER, "message_reference": reference})
        return thread

    def alone(
        self, parent: Channel, owner: Account, name: str, kind: Kind = Kind.PUBLIC_THREAD, **options: Any
    ) -> Thread:
        """Begin a thread without a message. A public one is told of in the channel."""
        thread = self._branches.begin(parent, owner.id, name, kind=kind, **options)
        self._branches.announce(thread)
        if kind is Kind.PUBLIC_THREAD:
            reference = {"type": 0, "channel_id": thread.id, "guild_id": self._world.guild_id}
            notice = {"type": THREAD_CREATED, "content": name, "message_reference": reference}
            self._conversation.post(parent, owner, notice)
        return thread

    def post(self, forum: Channel, owner: Account, name: str, parts: Json, **options: Any) -> Thread:
        """Begin a post: a thread whose first message has its id."""
        thread = self._branches.begin(forum, owner.id, name, **options)
        forum.last_message_id = thread.id
        self._branches.announce(thread)
        self._conversation.post(thread, owner, parts, number=thread.id)
        return thread
