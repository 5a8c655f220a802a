"""Sandboxes, clients and apps for the tests of the twin: the real SDK against the real server."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import ManualClock, Sandbox

Connect = Callable[[AsyncApp], Awaitable[AsyncSocketModeHandler]]


@pytest.fixture
def clock() -> ManualClock:
    """Time that a test moves by hand."""
    return ManualClock()


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    """A sandbox in real time."""
    async with Sandbox() as running:
        yield running


@pytest.fixture
async def still(clock: ManualClock) -> AsyncIterator[Sandbox]:
    """A sandbox in which time stands still."""
    async with Sandbox(clock=clock) as running:
        yield running


def client_of(sandbox: Sandbox, token: str = "") -> AsyncWebClient:
    """Return the official client, aimed at a sandbox."""
    return AsyncWebClient(token=token or sandbox.settings["bot_token"], base_url=sandbox.settings["api_url"])


async def post(client: AsyncWebClient, **content: Any) -> str:
    """Post with the official client, and return the message's ts."""
    send: Any = client.chat_postMessage
    return (await send(**{"text": "text", **content}))["ts"]


async def raw(sandbox: Sandbox, method: str, token: str = "xoxb-sandbox-bot", **request: Any) -> dict[str, Any]:
    """Call a method without the SDK, and return the body of the answer."""
    headers = {"Authorization": f"Bearer {token}", **request.pop("headers", {})} if token else {}
    url = f"{sandbox.settings['api_url']}{method}"
    async with aiohttp.ClientSession() as session, session.post(url, headers=headers, **request) as answer:
        assert answer.status == 200
        return await answer.json()


async def refusal(call: Awaitable[Any]) -> tuple[str, list[str]]:
    """Return the error and the sentences with which a call of the official client was refused."""
    with pytest.raises(SlackApiError) as caught:
        await call
    answer: Any = caught.value.response
    return answer["error"], (answer.get("response_metadata") or {}).get("messages", [])


@pytest.fixture
def general(sandbox: Sandbox) -> str:
    """The id of a channel the bot is in."""
    return sandbox.slack.world.channel("general").id


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    """The official client of the sandbox in real time."""
    return client_of(sandbox)


def app_of(sandbox: Sandbox) -> AsyncApp:
    """Return the official app, aimed at a sandbox."""
    return AsyncApp(client=client_of(sandbox), signing_secret=sandbox.settings["signing_secret"])


@pytest.fixture
def app(sandbox: Sandbox) -> AsyncApp:
    """The official app of the sandbox in real time."""
    return app_of(sandbox)


@pytest.fixture
async def connect() -> AsyncIterator[Connect]:
    """Connect apps over Socket Mode, and disconnect them at the end."""
    handlers: list[AsyncSocketModeHandler] = []

    async def connected(app: AsyncApp) -> AsyncSocketModeHandler:
        handler = AsyncSocketModeHandler(app, "xapp-sandbox-app")
        await handler.connect_async()
        handlers.append(handler)
        return handler

    yield connected
    for handler in handlers:
        await handler.close_async()
