"""The unmodified discord.py, connected to a sandbox: what it gets is recorded, and it is closed when a test ends."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.sandbox import ManualClock, Sandbox
from tests.adapters.sandbox.discord.portal import Apps, Server, apps_of, serving
from tests.adapters.sandbox.discord.rest import Rest, rest_of

Json = dict[str, Any]

BRIDGE_INTENTS = discord.Intents(
    guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True, dm_reactions=True, message_content=True
)


class Bot(discord.AutoShardedClient):
    """discord.py's client, with every gateway frame it got."""

    def __init__(self, *, intents: discord.Intents, **options: Any) -> None:
        super().__init__(
            intents=intents,
            guild_ready_timeout=0.05,
            enable_debug_events=True,
            allowed_mentions=discord.AllowedMentions.none(),
            **options,
        )
        self.frames: list[Json] = []
        self._news = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Not wait five seconds between two identifications: the clock of the sandbox stands still anyway."""

    async def on_socket_raw_receive(self, text: str) -> None:
        """Record a frame."""
        self.frames.append(json.loads(text))
        self._news.set()

    def seen(self, event: str) -> list[Json]:
        """Return the data of every event of a kind so far, oldest first."""
        return [frame["d"] for frame in self.frames if frame["t"] == event]

    async def received(self, event: str, count: int = 1) -> list[Json]:
        """Wait until `count` events of a kind have come, and return the data of all that have."""
        while len(self.seen(event)) < count:
            self._news.clear()
            await self._news.wait()
        return self.seen(event)


@asynccontextmanager
async def client_for(
    url: str, token: str, intents: discord.Intents = BRIDGE_INTENTS, **options: Any
) -> AsyncGenerator[Bot]:
    """Yield a client that is ready.

    Args:
        url: the sandbox's address.
        token: the bot's token.
        intents: what it identifies with.
        options: further arguments of discord.py's client.

    Raises:
        discord.LoginFailure, discord.ConnectionClosed, discord.PrivilegedIntentsRequired: it could not connect.
    """
    with pytest.MonkeyPatch.context() as patch:  # discord.py reads these two class attributes; there is no option
        patch.setattr(Route, "BASE", f"{url}/discord/api/v10")
        patch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(f"ws{url.removeprefix('http')}/discord/gateway"))
        async with Bot(intents=intents, **options) as bot:
            running = asyncio.create_task(bot.start(token))
            ready = asyncio.create_task(bot.wait_until_ready())
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                ready.cancel()
                await running  # it failed, and says why
            try:
                yield bot
            finally:
                if not running.done():  # after an invalid session it would sleep for five seconds before it looks up
                    running.cancel()
                await bot.close()
                with suppress(asyncio.CancelledError):
                    await running  # a client that crashed fails the test


@pytest.fixture
async def gateway(clock: ManualClock) -> AsyncIterator[Server]:
    """A gateway on its own, in which time stands still."""
    async with serving(clock) as running:
        yield running


@pytest.fixture
async def apps(gateway: Server) -> AsyncIterator[Apps]:
    """Bare clients of that gateway."""
    async with apps_of(gateway) as opened:
        yield opened


@pytest.fixture
async def quiet(clock: ManualClock) -> AsyncIterator[Sandbox]:
    """A sandbox in which time stands still and nothing is limited."""
    async with Sandbox(clock=clock, limits=False) as running:
        yield running


@pytest.fixture
async def rest(quiet: Sandbox) -> AsyncIterator[Rest]:
    """Raw requests to that sandbox."""
    async with rest_of(quiet) as requests:
        yield requests


@pytest.fixture
def general(quiet: Sandbox) -> str:
    """The id of a text channel of that sandbox."""
    return quiet.discord.world.channel("general").id


@pytest.fixture
async def bot(quiet: Sandbox) -> AsyncIterator[Bot]:
    """discord.py, connected to that sandbox."""
    async with client_for(quiet.url, quiet.discord.app.token) as connected:
        yield connected
