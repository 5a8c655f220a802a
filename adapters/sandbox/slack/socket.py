"""Socket Mode: tickets, hello, envelopes and their acks, disconnect frames.

Guarantee: each payload goes to exactly one of at most ten connections, any of them, as Slack does (Slack docs, "Socket
Mode"). A connection that was told to go gets nothing new.
"""

import asyncio
import json
import secrets
from typing import Literal

from aiohttp import WSMsgType, web

from adapters.sandbox.clock import Clock
from adapters.sandbox.slack.delivery import Delivery, Unreachable
from adapters.sandbox.slack.wire import Json
from adapters.sandbox.slack.world import World

DisconnectReason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]

CONNECTIONS_AT_MOST = 10
NOTICE_SECONDS = 10.0  # between a disconnect frame and Slack's closing of the connection
PING_SECONDS = 10.0


class SocketMode:
    """The app's WebSocket connections."""

    def __init__(self, clock: Clock, world: World) -> None:
        self._clock = clock
        self._world = world
        self._tickets: set[str] = set()
        self._open: list[web.WebSocketResponse] = []
        self._lines: dict[web.WebSocketResponse, asyncio.BaseTransport | None] = {}
        self._closing: set[asyncio.Task[bool]] = set()
        self._waiting: dict[str, tuple[web.WebSocketResponse, asyncio.Future[object]]] = {}

    @property
    def listening(self) -> bool:
        """Whether a connection is open."""
        return bool(self._open)

    def issue_ticket(self) -> str:
        """Return a ticket that opens one connection."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection for as long as it lasts (GET /slack/socket?ticket=…)."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            return web.Response(status=409, text="This ticket was used or never issued; call apps.connections.open.")
        self._tickets.remove(ticket)
        socket = web.WebSocketResponse(heartbeat=PING_SECONDS, compress=False)
        await socket.prepare(request)
        if len(self._open) >= CONNECTIONS_AT_MOST:
            await socket.send_str(self._disconnect_frame("too_many_websockets"))
            await socket.close()
            return socket
        self._open.append(socket)
        self._lines[socket] = request.transport
        try:
            await socket.send_str(self._hello())
            self._world.set_connected(True)
            await self._read(socket)
        finally:
            self._gone(socket)
        return socket

    async def send(self, delivery: Delivery) -> object:
        """Send an envelope to one of the connections, and wait for its ack."""
        candidates = [socket for socket in self._open if not socket.closed]
        if not candidates:
            raise Unreachable("connection_failed")
        socket = secrets.choice(candidates)
        delivery.envelope_id = secrets.token_hex(16)
        acked: asyncio.Future[object] = asyncio.get_running_loop().create_future()
        self._waiting[delivery.envelope_id] = (socket, acked)
        try:
            await socket.send_str(json.dumps(self._envelope(delivery)))
            return await acked
        except ConnectionError as error:
            raise Unreachable("connection_failed") from error
        finally:
            del self._waiting[delivery.envelope_id]

    async def disconnect(self, reason: DisconnectReason, *, notice: float = NOTICE_SECONDS) -> None:
        """Ask every connection to go, and close those still there after `notice` seconds of the sandbox's clock."""
        told, self._open = self._open, []
        self._world.set_connected(False)
        for socket in told:
            await socket.send_str(self._disconnect_frame(reason))
        self._clock.call_later(notice, lambda: self._close(told))

    def drop(self) -> None:
        """Cut every connection without a word, as a broken network does."""
        for line in self._lines.values():
            if line is not None:
                line.close()

    def _close(self, sockets: list[web.WebSocketResponse]) -> None:
        for socket in sockets:
            task = asyncio.get_running_loop().create_task(socket.close())
            self._closing.add(task)
            task.add_done_callback(self._closing.discard)

    async def _read(self, socket: web.WebSocketResponse) -> None:
        # aiohttp answers PING with PONG and the same data, which is what the SDK's liveness check compares.
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            ack: Json = json.loads(frame.data)
            _, waiting = self._waiting.get(ack.get("envelope_id", ""), (None, None))
            if waiting is not None and not waiting.done():
                waiting.set_result(ack.get("payload"))

    def _gone(self, socket: web.WebSocketResponse) -> None:
        del self._lines[socket]
        if socket in self._open:
            self._open.remove(socket)
        for sent_over, waiting in self._waiting.values():
            if sent_over is socket and not waiting.done():
                waiting.set_exception(Unreachable("connection_failed"))
        self._world.set_connected(self.listening)

    def _hello(self) -> str:
        frame: Json = {
            "type": "hello",
            "num_connections": len(self._open),
            "connection_info": {"app_id": self._world.app.app_id},
            "debug_info": self._debug_info(),
        }
        return json.dumps(frame)

    def _debug_info(self) -> Json:
        return {
            "host": "sandbox",
            "started": "",
            "build_number": 1,
            "approximate_connection_time": 18060,
        }

    def _disconnect_frame(self, reason: DisconnectReason) -> str:
        return json.dumps({"type": "disconnect", "reason": reason, "debug_info": self._debug_info()})

    def _envelope(self, delivery: Delivery) -> Json:
        envelope: Json = {
            "envelope_id": delivery.envelope_id,
            "type": delivery.kind,
            "payload": delivery.payload,
            "accepts_response_payload": delivery.kind != "events_api",
        }
        if delivery.kind == "events_api":
            envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.retry_reason}
        return envelope
