"""Sessions, with a bare client: what is resumed and what is not, and what Discord may do to a session at any time."""

import zlib

import pytest

from adapters.sandbox.clock import ManualClock
from adapters.sandbox.discord.session import EVENTS_KEPT, RESUMABLE_SECONDS, SESSIONS_KEPT
from tests.adapters.sandbox.discord.portal import BRIDGE, CHANNEL, GUILD, App, Apps, Json, Server, message

pytestmark = pytest.mark.requirement("discord-twin-sessions")

INVALID = {"op": 9, "d": False, "s": None, "t": None}


def say(gateway: Server, *numbers: int) -> None:
    for number in numbers:
        gateway.gateway.dispatch("MESSAGE_CREATE", message(number))


def numbered(frames: list[Json]) -> list[tuple[int, str]]:
    return [(frame["s"], frame["d"]["content"]) for frame in frames if frame["t"] == "MESSAGE_CREATE"]


async def left(gateway: Server, app: App, code: int = 4000) -> App:
    """Close a connection from the app's side."""
    await app.socket.close(code=code)
    await gateway.until(connected=False)
    return app


async def answer(apps: Apps, session_id: str, seq: int) -> Json:
    """Return the first frame that a resumption gives."""
    app = await apps.greeted()
    await app.resume(session_id, seq)
    return await app.frame()


async def test_a_resumed_session_gets_what_it_missed_in_order_then_resumed(gateway: Server, apps: Apps) -> None:
    """Everything after the given number comes again with the numbers it had; then RESUMED, then what is new."""
    app = await apps.identified()
    say(gateway, 1, 2)
    await app.ack()
    await left(gateway, app)
    say(gateway, 3)
    again = await apps.greeted()
    await again.resume(app.session_id, 3)
    missed = await again.frames(3)
    assert numbered(missed) == [(4, "number 2"), (5, "number 3")]
    assert (missed[2]["t"], missed[2]["d"]) == ("RESUMED", {})
    say(gateway, 4)
    assert numbered(await again.ack()) == [(6, "number 4")]


@pytest.mark.parametrize(("code", "answered"), [(1000, 9), (1001, 9), (4000, 0), (1002, 0)])
async def test_closing_with_1000_or_1001_ends_the_session(
    gateway: Server, apps: Apps, code: int, answered: int
) -> None:
    """Any other code leaves it resumable."""
    app = await left(gateway, await apps.identified(), code)
    assert (await answer(apps, app.session_id, 2))["op"] == answered


async def test_an_unknown_session_is_invalid(apps: Apps) -> None:
    """The app is told that it cannot be resumed, and may identify on the same connection."""
    app = await apps.greeted()
    await app.resume("nonsense", 1)
    assert await app.frame() == INVALID
    assert (await app.identify())["t"] == "READY"


async def test_a_number_from_the_future_closes_and_ends_the_session(gateway: Server, apps: Apps) -> None:
    """4007 for a sequence number that was never sent; there is nothing to come back to."""
    app = await left(gateway, await apps.identified())
    again = await apps.greeted()
    await again.resume(app.session_id, 3)
    assert await again.close_code() == 4007
    assert await answer(apps, app.session_id, 2) == INVALID


async def test_a_session_expires(gateway: Server, apps: Apps, clock: ManualClock) -> None:
    """It can be resumed for some minutes after its connection was lost, and no longer."""
    app = await left(gateway, await apps.identified())
    clock.advance(RESUMABLE_SECONDS - 1)
    again = await apps.greeted()
    await again.resume(app.session_id, 2)
    assert (await again.frame())["t"] == "RESUMED"
    clock.advance(30)
    say(gateway, 1)
    assert numbered(await again.ack()) == [(3, "number 1")]
    await left(gateway, again)
    clock.advance(RESUMABLE_SECONDS)
    assert await answer(apps, app.session_id, 2) == INVALID


async def test_a_session_that_fell_behind_is_invalid(gateway: Server, apps: Apps) -> None:
    """Two thousand events are kept: with all of them missed it resumes, with one more there would be a gap."""
    app = await left(gateway, await apps.identified())
    say(gateway, *range(EVENTS_KEPT))
    again = await apps.greeted()
    await again.resume(app.session_id, 2)
    assert numbered(await again.frames(EVENTS_KEPT)) == [(n + 3, f"number {n}") for n in range(EVENTS_KEPT)]
    assert (await again.frame())["t"] == "RESUMED"
    await left(gateway, again)
    say(gateway, EVENTS_KEPT)
    assert await answer(apps, app.session_id, 2) == INVALID


async def test_only_so_many_sessions_wait(gateway: Server, apps: Apps, clock: ManualClock) -> None:
    """The session left longest ago makes room."""
    sessions: list[str] = []
    for _ in range(SESSIONS_KEPT + 1):
        sessions.append((await left(gateway, await apps.identified())).session_id)
        clock.advance(5)
    assert await answer(apps, sessions[0], 2) == INVALID
    assert (await answer(apps, sessions[1], 2))["t"] == "RESUMED"


async def test_a_session_has_one_connection(gateway: Server, apps: Apps) -> None:
    """Resumed elsewhere, it leaves the connection it had, which is closed."""
    first = await apps.identified()
    second = await apps.greeted()
    await second.resume(first.session_id, 2)
    assert (await second.frame())["t"] == "RESUMED"
    assert await first.close_code() == 4000
    say(gateway, 1)
    assert numbered(await second.ack()) == [(3, "number 1")]


async def test_told_to_reconnect(gateway: Server, apps: Apps) -> None:
    """Opcode 7, and the connection works until the app closes it."""
    app = await apps.identified()
    gateway.gateway.reconnect()
    assert await app.frame() == {"op": 7, "d": None, "s": None, "t": None}
    say(gateway, 1)
    assert numbered(await app.ack()) == [(3, "number 1")]


async def test_asked_for_a_heartbeat(gateway: Server, apps: Apps) -> None:
    """Opcode 1 from the gateway."""
    app = await apps.identified()
    gateway.gateway.request_heartbeat()
    assert (await app.frame())["op"] == 1


async def test_an_invalid_session_may_be_resumable(gateway: Server, apps: Apps) -> None:
    """With d true the app resumes, on the same connection if it likes; with d false the session is gone."""
    app = await apps.identified()
    gateway.gateway.invalidate(resumable=True)
    assert await app.frame() == INVALID | {"d": True}
    say(gateway, 1)
    await app.resume(app.session_id, 2)
    assert [frame["t"] for frame in await app.frames(2)] == ["MESSAGE_CREATE", "RESUMED"]
    gateway.gateway.invalidate(resumable=False)
    assert await app.frame() == INVALID
    assert not gateway.gateway.connected
    await app.resume(app.session_id, 3)
    assert await app.frame() == INVALID


async def test_forgotten_sessions_cannot_be_resumed(gateway: Server, apps: Apps, clock: ManualClock) -> None:
    """Neither those that were left nor those connected now, which go on until their connection ends."""
    gone = await left(gateway, await apps.identified())
    clock.advance(5)
    here = await apps.identified()
    gateway.gateway.forget_sessions()
    say(gateway, 1)
    assert numbered(await here.ack()) == [(3, "number 1")]
    await left(gateway, here)
    assert await answer(apps, gone.session_id, 2) == INVALID
    assert await answer(apps, here.session_id, 3) == INVALID


@pytest.mark.parametrize(("code", "seen"), [(None, 1006), (4000, 4000), (1000, 1000)])
async def test_a_dropped_connection(gateway: Server, apps: Apps, code: int | None, seen: int) -> None:
    """Closed with any code or cut without a word, the session stays resumable."""
    app = await apps.identified()
    gateway.gateway.drop(code)
    assert await app.close_code() == seen
    await gateway.until(connected=False)
    assert (await answer(apps, app.session_id, 2))["t"] == "RESUMED"


async def test_events_may_come_twice(gateway: Server, apps: Apps) -> None:
    """On demand the next events are delivered twice, each time with a number of its own."""
    app = await apps.identified()
    gateway.gateway.duplicate_next(2)
    say(gateway, 1, 2, 3)
    contents = [(3, "number 1"), (4, "number 1"), (5, "number 2"), (6, "number 2"), (7, "number 3")]
    assert numbered(await app.ack()) == contents


async def test_events_may_come_late_and_in_another_order(gateway: Server, apps: Apps) -> None:
    """What is held back is as it was when it happened."""
    app = await apps.identified()
    gateway.gateway.hold()
    first = message(1)
    gateway.gateway.dispatch("MESSAGE_CREATE", first)
    first["content"] = "changed since"
    say(gateway, 2)
    assert await app.ack() == []
    gateway.gateway.release(backwards=True)
    say(gateway, 3)
    assert numbered(await app.ack()) == [(3, "number 2"), (4, "number 1"), (5, "number 3")]


async def test_the_compressed_stream_is_one_context(gateway: Server, apps: Apps) -> None:
    """Asked for and switched on, frames are binary, end in the flush marker, and inflate in one stream."""
    plain = await apps.connect("v=10&encoding=json&compress=zlib-stream")
    assert (await plain.frame())["op"] == 10
    gateway.gateway.compress()
    app = await apps.connect("v=10&encoding=json&compress=zlib-stream")
    stream = zlib.decompressobj()
    for text in (b'"op":10', b'"op":11', b'"op":11'):
        data = await app.socket.receive_bytes(timeout=5)
        assert data.endswith(b"\x00\x00\xff\xff")
        assert text in stream.decompress(data)
        await app.send(1)


async def members(app: App, **request: object) -> list[Json]:
    """Ask for members of the guild, and return the data of the answers."""
    await app.send(8, {"guild_id": int(GUILD), "limit": 0, "nonce": "n", **request})
    return [frame["d"] for frame in await app.ack()]


def names(chunk: Json) -> list[str]:
    return [member["user"]["username"] for member in chunk["members"]]


async def test_members_on_request(apps: Apps, clock: ManualClock) -> None:
    """By a prefix of their name, by id, or all of them, which needs the intent and is allowed every 30 seconds."""
    app = await apps.identified()
    assert await members(app, query="") == []
    clock.advance(30)
    app = await apps.identified(intents=BRIDGE | 1 << 1)
    [chunk] = await members(app, query="")
    assert (chunk["nonce"], chunk["chunk_index"], chunk["chunk_count"]) == ("n", 0, 1)
    assert names(chunk) == ["chatbridge", "ann", "ben"]
    limited = {"opcode": 8, "retry_after": 30.0, "meta": {"guild_id": GUILD, "nonce": "n"}}
    assert await members(app, query="") == [limited]
    assert [names(chunk) for chunk in await members(app, query="B")] == [["ben"]]
    [found] = await members(app, user_ids=["101", 999], nonce="n" * 33)
    assert (names(found), found["not_found"], found.get("nonce")) == (["ann"], ["999"], None)
    assert await members(app, query="", guild_id=CHANNEL) == []
