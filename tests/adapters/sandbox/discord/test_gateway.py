"""The gateway's protocol, with a bare client: Hello, heartbeats, Identify, the rules, and what breaking them costs."""

from typing import Any

import pytest

from adapters.sandbox.clock import ManualClock
from adapters.sandbox.discord.connection import FRAMES_WAITING
from tests.adapters.sandbox.discord.portal import (
    BOT,
    BRIDGE,
    GUILD,
    App,
    Apps,
    Server,
    apps_of,
    identify,
    message,
    serving,
)

pytestmark = pytest.mark.requirement("discord-twin-gateway")

Commands = list[tuple[int, Any]]


async def test_hello_comes_first_and_heartbeats_are_answered_before_identify(apps: Apps) -> None:
    """Hello names the interval in milliseconds; a heartbeat needs no session."""
    app = await apps.connect()
    assert await app.frame() == {"op": 10, "d": {"heartbeat_interval": 41_250}, "s": None, "t": None}
    await app.send(1)
    assert await app.frame() == {"op": 11, "d": None, "s": None, "t": None}


async def test_identify_gives_ready_and_the_guilds(gateway: Server, apps: Apps) -> None:
    """READY tells who the bot is and where to resume; each guild follows, and every event is numbered."""
    app = await apps.greeted()
    ready = await app.identify(shard=[0, 1], compress=True, large_threshold=250)
    assert (ready["op"], ready["s"]) == (0, 1)
    assert {key: ready["d"][key] for key in ("v", "guilds", "shard", "resume_gateway_url")} == {
        "v": 10,
        "guilds": [{"id": GUILD, "unavailable": True}],
        "shard": [0, 1],
        "resume_gateway_url": gateway.gateway.url,
    }
    assert ready["d"]["user"]["id"] == ready["d"]["application"]["id"] == BOT
    guild = await app.frame()
    assert (guild["t"], guild["s"], guild["d"]["unavailable"]) == ("GUILD_CREATE", 2, False)
    assert [each["user"]["id"] for each in guild["d"]["members"]] == [BOT]
    gateway.gateway.dispatch("MESSAGE_CREATE", message(1))
    assert [(each["t"], each["s"]) for each in await app.ack()] == [("MESSAGE_CREATE", 3)]


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ([(99, None)], 4001),
        ([(0, {})], 4001),
        ([(11, None)], 4001),
        ([("1", None)], 4002),
        ([(2, None)], 4002),
        ([(2, identify(token=None))], 4002),
        ([(2, identify(properties=None))], 4002),
        ([(3, {"status": "online"})], 4003),
        ([(8, {"guild_id": GUILD})], 4003),
        ([(2, identify(token="wrong"))], 4004),
        ([(2, identify(token="Bot sandbox-bot-token"))], 4004),
        ([(6, {"token": "wrong", "session_id": "any", "seq": 1})], 4004),
        ([(2, identify()), (2, identify())], 4005),
        ([(2, identify()), (6, {})], 4005),
        ([(2, identify(shard=[1, 1]))], 4010),
        ([(2, identify(shard=[0]))], 4010),
        ([(2, identify(shard=[-1, 1]))], 4010),
        ([(2, identify(shard="0"))], 4010),
        ([(2, identify(intents=1 << 17))], 4013),
        ([(2, identify(intents=-1))], 4013),
        ([(2, identify(intents=None))], 4013),
        ([(2, identify()), (8, [])], 4002),
    ],
)
async def test_a_mistake_closes_the_connection_with_its_code(apps: Apps, commands: Commands, code: int) -> None:
    """Each mistake has a close code of its own."""
    app = await apps.greeted()
    for op, data in commands:
        await app.socket.send_json({"op": op, "d": data})
    assert await app.close_code() == code


async def test_the_close_frame_says_why(apps: Apps) -> None:
    """The reason is a sentence."""
    app = await apps.greeted()
    await app.send(3)
    closing = await app.socket.receive(timeout=5)
    assert (closing.data, closing.extra) == (4003, "Not authenticated.")


@pytest.mark.parametrize("text", ["{", "[]", "null", "x" * 4097, '{"op": true}'])
async def test_what_is_no_frame_closes_the_connection(apps: Apps, text: str) -> None:
    """A frame that is no JSON object, or longer than 4096 bytes, cannot be decoded."""
    app = await apps.greeted()
    await app.socket.send_str(text)
    assert await app.close_code() == 4002


async def test_a_frame_of_4096_bytes_is_read(apps: Apps) -> None:
    """The limit is inclusive, and counts bytes."""
    app = await apps.greeted()
    await app.socket.send_str('{"op": 1, "d": null}'.ljust(4096))
    assert (await app.frame())["op"] == 11
    await app.socket.send_str('{"op": 1, "d": "' + "é" * 2100 + '"}')
    assert await app.close_code() == 4002


async def test_a_huge_frame_is_not_read(apps: Apps) -> None:
    """Far above the limit, the connection ends without the frame being kept."""
    app = await apps.greeted()
    await app.socket.send_str("x" * 100_000)
    assert await app.close_code() == 1009


@pytest.mark.parametrize(
    ("query", "code"), [("", 4012), ("v=9&encoding=json", 4012), ("v=10", 4002), ("v=10&encoding=etf", 4002)]
)
async def test_only_version_10_in_json_is_spoken(apps: Apps, query: str, code: int) -> None:
    """Another version or encoding is refused before Hello."""
    app = await apps.connect(query)
    assert await app.close_code() == code


@pytest.mark.parametrize("missing", [1 << 1, 1 << 8, 1 << 15])
async def test_a_privileged_intent_must_be_switched_on(gateway: Server, apps: Apps, missing: int) -> None:
    """An intent that the app's settings do not allow closes with 4014; the others are fine."""
    gateway.portal.privileged &= ~missing
    app = await apps.greeted()
    await app.send(2, identify(intents=BRIDGE | missing))
    assert await app.close_code() == 4014
    assert (await (await apps.greeted()).identify(intents=1))["t"] == "READY"


async def test_too_many_guilds_need_shards(gateway: Server, apps: Apps) -> None:
    """A connection serves 2500 guilds at most."""
    gateway.portal.guild_ids = [str(number << 22) for number in range(2501)]
    app = await apps.greeted()
    await app.send(2, identify())
    assert await app.close_code() == 4011
    assert (await (await apps.greeted()).identify(intents=0, shard=[0, 2]))["t"] == "READY"


async def test_each_shard_gets_its_guilds(gateway: Server, apps: Apps, clock: ManualClock) -> None:
    """A guild's events come to the shard its id belongs to; those outside of guilds to the first."""
    even, odd = str(2 << 22), str(3 << 22)
    gateway.portal.guild_ids = [even, odd]
    shards: list[App] = []
    for number in (0, 1):
        app = await apps.greeted()
        ready = await app.identify(shard=[number, 2])
        guilds = [(await app.frame())["d"]["id"]]
        assert [each["id"] for each in ready["d"]["guilds"]] == guilds == [(even, odd)[number]]
        shards.append(app)
        clock.advance(5)
    for guild in (even, odd):
        gateway.gateway.dispatch("MESSAGE_CREATE", message(1) | {"guild_id": guild})
    gateway.gateway.dispatch("MESSAGE_CREATE", message(2, guild=False))
    got = [[frame["d"].get("guild_id") for frame in await app.ack()] for app in shards]
    assert got == [[even, None], [odd]]


async def test_an_app_identifies_once_in_five_seconds(apps: Apps, clock: ManualClock) -> None:
    """A second Identify too soon gives an invalid session; five seconds after the first it is taken, there too."""
    await apps.identified()
    app = await apps.greeted()
    assert await app.identify() == {"op": 9, "d": False, "s": None, "t": None}
    clock.advance(4.9)
    assert (await app.identify())["op"] == 9
    clock.advance(0.1)
    assert (await app.identify())["t"] == "READY"


async def test_without_limits_nothing_is_paced(clock: ManualClock) -> None:
    """With the sandbox's limits off, apps may identify and send as often as they like."""
    async with serving(clock, limits=False) as server, apps_of(server) as apps:
        await apps.identified()
        app = await apps.identified()
        for _ in range(130):
            await app.send(3, {"status": "online"})
        assert await app.ack() == []


async def test_an_app_sends_120_frames_a_minute(apps: Apps, clock: ManualClock) -> None:
    """The frame after those closes the connection, heartbeats counted; a minute later there is room again."""
    app = await apps.identified()
    for before in (2, 1):  # Identify counts, and the heartbeat of `ack`
        for _ in range(120 - before):
            await app.send(3, {"status": "online"})
        assert await app.ack() == []
        clock.advance(60)
    for _ in range(121):
        await app.send(1)
    assert await app.close_code() == 4008


async def test_an_app_without_heartbeats_is_closed(apps: Apps, clock: ManualClock) -> None:
    """One and a half intervals after the last heartbeat the connection times out, and can be resumed."""
    app = await apps.identified()
    clock.advance(41.25)
    assert await app.ack() == []
    clock.advance(61.8)
    assert await app.ack() == []
    clock.advance(61.9)
    assert await app.close_code() == 4009
    again = await apps.greeted()
    await again.resume(app.session_id, 2)
    assert (await again.frame())["t"] == "RESUMED"


async def test_an_app_that_is_too_slow_is_closed(gateway: Server, apps: Apps) -> None:
    """When too much waits for an app its connection is closed, and what waited is in its session, not in memory."""
    app = await apps.identified()
    for number in range(FRAMES_WAITING + 1):
        gateway.gateway.dispatch("MESSAGE_CREATE", message(number))
    assert await app.close_code() == 4000


async def test_an_app_that_does_not_read_is_cut_off(gateway: Server, apps: Apps, clock: ManualClock) -> None:
    """A connection that cannot even be closed ends when its heartbeats stay out."""
    app, other = await apps.identified(), await apps.greeted()
    connection: Any = app.socket._response.connection
    connection.transport.pause_reading()
    big = message(1, content="x" * 1_000_000)
    for _ in range(20):  # more than the sockets' own buffers hold
        gateway.gateway.dispatch("MESSAGE_CREATE", big)
    clock.advance(41)
    assert await other.ack() == []
    clock.advance(21)
    assert await other.ack() == []
    assert gateway.gateway.connected
    await app.send(1)  # too late: the connection is closing
    clock.advance(41)
    assert await other.ack() == []
    clock.advance(21)
    await gateway.until(connected=False)
    connection.transport.resume_reading()


async def test_whoever_watches_hears_when_an_app_comes_and_goes(
    gateway: Server, apps: Apps, clock: ManualClock
) -> None:
    """A connection counts once it has a session; who watches hears of the first and of the last."""
    heard: list[bool] = []
    gateway.gateway.watch(heard.append)
    first = await apps.greeted()
    assert not gateway.gateway.connected
    await first.identify()
    assert gateway.gateway.connected
    clock.advance(5)
    second = await apps.identified()
    await first.socket.close()
    assert await second.ack() == []
    await second.socket.close()
    await gateway.until(connected=False)
    assert heard == [True, False]
