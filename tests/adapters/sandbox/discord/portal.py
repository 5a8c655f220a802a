"""A gateway on its own, for tests that need no world behind it: a small guild, a stub of login, and a bare client."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from adapters.sandbox.clock import Clock, SystemClock
from adapters.sandbox.discord.gateway import PATH, Gateway

Json = dict[str, Any]

TOKEN = "sandbox-bot-token"
BOT, ANN, BEN = "100", "101", "102"
GUILD, EVERYONE, CHANNEL, DIRECT = "200", "200", "300", "400"
BRIDGE = 46593  # guilds, messages and reactions in guilds and DMs, message content


def user(user_id: str, name: str, **more: Any) -> Json:
    return {"id": user_id, "username": name, "discriminator": "0", "avatar": None, **more}


USERS = {BOT: user(BOT, "chatbridge", bot=True), ANN: user(ANN, "ann"), BEN: user(BEN, "ben")}


def member(user_id: str) -> Json:
    return {"user": USERS[user_id], "roles": [], "flags": 0, "joined_at": "2026-01-01T00:00:00+00:00"}


def message(number: int, author: str = ANN, *, guild: bool = True, **more: Any) -> Json:
    """Return MESSAGE_CREATE's data."""
    body: Json = {
        "id": str(5000 + number),
        "channel_id": CHANNEL if guild else DIRECT,
        "type": 0,
        "content": f"number {number}",
        "author": USERS[author],
        "mentions": [],
        "embeds": [{"title": "an embed"}],
        "attachments": [],
        "components": [],
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        **more,
    }
    return body | {"guild_id": GUILD} if guild else body


@dataclass
class Portal:
    """Who connects: an identity for the gateway, with one guild of three."""

    token: str = TOKEN
    base_url: str = ""
    privileged: int = 1 << 1 | 1 << 8 | 1 << 15
    guild_ids: list[str] = field(default_factory=lambda: [GUILD])

    def ready(self) -> Json:
        """READY's data."""
        guilds = [{"id": guild, "unavailable": True} for guild in self.guild_ids]
        return {"user": USERS[BOT], "guilds": guilds, "application": {"id": BOT, "flags": 1 << 18}}

    def guilds(self) -> list[Json]:
        """GUILD_CREATE's data."""
        return [self._guild(guild) for guild in self.guild_ids]

    def _guild(self, guild: str) -> Json:
        return {
            "id": guild,
            "name": "Sandbox",
            "unavailable": False,
            "owner_id": ANN,
            "roles": [{"id": guild, "name": "@everyone", "permissions": "0"}],
            "channels": [{"id": CHANNEL, "type": 0, "name": "general", "position": 0, "permission_overwrites": []}],
            "threads": [],
            "members": [member(each) for each in (BOT, ANN, BEN)],
            "member_count": 3,
        }


@dataclass
class Server:
    """A gateway that listens."""

    gateway: Gateway
    portal: Portal
    url: str = ""

    async def until(self, *, connected: bool) -> None:
        """Wait until an app is connected, or none."""
        changed = asyncio.Event()
        self.gateway.watch(lambda _: changed.set())
        while self.gateway.connected is not connected:
            changed.clear()
            await changed.wait()


@asynccontextmanager
async def serving(clock: Clock | None = None, **options: Any) -> AsyncGenerator[Server]:
    """Serve a gateway, and as much of the REST API as discord.py's login needs."""
    portal = Portal()
    server = Server(Gateway(clock or SystemClock(), portal, **options), portal)

    def answer(body: Json) -> Any:
        async def handle(_: web.Request) -> web.Response:
            return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})

        return handle

    async def gateway_bot(_: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
        body = {"url": server.gateway.url, "shards": 1, "session_start_limit": limit}
        return web.Response(body=json.dumps(body).encode(), headers={"Content-Type": "application/json"})

    application: Json = {"id": BOT, "name": "chatbridge", "icon": None, "description": "", "bot_public": True}
    application |= {"bot_require_code_grant": False, "verify_key": "", "owner": USERS[ANN]}
    app = web.Application()
    app.router.add_get("/discord/api/v10/users/@me", answer(USERS[BOT]))
    app.router.add_get("/discord/api/v10/oauth2/applications/@me", answer(application))
    app.router.add_get("/discord/api/v10/gateway/bot", gateway_bot)
    app.router.add_get(PATH, server.gateway.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.url = portal.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield server
    finally:
        await server.gateway.close()
        await runner.cleanup()


class App:
    """A bare gateway client: sends what it is told, and keeps nothing alive by itself."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.session_id = ""

    async def send(self, op: int, data: object = None) -> None:
        """Send a frame."""
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def frame(self) -> Json:
        """Return the next frame."""
        return await self.socket.receive_json(timeout=5)

    async def frames(self, count: int) -> list[Json]:
        """Return the next frames."""
        return [await self.frame() for _ in range(count)]

    async def ack(self) -> list[Json]:
        """Send a heartbeat, and return what came before its acknowledgement: all that was sent so far."""
        await self.send(1)
        before: list[Json] = []
        while (frame := await self.frame())["op"] != 11:
            before.append(frame)
        return before

    async def close_code(self) -> int | None:
        """Wait until the gateway closes the connection, and return its code."""
        while not self.socket.closed:
            await self.socket.receive(timeout=5)
        return self.socket.close_code

    async def identify(self, **more: Any) -> Json:
        """Identify, and return the answer."""
        await self.send(2, identify(**more))
        answer = await self.frame()
        if answer["t"] == "READY":
            self.session_id = answer["d"]["session_id"]
        return answer

    async def resume(self, session_id: str, seq: int, token: str = TOKEN) -> None:
        """Ask for a session."""
        await self.send(6, {"token": token, "session_id": session_id, "seq": seq})


def identify(**more: Any) -> Json:
    """Return Identify's data."""
    return {"token": TOKEN, "intents": BRIDGE, "properties": {"os": "linux", "browser": "x", "device": "x"}, **more}


class Apps:
    """Opens connections to a server; all are closed in the end."""

    def __init__(self, server: Server, session: aiohttp.ClientSession) -> None:
        self._server = server
        self._session = session
        self._opened: list[App] = []

    async def connect(self, query: str = "v=10&encoding=json") -> App:
        """Open a connection without reading Hello."""
        app = App(await self._session.ws_connect(f"{self._server.gateway.url}?{query}"))
        self._opened.append(app)
        return app

    async def greeted(self) -> App:
        """Open a connection, and read Hello."""
        app = await self.connect()
        assert (await app.frame())["op"] == 10
        return app

    async def identified(self, **more: Any) -> App:
        """Open a connection that has a session, and read READY and GUILD_CREATE."""
        app = await self.greeted()
        assert (await app.identify(**more))["t"] == "READY"
        assert (await app.frame())["t"] == "GUILD_CREATE"
        return app

    async def close(self) -> None:
        """Close what is open."""
        for app in self._opened:
            await app.socket.close()


@asynccontextmanager
async def apps_of(server: Server) -> AsyncGenerator[Apps]:
    """Open connections for as long as the block lasts."""
    async with aiohttp.ClientSession() as session:
        apps = Apps(server, session)
        yield apps
        await apps.close()
