"""HTTP delivery: the signature, the handshake, the forms and the retries, against Bolt's own server and a bare one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk import signature
from slack_sdk.signature import SignatureVerifier

from adapters.sandbox import ManualClock, Sandbox
from adapters.sandbox.slack.delivery import Unreachable
from adapters.sandbox.slack.webhook import sign
from tests.adapters.sandbox.conftest import client_of, post
from tests.adapters.sandbox.slack.payloads import actions, button

Json = dict[str, Any]
Serve = Callable[[web.Application], Awaitable[str]]

# The published example of Slack's docs, "Verifying requests from Slack".
PUBLISHED_BODY = (
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
    "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
    "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
    "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
)


@pytest.fixture
async def serve() -> AsyncIterator[Serve]:
    """Serve applications on loopback until the test ends."""
    runners: list[web.AppRunner] = []

    async def serving(application: web.Application) -> str:
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        runners.append(runner)
        return f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"

    yield serving
    for runner in runners:
        await runner.cleanup()


def bolt_server(app: AsyncApp) -> web.Application:
    """Return Bolt's own aiohttp application."""
    return app.server(path="/slack/events").web_app


@pytest.mark.requirement("twin-http")
def test_the_published_signature_comes_out() -> None:
    """Signing Slack's published example gives Slack's published signature."""
    signed = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", PUBLISHED_BODY.encode())
    assert signed == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


@pytest.mark.requirement("twin-http")
async def test_bolt_accepts_what_is_signed(sandbox: Sandbox, app: AsyncApp, serve: Serve) -> None:
    """Handshake, event, click and command reach an app that checks signatures; their answers come back."""
    heard: list[str] = []

    @app.event("message")
    async def said(event: Json) -> None:
        heard.append(event["text"])

    @app.action("go")
    async def clicked(ack: AsyncAck) -> None:
        await ack()

    @app.command("/agent")
    async def commanded(ack: AsyncAck) -> None:
        await ack("done")

    await sandbox.slack.listen_at(await serve(bolt_server(app)))
    assert sandbox.settings["mode"] == "http"
    general = sandbox.slack.world.channel("general").id
    ts = await post(client_of(sandbox), channel=general, blocks=[actions(button())])
    await sandbox.slack.say("ann", "general", "hello")
    await sandbox.slack.wait_for(lambda _: heard == ["hello"])
    assert await sandbox.slack.act("ann", "go", channel="general", message_ts=ts) == {"ok": True}
    assert (await sandbox.slack.command("ann", "general", "/agent"))["response"] == {"text": "done"}


@pytest.mark.requirement("twin-http")
async def test_an_address_that_cannot_answer_the_challenge_is_refused(sandbox: Sandbox, serve: Serve) -> None:
    """A request URL is taken only after it has returned the challenge."""
    with pytest.raises(Unreachable, match="did not answer the challenge"):
        await sandbox.slack.listen_at(await serve(answering(200)))
    assert not sandbox.slack.world.connected


def answering(status: int, headers: dict[str, str] | None = None) -> web.Application:
    """Return an application that gives every payload the same empty answer."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, headers=headers)

    application = web.Application()
    application.router.add_post("/slack/events", answer)
    return application


class SandboxTime(signature.Clock):
    """The SDK's idea of the time, taken from the sandbox's clock."""

    def __init__(self, clock: ManualClock) -> None:
        self._clock = clock

    def now(self) -> float:
        """Return the sandbox's time."""
        return self._clock.now()


@pytest.mark.requirement("twin-http")
async def test_a_failed_event_is_retried_with_its_headers(clock: ManualClock, serve: Serve) -> None:
    """An error is retried at once, after a minute and after five, signed anew, numbered, with the reason."""
    received: list[tuple[str | None, str | None]] = []
    verifier = SignatureVerifier("sandbox-signing-secret", SandboxTime(clock))

    async def refuse(request: web.Request) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        assert verifier.is_valid_request(await request.text(), headers)
        received.append((headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")))
        return web.Response(status=500)

    application = web.Application()
    application.router.add_post("/slack/events", refuse)
    async with Sandbox(clock=clock, http_target=await serve(application)) as sandbox:
        twin = sandbox.slack
        await twin.say("ann", "general", "hello")
        for count, wait in ((2, 60.0), (3, 300.0), (4, 0.0)):
            await twin.wait_for(lambda _, due=count: sum(bool(sent.failure) for sent in twin.deliveries) == due)
            clock.advance(wait)
    assert received == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]


@pytest.mark.requirement("twin-http")
async def test_an_app_can_ask_for_no_retry(serve: Serve) -> None:
    """x-slack-no-retry in the answer ends it."""
    target = await serve(answering(500, {"X-Slack-No-Retry": "1"}))
    async with Sandbox(http_target=target) as sandbox:
        await sandbox.slack.say("ann", "general", "one")
        await sandbox.slack.wait_for(lambda _: sandbox.slack.deliveries and sandbox.slack.deliveries[0].failure)
        await sandbox.slack.say("ann", "general", "two")
        await sandbox.slack.wait_for(lambda _: len([sent for sent in sandbox.slack.deliveries if sent.failure]) == 2)
        assert [sent.attempt for sent in sandbox.slack.deliveries] == [0, 0]


async def test_a_click_is_a_form(serve: Serve) -> None:
    """Interactivity is a form with one field, `payload`; a command's fields are the form itself."""
    forms: list[dict[str, list[str]]] = []

    async def take(request: web.Request) -> web.Response:
        forms.append(parse_qs(await request.text()))
        return web.Response()

    application = web.Application()
    application.router.add_post("/slack/events", take)
    async with Sandbox(http_target=await serve(application)) as sandbox:
        await sandbox.slack.command("ann", "general", "/agent", "help")
    assert forms[0]["command"] == ["/agent"]
    assert forms[0]["text"] == ["help"]
