"""What we do in Slack: post, edit, delete, show a status, tell, open a form, read a thread back.

Guarantee: what was rendered is shown. If Slack refuses a message's form its words are sent in a simpler one, never
nothing and never twice; a file that cannot be uploaded is replaced by a line that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import structlog

from adapters.slack.calls import Calls
from adapters.slack.fold import each
from adapters.slack.inbound import SPOKEN, Identity, to_said
from adapters.slack.limits import HISTORY_MESSAGES, LOADING_MESSAGE, MESSAGE_TEXT
from adapters.slack.message import Block, Json, SlackMessage
from adapters.slack.options import plain
from adapters.slack.pace import Pace
from adapters.slack.plain import escape, readable
from adapters.slack.refusals import BLOCKS_REFUSED
from adapters.slack.render import render
from adapters.slack.simpler import simpler
from adapters.slack.uploads import Uploads
from bridge.errors import DeliveryError, PlatformBusy, PlatformRefused
from bridge.ports import NO_TURN, MessageRef, Person, Reply, Said, Thread, Utterance

log = structlog.get_logger("chatbridge.slack")

PROCESSING = (0.25, 0.5, 1.0, 2.0, 4.0)
"""Seconds between looks at a file that Slack has taken but not yet processed (observed: some seconds for a picture)."""


KEYED = "chatbridge_reply"
"""The kind of metadata that holds the key of a post."""
SETTLING = (1.0, 2.0)
"""Seconds before the thread is read back for a post that was lost: what has arrived stands there by then."""

STATUS_OFF = frozenset({"unknown_method", "missing_scope", "not_allowed_token_type", "feature_disabled"})
"""Refusals of a status that are about the app; others are about one thread."""


class Outbound:
    def __init__(self, calls: Calls, uploads: Uploads, pace: Pace, me: Identity) -> None:
        self._calls = calls
        self._uploads = uploads
        self._pace = pace
        self._me = me
        self._status_works = True

    async def post(self, thread: Thread, message: SlackMessage, key: str = "") -> MessageRef:
        """A post that was lost on the way is looked for in the thread by its key before it is sent again; a shared file
        cannot carry one (Slack docs: files.completeUploadExternal takes no metadata).
        """
        file = message.shared_file
        if file is not None:
            try:
                return await self._share(thread.channel, thread.root, message)
            except DeliveryError as wrong:
                log.warning("slack_file_not_shared", file=file.name, error=str(wrong))
                message = SlackMessage(f"{message.text}\n⚠ {wrong}".strip())
        body: Json = {"channel": thread.channel, "thread_ts": thread.root, "unfurl_links": False, "unfurl_media": False}
        if key:
            body["metadata"] = {"event_type": KEYED, "event_payload": {"key": key}}
        for wait in SETTLING if key else ():
            try:
                return await self._post(body, message)
            except (PlatformRefused, PlatformBusy):
                raise
            except DeliveryError as lost:
                log.warning("slack_post_lost", key=key, reason=str(lost))
            await self._pace.sleep(wait)
            if (found := (await self.posted(thread, key.partition(".")[0])).get(key)) is not None:
                return found
        return await self._post(body, message)

    async def _post(self, body: Json, message: SlackMessage) -> MessageRef:
        sent = await self._send("chat.postMessage", body, message, lane=body["channel"], repeatable=False)
        return MessageRef(sent["channel"], sent["ts"])

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        """Slack gives a message's metadata back whole if it is asked to (chat.postMessage, "metadata")."""
        keys = ((_key_of(message), message) for message in await self._messages(thread, include_all_metadata="true"))
        return {key: MessageRef(thread.channel, said["ts"]) for key, said in keys if key.startswith(f"{turn}.")}

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        heard = [to_said({**said, "channel": thread.channel}, self._me) for said in await self._messages(thread)]
        return [said for said in heard if said is not None and said.at > after]

    async def edit(self, message: MessageRef, payload: SlackMessage) -> None:
        file = payload.shared_file
        if file is not None:
            root = await self._root(message)
            await self._share(message.channel, root, payload)
            payload = SlackMessage(payload.text or file.name)
        await self._pace.edit()
        body = {"channel": message.channel, "ts": message.id}
        await self._send("chat.update", body, payload, lane="", repeatable=True)

    async def delete(self, message: MessageRef) -> None:
        try:
            await self._calls.post("chat.delete", {"channel": message.channel, "ts": message.id})
        except PlatformRefused as refused:
            if refused.code != "message_not_found":  # it is gone already: what we wanted
                raise

    async def show_status(self, thread: Thread, status: str) -> None:
        """A courtesy: a refusal that holds for every thread turns it off for good, with one line in the log."""
        if thread.root is None or not self._status_works:
            return
        body: Json = {"channel_id": thread.channel, "thread_ts": thread.root, "status": status}
        if status:
            body["loading_messages"] = [status[:LOADING_MESSAGE]]
        try:
            await self._calls.post("assistant.threads.setStatus", body)
        except PlatformRefused as refused:
            self._status_works = refused.code not in STATUS_OFF
            log.warning("slack_status_refused", for_good=not self._status_works, reason=str(refused))
        except DeliveryError as passing:
            log.info("slack_status_not_shown", reason=str(passing))

    async def tell(self, thread: Thread, person: Person, text: str, *, restart: bool) -> None:
        """In a DM an ordinary message is as private, and is still there tomorrow."""
        (message,) = render(Reply(turn=NO_TURN, closed=text)) if restart else (SlackMessage(text),)
        if thread.channel.startswith("D"):
            await self.post(thread, message)
            return
        place = {"channel": thread.channel, "thread_ts": thread.root, "user": person.id}
        whole = {**place, "text": escape(text), "blocks": list(message.blocks) or None}
        await self._calls.post("chat.postEphemeral", whole, repeatable=False)

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        before_that = {} if thread.root else {"latest": before.id}
        return tuple(
            Utterance(own=said.get("user") == self._me.user, text=readable(said.get("text") or "", self._me.user))
            for said in await self._messages(thread, **before_that)
            if said.get("subtype") in SPOKEN and float(said["ts"]) < float(before.id)
        )

    async def _messages(self, thread: Thread, **more: str) -> list[Json]:
        """The last messages of a thread, or of the channel that is one, oldest first."""
        if thread.root is not None:
            return await self._thread(thread.channel, thread.root, **more)
        page = await self._calls.get("conversations.history", channel=thread.channel, limit=HISTORY_MESSAGES, **more)
        return list(reversed(page["messages"]))

    async def _thread(self, channel: str, root: str, **more: str) -> list[Json]:
        """The thread's last messages, oldest first; Slack gives them from its beginning."""
        messages: list[Json] = []
        cursor: str | None = None
        while True:
            page = await self._calls.get(
                "conversations.replies", channel=channel, ts=root, limit=HISTORY_MESSAGES, cursor=cursor, **more
            )
            messages = [*messages, *page["messages"]][-HISTORY_MESSAGES:]
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return messages

    async def _send(self, method: str, body: Json, message: SlackMessage, *, lane: str, repeatable: bool) -> Json:
        """Send the message, or the simplest of its forms that Slack takes."""
        message = await self._with_files(message)
        forms = iter(simpler(message))
        waits = iter(PROCESSING)
        while True:
            text = escape(message.text)
            whole = {
                **body,
                "text": text if not message.blocks and len(text) > MESSAGE_TEXT else _clipped(text),
                "blocks": list(message.blocks) if message.blocks or method == "chat.update" else None,
            }
            try:
                return await self._calls.post(method, whole, repeatable=repeatable, lane=lane)
            except PlatformRefused as refused:
                if refused.code not in BLOCKS_REFUSED:
                    raise
                if "invalid slack file" in str(refused) and (wait := next(waits, None)) is not None:
                    await self._pace.sleep(wait)
                    continue
                following = next(forms, None)
                if following is None:
                    raise
                log.warning("slack_blocks_refused", method=method, reason=str(refused))
                message = following

    async def _with_files(self, message: SlackMessage) -> SlackMessage:
        """Put the ids of uploaded files where the blocks show them."""
        if not message.attachments:
            return message
        drawn: dict[str, Block] = {}
        for attachment in message.attachments:
            try:
                drawn[attachment.key] = {"slack_file": {"id": await self._uploads.shown(attachment)}}
            except DeliveryError as wrong:
                log.warning("slack_file_not_shown", file=attachment.name, error=str(wrong))
                drawn[attachment.key] = {"type": "section", "text": plain(f"⚠ {wrong}"[:3000])}
        return replace(message, blocks=tuple(each(block, lambda one: _placed(one, drawn)) for block in message.blocks))

    async def _share(self, channel: str, root: str | None, message: SlackMessage) -> MessageRef:
        """Share the file and wait until its message is there, so that what follows stands below it."""
        file = message.shared_file
        assert file is not None, "only a message that is a file is shared"
        file_id = await self._uploads.share(file, channel, root, escape(message.text))
        for wait in PROCESSING:
            info = await self._calls.get("files.info", file=file_id)
            shares = (info["file"].get("shares") or {}).values()
            posted = [share for kind in shares for share in kind.get(channel, ())]
            if posted:
                return MessageRef(channel, str(posted[0]["ts"]))
            await self._pace.sleep(wait)
        raise DeliveryError(f"Slack took {file.name} but did not show it in the thread.")

    async def _root(self, message: MessageRef) -> str | None:
        page = await self._calls.get("conversations.replies", channel=message.channel, ts=message.id, limit=1)
        return str(page["messages"][0].get("thread_ts") or "") or None


def _key_of(message: Json) -> str:
    """The key we have posted it with, or ""."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return str(payload.get("key", "")) if metadata.get("event_type") == KEYED else ""


def _placed(block: Block, drawn: dict[str, Block]) -> Block:
    key = (block.get("slack_file") or {}).get("id", "")
    found = drawn.get(key)
    if found is None:
        return block
    return {**block, **found} if "slack_file" in found else found


def _clipped(text: str) -> str:
    """The text beside blocks is for notifications; the words are in the blocks."""
    return text if len(text) <= MESSAGE_TEXT else text[: MESSAGE_TEXT - 1] + "…"
