"""A Slack twin in a process of its own, and a driver that talks to whatever bot is connected to it. Loopback only."""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, Self

import aiohttp

PERSON = "ann"
CHANNEL = "general"


@asynccontextmanager
async def child(*command: str) -> AsyncGenerator[Process]:
    """A process that ends with the context."""
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


class Workspace:
    """The driver's side of the twin: says things and waits for the bot's answers."""

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}
        self._replies: dict[str, asyncio.Future[None]] = {}
        self._connected = asyncio.Event()
        self._disconnected = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._twin = child(sys.executable, "-m", "adapters.sandbox", "--port", "0", "--no-limits")
        process = await self._twin.__aenter__()
        assert process.stdout is not None
        self.settings = json.loads(await process.stdout.readline())
        self._session = aiohttp.ClientSession(self.settings["url"])
        state = await self._get("/sandbox/state")
        self._person = next(p["id"] for p in state["people"] if p["name"] == PERSON)
        self._channel = next(c["id"] for c in state["slack"]["channels"] if c.get("name") == CHANNEL)
        self._bot = state["slack"]["bot"]["id"]
        self._feed = await self._session.ws_connect("/sandbox/feed", params={"viewer": self._person}, max_msg_size=0)
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.cancel()
        await self._session.close()
        await self._twin.__aexit__(kind, error, trace)

    async def connected(self) -> None:
        """Wait until a bot listens."""
        await asyncio.wait_for(self._connected.wait(), 60)

    async def disconnected(self) -> None:
        """Wait until no bot listens any more."""
        await asyncio.wait_for(self._disconnected.wait(), 60)

    async def exchange(self, text: str, thread: str | None = None) -> tuple[str, float]:
        """Say something and wait for the bot's next message in that thread.

        Returns:
            The thread, and the seconds it took.
        """
        said: dict[str, Any] = {"user": self._person, "channel": self._channel, "text": text}
        if thread:
            said["thread_ts"] = thread
        began = time.perf_counter()
        async with self._session.post("/sandbox/slack/say", json=said) as response:
            answer = await response.json()
        thread = thread or str(answer["ts"])
        # The answer may be here before we know the thread: whoever comes first makes the future.
        await asyncio.wait_for(self._expect(thread), 60)
        del self._replies[thread]
        return thread, time.perf_counter() - began

    def _expect(self, thread: str) -> "asyncio.Future[None]":
        return self._replies.setdefault(thread, asyncio.get_running_loop().create_future())

    async def _listen(self) -> None:
        async for frame in self._feed:
            event = frame.json()
            match event["type"]:
                case "connected":
                    (self._connected if event["connected"] else self._disconnected).set()
                    (self._disconnected if event["connected"] else self._connected).clear()
                case "message" if event["message"].get("user") == self._bot:
                    thread = event["message"].get("thread_ts", "")
                    reply = self._expect(thread)
                    if not reply.done():
                        reply.set_result(None)
                case _:
                    pass

    async def _get(self, path: str) -> Any:
        async with self._session.get(path) as response:
            return await response.json()
