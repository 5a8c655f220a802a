"""WebSockets a test opens: all of them are closed when it ends."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import aiohttp


class Sockets:
    """What `aiohttp.ClientSession.ws_connect` gives, remembered."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._opened: list[aiohttp.ClientWebSocketResponse] = []

    async def ws_connect(self, url: str) -> aiohttp.ClientWebSocketResponse:
        self._opened.append(await self._session.ws_connect(url))
        return self._opened[-1]

    async def close(self) -> None:
        for socket in self._opened:
            await socket.close()


@asynccontextmanager
async def sockets() -> AsyncGenerator[Sockets]:
    async with aiohttp.ClientSession() as session:
        opened = Sockets(session)
        yield opened
        await opened.close()
