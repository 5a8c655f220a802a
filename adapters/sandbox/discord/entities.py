"""Who and what a Discord server is made of.

Guarantee: plain state, without behaviour and without the wire's shapes; those are in ``shapes.py``.
"""

from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, Literal

from adapters.sandbox.wire import Json

MESSAGE_CONTENT_LIMITED: Final = 1 << 19  # Discord docs, "Application Flags": apps in fewer than 100 servers
MESSAGE_CONTENT_INTENT: Final = 1 << 15
VERIFIED_BOT: Final = 1 << 19  # a recorded bot's public_flags


class Kind(IntEnum):
    """Channel types (Discord docs, "Channel Types")."""

    TEXT = 0
    DM = 1
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    FORUM = 15


@dataclass(frozen=True, slots=True)
class Account:
    """A user: a person or the bot."""

    id: str
    username: str
    global_name: str | None
    bot: bool = False


@dataclass(slots=True)
class App:
    """The application: its names, its secret, and the portal's switches. Its id is its bot user's."""

    id: str
    name: str
    token: str
    verify_key: str
    message_content: bool = True

    @property
    def flags(self) -> int:
        """Application flags."""
        return MESSAGE_CONTENT_LIMITED if self.message_content else 0

    @property
    def privileged(self) -> int:
        """The privileged intents that the portal allows."""
        return MESSAGE_CONTENT_INTENT if self.message_content else 0


@dataclass(slots=True)
class Role:
    """A role; @everyone has the guild's id. `bot_id` is that of the bot it was installed with, which manages it."""

    id: str
    name: str
    permissions: int
    position: int
    mentionable: bool = False
    bot_id: str = ""


@dataclass(slots=True)
class Member:
    """An account in the guild. `roles` leaves @everyone out, as the API does."""

    account: Account
    roles: list[str]
    joined_at: str


@dataclass(slots=True)
class Overwrite:
    """What a channel changes in the permissions of a role or a member."""

    id: str
    target: Literal["role", "member"]
    allow: int = 0
    deny: int = 0


@dataclass(slots=True)
class Channel:
    """A place to speak. `messages` are in stored shape by id, oldest first; `ephemerals` also say who sees them.

    `pins` hold when a message was pinned, the latest last; `reactors` who reacted to it with which emoji.
    """

    id: str
    kind: Kind
    name: str = ""
    position: int = 0
    parent_id: str = ""
    recipient: str = ""
    topic: str | None = None
    last_message_id: str | None = None
    overwrites: dict[str, Overwrite] = field(default_factory=dict[str, Overwrite])
    tags: list[Json] = field(default_factory=list[Json])
    messages: dict[str, Json] = field(default_factory=dict[str, Json])
    ephemerals: dict[str, tuple[str, Json]] = field(default_factory=dict[str, tuple[str, Json]])
    pins: dict[str, str] = field(default_factory=dict[str, str])
    reactors: dict[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])

    @property
    def last_pin(self) -> str | None:
        """When something was pinned last."""
        return max(self.pins.values(), default=None)

    @property
    def in_guild(self) -> bool:
        """Whether this is a channel of the guild and not a direct message."""
        return self.kind is not Kind.DM


@dataclass(slots=True, kw_only=True)
class Thread(Channel):
    """A channel within a channel. `members` holds when each joined, by user id."""

    owner_id: str
    created_at: str
    archive_timestamp: str
    auto_archive_duration: int
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    rate_limit_per_user: int = 0
    flags: int = 0
    message_count: int = 0
    total_message_sent: int = 0
    applied_tags: list[str] = field(default_factory=list[str])
    members: dict[str, str] = field(default_factory=dict[str, str])
