"""The Slack adapter: `bridge.ports.Adapter` for one installed Slack app."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.charts import Drawer
from adapters.slack.calls import Calls
from adapters.slack.connection import http_mode, socket_mode
from adapters.slack.download import Downloads
from adapters.slack.forms.clerk import Clerk
from adapters.slack.inbound import Identity, Opener
from adapters.slack.intake import Intake
from adapters.slack.message import Json, SlackMessage
from adapters.slack.outbound import Outbound
from adapters.slack.pace import Pace
from adapters.slack.refusals import TOKEN_CODES
from adapters.slack.render import render
from adapters.slack.settings import SlackSettings, read_settings
from adapters.slack.uploads import Uploads
from bridge.errors import ConfigError, PlatformRefused
from bridge.interaction.values import RemoteFile
from bridge.ports import Capabilities, Inbox, MessageRef, Person, Question, Reply, Said, Thread, Utterance

CALL_TIMEOUT = 30.0
"""Seconds; the SDK's own default for one call."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SlackAdapter:
    """One Slack app in one workspace. `address` is where Slack reaches it in mode "http"."""

    name = "slack"
    capabilities = Capabilities(edit_interval=2.0)

    def __init__(self, settings: Mapping[str, object], *, pace: Pace | None = None) -> None:
        """Take the raw ``[slack]`` section.

        Raises:
            ConfigError: naming the key that is wrong.
        """
        self._settings: SlackSettings = read_settings(settings)
        self._pace = pace or Pace()
        self._outbound: Outbound | None = None
        self._downloads: Downloads | None = None
        self._clerk: Clerk | None = None
        self.address = ""

    @asynccontextmanager
    async def run(self, inbox: Inbox) -> AsyncGenerator[None]:
        """Be connected: see `bridge.ports.Adapter.run`.

        Raises:
            ConfigError: if Slack does not accept the tokens.
            DeliveryError: if Slack cannot be reached.
        """
        settings = self._settings
        token = settings.bot_token.get_secret_value()
        timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT)
        async with aiohttp.ClientSession(timeout=timeout) as session, Drawer() as drawer:
            calls = Calls(_client(settings, session, token), self._pace)
            me = await _identity(calls)
            uploads = Uploads(calls, session, drawer.draw)
            self._outbound = Outbound(calls, uploads, self._pace, me)
            self._downloads = Downloads(calls, session, token, settings.api_url)
            self._clerk = Clerk(inbox, me, calls)
            intake = Intake(inbox, me, self._clerk, self._downloads.completed)
            app = _app(settings, session, me)
            app.use(intake)
            try:
                if settings.mode == "socket":
                    async with socket_mode(app, settings, intake):
                        yield
                else:
                    async with http_mode(app, settings, intake) as self.address:
                        yield
            finally:
                self._outbound = self._downloads = self._clerk = None

    def render(self, reply: Reply) -> Sequence[SlackMessage]:
        return render(reply)

    async def post(self, thread: Thread, payload: SlackMessage, key: str = "") -> MessageRef:
        return await self._out.post(thread, payload, key)

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        return await self._out.posted(thread, turn)

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        return await self._out.missed(thread, after)

    async def edit(self, message: MessageRef, payload: SlackMessage) -> None:
        await self._out.edit(message, payload)

    async def delete(self, message: MessageRef) -> None:
        await self._out.delete(message)

    async def show_status(self, thread: Thread, status: str) -> None:
        await self._out.show_status(thread, status)

    async def tell(self, thread: Thread, person: Person, text: str, *, restart: bool = False) -> None:
        await self._out.tell(thread, person, text, restart=restart)

    async def open_form(self, opener: object, thread: Thread, question: Question) -> None:
        assert self._clerk is not None, "the adapter is used inside run()"
        assert isinstance(opener, Opener), "a form is opened from a click of ours"
        await self._clerk.open(opener, thread, question)

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        return await self._out.history(thread, before)

    async def download(self, file: RemoteFile, target: Path) -> None:
        assert self._downloads is not None, "the adapter is used inside run()"
        await self._downloads.save(file, target)

    @property
    def _out(self) -> Outbound:
        assert self._outbound is not None, "the adapter is used inside run()"
        return self._outbound


def _client(settings: SlackSettings, session: aiohttp.ClientSession, token: str | None) -> AsyncWebClient:
    """One client with one session: a session for each call costs as much again as the call. It repeats nothing by
    itself, because a repeated post may be a second message; `calls` knows what is safe.
    """
    client = AsyncWebClient(token=token, base_url=settings.api_url, session=session, retry_handlers=[])
    if urlsplit(settings.api_url).hostname in LOOPBACK:
        client.proxy = None  # the SDK takes the environment's proxy even for this machine
    return client


def _app(settings: SlackSettings, session: aiohttp.ClientSession, me: Identity) -> AsyncApp:
    """Bolt with everything it would otherwise read from the environment, or ask Slack for at the first event and lose
    that event if Slack does not answer.
    """
    token = settings.bot_token.get_secret_value()
    result = AuthorizeResult(
        enterprise_id=None, team_id=me.team, bot_user_id=me.user, bot_id=me.bot or None, bot_token=token
    )

    async def authorize(**_: object) -> AuthorizeResult:
        return result

    return AsyncApp(
        name="chatbridge",
        client=_client(settings, session, token=None),
        authorize=authorize,
        signing_secret=settings.signing_secret.get_secret_value(),
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )


async def _identity(calls: Calls) -> Identity:
    try:
        answer: Json = await calls.post("auth.test", {})
    except PlatformRefused as refused:
        if refused.code not in TOKEN_CODES:
            raise
        raise ConfigError(f"[slack] bot_token: Slack refused it: {refused}") from refused
    if not answer.get("team_id") or not answer.get("user_id"):
        raise ConfigError(
            "[slack] bot_token: auth.test named no team_id or user_id; expected the token of a bot (xoxb-…)"
        )
    # A server that speaks Slack's API need not know bots apart from their users.
    return Identity(team=answer["team_id"], user=answer["user_id"], bot=answer.get("bot_id") or "")
