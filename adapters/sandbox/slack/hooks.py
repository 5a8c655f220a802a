"""``response_url``: the address in a click or command under which the app may answer five times within half an hour.

Source: Slack docs, "Handling user interaction: response_url". The bodies of failures are those seen in the wild.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from adapters.sandbox.slack.chat import Chat
from adapters.sandbox.slack.conversation import Conversation
from adapters.sandbox.slack.wire import Json, Refused
from adapters.sandbox.slack.world import Channel, World

USES: Final = 5
LIVES_SECONDS: Final = 30 * 60.0


@dataclass(slots=True)
class Hook:
    """What an address answers to. `message_ts` is empty for a command."""

    channel: Channel
    user: str
    message_ts: str
    thread_ts: str
    until: float
    uses: int = 0


class Hooks:
    """The response URLs that were handed out."""

    def __init__(self, world: World, conversation: Conversation, chat: Chat) -> None:
        self._world = world
        self._conversation = conversation
        self._chat = chat
        self._hooks: dict[str, Hook] = {}

    def issue(self, kind: str, channel: Channel, user: str, message: Json | None = None) -> str:
        """Return a new response_url; `kind` is Slack's path word: ``actions`` or ``commands``."""
        ticket = secrets.token_hex(12)
        message = message or {}
        until = self._world.clock.now() + LIVES_SECONDS
        self._hooks[ticket] = Hook(channel, user, message.get("ts", ""), message.get("thread_ts", ""), until)
        return f"{self._world.base_url}/slack/hooks/{kind}/{ticket}"

    async def handle(self, request: web.Request) -> web.Response:
        """POST /slack/hooks/{kind}/{ticket}."""
        hook = self._hooks.get(request.match_info["ticket"])
        if hook is None or self._world.clock.now() > hook.until:
            return web.Response(status=404, text="expired_url")
        if hook.uses >= USES:
            return web.Response(status=404, text="used_url")
        try:
            body = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400, text="invalid_payload")
        if not isinstance(body, dict):
            return web.Response(status=400, text="invalid_payload")
        hook.uses += 1
        try:
            self.answer(hook, body)
        except Refused as refusal:
            self._world.add_problem("response_url", refusal.error, refusal.messages)
            return web.Response(status=400, text=refusal.error)
        return web.Response(text="ok")

    def answer(self, hook: Hook, body: Json) -> None:
        """Do what a body asks for.

        Raises:
            Refused: the content is not acceptable, or what it should replace is gone.
        """
        channel, ts = hook.channel, hook.message_ts
        replacing, deleting = body.get("replace_original") is True, body.get("delete_original") is True
        if (replacing or deleting) and ts not in channel.messages and ts not in channel.ephemerals:
            raise Refused("message_not_found")
        if deleting:
            if ts in channel.ephemerals:
                self._world.remove_ephemeral(channel, ts)
            else:
                self._conversation.delete(channel, ts)
            return
        content = self._chat.content(body)
        if replacing and ts in channel.ephemerals:
            kept = {key: value for key, value in channel.ephemerals[ts][1].items() if key not in ("blocks", "text")}
            self._world.add_ephemeral(channel, hook.user, {**kept, **content})
        elif replacing:
            self._conversation.change(channel, ts, **{"blocks": None, "attachments": None, **content})
        elif body.get("response_type") == "in_channel":
            thread_ts = body.get("thread_ts") or hook.thread_ts
            thread: Json = {"thread_ts": thread_ts} if thread_ts else {}
            self._conversation.post(channel, {**self._chat.authored(), **content, **thread})
        else:
            self._chat.post_ephemeral_content(channel, hook.user, content, body.get("thread_ts") or hook.thread_ts)

    def answer_command(self, response_url: str, body: Json) -> None:
        """Show what the app answered a command with in its acknowledgement; that uses the URL up by nothing."""
        self.answer(self._hooks[response_url.rpartition("/")[2]], body)
