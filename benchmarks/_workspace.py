"""The twins in a process of their own, and a driver that talks to whatever bot is connected. Loopback only."""

import asyncio
import json
import sys
import time
from abc import ABC, abstractmethod
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any, ClassVar, Self

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


class Workspace(ABC):
    """The driver's side of a twin: says things and waits for the bot's answers."""

    platform: ClassVar[str]

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
        async with self._session.get("/sandbox/state") as response:
            state = await response.json()
        person = next(p["id"] for p in state["people"] if p["name"] == PERSON)
        self._bot = state[self.platform]["bot"]["id"]
        self._feed = await self._session.ws_connect("/sandbox/feed", params={"viewer": person}, max_msg_size=0)
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listening.cancel()
        await self._session.close()
        await self._twin.__aexit__(kind, error, trace)

    @abstractmethod
    def said(self, text: str, thread: str | None) -> dict[str, Any]:
        """The body that says something in the thread, or at the top of the channel."""

    @abstractmethod
    def thread_of(self, frame: dict[str, Any]) -> tuple[str, str]:
        """The thread and the author of a frame's message."""

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
        began = time.perf_counter()
        async with self._session.post(f"/sandbox/{self.platform}/say", json=self.said(text, thread)) as response:
            answer = await response.json()
        thread = thread or str(answer.get("ts") or answer["id"])
        # The answer may be here before we know the thread: whoever comes first makes the future.
        await asyncio.wait_for(self._expect(thread), 60)
        del self._replies[thread]
        return thread, time.perf_counter() - began

    def _expect(self, thread: str) -> "asyncio.Future[None]":
        return self._replies.setdefault(thread, asyncio.get_running_loop().create_future())

    async def _listen(self) -> None:
        async for message in self._feed:
            frame = message.json()
            if frame["platform"] != self.platform:
                continue
            match frame["type"]:
                case "connected":
                    (self._connected if frame["connected"] else self._disconnected).set()
                    (self._disconnected if frame["connected"] else self._connected).clear()
                case "message":
                    thread, author = self.thread_of(frame)
                    if author == self._bot and not (reply := self._expect(thread)).done():
                        reply.set_result(None)
                case _:
                    pass


class SlackWorkspace(Workspace):
    platform = "slack"

    def said(self, text: str, thread: str | None) -> dict[str, Any]:
        place = {"thread_ts": thread} if thread else {}
        return {"user": PERSON, "channel": CHANNEL, "text": text, **place}

    def thread_of(self, frame: dict[str, Any]) -> tuple[str, str]:
        return frame["message"].get("thread_ts", ""), frame["message"].get("user", "")


class DiscordWorkspace(Workspace):
    platform = "discord"

    def said(self, text: str, thread: str | None) -> dict[str, Any]:
        return {"user": PERSON, "channel": thread or CHANNEL, "text": text}

    def thread_of(self, frame: dict[str, Any]) -> tuple[str, str]:
        # The notice that a thread begins is the bot's as well, and no answer.
        message = frame["message"]
        return frame["channel"], message["author"]["id"] if message["type"] == 0 else ""
