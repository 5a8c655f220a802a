"""How Slack reaches us: Socket Mode and HTTP, with the real slack-bolt against the twin."""

import asyncio
import io
import json
import time

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from adapters.slack.limits import HTTP_BODY_BYTES
from adapters.slack.pace import Pace
from bridge.errors import ConfigError, DeliveryError
from bridge.ports import Address, Inbound, Receipt, Said
from tests.adapters.slack.conftest import Waits
from tests.adapters.slack.samples import mention
from tests.fakes.inbox import RecordingInbox


@pytest.mark.requirement("slack-socket-mode")
async def test_entering_means_that_events_arrive(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """What is said right after `run` was entered is received, and acknowledged."""
    async with SlackAdapter(sandbox.settings).run(inbox):
        ts = await sandbox.slack.say("ann", "general", "hi @chatbridge")
        said = await inbox.next(Said)
    assert (said.text, said.address, said.message.id) == ("hi", Address.MENTION, ts)
    events = [each for each in sandbox.slack.deliveries if each.payload.get("type") == "event_callback"]
    assert events
    assert all(each.acked_after is not None for each in events)


async def test_a_message_that_could_not_be_taken_comes_again(sandbox: Sandbox) -> None:
    """It is acknowledged only once the inbox has it: nothing is lost by an error of ours."""
    attempts = asyncio.Event()

    def fails(event: Inbound) -> Receipt:
        attempts.set()
        raise RuntimeError("the journal is full")

    async with SlackAdapter(sandbox.settings).run(RecordingInbox(fails)):
        await sandbox.slack.say("ann", "agents", "hi @chatbridge")
        await attempts.wait()
    assert all(each.acked_after is None for each in sandbox.slack.deliveries)


@pytest.mark.requirement("slack-reconnects")
async def test_a_connection_that_ends_loses_nothing(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """Slack recycles each connection after some hours: what is said before it is renewed reaches the other one."""
    async with SlackAdapter(sandbox.settings).run(inbox):
        for number in range(5):
            while len(sandbox.slack.socket._open) < 2:  # noqa: ASYNC110 - the twin tells of the first connection only
                await asyncio.sleep(0)  # the one that ended before is not back yet
            await sandbox.slack.socket._open[0].close()
            await sandbox.slack.say("ann", "general", f"number {number}")
            assert (await inbox.next(Said, number + 1)).text == f"number {number}"


@pytest.mark.requirement("slack-reconnects")
async def test_after_a_disconnect_the_conversation_goes_on(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """Told to go by Slack, both connections come back by themselves."""
    async with SlackAdapter(sandbox.settings).run(inbox):
        for number in range(3):
            await sandbox.slack.disconnect("refresh_requested")
            await sandbox.slack.wait_for(lambda world: world.connected)
            await sandbox.slack.say("ann", "general", f"number {number}")
            assert (await inbox.next(Said, number + 1)).text == f"number {number}"


@pytest.mark.requirement("slack-bad-token")
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"bot_token": "xoxb-nonsense"}, ("[slack] bot_token", "invalid_auth", "install the app again")),
        ({"app_token": "xapp-nonsense"}, ("[slack] app_token", "invalid_auth", "connections:write")),
    ],
)
async def test_a_wrong_token_is_said_at_once(
    sandbox: Sandbox, inbox: RecordingInbox, wrong: dict[str, str], words: tuple[str, ...]
) -> None:
    """The error names the key and what to do; nothing retries it for ever."""
    adapter = SlackAdapter({**sandbox.settings, **wrong})
    with pytest.raises(ConfigError) as error:
        async with adapter.run(inbox):
            pass
    assert all(word in str(error.value) for word in words), str(error.value)


async def test_a_slack_that_is_not_there_is_said(inbox: RecordingInbox, sandbox: Sandbox, waits: Waits) -> None:
    """An address where nobody listens: the error names what to check."""
    settings = dict(sandbox.settings)
    await sandbox.stop()
    with pytest.raises(DeliveryError, match="api_url"):
        async with SlackAdapter(settings, pace=Pace(waits.now, waits.sleep)).run(inbox):
            pass


# ── HTTP ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def signed(sandbox: Sandbox, body: bytes, *, age: float = 0, secret: str = "") -> dict[str, str]:
    """The headers Slack sends with a body; `age` in seconds."""
    timestamp = str(int(time.time() - age))
    verifier = SignatureVerifier(secret or sandbox.settings["signing_secret"])
    signature = verifier.generate_signature(timestamp=timestamp, body=body)
    assert signature is not None
    return {
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature,
        "Content-Type": "application/json",
    }


def event_body(sandbox: Sandbox) -> bytes:
    event = mention(f"<@{sandbox.slack.world.app.user_id}> hello")
    body = {"type": "event_callback", "team_id": "T01", "event": event, "event_id": "Ev01"}
    return json.dumps(body).encode()


def http_adapter(sandbox: Sandbox) -> SlackAdapter:
    return SlackAdapter({**sandbox.settings, "mode": "http", "http_port": 0})


@pytest.mark.requirement("slack-http")
async def test_signed_requests_are_taken(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """In mode "http" the same events arrive as POSTs to /slack/events."""
    adapter = http_adapter(sandbox)
    async with adapter.run(inbox), aiohttp.ClientSession() as http:
        body = event_body(sandbox)
        async with http.post(adapter.address, data=body, headers=signed(sandbox, body)) as answer:
            assert answer.status == 200
    assert (await inbox.next(Said)).text == "hello"
    assert adapter.address.endswith("/slack/events")


@pytest.mark.requirement("slack-signature")
@pytest.mark.parametrize(
    ("age", "secret", "lost"), [(301, "", ""), (-301, "", ""), (0, "not-the-secret", ""), (0, "", "X-Slack-Signature")]
)
async def test_requests_of_others_are_refused(
    sandbox: Sandbox, inbox: RecordingInbox, age: float, secret: str, lost: str
) -> None:
    """A signature that is wrong, missing, or older than five minutes: 401, and no event."""
    adapter = http_adapter(sandbox)
    async with adapter.run(inbox), aiohttp.ClientSession() as http:
        body = event_body(sandbox)
        headers = signed(sandbox, body, age=age, secret=secret)
        headers.pop(lost, None)
        async with http.post(adapter.address, data=body, headers=headers) as answer:
            assert answer.status == 401
    assert inbox.events == []


@pytest.mark.parametrize("timestamp", ["", "soon", "1e9"])
async def test_a_nonsense_timestamp_is_refused(sandbox: Sandbox, inbox: RecordingInbox, timestamp: str) -> None:
    """It is the sender's fault, not ours."""
    adapter = http_adapter(sandbox)
    async with adapter.run(inbox), aiohttp.ClientSession() as http:
        body = event_body(sandbox)
        headers = {**signed(sandbox, body), "X-Slack-Request-Timestamp": timestamp}
        async with http.post(adapter.address, data=body, headers=headers) as answer:
            assert answer.status == 401


async def test_the_address_is_verified(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """Slack's handshake when the address is entered in the app's settings."""
    adapter = http_adapter(sandbox)
    async with adapter.run(inbox), aiohttp.ClientSession() as http:
        body = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1a"}).encode()
        async with http.post(adapter.address, data=body, headers=signed(sandbox, body)) as answer:
            assert "3eZbrw1a" in await answer.text()


async def test_a_body_beyond_all_measure_is_refused(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """Nobody fills our memory before the signature is looked at."""
    adapter = http_adapter(sandbox)
    async with adapter.run(inbox), aiohttp.ClientSession() as http:
        body = b"x" * (HTTP_BODY_BYTES + 1)
        async with http.post(adapter.address, data=io.BytesIO(body), headers=signed(sandbox, body)) as answer:
            assert answer.status == 413


async def test_a_port_that_is_taken_is_said(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """The error names the key."""
    first = http_adapter(sandbox)
    async with first.run(inbox):
        port = int(first.address.split(":")[2].split("/")[0])
        second = SlackAdapter({**sandbox.settings, "mode": "http", "http_port": port})
        with pytest.raises(ConfigError, match=r"\[slack\] http_port: .*choose a free port"):
            async with second.run(inbox):
                pass


async def test_the_twin_delivers_over_http(inbox: RecordingInbox) -> None:
    """The whole way: the twin signs and posts what a person says, as Slack does."""
    async with Sandbox(limits=False) as sandbox:
        adapter = http_adapter(sandbox)
        async with adapter.run(inbox):
            await sandbox.slack.listen_at(adapter.address)
            await sandbox.slack.say("ann", "general", "hi @chatbridge")
            assert (await inbox.next(Said)).text == "hi"
