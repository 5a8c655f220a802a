"""The twin as one thing: its parts put together, and its face for tests and for the page.

Guarantee: what a person can do in a Slack client can be done here, by the same rules, and nothing else.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from aiohttp import web

from adapters.sandbox.clock import Clock
from adapters.sandbox.slack import echo
from adapters.sandbox.slack.api import Api, Fault, Received
from adapters.sandbox.slack.chat import Chat
from adapters.sandbox.slack.clicks import Clicks, Place
from adapters.sandbox.slack.conversation import Conversation
from adapters.sandbox.slack.delivery import Courier, Delivery
from adapters.sandbox.slack.directory import Directory
from adapters.sandbox.slack.entries import Entries, Key, placed_elements
from adapters.sandbox.slack.files import Files
from adapters.sandbox.slack.history import History
from adapters.sandbox.slack.hooks import Hooks
from adapters.sandbox.slack.methods import Handler
from adapters.sandbox.slack.modals import Modals
from adapters.sandbox.slack.rates import Rates
from adapters.sandbox.slack.seed import installed_app
from adapters.sandbox.slack.socket import DisconnectReason, SocketMode
from adapters.sandbox.slack.triggers import Triggers
from adapters.sandbox.slack.validate import Validation
from adapters.sandbox.slack.views import Views
from adapters.sandbox.slack.webhook import Webhook
from adapters.sandbox.slack.wire import Json, NotPossible
from adapters.sandbox.slack.world import Channel, World

Seen = TypeVar("Seen")

WAIT_SECONDS: Final = 10.0
TRANSCRIPT_LINES: Final = 40
_NAME = re.compile(r"(?<![\w@])@([\w.-]*\w)")
_LINK = re.compile(r"https?://[^\s<>]+")


class SlackTwin:
    """A Slack workspace in this process. Persons and channels are given by name or id."""

    def __init__(self, clock: Clock, *, limits: bool, http_target: str = "") -> None:
        self.world = World(clock, installed_app())
        self.courier = Courier(clock, self.world)
        self.socket = SocketMode(clock, self.world)
        self.webhook = Webhook(clock, self.world, http_target)
        self.world.set_connected(self.webhook.listening)
        self.courier.transports = [self.socket, self.webhook]
        self.conversation = Conversation(self.world, self.courier)
        self.files = Files(self.world, self.conversation)
        self.chat = Chat(self.world, self.conversation, self.files.knows_image)
        self.hooks = Hooks(self.world, self.conversation, self.chat)
        triggers, entries = Triggers(clock), Entries()
        self.views = Views(self.world, triggers, entries, self.files.knows_image)
        self.clicks = Clicks(self.world, self.courier, triggers, entries, self.views, self.hooks)
        self.modals = Modals(self.world, self.courier, triggers, self.views, self.clicks)
        self.api = Api(self.world, Rates(clock, enabled=limits), self._handlers())

    def _handlers(self) -> dict[str, Handler]:
        history, directory = History(self.world, self.conversation), Directory(self.world)
        validation = Validation(self.files.knows_image)
        return {
            "apps.connections.open": lambda _: {"url": self._socket_url()},
            "assistant.threads.setStatus": history.set_status,
            "auth.test": directory.auth_test,
            "blocks.validate": validation.validate,
            "bots.info": directory.bot_info,
            "chat.delete": self.chat.delete,
            "chat.getPermalink": self.chat.get_permalink,
            "chat.postEphemeral": self.chat.post_ephemeral,
            "chat.postMessage": self.chat.post_message,
            "chat.update": self.chat.update,
            "conversations.history": history.history,
            "conversations.info": history.info,
            "conversations.list": history.list_channels,
            "conversations.members": history.members,
            "conversations.open": history.open,
            "conversations.replies": history.replies,
            "files.completeUploadExternal": self.files.complete_upload,
            "files.getUploadURLExternal": self.files.get_upload_url,
            "files.info": self.files.info,
            "reactions.add": history.add_reaction,
            "reactions.get": history.get_reactions,
            "reactions.remove": history.remove_reaction,
            "team.info": directory.team_info,
            "users.info": directory.user_info,
            "users.list": directory.user_list,
            "views.open": self.views.open,
            "views.publish": self.views.publish,
            "views.push": self.views.push,
            "views.update": self.views.update,
        }

    def _socket_url(self) -> str:
        address = self.world.base_url.replace("http", "ws", 1)
        return f"{address}/slack/socket?ticket={self.socket.issue_ticket()}&app_id={self.world.app.app_id}"

    def routes(self) -> list[web.RouteDef]:
        """Return the addresses the app itself talks to."""
        return [
            web.get("/slack/api/{method}", self.api.handle),
            web.post("/slack/api/{method}", self.api.handle),
            web.get("/slack/socket", self.socket.handle),
            web.post("/slack/upload/{ticket}", self.files.receive),
            web.get("/slack/files/{file_id}/{name}", self.files.download),
            web.get("/slack/login", self.files.login),
            web.post("/slack/hooks/{kind}/{ticket}", self.hooks.handle),
        ]

    async def close(self) -> None:
        """End every delivery and connection."""
        await self.courier.close()
        self.socket.drop()
        await self.webhook.close()

    # -- what a person does --------------------------------------------------------------------------------------

    async def say(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: Sequence[str] = ()
    ) -> str:
        """Post as a person, and return the message's ts. ``@name`` of somebody known becomes a mention."""
        author, place = self.world.person(user), self._place_of(user, channel)
        if thread_ts and thread_ts not in place.messages:
            raise NotPossible("thread_not_found", f"There is no message {thread_ts!r} in {place.name}.")
        if not text and not files:
            raise NotPossible("no_text", "A message needs a text or a file.")
        typed = self._typed(text)
        message: Json = {"user": author.id, "type": "message", "text": typed, "team": self.world.team["id"]}
        message |= {"client_msg_id": self.world.new_id("M"), "blocks": echo.rich_text_of(typed)}
        if thread_ts:
            message["thread_ts"] = place.messages[thread_ts].get("thread_ts", thread_ts)
        if not files:
            return self.conversation.post(place, message)["ts"]
        return self.files.post_with_files(place, message, self.files.objects(list(files)))["ts"]

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Change one's own message."""
        place = self._own(user, channel, ts)
        typed, now = self._typed(text), self.world.next_ts(place)
        edited = {"user": self.world.person(user).id, "ts": now}
        self.conversation.change(place, ts, text=typed, blocks=echo.rich_text_of(typed), edited=edited)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Take one's own message back."""
        self.conversation.delete(self._own(user, channel, ts), ts)

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Add an emoji to a message."""
        place = self._place_of(user, channel)
        if ts not in place.messages:
            raise NotPossible("message_not_found", f"There is no message {ts!r} in {place.name}.")
        self.conversation.react(place, ts, self.world.person(user).id, name)

    async def upload(self, user: str, name: str, content: bytes) -> Json:
        """Choose a file in the client; share it with `say(files=[…])` or hand it in with a file_input."""
        return self.files.add(self.world.person(user).id, name, content)

    async def act(
        self,
        user: str,
        action_id: str,
        *,
        block_id: str | None = None,
        state: Json | None = None,
        channel: str = "",
        message_ts: str = "",
        view_id: str = "",
    ) -> Json:
        """Click, choose or enter; see `Clicks.act`. Without `block_id`, the first element with that action_id."""
        place = self._place(user, channel, message_ts, view_id)
        key = _key(place, block_id, action_id)
        return await self.clicks.act(self.world.person(user), place, key, self._with_files(state or {}))

    async def suggest(
        self,
        user: str,
        action_id: str,
        value: str,
        *,
        block_id: str | None = None,
        channel: str = "",
        message_ts: str = "",
        view_id: str = "",
    ) -> Json:
        """Type into an external select, and return what the app offers."""
        place = self._place(user, channel, message_ts, view_id)
        return await self.clicks.suggest(self.world.person(user), place, _key(place, block_id, action_id), value)

    async def submit(self, user: str, view_id: str, values: dict[str, dict[str, Json]]) -> Json:
        """Press a modal's submit button; see `Modals.submit`."""
        entered = {
            block_id: {action_id: self._with_files(state) for action_id, state in actions.items()}
            for block_id, actions in values.items()
        }
        return await self.modals.submit(self.world.person(user), view_id, entered)

    async def close_view(self, user: str, view_id: str) -> Json:
        """Press a modal's Cancel."""
        return await self.modals.close(self.world.person(user), view_id)

    async def command(self, user: str, channel: str, command: str, text: str = "") -> Json:
        """Enter a slash command."""
        return await self.clicks.command(self.world.person(user), self._place_of(user, channel), command, text)

    # -- what a test wants to know -------------------------------------------------------------------------------

    @property
    def calls(self) -> Sequence[Received]:
        """The last thousand API calls that were received."""
        return self.api.calls

    @property
    def deliveries(self) -> Sequence[Delivery]:
        """The last thousand payloads that were sent, one entry per attempt."""
        return self.courier.deliveries

    def messages(self, channel: str, thread_ts: str | None = None) -> list[Json]:
        """Return a channel's messages, oldest first; with `thread_ts` those of one thread, its root first."""
        place = self.world.channel(channel)
        return list(self.world.thread(place, thread_ts) if thread_ts else place.messages.values())

    async def wait_for(self, predicate: Callable[[World], Seen], timeout: float = WAIT_SECONDS) -> Seen:
        """Wait until `predicate` of the world is truthy, and return what it gave; looked at after each change.

        Raises:
            TimeoutError: it did not become so in `timeout` seconds of real time; the text holds the transcript.
        """
        return await self.world.until(lambda: predicate(self.world), timeout, self.transcript)

    def transcript(self) -> str:
        """Return the last messages of every channel and the last refused calls, one a line."""
        lines = [
            f"{channel.name} {message['ts']} {message['user']}: {message['text']!r}"
            for channel in self.world.channels.values()
            for message in channel.messages.values()
        ]
        problems = [f"refused {problem['method']}: {problem['error']}" for problem in self.world.problems]
        return "\n".join([*lines, *problems][-TRANSCRIPT_LINES:]) or "(nothing was said)"

    # -- what a test makes happen --------------------------------------------------------------------------------

    def fail_next(
        self, method: str, error: str = "internal_error", status: int = 200, retry_after: int = 1, times: int = 1
    ) -> None:
        """Answer the next `times` calls of `method` with `error` and `status`; 429 carries `retry_after` seconds."""
        self.api.fail_next(method, Fault(error, status, retry_after, times))

    def lose_next(self, method: str) -> None:
        """Take the next call of `method`, and cut the connection instead of answering it."""
        self.api.lose_next(method)

    async def disconnect(self, reason: DisconnectReason = "refresh_requested") -> None:
        """Tell every Socket Mode connection to go, as Slack does every few hours."""
        await self.socket.disconnect(reason)

    def drop(self) -> None:
        """Cut every Socket Mode connection without a word."""
        self.socket.drop()

    async def listen_at(self, url: str) -> None:
        """Deliver over HTTP to `url` while no socket is open, after the url_verification handshake."""
        await self.webhook.listen_at(url)

    # -- inside --------------------------------------------------------------------------------------------------

    def _place_of(self, user: str, channel: str) -> Channel:
        """Return a channel this person is in."""
        place, person = self.world.channel(channel), self.world.person(user)
        if person.id not in place.members:
            raise NotPossible("not_in_channel", f"{person.name} is not in {place.name}.")
        return place

    def _own(self, user: str, channel: str, ts: str) -> Channel:
        place = self._place_of(user, channel)
        if place.messages.get(ts, {}).get("user") != self.world.person(user).id:
            raise NotPossible("message_not_found", f"There is no message {ts!r} by {user} in {place.name}.")
        return place

    def _place(self, user: str, channel: str, message_ts: str, view_id: str) -> Place:
        person = self.world.person(user)
        if view_id:
            return self.clicks.view_place(person, view_id)
        return self.clicks.message_place(person, self._place_of(user, channel), message_ts)

    def _with_files(self, state: Json) -> Json:
        """Return a state with the ids of a file_input's files replaced by the files themselves."""
        if "files" not in state:
            return state
        return {**state, "files": self.files.objects(state["files"])}

    def _typed(self, text: str) -> str:
        """Return what Slack stores for a typed text: escaped, with mentions and links marked."""
        ids = {person.name: person.id for person in self.world.people.values()}
        ids[self.world.app.name] = self.world.app.user_id
        linked = _LINK.sub(lambda link: f"<{link[0]}>", echo.escape(text))
        return _NAME.sub(lambda name: f"<@{ids[name[1]]}>" if name[1] in ids else name[0], linked)


def _key(place: Place, block_id: str | None, action_id: str) -> Key:
    keys: Iterable[Key] = (key for key, _, _ in placed_elements(place.blocks) if key[1] == action_id)
    return next(iter(keys), ("", action_id)) if block_id is None else (block_id, action_id)
