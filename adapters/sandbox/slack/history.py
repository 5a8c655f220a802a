"""``conversations.*``, ``reactions.*`` and ``assistant.threads.setStatus``: conversations as the app sees them."""

import itertools
from collections.abc import Iterable
from typing import Final

from adapters.sandbox.clock import Cancel
from adapters.sandbox.slack.call import Call, joined_channel, message_of, visible_channel
from adapters.sandbox.slack.conversation import Conversation
from adapters.sandbox.slack.wire import Json, Refused
from adapters.sandbox.slack.world import Channel, World

STATUS_SECONDS: Final = 120.0  # Slack docs: the status goes away after two minutes without a message
LOADING_MESSAGES: Final = 10
LOADING_CHARACTERS: Final = 50
KIND_NAMES: Final = {"channel": "public_channel", "private": "private_channel", "im": "im"}


def page(items: Iterable[Json], call: Call, *, default: int, most: int) -> tuple[list[Json], Json]:
    """Return one page of `items`, and the keys that lead to the next. What a cursor means is nobody's business."""
    limit = call.number("limit", default, most)
    cursor = call.text("cursor")
    if cursor and not cursor.startswith("next:"):
        raise Refused("invalid_cursor")
    start = int(cursor.removeprefix("next:") or 0)
    taken = list(itertools.islice(items, start, start + limit + 1))
    more = len(taken) > limit
    following = f"next:{start + limit}" if more else ""
    return taken[:limit], {"has_more": more, "response_metadata": {"next_cursor": following}}


class History:
    """The methods that read conversations, react in them, and show that work is going on."""

    def __init__(self, world: World, conversation: Conversation) -> None:
        self._world = world
        self._conversation = conversation
        self._expiries: dict[tuple[str, str], Cancel] = {}

    # -- conversations -------------------------------------------------------------------------------------------

    def list_channels(self, call: Call) -> Json:
        """conversations.list."""
        kinds = (call.text("types") or "public_channel").replace(" ", "").split(",")
        shown = [
            self.describe(channel)
            for channel in self._world.channels.values()
            if KIND_NAMES[channel.kind] in kinds
            and (channel.kind == "channel" or self._world.app.user_id in channel.members)
        ]
        channels, following = page(shown, call, default=100, most=1000)
        return {"channels": channels, "response_metadata": following["response_metadata"]}

    def info(self, call: Call) -> Json:
        """conversations.info."""
        return {"channel": self.describe(visible_channel(self._world, call.text("channel")))}

    def members(self, call: Call) -> Json:
        """conversations.members."""
        channel = visible_channel(self._world, call.text("channel"))
        people, following = page([{"id": member} for member in sorted(channel.members)], call, default=100, most=1000)
        return {"members": [person["id"] for person in people], "response_metadata": following["response_metadata"]}

    def open(self, call: Call) -> Json:
        """conversations.open, for the DM with one person."""
        users = call.text("users").split(",")
        if call.given("channel"):
            channel = visible_channel(self._world, call.text("channel"))
        elif len(users) == 1 and users[0] in self._world.people:
            channel = self._world.direct_channel(users[0])
        else:
            raise Refused("user_not_found")
        shown = self.describe(channel) if call.flag("return_im") else {"id": channel.id}
        return {"no_op": True, "already_open": True, "channel": shown}

    def history(self, call: Call) -> Json:
        """conversations.history: top-level messages and broadcast replies, newest first."""
        channel = joined_channel(self._world, call.text("channel"))
        shown = (message for message in reversed(channel.messages.values()) if _top_level(message))
        messages, following = page(_between(shown, call), call, default=100, most=999)
        return {"messages": [_public(message, call) for message in messages], "pin_count": 0, **following}

    def replies(self, call: Call) -> Json:
        """conversations.replies: the root, then its replies, oldest first. `ts` may be any message of the thread."""
        channel = joined_channel(self._world, call.text("channel"))
        message = channel.messages.get(call.text("ts"))
        if message is None:
            raise Refused("thread_not_found")
        thread = self._world.thread(channel, message.get("thread_ts", message["ts"]))
        messages, following = page(_between(thread, call), call, default=1000, most=1000)
        return {"messages": [_public(message, call) for message in messages], **following}

    def describe(self, channel: Channel) -> Json:
        """Return a conversation object."""
        common: Json = {"id": channel.id, "created": channel.created, "is_archived": False, "is_org_shared": False}
        if channel.kind == "im":
            return {**common, "is_im": True, "user": channel.person, "is_user_deleted": False, "priority": 0}
        purpose: Json = {"value": "", "creator": "", "last_set": 0}
        return {
            **common,
            "name": channel.name,
            "name_normalized": channel.name,
            "is_channel": channel.kind == "channel",
            "is_group": channel.kind == "private",
            "is_im": False,
            "is_mpim": False,
            "is_private": channel.kind == "private",
            "is_general": channel.name == "general",
            "is_member": self._world.app.user_id in channel.members,
            "context_team_id": self._world.team["id"],
            "num_members": len(channel.members),
            "topic": purpose,
            "purpose": purpose,
        }

    # -- reactions -----------------------------------------------------------------------------------------------

    def add_reaction(self, call: Call) -> Json:
        """reactions.add."""
        channel, message = self._reacted(call)
        if not self._conversation.react(channel, message["ts"], self._world.app.user_id, _emoji(call)):
            raise Refused("already_reacted")
        return {}

    def remove_reaction(self, call: Call) -> Json:
        """reactions.remove."""
        channel, message = self._reacted(call)
        if not self._conversation.unreact(channel, message["ts"], self._world.app.user_id, _emoji(call)):
            raise Refused("no_reaction")
        return {}

    def get_reactions(self, call: Call) -> Json:
        """reactions.get."""
        channel, message = self._reacted(call)
        return {"type": "message", "channel": channel.id, "message": message}

    def _reacted(self, call: Call) -> tuple[Channel, Json]:
        channel = joined_channel(self._world, call.text("channel"))
        return channel, message_of(channel, call.text("timestamp"))

    # -- the thinking line ---------------------------------------------------------------------------------------

    def set_status(self, call: Call) -> Json:
        """assistant.threads.setStatus. It goes away when the app posts in the thread, and after two minutes."""
        channel = joined_channel(self._world, call.text("channel_id"))
        thread_ts = call.text("thread_ts")
        if thread_ts not in channel.messages:
            raise Refused("invalid_thread_ts")
        loading = call.json("loading_messages") or []
        if not isinstance(loading, list) or len(loading) > LOADING_MESSAGES:
            raise Refused("invalid_arguments", [f"no more than {LOADING_MESSAGES} items allowed"])
        if any(len(str(line)) > LOADING_CHARACTERS for line in loading):
            raise Refused("invalid_arguments", [f"must be less than {LOADING_CHARACTERS + 1} characters"])
        self._world.set_status(channel, thread_ts, call.text("status"), [str(line) for line in loading])
        key = (channel.id, thread_ts)
        if expiry := self._expiries.get(key):
            expiry()
        self._expiries[key] = self._world.clock.call_later(
            STATUS_SECONDS, lambda: self._world.set_status(channel, thread_ts, "", [])
        )
        return {}


def _emoji(call: Call) -> str:
    name = call.text("name").strip(":")
    if not name or not all(letter.isalnum() or letter in "_-+'" for letter in name):
        raise Refused("invalid_name")
    return name


def _top_level(message: Json) -> bool:
    return message.get("thread_ts", message["ts"]) == message["ts"] or message.get("subtype") == "thread_broadcast"


def _between(messages: Iterable[Json], call: Call) -> Iterable[Json]:
    oldest, latest, inclusive = call.text("oldest") or "0", call.text("latest") or "9999999999", call.flag("inclusive")
    edges = {oldest, latest}
    for message in messages:
        if float(oldest) <= float(message["ts"]) <= float(latest) and (inclusive or message["ts"] not in edges):
            yield message


def _public(message: Json, call: Call) -> Json:
    """Return a message with its metadata in full only if that was asked for (measured)."""
    if "metadata" not in message or call.flag("include_all_metadata"):
        return message
    return {**message, "metadata": {"event_type": message["metadata"]["event_type"]}}
