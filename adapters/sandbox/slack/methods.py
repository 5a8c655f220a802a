"""The Web API methods the twin speaks, as data: token, scopes, tier and required arguments.

Source: Slack docs, the page of each method. `scopes`: any one of them is enough.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from adapters.sandbox.slack.call import Call
from adapters.sandbox.slack.wire import Json

TokenKind = Literal["bot", "app", "none"]
Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """What Slack asks of the caller of one method, before it looks at the arguments' values."""

    tier: str
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    token: TokenKind = "bot"  # noqa: S105 - a kind of token, not one


READ_CHANNELS: Final = ("channels:read", "groups:read", "im:read", "mpim:read")
READ_HISTORY: Final = ("channels:history", "groups:history", "im:history", "mpim:history")
REACTED: Final = ("channel", "timestamp")

METHODS: Final[dict[str, Method]] = {
    "apps.connections.open": Method("3", token="app"),  # noqa: S106
    "assistant.threads.setStatus": Method("status", ("chat:write", "assistant:write"), ("channel_id", "thread_ts")),
    "auth.test": Method("hundreds"),
    "blocks.validate": Method("3", token="none"),  # noqa: S106
    "bots.info": Method("3", ("users:read",), ("bot",)),
    "chat.delete": Method("3", ("chat:write",), ("channel", "ts")),
    "chat.getPermalink": Method("hundreds", (), ("channel", "message_ts")),
    "chat.postEphemeral": Method("4", ("chat:write",), ("channel", "user")),
    "chat.postMessage": Method("posting", ("chat:write",), ("channel",)),
    "chat.update": Method("3", ("chat:write",), ("channel", "ts")),
    "conversations.history": Method("3", READ_HISTORY, ("channel",)),
    "conversations.info": Method("3", READ_CHANNELS, ("channel",)),
    "conversations.list": Method("2", READ_CHANNELS),
    "conversations.members": Method("4", READ_CHANNELS, ("channel",)),
    "conversations.open": Method("3", ("im:write", "mpim:write")),
    "conversations.replies": Method("3", READ_HISTORY, ("channel", "ts")),
    "files.completeUploadExternal": Method("4", ("files:write",), ("files",)),
    "files.getUploadURLExternal": Method("4", ("files:write",)),
    "files.info": Method("4", ("files:read",), ("file",)),
    "reactions.add": Method("3", ("reactions:write",), (*REACTED, "name")),
    "reactions.get": Method("3", ("reactions:read",), REACTED),
    "reactions.remove": Method("2", ("reactions:write",), (*REACTED, "name")),
    "team.info": Method("3", ("team:read",)),
    "users.info": Method("4", ("users:read",), ("user",)),
    "users.list": Method("2", ("users:read",)),
    "views.open": Method("4", (), ("view",)),
    "views.publish": Method("4", (), ("view", "user_id")),
    "views.push": Method("4", (), ("view",)),
    "views.update": Method("4", (), ("view",)),
}
