"""Tell the thread that work goes on, but only when it takes long enough to wonder."""

import asyncio

from bridge.ports import Reply
from bridge.session.delivery import Delivery

STATUS_AFTER = 1 / 3
"""Seconds before a status is shown: faster turns would only flicker (issue: "a third of a second")."""
STOP_AFTER = 1.0
"""Seconds before a line with a Stop button is posted for a turn that has shown nothing yet."""
STATUS_REFRESH = 60.0
"""Seconds between two showings of the same status: Slack clears one after about two minutes."""

WORKING = "is working…"


class Announcer:
    """The announcements of one turn. Costs one timer unless the turn is slow."""

    def __init__(self, delivery: Delivery, turn: str) -> None:
        self._delivery = delivery
        self._waiting = Reply(turn=turn, running=True)
        self._status: str | None = ""
        self._changed = asyncio.Event()
        self._ended = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._timer = asyncio.get_running_loop().call_later(STATUS_AFTER, self._begin)

    def say(self, status: str | None) -> None:
        """The agent says what it is doing; None while it waits for a person, which nobody should wait for."""
        if status != self._status:
            self._status = status
            self._changed.set()

    async def end(self) -> None:
        """The agent is done: nothing more is announced. What is being sent right now is waited for."""
        assert self._timer is not None, "end() comes after start()"
        self._timer.cancel()
        self._ended.set()
        self._changed.set()
        for task in self._tasks:
            await task

    def _begin(self) -> None:
        self._tasks = [asyncio.create_task(self._keep_status()), asyncio.create_task(self._offer_stop())]

    async def _keep_status(self) -> None:
        while not self._ended.is_set():
            self._changed.clear()
            await self._delivery.show_status("" if self._status is None else self._status or WORKING)
            await _happens(self._changed, STATUS_REFRESH)

    async def _offer_stop(self) -> None:
        if not await _happens(self._ended, STOP_AFTER - STATUS_AFTER):
            await self._delivery.show_waiting(self._waiting)


async def _happens(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event happens within this time."""
    try:
        async with asyncio.timeout(seconds):
            return await event.wait()
    except TimeoutError:
        return False
