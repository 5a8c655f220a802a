"""How payloads travel over Socket Mode: acks, retries, many connections, disconnects."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from adapters.sandbox import ManualClock, Sandbox
from tests.adapters.sandbox.conftest import Connect, client_of, post, raw
from tests.adapters.sandbox.slack.payloads import actions, button
from tests.adapters.sandbox.sockets import Sockets, sockets

Json = dict[str, Any]


class Listener:
    """A Socket Mode client that acknowledges only when it is told to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def frame(self) -> Json:
        """Return the next frame."""
        return await self.socket.receive_json(timeout=5)

    async def ack(self, envelope: Json, **more: Any) -> None:
        """Acknowledge an envelope."""
        await self.socket.send_str(json.dumps({"envelope_id": envelope["envelope_id"], **more}))


@pytest.fixture
async def session() -> AsyncIterator[Sockets]:
    """What connections are opened with."""
    async with sockets() as opened:
        yield opened


async def listen(sandbox: Sandbox, session: Sockets) -> tuple[Listener, Json]:
    """Open a connection, and return it with its hello."""
    opened = await raw(sandbox, "apps.connections.open", "xapp-sandbox-app")
    listener = Listener(await session.ws_connect(opened["url"]))
    return listener, await listener.frame()


@pytest.mark.requirement("twin-delivery")
async def test_hello_counts_connections_and_a_ticket_opens_one(sandbox: Sandbox, session: Sockets) -> None:
    """The first frame is hello with the number of connections; a ticket is good for one."""
    first, hello = await listen(sandbox, session)
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    _, hello = await listen(sandbox, session)
    assert hello["num_connections"] == 2
    opened = await raw(sandbox, "apps.connections.open", "xapp-sandbox-app")
    await session.ws_connect(opened["url"])
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await session.ws_connect(opened["url"])
    await first.socket.close()


@pytest.mark.requirement("twin-delivery")
async def test_an_eleventh_connection_is_too_many(sandbox: Sandbox, session: Sockets) -> None:
    """Ten connections are served; the eleventh is told so and closed."""
    served = [await listen(sandbox, session) for _ in range(10)]
    assert [frame["num_connections"] for _, frame in served] == list(range(1, 11))
    _, frame = await listen(sandbox, session)
    assert (frame["type"], frame["reason"]) == ("disconnect", "too_many_websockets")


@pytest.mark.requirement("twin-delivery")
async def test_an_event_without_ack_comes_again(still: Sandbox, clock: ManualClock, session: Sockets) -> None:
    """Unacknowledged for three seconds, an event is retried three times with the same event_id, and then given up."""
    listener, _ = await listen(still, session)
    await still.slack.say("ann", "general", "anybody?")
    envelopes = [await listener.frame()]
    for failed, wait in enumerate((0.0, 60.0, 300.0), 1):
        clock.advance(3.0)
        await still.slack.wait_for(lambda _, count=failed: len(failures(still)) == count)
        clock.advance(wait)
        envelopes.append(await listener.frame())
    assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
    assert [envelope["retry_reason"] for envelope in envelopes] == ["", "timeout", "timeout", "timeout"]
    assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
    clock.advance(3.0)
    await still.slack.wait_for(lambda _: len(failures(still)) == 4)
    assert all(envelope["accepts_response_payload"] is False for envelope in envelopes)


def failures(sandbox: Sandbox) -> list[str]:
    """Return why deliveries failed, those that did."""
    return [delivery.failure for delivery in sandbox.slack.deliveries if delivery.failure]


@pytest.mark.requirement("twin-delivery")
async def test_a_click_without_ack_fails_for_the_person_and_never_comes_again(
    still: Sandbox, clock: ManualClock, session: Sockets
) -> None:
    """After three seconds the person sees the failure; the payload is not sent a second time."""
    general = still.slack.world.channel("general").id
    ts = await post(client_of(still), channel=general, blocks=[actions(button())])
    listener, _ = await listen(still, session)
    click = asyncio.create_task(still.slack.act("ann", "go", channel="general", message_ts=ts))
    envelope = await listener.frame()
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("interactive", True)
    assert "retry_attempt" not in envelope
    clock.advance(3.0)
    assert (await click)["error"] == "operation_timeout"
    clock.advance(1000.0)
    assert len(still.slack.deliveries) == 1


@pytest.mark.requirement("twin-delivery")
async def test_each_payload_goes_to_one_connection(sandbox: Sandbox, session: Sockets) -> None:
    """With two connections every event arrives once, on either."""
    listeners = [(await listen(sandbox, session))[0] for _ in range(2)]
    heard: list[str] = []

    async def hear(listener: Listener) -> None:
        while True:
            envelope = await listener.frame()
            heard.append(envelope["payload"]["event"]["text"])
            await listener.ack(envelope)

    tasks = [asyncio.create_task(hear(listener)) for listener in listeners]
    for number in range(20):
        await sandbox.slack.say("ann", "agents", str(number))
    await sandbox.slack.wait_for(lambda _: sum(sent.acked_after is not None for sent in sandbox.slack.deliveries) == 20)
    assert sorted(heard, key=int) == [str(number) for number in range(20)]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.mark.requirement("twin-delivery")
async def test_nobody_listening_loses_events_and_fails_clicks(sandbox: Sandbox) -> None:
    """Across a gap without any connection an event is lost, and a click tells the person."""
    general = sandbox.slack.world.channel("general").id
    ts = await post(client_of(sandbox), channel=general, blocks=[actions(button())])
    await sandbox.slack.say("ann", "general", "anybody?")
    assert not sandbox.slack.deliveries
    answer = await sandbox.slack.act("ann", "go", channel="general", message_ts=ts)
    assert answer["error"] == "dispatch_failed"


@pytest.mark.requirement("twin-delivery")
@pytest.mark.parametrize("way", ["told", "cut"])
async def test_the_official_client_comes_back(sandbox: Sandbox, app: AsyncApp, connect: Connect, way: str) -> None:
    """Told to go, or cut off, the SDK opens a new connection, and the next event arrives there."""
    heard: list[str] = []

    @app.event("message")
    async def said(event: Json) -> None:
        heard.append(event["text"])

    handler = await connect(app)
    if way == "told":
        await sandbox.slack.disconnect("refresh_requested")
    else:
        sandbox.slack.drop()
        await sandbox.slack.wait_for(lambda world: not world.connected)
        await handler.client.connect_to_new_endpoint(force=True)  # else after the SDK's ten-second liveness check
    await sandbox.slack.wait_for(lambda world: world.connected)
    await sandbox.slack.say("ann", "general", "still there?")
    await sandbox.slack.wait_for(lambda _: heard == ["still there?"])


async def test_an_event_in_flight_on_a_cut_connection_comes_again(sandbox: Sandbox, session: Sockets) -> None:
    """An event sent over a connection that breaks is retried over another one."""
    first, _ = await listen(sandbox, session)
    await sandbox.slack.say("ann", "general", "anybody?")
    lost = await first.frame()
    second, _ = await listen(sandbox, session)
    await first.socket.close()
    again = await second.frame()
    assert again["payload"]["event_id"] == lost["payload"]["event_id"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_failed")


@pytest.mark.requirement("twin-events")
async def test_events_come_only_from_where_the_app_is(sandbox: Sandbox, session: Sockets) -> None:
    """A channel the bot is not in is silent; a DM has no app_mention; a scope taken away silences its events."""
    listener, _ = await listen(sandbox, session)
    await sandbox.slack.say("ann", "elsewhere", "@chatbridge hello")
    sandbox.slack.world.app.scopes.discard("channels:history")
    await sandbox.slack.say("ann", "general", "no mention")
    direct = sandbox.slack.world.direct_channel("ann").id
    await sandbox.slack.say("ann", direct, "@chatbridge hello")
    envelope = await listener.frame()
    event = envelope["payload"]["event"]
    assert (event["type"], event["channel"], event["channel_type"]) == ("message", direct, "im")
    assert len(sandbox.slack.deliveries) == 1


@pytest.mark.requirement("twin-events")
async def test_edits_deletions_and_reactions_are_events(sandbox: Sandbox, session: Sockets) -> None:
    """Each carries what Slack's carries: the old form, the deleted ts, the item."""
    listener, _ = await listen(sandbox, session)

    async def event() -> Json:
        envelope = await listener.frame()
        await listener.ack(envelope)
        return envelope["payload"]["event"]

    ts = await sandbox.slack.say("ann", "general", "first <b> & https://a.example")
    said = await event()
    assert said["text"] == "first &lt;b&gt; &amp; <https://a.example>"
    assert said["blocks"][0]["elements"][0]["elements"][-1] == {"type": "link", "url": "https://a.example"}
    await sandbox.slack.edit("ann", "general", ts, "second")
    changed = await event()
    assert (changed["subtype"], changed["hidden"]) == ("message_changed", True)
    assert (changed["previous_message"]["text"], changed["message"]["text"]) == (said["text"], "second")
    assert changed["ts"] != changed["message"]["ts"] == ts
    await sandbox.slack.react("ben", "general", ts, "+1")
    reacted = await event()
    assert (reacted["type"], reacted["reaction"], reacted["item"]["ts"]) == ("reaction_added", "+1", ts)
    await sandbox.slack.delete("ann", "general", ts)
    deleted = await event()
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)
