"""The gateway, v10: events to the apps that listen, and on demand whatever Discord may do to a connection.

Guarantee: an app sees Discord's protocol: sequence numbers, intents, resumption without loss or repetition, and the
close code for each mistake. Source: Discord docs, "Gateway"; what discord.py 2.7.1 does was measured.
"""

import copy
from collections.abc import Callable
from typing import Final

from aiohttp import web

from adapters.sandbox.clock import Clock
from adapters.sandbox.discord import frames
from adapters.sandbox.discord.frames import Op
from adapters.sandbox.discord.intents import guild_of, shown
from adapters.sandbox.discord.reception import MAX_CONCURRENCY, PATH, Identity, Reception
from adapters.sandbox.wire import Json

__all__ = ["HEARTBEAT_MS", "MAX_CONCURRENCY", "PATH", "Gateway", "Identity"]

HEARTBEAT_MS: Final = 41_250  # what Discord asks for in practice; its docs show 45,000
GOING_AWAY: Final = 1001


class Gateway:
    """The gateway of one app.

    Args:
        clock: what heartbeats, limits and the life of sessions are measured with.
        identity: who may connect, and what it is told about itself.
        heartbeat_ms: the interval that Hello names.
        limits: whether the gateway's rate limits hold.
    """

    def __init__(
        self, clock: Clock, identity: Identity, *, heartbeat_ms: int = HEARTBEAT_MS, limits: bool = True
    ) -> None:
        self._reception = Reception(clock, identity, heartbeat_ms=heartbeat_ms, limits=limits)
        self._duplicates = 0
        self._held: list[tuple[str, Json, bool]] | None = None

    @property
    def url(self) -> str:
        """The address that GET /gateway/bot and READY give."""
        return self._reception.url

    @property
    def connected(self) -> bool:
        """Whether an app is connected and has a session."""
        return self._reception.connected

    def watch(self, callback: Callable[[bool], None]) -> None:
        """Call back with `connected` whenever it changes."""
        self._reception.watch(callback)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection for as long as it lasts (GET /discord/gateway?v=10&encoding=json)."""
        return await self._reception.serve(request)

    def dispatch(self, event: str, data: Json, *, mentions_bot: bool = False) -> None:
        """Send an event to every session, connected or resumable, that has the intents for it.

        Args:
            event: its name, such as MESSAGE_CREATE.
            data: all of it; each session gets what its intents allow. It may be changed after the call.
            mentions_bot: whether the message mentions the bot, or pings it by replying to an ordinary message of it.

        Raises:
            ValueError: there is no such event.
        """
        if self._held is not None:
            self._held.append((event, copy.deepcopy(data), mentions_bot))
            return
        times = 1
        if self._duplicates:
            self._duplicates -= 1
            times = 2
        guild = guild_of(event, data)
        texts: dict[int, str] = {}
        for session in self._reception.sessions:
            if not session.covers(guild):
                continue
            if session.intents not in texts:
                view = shown(event, data, session.intents, session.me, mentions_me=mentions_bot)
                texts[session.intents] = "" if view is None else frames.encode(view)
            if text := texts[session.intents]:
                for _ in range(times):
                    session.send(event, text)

    def compress(self) -> None:
        """Honour ``compress=zlib-stream`` from now on. Discord may ignore it, and text is easier to read."""
        self._reception.compression = True

    def duplicate_next(self, count: int) -> None:
        """Send each of the next `count` events twice: Discord promises to deliver an event "0..N times"."""
        self._duplicates = count

    def hold(self) -> None:
        """Hold events back until `release`."""
        self._held = self._held or []

    def release(self, *, backwards: bool = False) -> None:
        """Send what was held back, the last first if wanted: Discord promises no order."""
        held, self._held = self._held or [], None
        for event, data, mentions_bot in reversed(held) if backwards else held:
            self.dispatch(event, data, mentions_bot=mentions_bot)

    def reconnect(self) -> None:
        """Tell every app to reconnect (opcode 7)."""
        self._tell(frames.plain(Op.RECONNECT))

    def request_heartbeat(self) -> None:
        """Ask every app for a heartbeat at once (opcode 1)."""
        self._tell(frames.plain(Op.HEARTBEAT))

    def invalidate(self, resumable: bool) -> None:
        """Take every connected session away (opcode 9). If they are resumable, apps may resume them."""
        self._reception.invalidate(resumable)

    def drop(self, code: int | None = None) -> None:
        """Close every connection with a code, or cut them all without a word. Sessions stay resumable."""
        for connection in self._reception:
            if code is None:
                connection.cut()
            else:
                connection.close(code)

    def forget_sessions(self) -> None:
        """Let no session be resumed, neither those left nor those now connected."""
        self._reception.sessions.forget()

    async def close(self) -> None:
        """Close every connection, as Discord does when a server goes away."""
        self.drop(GOING_AWAY)
        for connection in self._reception:
            await connection.finish()

    def _tell(self, frame: str) -> None:
        for connection in self._reception:
            connection.send(frame)
