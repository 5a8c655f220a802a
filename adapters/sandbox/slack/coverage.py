"""What of Slack the twin speaks, row by row; the methods are checked against the registry in both directions."""

from dataclasses import asdict, dataclass
from typing import Final, Literal

from adapters.sandbox.slack.wire import Json

Kind = Literal["method", "event", "transport", "interaction"]
Level = Literal["full", "partial", "absent"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing Slack has."""

    name: str
    kind: Kind
    level: Level
    note: str = ""


COVERAGE: Final = (
    Row("apps.connections.open", "method", "full"),
    Row("assistant.threads.setStatus", "method", "partial", "no icon or username override"),
    Row("auth.test", "method", "full"),
    Row("blocks.validate", "method", "partial", "errors carry no `constraint`"),
    Row("bots.info", "method", "full"),
    Row("chat.delete", "method", "full"),
    Row("chat.getPermalink", "method", "full"),
    Row("chat.postEphemeral", "method", "full"),
    Row("chat.postMessage", "method", "partial", "nothing is unfurled; username and icon are ignored"),
    Row("chat.update", "method", "partial", "no edit window, no block_mismatch"),
    Row("chat.startStream", "method", "absent", "native streaming"),
    Row("chat.appendStream", "method", "absent", "native streaming"),
    Row("chat.stopStream", "method", "absent", "native streaming"),
    Row("conversations.history", "method", "full"),
    Row("conversations.info", "method", "full"),
    Row("conversations.list", "method", "full"),
    Row("conversations.members", "method", "full"),
    Row("conversations.open", "method", "partial", "DMs with one person"),
    Row("conversations.replies", "method", "full"),
    Row("files.completeUploadExternal", "method", "full"),
    Row("files.getUploadURLExternal", "method", "partial", "no snippets"),
    Row("files.info", "method", "full"),
    Row("reactions.add", "method", "partial", "any well-formed emoji name is taken"),
    Row("reactions.get", "method", "full"),
    Row("reactions.remove", "method", "full"),
    Row("team.info", "method", "full"),
    Row("users.info", "method", "full"),
    Row("users.list", "method", "full"),
    Row("views.open", "method", "full"),
    Row("views.publish", "method", "partial", "App Home is stored, the page does not show it"),
    Row("views.push", "method", "full"),
    Row("views.update", "method", "full"),
    Row("agents.sessions.setStatus", "method", "absent"),
    Row("assistant.threads.setSuggestedPrompts", "method", "absent"),
    Row("app_mention", "event", "full"),
    Row("message", "event", "full", "channels, private channels and DMs; the app's own messages come back"),
    Row("message.file_share", "event", "full"),
    Row("message.message_changed", "event", "full"),
    Row("message.message_deleted", "event", "full"),
    Row("message.thread_broadcast", "event", "partial", "without `root`"),
    Row("file_shared", "event", "full"),
    Row("reaction_added", "event", "full"),
    Row("reaction_removed", "event", "full"),
    Row("app_home_opened", "event", "absent"),
    Row("member_joined_channel", "event", "absent"),
    Row("Socket Mode", "transport", "full", "hello, envelopes, retries, disconnects, ten connections"),
    Row("HTTP", "transport", "full", "signature, url_verification, retries and their headers"),
    Row("response_url", "transport", "full"),
    Row("rate limits", "transport", "full", "token buckets per method; posting per channel"),
    Row("block_actions", "interaction", "full"),
    Row("block_suggestion", "interaction", "full"),
    Row("view_submission", "interaction", "partial", "no response_urls"),
    Row("view_closed", "interaction", "partial", "Cancel; not the × that clears a stack"),
    Row("slash commands", "interaction", "full"),
    Row("shortcuts", "interaction", "absent"),
)


def rows() -> list[Json]:
    """Return the table as JSON objects."""
    return [asdict(row) for row in COVERAGE]
