"""The bridge's end of the wire: whole frames, in order, whatever pieces the kernel brings them in."""

import asyncio
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest

from bridge.host.wire import AHEAD_BYTES, FRAME_SLACK, ROOM_BYTES, Garbage, Wire

pytestmark = pytest.mark.requirement("frames")

OUTPUT_BYTES = 1024
SMALL_ROOM = 256


@asynccontextmanager
async def connected(room: int = SMALL_ROOM) -> AsyncGenerator[tuple[Wire, socket.socket]]:
    """A wire and the process's end of it. Its reads are so small that a frame may take several."""
    ours, theirs = socket.socketpair()
    _, wire = await asyncio.get_running_loop().create_connection(lambda: Wire(OUTPUT_BYTES, bytearray(room)), sock=ours)
    with theirs:
        theirs.setblocking(False)
        try:
            yield wire, theirs
        finally:
            wire.close()


def framed(body: object) -> bytes:
    text = orjson.dumps(body)
    return len(text).to_bytes(4, "big") + text


async def say(theirs: socket.socket, data: bytes) -> None:
    await asyncio.get_running_loop().sock_sendall(theirs, data)


async def received(wire: Wire) -> dict[str, Any] | None:
    async with asyncio.timeout(20):
        return await wire.receive()


async def test_a_frame_may_come_a_byte_at_a_time() -> None:
    async with connected() as (wire, theirs):
        receiving = asyncio.create_task(received(wire))
        for byte in framed({"n": 1}):
            assert not receiving.done()
            await say(theirs, bytes([byte]))
            await asyncio.sleep(0)
        assert await receiving == {"n": 1}


async def test_frames_that_come_at_once_are_received_one_after_the_other() -> None:
    async with connected() as (wire, theirs):
        await say(theirs, b"".join(framed({"n": n, "text": "x" * n}) for n in range(500)))
        assert [frame["n"] for _ in range(500) if (frame := await received(wire))] == list(range(500))


async def test_who_is_cancelled_takes_nothing_along() -> None:
    async with connected() as (wire, theirs):
        frame = framed({"n": 1})
        receiving = asyncio.create_task(received(wire))
        await say(theirs, frame[:7])
        await asyncio.sleep(0)
        receiving.cancel()
        await asyncio.gather(receiving, return_exceptions=True)
        await say(theirs, frame[7:] + framed({"n": 2}))
        assert [await received(wire), await received(wire)] == [{"n": 1}, {"n": 2}]


async def test_a_process_that_says_more_than_is_heard_waits() -> None:
    """What has been read ahead is bounded, and nothing is lost: all of it is received in the end."""
    count = 4 * AHEAD_BYTES // OUTPUT_BYTES
    said = 0

    async def speak(theirs: socket.socket) -> None:
        nonlocal said
        for number in range(count):
            await say(theirs, framed({"n": number, "text": "x" * OUTPUT_BYTES}))
            said += 1

    async with connected(ROOM_BYTES) as (wire, theirs):
        speaking = asyncio.create_task(speak(theirs))
        before = -1
        while said != before:
            before = said
            for _ in range(100):  # passes of the loop, each of which reads what was said
                await asyncio.sleep(0)
        assert AHEAD_BYTES < said * OUTPUT_BYTES < 2 * AHEAD_BYTES
        assert [frame["n"] for _ in range(count) if (frame := await received(wire))] == list(range(count))
        await speaking


async def test_an_end_in_the_midst_of_a_frame_is_the_end() -> None:
    async with connected() as (wire, theirs):
        await say(theirs, framed({"n": 1}) + framed({"n": 2})[:-1])
        theirs.close()
        assert [await received(wire), await received(wire), await received(wire)] == [{"n": 1}, None, None]


async def test_what_was_not_received_before_the_close_is_never() -> None:
    async with connected() as (wire, theirs):
        await say(theirs, framed({"n": 1}) + framed({"n": 2}))
        assert await received(wire) == {"n": 1}
        wire.close()
        assert await received(wire) is None


async def test_a_close_ends_the_waiting() -> None:
    async with connected() as (wire, _):
        receiving = asyncio.create_task(received(wire))
        await asyncio.sleep(0)
        wire.close()
        assert await receiving is None


GARBAGE = {
    "a length that no frame has": ((OUTPUT_BYTES + FRAME_SLACK + 1).to_bytes(4, "big"), "something else than frames"),
    "a word": (b"hello, bridge", "something else than frames"),
    "no JSON": ((3).to_bytes(4, "big") + b"{a}", "what is no JSON"),
    "a list": (framed([1]), "something else than frames"),
}


@pytest.mark.parametrize(("said", "told"), GARBAGE.values(), ids=GARBAGE)
async def test_what_is_no_frame_is_named(said: bytes, told: str) -> None:
    async with connected() as (wire, theirs):
        await say(theirs, said)
        with pytest.raises(Garbage, match=told):
            await received(wire)
