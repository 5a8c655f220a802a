"""The state of one Slack workspace, and word of every change to it.

Guarantee: timestamps are unique and rising per channel, a thread's root always carries its count of replies, and
storing a message costs the same however many there are. The world knows no wire: it neither sends nor refuses.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from adapters.sandbox.clock import Clock
from adapters.sandbox.news import News
from adapters.sandbox.slack.wire import Json, NotPossible

ChannelKind = Literal["channel", "private", "im"]
# What a root carries once it has replies (Slack docs, "message: threads").
COUNTED = ("thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users", "is_locked", "subscribed")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account in the workspace."""

    id: str
    name: str
    real_name: str
    color: str


@dataclass(slots=True)
class App:
    """The one app that is installed: its names, its secrets, and what its installation was granted."""

    app_id: str
    bot_id: str
    user_id: str
    name: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    scopes: set[str]


@dataclass(slots=True)
class Thread:
    """What a root knows of its replies."""

    replies: list[str] = field(default_factory=list[str])
    users: dict[str, None] = field(default_factory=dict[str, None])  # a set that keeps order


@dataclass(slots=True)
class Channel:
    """A conversation. `messages` are in Slack's stored shape by ts, oldest first, replies among them."""

    id: str
    name: str
    kind: ChannelKind
    created: int
    members: set[str]
    person: str = ""
    messages: dict[str, Json] = field(default_factory=dict[str, Json])
    threads: dict[str, Thread] = field(default_factory=dict[str, Thread])
    ephemerals: dict[str, tuple[str, Json]] = field(default_factory=dict[str, tuple[str, Json]])
    last_microsecond: int = 0

    @property
    def channel_type(self) -> str:
        """The word events use for this kind of conversation."""
        return {"channel": "channel", "private": "group", "im": "im"}[self.kind]


class World(News):
    """A workspace called Sandbox with two people, one app, three channels and the app's DMs."""

    platform = "slack"

    def __init__(self, clock: Clock, app: App) -> None:
        super().__init__(clock)
        self.app = app
        self.team: Json = {"id": "T0SANDBOX01", "name": "Sandbox", "domain": "sandbox"}
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.statuses: dict[tuple[str, str], Json] = {}
        self.base_url = ""  # where the twin is reached, known once it listens; it is in the links the twin hands out
        self._numbers = itertools.count(1)
        for name in ("general", "agents"):
            self.add_channel(name)
        self.add_channel("elsewhere", bot=False)
        self.add_person("ann", "Ann Archer", "#9f69e7")
        self.add_person("ben", "Ben Baker", "#4bbe2e")

    # -- who and where -------------------------------------------------------------------------------------------

    def new_id(self, prefix: str) -> str:
        """Return an id of Slack's form, such as ``C0SBX000007``; counting makes a transcript readable."""
        return f"{prefix}0SBX{next(self._numbers):06d}"

    def add_person(self, name: str, real_name: str = "", color: str = "#e7392d") -> Person:
        """Add a person, with a DM with the bot and membership of every public channel."""
        person = Person(self.new_id("U"), name, real_name or name.title(), color)
        self.people[person.id] = person
        for channel in self.channels.values():
            if channel.kind == "channel":
                channel.members.add(person.id)
        direct = Channel(self.new_id("D"), "directmessage", "im", int(self.clock.now()), set(), person=person.id)
        direct.members.update((person.id, self.app.user_id))
        self.channels[direct.id] = direct
        return person

    def add_channel(self, name: str, *, kind: ChannelKind = "channel", bot: bool = True) -> Channel:
        """Add a channel with every person in it, and the bot if `bot`."""
        channel = Channel(self.new_id("C"), name, kind, int(self.clock.now()), set(self.people))
        if bot:
            channel.members.add(self.app.user_id)
        self.channels[channel.id] = channel
        return channel

    def person(self, name_or_id: str) -> Person:
        """Return the person with that id or name.

        Raises:
            NotPossible: there is none.
        """
        for person in self.people.values():
            if name_or_id in (person.id, person.name):
                return person
        known = ", ".join(person.name for person in self.people.values())
        raise NotPossible("user_not_found", f"There is no person {name_or_id!r}. There are: {known}.")

    def channel(self, name_or_id: str) -> Channel:
        """Return the channel with that id, or the public or private one with that name (with or without ``#``).

        Raises:
            NotPossible: there is none.
        """
        if found := self.channels.get(name_or_id):
            return found
        for channel in self.channels.values():
            if channel.kind != "im" and channel.name == name_or_id.removeprefix("#"):
                return channel
        known = ", ".join(channel.name for channel in self.channels.values() if channel.kind != "im")
        raise NotPossible("channel_not_found", f"There is no channel {name_or_id!r}. There are: {known}, and the DMs.")

    def direct_channel(self, person: str) -> Channel:
        """Return the DM of the bot with a person, given by name or id."""
        wanted = self.person(person).id
        return next(channel for channel in self.channels.values() if channel.person == wanted)

    # -- what was said -------------------------------------------------------------------------------------------

    def next_ts(self, channel: Channel) -> str:
        """Return a ts later than every other of the channel (seconds and microseconds, Slack's message id)."""
        channel.last_microsecond = max(int(self.clock.now() * 1_000_000), channel.last_microsecond + 1)
        seconds, micros = divmod(channel.last_microsecond, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def add_message(self, channel: Channel, message: Json) -> None:
        """Store a message that already has its ts; a reply is counted on its root."""
        channel.messages[message["ts"]] = message
        root = channel.messages.get(message.get("thread_ts", ""))
        if root is not None and root is not message:
            thread = channel.threads.setdefault(root["ts"], Thread())
            thread.replies.append(message["ts"])
            thread.users[message["user"]] = None
            self._count_replies(channel, root, thread)
        self.publish({"type": "message", "channel": channel.id, "message": message})

    def replace_message(self, channel: Channel, message: Json, *, reason: str = "message_changed") -> None:
        """Store a new form of a message. `reason` is the frame's type: ``message_changed`` or ``reaction``."""
        channel.messages[message["ts"]] = message
        self.publish({"type": reason, "channel": channel.id, "message": message})

    def remove_message(self, channel: Channel, ts: str) -> None:
        """Forget a message, and uncount it on its root."""
        message = channel.messages.pop(ts)
        root = channel.messages.get(message.get("thread_ts", ""))
        if root is not None and (thread := channel.threads.get(root["ts"])) and ts in thread.replies:
            thread.replies.remove(ts)
            thread.users = dict.fromkeys(channel.messages[reply]["user"] for reply in thread.replies)
            self._count_replies(channel, root, thread)
        self.publish({"type": "message_deleted", "channel": channel.id, "ts": ts})

    def _count_replies(self, channel: Channel, root: Json, thread: Thread) -> None:
        counted = {key: value for key, value in root.items() if key not in COUNTED}
        if thread.replies:
            counted |= {
                "thread_ts": root["ts"],
                "reply_count": len(thread.replies),
                "reply_users_count": len(thread.users),
                "latest_reply": thread.replies[-1],
                "reply_users": list(thread.users),
                "is_locked": False,
                "subscribed": True,
            }
        else:
            del channel.threads[root["ts"]]
        self.replace_message(channel, counted)

    def thread(self, channel: Channel, root_ts: str) -> Iterator[Json]:
        """Yield a thread's messages, the root first, oldest reply next."""
        yield channel.messages[root_ts]
        for ts in channel.threads.get(root_ts, Thread()).replies:
            yield channel.messages[ts]

    def add_ephemeral(self, channel: Channel, viewer: str, message: Json) -> None:
        """Store what only `viewer` sees (also a new form of it). It is in no history."""
        known = message["ts"] in channel.ephemerals
        channel.ephemerals[message["ts"]] = (viewer, message)
        frame = {"type": "message_changed" if known else "message", "channel": channel.id, "message": message}
        self.publish(frame, viewer)

    def remove_ephemeral(self, channel: Channel, ts: str) -> None:
        """Take an ephemeral message away from its viewer."""
        viewer, _ = channel.ephemerals.pop(ts)
        self.publish({"type": "message_deleted", "channel": channel.id, "ts": ts}, viewer)

    def set_status(self, channel: Channel, thread_ts: str, status: str, loading_messages: list[str]) -> None:
        """Show, or with an empty `status` clear, the thinking line of a thread."""
        key = (channel.id, thread_ts)
        if not status and key not in self.statuses:
            return
        shown: Json = {"thread_ts": thread_ts, "status": status, "loading_messages": loading_messages}
        if status:
            self.statuses[key] = shown
        else:
            del self.statuses[key]
        self.publish({"type": "status", "channel": channel.id, **shown})
