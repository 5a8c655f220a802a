"""Beginning, joining and listing threads.

Source: Discord docs, "Start Thread from Message" … "List Joined Private Archived Threads"; a thread is begun from a
message once (160004), and its type is private unless the bot says otherwise.
"""

from collections.abc import Mapping
from itertools import islice
from typing import Any, Final

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.access import Access, whole_number
from adapters.sandbox.discord.branches import Branches
from adapters.sandbox.discord.call import NO_CONTENT, Answer, Call, Route
from adapters.sandbox.discord.channel_rules import ALONE, FROM_MESSAGE, POST, check_fields
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.drafts import Drafts
from adapters.sandbox.discord.entities import Channel, Kind, Thread
from adapters.sandbox.discord.message_rules import check_message
from adapters.sandbox.discord.starts import Starts
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

ACTIVE_MOST: Final = 1000  # active threads of a guild (JSON error 160006)
LISTED: Final = 50
LISTED_LEAST: Final = 2
LISTED_MOST: Final = 100
OPTIONS: Final = ("auto_archive_duration", "rate_limit_per_user", "invitable", "applied_tags")
CREATING: Final = {
    Kind.PUBLIC_THREAD: "CREATE_PUBLIC_THREADS",
    Kind.PRIVATE_THREAD: "CREATE_PRIVATE_THREADS",
}


class Threads:
    """The routes about threads; their names, archiving and locking are changed in ``channels.py``."""

    def __init__(
        self,
        world: World,
        access: Access,
        branches: Branches,
        conversation: Conversation,
        starts: Starts,
        drafts: Drafts,
    ) -> None:
        self._world = world
        self._access = access
        self._branches = branches
        self._conversation = conversation
        self._starts = starts
        self._drafts = drafts

    def routes(self) -> list[Route]:
        """Return the addresses served here."""
        members = "/channels/{channel}/thread-members"
        archived = "/channels/{channel}/threads/archived"
        return [
            Route("POST", "/channels/{channel}/messages/{message}/threads", self.from_message),
            Route("POST", "/channels/{channel}/threads", self.begin),
            Route("PUT", f"{members}/@me", self.join),
            Route("DELETE", f"{members}/@me", self.leave),
            Route("PUT", f"{members}/{{user}}", self.add_member),
            Route("DELETE", f"{members}/{{user}}", self.remove_member),
            Route("GET", f"{members}/{{user}}", self.member),
            Route("GET", f"{archived}/public", self.archived_public),
            Route("GET", f"{archived}/private", self.archived_private),
            Route("GET", "/channels/{channel}/users/@me/threads/archived/private", self.archived_joined),
            Route("GET", "/guilds/{guild}/threads/active", self.active),
        ]

    def from_message(self, call: Call) -> Answer:
        """Start Thread from Message."""
        parent = self._access.channel(call["channel"], "CREATE_PUBLIC_THREADS", "READ_MESSAGE_HISTORY")
        _refuse_unless(parent, Kind.TEXT)
        message = self._access.message(parent, call["message"])
        check_fields(FROM_MESSAGE, call.json)
        if call["message"] in self._world.channels:
            raise Refused(400, 160004, "A thread has already been created for this message")
        self._refuse_if_full()
        options = _options(call.body)
        thread = self._starts.from_message(parent, message, self._world.bot, call.body["name"], **options)
        return self._begun(thread)

    def begin(self, call: Call) -> Answer:
        """Start Thread without Message, or Start Thread in Forum."""
        parent = self._access.channel(call["channel"])
        if parent.kind is Kind.FORUM:
            return self._post(parent, call)
        _refuse_unless(parent, Kind.TEXT)
        check_fields(ALONE, call.json)
        kind = Kind(call.body.get("type") or Kind.PRIVATE_THREAD)
        self._access.need(parent, CREATING[kind])
        self._refuse_if_full()
        return self._begun(self._starts.alone(parent, self._world.bot, call.body["name"], kind, **_options(call.body)))

    def _post(self, forum: Channel, call: Call) -> Answer:
        """Begin a post; its first message is the body's `message`."""
        self._access.need(forum, "SEND_MESSAGES")
        check_fields(POST, call.json)
        message: Any = call.body["message"]
        check_message(message, call.uploads, at=("message",))
        self._access.need(forum, *self._drafts.needs(message, call.uploads))
        self._refuse_if_full()
        parts = self._drafts.parts(forum, message, call.uploads)
        thread = self._starts.post(forum, self._world.bot, call.body["name"], parts, **_options(call.body))
        first = self._conversation.shown(thread, thread.messages[thread.id])
        return Answer({**self._world.shape(thread), "message": first}, 201)

    def join(self, call: Call) -> Answer:
        """Join Thread."""
        self._branches.join(self._awake(call), self._world.bot.id)
        return NO_CONTENT

    def leave(self, call: Call) -> Answer:
        """Leave Thread."""
        self._branches.leave(self._awake(call), self._world.bot.id)
        return NO_CONTENT

    def add_member(self, call: Call) -> Answer:
        """Add Thread Member."""
        thread = self._awake(call)
        self._access.need(thread, "SEND_MESSAGES_IN_THREADS")
        if call["user"] not in self._world.members:
            raise Refused(404, 10013, "Unknown User")
        self._branches.join(thread, call["user"])
        return NO_CONTENT

    def remove_member(self, call: Call) -> Answer:
        """Remove Thread Member; the one who began a private thread may do so too."""
        thread = self._awake(call)
        if thread.kind is Kind.PUBLIC_THREAD or thread.owner_id != self._world.bot.id:
            self._access.need(thread, "MANAGE_THREADS")
        self._branches.leave(thread, call["user"])
        return NO_CONTENT

    def member(self, call: Call) -> Answer:
        """Get Thread Member."""
        thread = self._access.thread(call["channel"])
        user = self._world.bot.id if call["user"] == "@me" else call["user"]
        if user not in thread.members:
            raise Refused(404, 10007, "Unknown Member")
        return Answer(shapes.thread_member(thread, user))

    def archived_public(self, call: Call) -> Answer:
        """List Public Archived Threads."""
        channel = self._access.channel(call["channel"], "READ_MESSAGE_HISTORY")
        return self._archived(channel, call, Kind.PUBLIC_THREAD)

    def archived_private(self, call: Call) -> Answer:
        """List Private Archived Threads."""
        channel = self._access.channel(call["channel"], "READ_MESSAGE_HISTORY", "MANAGE_THREADS")
        return self._archived(channel, call, Kind.PRIVATE_THREAD)

    def archived_joined(self, call: Call) -> Answer:
        """List Joined Private Archived Threads."""
        channel = self._access.channel(call["channel"], "READ_MESSAGE_HISTORY")
        return self._archived(channel, call, Kind.PRIVATE_THREAD, joined=True)

    def active(self, call: Call) -> Answer:
        """List Active Guild Threads."""
        self._access.guild(call["guild"])
        active = [thread for thread in self._world.threads() if not thread.archived and self._access.has(thread)]
        return Answer(self._page(active[::-1]))

    def _archived(self, channel: Channel, call: Call, kind: Kind, *, joined: bool = False) -> Answer:
        limit = whole_number(call.query, "limit", LISTED, LISTED_LEAST, LISTED_MOST)
        before = call.query.get("before", "")
        found = [
            thread
            for thread in self._world.threads(channel)
            if thread.archived
            and thread.kind is kind
            and (not joined or self._world.bot.id in thread.members)
            and (not before or _precedes(thread, before))
        ]
        found.sort(key=lambda thread: thread.archive_timestamp, reverse=True)
        return Answer({**self._page(list(islice(found, limit))), "has_more": len(found) > limit})

    def _page(self, threads: list[Thread]) -> Json:
        bot = self._world.bot.id
        members = [shapes.thread_member(thread, bot) for thread in threads if bot in thread.members]
        return {"threads": [self._world.shape(thread) for thread in threads], "members": members}

    def _begun(self, thread: Thread) -> Answer:
        membership = shapes.thread_member(thread, self._world.bot.id)
        return Answer({**self._world.shape(thread), "member": membership}, 201)

    def _awake(self, call: Call) -> Thread:
        thread = self._access.thread(call["channel"])
        if thread.archived:
            raise Refused(400, 50083, "Thread is archived")
        return thread

    def _refuse_if_full(self) -> None:
        if sum(not thread.archived for thread in self._world.threads()) >= ACTIVE_MOST:
            raise Refused(400, 160006, "Maximum number of active threads reached")


def _refuse_unless(parent: Channel, kind: Kind) -> None:
    if parent.kind is not kind:
        raise Refused(400, 50024, "Cannot execute action on this channel type")


def _options(body: Mapping[str, Any]) -> Json:
    """Return the fields of a thread that a body sets; null means the default."""
    options = {name: body[name] for name in OPTIONS if body.get(name) is not None}
    if "applied_tags" in options:
        options["applied_tags"] = list(map(str, options["applied_tags"]))
    return options


def _precedes(thread: Thread, before: str) -> bool:
    """Whether a thread was archived before an ISO time, or was begun before an id."""
    if before.isdecimal():
        return int(thread.id) < int(before)
    return thread.archive_timestamp < before.replace("Z", "+00:00")
