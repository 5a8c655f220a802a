"""``chat.*``: what the app says. Source of every limit: Slack docs, the page of each method."""

from typing import Any, Final

from adapters.sandbox.slack import blocks, echo, markdown
from adapters.sandbox.slack.blocks import KnowsImage
from adapters.sandbox.slack.call import Call, addressed_channel, joined_channel, message_of, visible_channel
from adapters.sandbox.slack.conversation import Conversation
from adapters.sandbox.slack.wire import Json, Refused
from adapters.sandbox.slack.world import Channel, World

POSTED_TEXT: Final = 40_000  # longer is cut, not refused
UPDATED_TEXT: Final = 4_000
MARKDOWN_TEXT: Final = 12_000
METADATA_BYTES: Final = 8_000  # not published; real apps are advised to stay under it
BODIES: Final = ("text", "blocks", "attachments")


class Chat:
    """The methods that post, change and take back messages."""

    def __init__(self, world: World, conversation: Conversation, knows_image: KnowsImage) -> None:
        self._world = world
        self._conversation = conversation
        self._knows_image = knows_image
        self.strict_tables = True

    def post_message(self, call: Call) -> Json:
        """chat.postMessage."""
        channel = addressed_channel(self._world, call.text("channel"))
        message = self.authored() | self._content(call)
        if thread_ts := call.text("thread_ts"):
            message["thread_ts"] = thread_root(channel, thread_ts)
            if call.flag("reply_broadcast"):
                message["subtype"] = "thread_broadcast"
        if metadata := self._metadata(call):
            message["metadata"] = metadata
        cut = len(message["text"]) > POSTED_TEXT
        message["text"] = message["text"][:POSTED_TEXT]
        stored = self._conversation.post(channel, message)
        warning: Json = {"warning": "message_truncated", "response_metadata": {"warnings": ["message_truncated"]}}
        return {"channel": channel.id, "ts": stored["ts"], "message": stored, **(warning if cut else {})}

    def update(self, call: Call) -> Json:
        """chat.update."""
        channel = joined_channel(self._world, call.text("channel"))
        message = message_of(channel, call.text("ts"))
        if message["user"] != self._world.app.user_id:
            raise Refused("cant_update_message")
        if len(call.text("text")) > UPDATED_TEXT:
            raise Refused("msg_too_long")
        changes = self._content(call, message)
        if call.given("metadata"):  # left out: kept; an empty object: cleared
            changes["metadata"] = self._metadata(call) or None
        if not any(call.given(key) for key in ("blocks", "attachments", "markdown_text")):
            changes["edited"] = {"user": self._world.app.user_id, "ts": self._world.next_ts(channel)}
        if not any({**message, **changes}.get(key) for key in BODIES):
            raise Refused("no_text")
        stored = self._conversation.change(channel, message["ts"], **changes)
        return {"channel": channel.id, "ts": stored["ts"], "text": stored["text"], "message": stored}

    def delete(self, call: Call) -> Json:
        """chat.delete: a bot token takes back its own messages only."""
        channel = joined_channel(self._world, call.text("channel"))
        message = message_of(channel, call.text("ts"))
        if message["user"] != self._world.app.user_id:
            raise Refused("cant_delete_message")
        self._conversation.delete(channel, message["ts"])
        return {"channel": channel.id, "ts": message["ts"]}

    def post_ephemeral(self, call: Call) -> Json:
        """chat.postEphemeral: seen by one person, kept in no history, out of reach of chat.update."""
        channel = addressed_channel(self._world, call.text("channel"))
        viewer = call.text("user")
        if viewer not in channel.members:
            raise Refused("user_not_in_channel")
        thread_ts = call.text("thread_ts")
        content = self._content(call)
        message = self.post_ephemeral_content(channel, viewer, content, thread_ts)
        return {"message_ts": message["ts"]}

    def post_ephemeral_content(self, channel: Channel, viewer: str, content: Json, thread_ts: str) -> Json:
        """Show accepted content to one person."""
        message: Json = {**self.authored(), **content, "ts": self._world.next_ts(channel), "is_ephemeral": True}
        if thread_ts:
            message["thread_ts"] = thread_root(channel, thread_ts)
        self._world.add_ephemeral(channel, viewer, message)
        return message

    def get_permalink(self, call: Call) -> Json:
        """chat.getPermalink."""
        channel = visible_channel(self._world, call.text("channel"))
        message = message_of(channel, call.text("message_ts"))
        return {"channel": channel.id, "permalink": permalink(self._world, channel, message)}

    def content(self, args: Json) -> Json:
        """Return what a message's author determines of it, checked (also for response_url and command replies)."""
        return self._content(Call("content", args))

    def _content(self, call: Call, previous: Json | None = None) -> Json:
        """Return text, blocks and attachments as stored. On an update, what is not sent stays as it was."""
        if call.given("markdown_text"):
            return self._markdown(call)
        content: Json = {}
        if (given := call.json("blocks", "invalid_blocks_format")) is not None:
            content["blocks"] = blocks.accept_message(given, self._knows_image, strict_tables=self.strict_tables)
        if (attached := call.json("attachments", "invalid_attachments")) is not None:
            content["attachments"] = blocks.accept_attachments(attached, self._knows_image)
        if previous is None and not (call.text("text") or content.get("blocks") or content.get("attachments")):
            raise Refused("no_text")
        if previous is not None and not any(call.given(key) for key in BODIES):
            raise Refused("no_text")
        if call.given("text") or previous is None:
            content["text"] = call.text("text") or echo.fallback_text(content.get("blocks", []))
        for key in ("blocks", "attachments"):
            if content.get(key) == []:
                content[key] = None
        return content if previous is not None else {key: value for key, value in content.items() if value is not None}

    def _markdown(self, call: Call) -> Json:
        if call.text("text") or call.json("blocks"):
            raise Refused("markdown_text_conflict")
        text = call.text("markdown_text")
        if len(text) > MARKDOWN_TEXT:
            raise Refused("msg_too_long")
        stored = blocks.accept_message([{"type": "markdown", "text": text}], self._knows_image)
        return {"text": markdown.plain(text), "blocks": stored}

    def _metadata(self, call: Call) -> Json:
        metadata: Any = call.json("metadata", "invalid_metadata_format")
        if not metadata:
            return {}
        if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
            raise Refused("invalid_metadata_format")
        if not isinstance(metadata.get("event_payload"), dict):
            raise Refused("invalid_metadata_schema")
        if len(str(metadata)) > METADATA_BYTES:
            raise Refused("metadata_too_large")
        return metadata

    def authored(self) -> Json:
        """Return the keys that say who speaks: the app's bot."""
        app = self._world.app
        profile: Json = {
            "id": app.bot_id,
            "app_id": app.app_id,
            "user_id": app.user_id,
            "name": app.name,
            "deleted": False,
            "updated": 0,
            "team_id": self._world.team["id"],
        }
        return {
            "user": app.user_id,
            "type": "message",
            "bot_id": app.bot_id,
            "app_id": app.app_id,
            "team": self._world.team["id"],
            "bot_profile": profile,
        }


def thread_root(channel: Channel, ts: str) -> str:
    """Return `ts` if a thread may start or go on there.

    Slack itself files a reply to a reply where nobody looks for it (measured); the twin refuses it, with a documented
    error of the method, so that the fault is seen.

    Raises:
        Refused: ``thread_not_found`` or ``cannot_reply_to_message``.
    """
    root = channel.messages.get(ts)
    if root is None:
        raise Refused("thread_not_found")
    if root.get("thread_ts", ts) != ts:
        raise Refused("cannot_reply_to_message")
    return ts


def permalink(world: World, channel: Channel, message: Json) -> str:
    """Return the address of a message in Slack's web client."""
    ts: str = message["ts"]
    link = f"https://{world.team['domain']}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    thread_ts = message.get("thread_ts", ts)
    return link if thread_ts == ts else f"{link}?thread_ts={thread_ts}&cid={channel.id}"
