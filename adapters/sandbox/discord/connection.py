"""One WebSocket of the gateway: what waits to be sent, the heartbeats, the way it ends.

Guarantee: sending never waits for the app. An app that does not read is closed when too much waits for it, and one that
sends no heartbeat is closed in time, so a connection never outlives its app.
"""

import asyncio
from contextlib import suppress
from typing import Final, Self

from aiohttp import WSMsgType, web

from adapters.sandbox.clock import Cancel, Clock
from adapters.sandbox.discord import frames
from adapters.sandbox.discord.frames import Close, Command, Deflate, Op, Violation
from adapters.sandbox.discord.pace import FRAMES, Pace
from adapters.sandbox.discord.session import EVENTS_KEPT

FRAMES_WAITING: Final = 2 * EVENTS_KEPT  # a full replay fits, and as much again
READ_BYTES: Final = 16 * frames.FRAME_BYTES  # above this aiohttp does not read a frame, and closes with 1009
CLOSING_SECONDS: Final = 2.0  # that an app has to answer a close
OVERDUE: Final = 1.5  # heartbeat intervals without a heartbeat; Discord names no number, only "tolerance"
ENDING: Final = (1000, 1001)  # Discord docs: an app that closes with one of these ends its session


class Connection:
    """An accepted connection; `accept` makes one."""

    def __init__(
        self,
        socket: web.WebSocketResponse,
        transport: asyncio.Transport,
        clock: Clock,
        pace: Pace,
        deflate: Deflate | None,
    ) -> None:
        self.socket = socket
        self._transport = transport
        self._clock = clock
        self._pace = pace
        self._deflate = deflate
        self._waiting: asyncio.Queue[str | int] = asyncio.Queue()
        self._closing = False
        self._interval = 0.0
        self._cancel_overdue: Cancel = lambda: None
        self._writing = asyncio.get_running_loop().create_task(self._write())

    @classmethod
    async def accept(cls, request: web.Request, clock: Clock, *, compress: bool, limits: bool) -> Self:
        """Upgrade a request.

        Args:
            request: the upgrade request.
            clock: what heartbeats and limits are measured with.
            compress: whether frames go out as one zlib stream.
            limits: whether the app may send only so many frames a minute.
        """
        transport = request.transport
        assert isinstance(transport, asyncio.Transport)
        socket = web.WebSocketResponse(compress=False, max_msg_size=READ_BYTES, timeout=CLOSING_SECONDS)
        await socket.prepare(request)
        return cls(socket, transport, clock, Pace(clock, FRAMES, enabled=limits), Deflate() if compress else None)

    @property
    def ended_by_app(self) -> bool:
        """Whether the app closed the connection in the way that ends its session."""
        return not self._closing and self.socket.close_code in ENDING

    def greet(self, heartbeat_ms: int) -> None:
        """Send Hello, and expect heartbeats from now on."""
        self._interval = heartbeat_ms / 1000
        self._expect_heartbeat()
        self.send(frames.plain(Op.HELLO, {"heartbeat_interval": heartbeat_ms}))

    def acknowledge(self) -> None:
        """Answer a heartbeat."""
        self._expect_heartbeat()
        self.send(frames.plain(Op.HEARTBEAT_ACK))

    def send(self, frame: str) -> None:
        """Send a frame soon; a connection on which too many frames wait is closed instead."""
        if self._closing:
            return
        if self._waiting.qsize() >= FRAMES_WAITING:
            while not self._waiting.empty():
                self._waiting.get_nowait()
            self.close(Close.UNKNOWN_ERROR)
            return
        self._waiting.put_nowait(frame)

    def close(self, code: int) -> None:
        """Close after what waits was sent."""
        if not self._closing:
            self._closing = True
            self._waiting.put_nowait(code)

    def cut(self) -> None:
        """End the connection without a word, as a broken network does."""
        self._transport.abort()

    async def receive(self) -> Command | None:
        """Return the app's next command, None when the connection is over.

        Raises:
            Violation: the frame is not valid, or one too many.
        """
        while True:
            message = await self.socket.receive()
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return None
            if self._closing:
                continue
            if self._pace.take():
                raise Violation(Close.RATE_LIMITED)
            return frames.read(message.data)

    async def finish(self) -> None:
        """Wait until the connection is closed on this side as well."""
        if not self._closing:
            self._writing.cancel()
        await asyncio.wait({self._writing})
        self._cancel_overdue()
        if not self._writing.cancelled():
            self._writing.result()

    def _expect_heartbeat(self) -> None:
        self._cancel_overdue()
        self._cancel_overdue = self._clock.call_later(OVERDUE * self._interval, self._overdue)

    def _overdue(self) -> None:
        if self._closing:
            self.cut()  # it was closed an interval ago, and the app does not even read that
            return
        self.close(Close.SESSION_TIMED_OUT)
        self._expect_heartbeat()

    async def _write(self) -> None:
        with suppress(ConnectionError):  # the app is gone; `receive` notices it too, and ends the connection
            while True:
                frame = await self._waiting.get()
                if isinstance(frame, int):
                    await self.socket.close(code=frame, message=frames.reason(frame).encode())
                    return
                if self._deflate is None:
                    await self.socket.send_str(frame)
                else:
                    await self.socket.send_bytes(self._deflate.compress(frame))
