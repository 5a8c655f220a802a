"""Which events an app gets, and what of them it may read: a table and pure functions.

Source: Discord docs, "Gateway Intents", "Caveats" and "Message Content Intent".
"""

from collections.abc import Mapping
from enum import IntFlag
from typing import Final

from adapters.sandbox.wire import Json


class Intent(IntFlag):
    """A group of events that an app asks for when it identifies."""

    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_INTEGRATIONS = 1 << 4
    GUILD_WEBHOOKS = 1 << 5
    GUILD_INVITES = 1 << 6
    GUILD_VOICE_STATES = 1 << 7
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16
    AUTO_MODERATION_CONFIGURATION = 1 << 20
    AUTO_MODERATION_EXECUTION = 1 << 21
    GUILD_MESSAGE_POLLS = 1 << 24
    DIRECT_MESSAGE_POLLS = 1 << 25


KNOWN: Final = int(sum(Intent))
PRIVILEGED: Final = int(Intent.GUILD_MEMBERS | Intent.GUILD_PRESENCES | Intent.MESSAGE_CONTENT)

_MESSAGES = ("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE")
_REACTIONS = (
    "MESSAGE_REACTION_ADD",
    "MESSAGE_REACTION_REMOVE",
    "MESSAGE_REACTION_REMOVE_ALL",
    "MESSAGE_REACTION_REMOVE_EMOJI",
)
_POLLS = ("MESSAGE_POLL_VOTE_ADD", "MESSAGE_POLL_VOTE_REMOVE")
IN_GUILDS: Final[Mapping[Intent, tuple[str, ...]]] = {
    Intent.GUILDS: (
        "GUILD_CREATE",
        "GUILD_UPDATE",
        "GUILD_DELETE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "GUILD_ROLE_DELETE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
        "CHANNEL_PINS_UPDATE",
        "THREAD_CREATE",
        "THREAD_UPDATE",
        "THREAD_DELETE",
        "THREAD_LIST_SYNC",
        "THREAD_MEMBER_UPDATE",
        "THREAD_MEMBERS_UPDATE",
    ),
    Intent.GUILD_MEMBERS: ("GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE", "THREAD_MEMBERS_UPDATE"),
    Intent.GUILD_WEBHOOKS: ("WEBHOOKS_UPDATE",),
    Intent.GUILD_PRESENCES: ("PRESENCE_UPDATE",),
    Intent.GUILD_MESSAGES: (*_MESSAGES, "MESSAGE_DELETE_BULK"),
    Intent.GUILD_MESSAGE_REACTIONS: _REACTIONS,
    Intent.GUILD_MESSAGE_TYPING: ("TYPING_START",),
    Intent.GUILD_MESSAGE_POLLS: _POLLS,
}
IN_DIRECT_MESSAGES: Final[Mapping[Intent, tuple[str, ...]]] = {
    Intent.DIRECT_MESSAGES: (*_MESSAGES, "CHANNEL_PINS_UPDATE"),
    Intent.DIRECT_MESSAGE_REACTIONS: _REACTIONS,
    Intent.DIRECT_MESSAGE_TYPING: ("TYPING_START",),
    Intent.DIRECT_MESSAGE_POLLS: _POLLS,
}
TO_EVERY_APP: Final = (
    "READY",
    "RESUMED",
    "INTERACTION_CREATE",
    "GUILD_MEMBERS_CHUNK",
    "RATE_LIMITED",
    "USER_UPDATE",
    "APPLICATION_COMMAND_PERMISSIONS_UPDATE",
)
_ABOUT_A_GUILD = ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE")  # their `id` is the guild's


def _by_event(table: Mapping[Intent, tuple[str, ...]]) -> dict[str, int]:
    bits: dict[str, int] = {}
    for intent, events in table.items():
        for event in events:
            bits[event] = bits.get(event, 0) | intent.value
    return bits


_ANY_OF_IN_GUILDS = _by_event(IN_GUILDS)
_ANY_OF_IN_DIRECT_MESSAGES = _by_event(IN_DIRECT_MESSAGES)


def guild_of(event: str, data: Json) -> str:
    """Return the id of the guild an event happened in, empty outside of guilds."""
    return str(data["id"] if event in _ABOUT_A_GUILD else data.get("guild_id") or "")


def shown(event: str, data: Json, intents: int, me: str, *, mentions_me: bool = False) -> Json | None:
    """Return an event's data as an app with these intents gets it: None if it does not, the same object if it gets all.

    Args:
        event: the event's name.
        data: the event's data, complete.
        intents: what the app asked for.
        me: the id of the app's bot user.
        mentions_me: whether the message mentions the bot, or is a reply that pings it.

    Raises:
        ValueError: there is no such event.
    """
    if event in TO_EVERY_APP:
        return data
    direct = not guild_of(event, data) and event in _ANY_OF_IN_DIRECT_MESSAGES
    any_of = (_ANY_OF_IN_DIRECT_MESSAGES if direct else _ANY_OF_IN_GUILDS).get(event)
    if any_of is None:
        raise ValueError(f"{event!r} is no gateway event that intents.py knows; add it to its table")
    if not intents & any_of and not (event == "GUILD_MEMBER_UPDATE" and data["user"]["id"] == me):
        return None
    match event:
        case "MESSAGE_CREATE" | "MESSAGE_UPDATE" if not direct and not intents & Intent.MESSAGE_CONTENT.value:
            return _without_content(data, me, readable=mentions_me)
        case "GUILD_CREATE" if not intents & Intent.GUILD_PRESENCES.value:
            return {**data, "members": [member for member in data["members"] if member["user"]["id"] == me]}
        case "THREAD_MEMBERS_UPDATE" if not intents & Intent.GUILD_MEMBERS.value:
            return _own_membership(data, me)
        case _:
            return data


def _without_content(message: Json, me: str, *, readable: bool) -> Json:
    """Return a message of a guild, blank where people wrote, but for what the bot wrote or is mentioned in."""
    seen = message
    if not readable and message.get("author", {}).get("id") != me:
        seen = {**message, "content": "", "embeds": [], "attachments": [], "components": []}
        seen.pop("poll", None)
    quoted: Json | None = message.get("referenced_message")
    if quoted is not None:
        mentioned = any(user["id"] == me for user in quoted.get("mentions", ()))
        seen = {**seen, "referenced_message": _without_content(quoted, me, readable=mentioned)}
    return seen


def _own_membership(update: Json, me: str) -> Json | None:
    added = [member for member in update.get("added_members", ()) if member["user_id"] == me]
    removed = [user for user in update.get("removed_member_ids", ()) if user == me]
    return {**update, "added_members": added, "removed_member_ids": removed} if added or removed else None
