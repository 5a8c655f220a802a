"""The two ways Slack reaches us. Inside either context requests arrive at the app; leaving it takes nothing more, then
waits for what was taken.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from adapters.slack.intake import Intake
from adapters.slack.limits import HTTP_BODY_BYTES
from adapters.slack.settings import SlackSettings
from bridge.errors import ConfigError, DeliveryError

log = structlog.get_logger("chatbridge.slack")

PATH = "/slack/events"
CONNECTIONS = 2
"""Slack recycles each connection every few hours, and the SDK closes the old one before it opens the new one: what is
said in between reaches the other. Slack allows ten, and gives each payload to one of them.
"""
HELLO_TIMEOUT = 30.0
"""Seconds; Slack greets a new connection at once, or not at all."""
WATCH_INTERVAL = 10.0
"""Seconds between looks at the connection."""


@asynccontextmanager
async def socket_mode(app: AsyncApp, settings: SlackSettings, intake: Intake) -> AsyncGenerator[None]:
    """Be connected by Socket Mode. Slack docs: "Using Socket Mode"."""
    async with AsyncExitStack() as lines:
        # One after the other: at once, Slack may refuse one (slackapi/node-slack-sdk#2094).
        for _ in range(CONNECTIONS):
            await lines.enter_async_context(_line(app, settings.app_token.get_secret_value(), intake))
        try:
            yield
        finally:
            await intake.drained()


@asynccontextmanager
async def _line(app: AsyncApp, app_token: str, intake: Intake) -> AsyncGenerator[None]:
    """One connection, which the SDK renews whenever Slack recycles it."""
    handler = AsyncSocketModeHandler(app, app_token)
    client = handler.client
    client.proxy = app.client.proxy
    greeted = asyncio.Event()

    async def greet(_client: Any, frame: dict[str, Any], _raw: str | None) -> None:
        if frame.get("type") == "hello":
            greeted.set()
            log.info("slack_connected", connections=frame.get("num_connections"))

    async def handle(socket: Any, request: Any) -> None:
        with intake.under_way():  # until the acknowledgement is sent
            await handler.handle(socket, request)

    client.message_listeners.append(greet)
    client.socket_mode_request_listeners[:] = [handle]
    try:
        # The SDK would try a wrong token for ever; asked once before, it is an error the operator sees.
        client.wss_uri = await _address(client.issue_new_wss_url)
        await _connected(handler, greeted)
        watching = asyncio.create_task(_watch(client))
        try:
            yield
        finally:
            watching.cancel()
    finally:
        await handler.close_async()


async def _connected(handler: AsyncSocketModeHandler, greeted: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(HELLO_TIMEOUT):
            await handler.connect_async()
            await greeted.wait()
    except TimeoutError:
        raise DeliveryError(
            f"Slack gave an address for Socket Mode but no greeting there within {HELLO_TIMEOUT:g} seconds; "
            "check that the network lets WebSockets through."
        ) from None


async def _address(issue: Callable[[], Awaitable[str]]) -> str:
    try:
        return await issue()
    except SlackApiError as refused:
        code = refused.response["error"]
        raise ConfigError(
            f"[slack] app_token: Slack refused it ({code}), expected an app-level token with the scope "
            "connections:write and Socket Mode turned on: see Basic Information > App-Level Tokens."
        ) from refused


async def _watch(client: Any) -> None:
    """Keep a lost connection from waiting at a dead address: the SDK retries the one it has, which is good for one
    connection only; without one it asks for another.
    """
    while True:
        await asyncio.sleep(WATCH_INTERVAL)
        if not await client.is_connected():
            log.warning("slack_disconnected")
            client.wss_uri = None


@asynccontextmanager
async def http_mode(app: AsyncApp, settings: SlackSettings, intake: Intake) -> AsyncGenerator[str]:
    """Serve ``POST /slack/events`` and yield its address. Bolt checks the signature and its five minutes."""

    async def events(request: web.Request) -> web.Response:
        if not request.headers.get("X-Slack-Request-Timestamp", "0").isdecimal():
            return web.Response(status=401)  # Bolt would stumble over it and answer that we are broken
        with intake.under_way():
            response = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(response)

    site = web.Application(client_max_size=HTTP_BODY_BYTES)
    site.router.add_post(PATH, events)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        listener = web.TCPSite(runner, settings.http_host, settings.http_port)
        try:
            await listener.start()
        except OSError as taken:
            raise ConfigError(
                f"[slack] http_port: cannot listen on {settings.http_host}:{settings.http_port} ({taken.strerror}); "
                "choose a free port."
            ) from taken
        address = f"http://{settings.http_host}:{runner.addresses[0][1]}{PATH}"
        log.info("slack_listening", address=address)
        yield address
    finally:
        await intake.drained()
        await runner.cleanup()
