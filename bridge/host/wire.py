"""The bridge's end of the socket pair with a handler process: whole frames out of what the kernel brings.

A frame is four bytes of length (big endian), then that many bytes of JSON.
"""

import asyncio
from typing import Any

import orjson

HEADER_BYTES = 4
FRAME_SLACK = 64 * 1024
"""Bytes a frame may have beyond `output_bytes`: its envelope, or a failure's traceback."""
ROOM_BYTES = 256 * 1024
"""Bytes of one read: large tables in few of them."""
AHEAD_BYTES = 1024 * 1024
"""Bytes that are read before anybody receives them. A process that says more waits until it is heard."""


class Garbage(ValueError):  # noqa: N818 - names what came
    """What came over the wire is no frame. The text says what it is instead."""


class Wire(asyncio.BufferedProtocol):
    """Sends and receives frames. One receives at a time, who may be cancelled: no frame is lost.

    asyncio's streams have a quarter of a megabyte made anew for each read, which costs a short frame more than all the
    rest of its way. So a loop's wires read into one `room` that they share, each for the moment of its read.
    """

    def __init__(self, output_bytes: int, room: bytearray) -> None:
        self._most = output_bytes + FRAME_SLACK
        self._room = room
        self._came = bytearray()
        self._ended = False
        self._waiter: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    def send(self, body: bytes) -> None:
        assert self._transport is not None, "it is connected"
        self._transport.write(len(body).to_bytes(HEADER_BYTES, "big") + body)

    async def receive(self) -> dict[str, Any] | None:
        """The next frame's body, or None if the process closed its end.

        Raises:
            Garbage: that is no frame.
        """
        while (text := self._whole()) is None:
            if self._ended:
                return None
            await self._more()
        try:
            body = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise Garbage(f"what is no JSON ({error})") from error
        if not isinstance(body, dict):
            raise Garbage("something else than frames")
        return body

    def close(self) -> None:
        """Close it at once; what had been sent to us and was not received is not taken any more."""
        assert self._transport is not None, "it is connected"
        self._transport.abort()  # not `close`, which would wait until the process has read what was sent
        self._came.clear()
        self._end()

    def _whole(self) -> bytes | None:
        """The next frame's text, if all of it has come."""
        if len(self._came) < HEADER_BYTES:
            return None
        end = HEADER_BYTES + int.from_bytes(self._came[:HEADER_BYTES], "big")
        if end - HEADER_BYTES > self._most:
            raise Garbage("something else than frames")
        if len(self._came) < end:
            return None
        text = bytes(self._came[HEADER_BYTES:end])
        del self._came[:end]
        return text

    async def _more(self) -> None:
        """Wait until something has come, or nothing will."""
        assert self._waiter is None, "one receives at a time"
        assert self._transport is not None, "it is connected"
        self._transport.resume_reading()
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _end(self) -> None:
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "a socket's goes both ways"
        self._transport = transport

    def get_buffer(self, sizehint: int) -> bytearray:
        return self._room

    def buffer_updated(self, nbytes: int) -> None:
        self._came += memoryview(self._room)[:nbytes]
        self._wake()
        if self._waiter is None and len(self._came) > AHEAD_BYTES:
            assert self._transport is not None, "it is connected"
            self._transport.pause_reading()

    def eof_received(self) -> None:
        self._end()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
