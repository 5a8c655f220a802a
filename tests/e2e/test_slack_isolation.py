"""A thousand conversations at once on one bridge."""

import asyncio
import re
from collections import defaultdict
from pathlib import Path

import pytest

from adapters.sandbox.news import Change
from tests.e2e.handlers import COUNTER, write_agent
from tests.e2e.slack import Talk, workspace

THREADS = 1000
TURNS = 3
COUNTED = re.compile(r"t(\d+) has said (\d): ")


class Threads:
    """Wakes the one who waits for a thread when something is said in it."""

    def __init__(self, talk: Talk) -> None:
        self._said: defaultdict[str, asyncio.Queue[str]] = defaultdict(asyncio.Queue)
        talk.sandbox.slack.world.watch(self._on_change)

    async def counted(self, thread: str) -> tuple[str, str]:
        """Wait for the agent's next count in this thread: who it belongs to, and how far it is."""
        while True:
            found = COUNTED.search(await self._said[thread].get())
            if found:
                return found[1], found[2]

    def _on_change(self, change: Change) -> None:
        message = change.frame.get("message", {})
        if change.frame.get("type") == "message":
            self._said[message.get("thread_ts", "")].put_nowait(message["text"])


@pytest.mark.slow
@pytest.mark.timeout(240)
@pytest.mark.requirement("isolation")
async def test_a_thousand_concurrent_threads_never_see_each_others_state(tmp_path: Path) -> None:
    """Each has a process of its own: its count is its own, and its owner never changes."""
    async with workspace(write_agent(tmp_path, COUNTER), data=tmp_path) as ann:
        threads = Threads(ann)

        async def converse(number: int) -> None:
            mine = Talk(ann.sandbox)
            await mine.mention(f"t{number} begins")
            for turn in range(1, TURNS + 1):
                assert await threads.counted(mine.thread) == (str(number), str(turn))
                if turn < TURNS:
                    await mine.say("more")

        await asyncio.gather(*(converse(number) for number in range(THREADS)))
