"""The typing line of a thread, for as long as work goes on.

Discord shows it for ten seconds, or until the bot posts (docs: "Trigger Typing Indicator").
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final

import structlog

from bridge.errors import DeliveryError
from bridge.ports import Thread

log = structlog.get_logger("chatbridge.discord")

AGAIN_AFTER: Final = 8.0
"""Seconds between two showings."""
AT_MOST: Final = 100
"""Showings of one status; the session repeats a status that still holds."""


class Typing:
    """Who is typing where. `show` sends one typing notice."""

    def __init__(self, show: Callable[[Thread], Awaitable[None]]) -> None:
        self._show = show
        self._going_on: dict[str, asyncio.Task[None]] = {}

    def begin(self, thread: Thread) -> None:
        """Show it now and keep it shown; beginning again shows it anew (a message of ours takes it away)."""
        self.end(thread)
        task = asyncio.create_task(self._keep(thread), name=f"typing {thread.key}")
        self._going_on[thread.key] = task

    def end(self, thread: Thread) -> None:
        """Show it no more. It fades by itself."""
        task = self._going_on.pop(thread.key, None)
        if task is not None:
            task.cancel()

    async def close(self) -> None:
        """End it everywhere."""
        tasks = list(self._going_on.values())
        self._going_on.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self, thread: Thread) -> None:
        """A courtesy: what goes wrong is for the log."""
        for _ in range(AT_MOST):
            try:
                await self._show(thread)
            except DeliveryError as wrong:
                log.info("discord_typing_not_shown", thread=thread.key, reason=str(wrong))
                return
            await asyncio.sleep(AGAIN_AFTER)
