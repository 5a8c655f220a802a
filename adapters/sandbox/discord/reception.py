"""Where apps connect: each connection's way from Hello to a session, and which session it has.

Guarantee: an app gets events only after a valid Identify or Resume, a session has one connection at most, and every
mistake closes the connection with Discord's code for it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Protocol

from aiohttp import web

from adapters.sandbox.clock import Clock
from adapters.sandbox.discord import frames, handshake, members, pace
from adapters.sandbox.discord.connection import Connection
from adapters.sandbox.discord.frames import Close, Command, Op, Violation
from adapters.sandbox.discord.intents import shown
from adapters.sandbox.discord.session import Session, Sessions
from adapters.sandbox.wire import Json

PATH: Final = "/discord/gateway"
MAX_CONCURRENCY: Final = 1  # how many shards may identify within one window


class Identity(Protocol):
    """The app and the bot that connect, as the world knows them."""

    @property
    def token(self) -> str:
        """The bot's token, bare."""
        ...

    @property
    def base_url(self) -> str:
        """The sandbox's address: http://host:port."""
        ...

    @property
    def privileged(self) -> int:
        """The privileged intents that are switched on in the app's settings."""
        ...

    def ready(self) -> Json:
        """Return READY's data: user, guilds (unavailable), application."""
        ...

    def guilds(self) -> list[Json]:
        """Return each guild's GUILD_CREATE data, complete."""
        ...


class Reception:
    """The open connections, and the sessions they have or may resume.

    Args:
        clock: what heartbeats, limits and the life of sessions are measured with.
        identity: who may connect, and what it is told about itself.
        heartbeat_ms: the interval that Hello names.
        limits: whether the gateway's rate limits hold.
    """

    def __init__(self, clock: Clock, identity: Identity, *, heartbeat_ms: int, limits: bool) -> None:
        self.compression = False
        self.sessions = Sessions(clock)
        self._clock = clock
        self._identity = identity
        self._heartbeat_ms = heartbeat_ms
        self._limits = limits
        self._open: dict[Connection, Session | None] = {}
        self._identifies = defaultdict[int, pace.Pace](lambda: pace.Pace(clock, pace.IDENTIFIES, enabled=limits))
        self._requests = defaultdict[str, pace.Pace](lambda: pace.Pace(clock, pace.ALL_MEMBERS, enabled=limits))
        self._watchers: list[Callable[[bool], None]] = []
        self._was_connected = False

    def __iter__(self) -> Iterator[Connection]:
        return iter(tuple(self._open))

    @property
    def url(self) -> str:
        """The gateway's address."""
        return f"ws{self._identity.base_url.removeprefix('http')}{PATH}"

    @property
    def connected(self) -> bool:
        """Whether an app is connected and has a session."""
        return any(session is not None for session in self._open.values())

    def watch(self, callback: Callable[[bool], None]) -> None:
        """Call back with `connected` whenever it changes."""
        self._watchers.append(callback)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection for as long as it lasts."""
        compress = self.compression and request.query.get("compress") == frames.ZLIB_STREAM
        connection = await Connection.accept(request, self._clock, compress=compress, limits=self._limits)
        self._open[connection] = None
        try:
            handshake.check_address(request.query)
            connection.greet(self._heartbeat_ms)
            while (command := await connection.receive()) is not None:
                self._obey(connection, command)
        except Violation as violation:
            connection.close(violation.code)
        finally:
            self._lost(connection)
            await connection.finish()
        return connection.socket

    def invalidate(self, resumable: bool) -> None:
        """Take every connected session away (opcode 9)."""
        for connection, session in tuple(self._open.items()):
            if session is not None:
                connection.send(frames.plain(Op.INVALID_SESSION, resumable))
                session.resumable = session.resumable and resumable
                self._detach(connection)

    def _obey(self, connection: Connection, command: Command) -> None:
        session = self._open[connection]
        match command.op:
            case Op.HEARTBEAT:
                connection.acknowledge()
            case Op.IDENTIFY | Op.RESUME if session is not None:
                raise Violation(Close.ALREADY_AUTHENTICATED)
            case Op.IDENTIFY:
                self._identify(connection, command.data)
            case Op.RESUME:
                self._resume(connection, command.data)
            case _ if session is None:
                raise Violation(Close.NOT_AUTHENTICATED)
            case Op.REQUEST_GUILD_MEMBERS:
                self._send_members(session, command.data)
            case _:
                """Presence and voice change nothing that the sandbox shows."""

    def _identify(self, connection: Connection, data: object) -> None:
        ready = self._identity.ready()
        identified = handshake.read_identify(
            data,
            token=self._identity.token,
            privileged=self._identity.privileged,
            guilds=[guild["id"] for guild in ready["guilds"]],
        )
        number, _ = identified.shard
        if self._identifies[number % MAX_CONCURRENCY].take():
            connection.send(frames.plain(Op.INVALID_SESSION, data=False))
            return
        session = Session(identified.intents, identified.shard, ready["user"]["id"])
        self.sessions.add(session)
        self._attach(connection, session)
        about: Json = {
            "v": int(handshake.VERSION),
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "guilds": [guild for guild in ready["guilds"] if session.covers(guild["id"])],
        }
        if identified.sharded:
            about["shard"] = identified.shard
        self._send(session, "READY", ready | about)
        for guild in self._identity.guilds():
            if session.covers(guild["id"]):
                self._send(session, "GUILD_CREATE", guild)

    def _resume(self, connection: Connection, data: object) -> None:
        resumption = handshake.read_resume(data, token=self._identity.token)
        session = self.sessions.find(resumption.session_id)
        if session is None:
            connection.send(frames.plain(Op.INVALID_SESSION, data=False))
            return
        for other, owned in tuple(self._open.items()):
            if owned is session:
                self._detach(other)
                other.close(Close.UNKNOWN_ERROR)
        if resumption.seq > session.seq:
            self.sessions.end(session)
            raise Violation(Close.INVALID_SEQ)
        missed = session.missed(resumption.seq)
        if missed is None:
            self.sessions.end(session)
            connection.send(frames.plain(Op.INVALID_SESSION, data=False))
            return
        self._attach(connection, session)
        for frame in missed:
            connection.send(frame)
        # It is not kept, as it tells of this connection; discord.py needs an object, null crashes it (measured).
        connection.send(frames.dispatch("RESUMED", session.seq, "{}"))

    def _send_members(self, session: Session, request: object) -> None:
        if not isinstance(request, Mapping):
            raise Violation(Close.DECODE_ERROR)
        asked: Json = dict(request)
        guild = next((guild for guild in self._identity.guilds() if guild["id"] == str(asked.get("guild_id"))), None)
        if guild is None:
            return
        if members.wants_all(asked) and (wait := self._requests[guild["id"]].take()):
            meta = {"guild_id": guild["id"], "nonce": asked.get("nonce")}
            limited = {"opcode": Op.REQUEST_GUILD_MEMBERS.value, "retry_after": wait, "meta": meta}
            self._send(session, "RATE_LIMITED", limited)
            return
        for chunk in members.chunks(asked, guild, session.intents):
            self._send(session, "GUILD_MEMBERS_CHUNK", chunk)

    def _send(self, session: Session, event: str, data: Json) -> None:
        view = shown(event, data, session.intents, session.me)
        if view is not None:
            session.send(event, frames.encode(view))

    def _attach(self, connection: Connection, session: Session) -> None:
        self._open[connection] = session
        self.sessions.attach(session, connection)
        self._announce()

    def _detach(self, connection: Connection) -> None:
        session, self._open[connection] = self._open[connection], None
        if session is not None:
            self.sessions.leave(session)
            self._announce()

    def _lost(self, connection: Connection) -> None:
        session = self._open[connection]
        if session is not None and connection.ended_by_app:
            session.resumable = False
        self._detach(connection)
        del self._open[connection]

    def _announce(self) -> None:
        if self.connected != self._was_connected:
            self._was_connected = self.connected
            for callback in self._watchers:
                callback(self._was_connected)
