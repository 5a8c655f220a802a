"""Time, injected: what waits in the sandbox waits on a clock that a test can move by hand.

Guarantee: nothing in the sandbox reads the wall clock or sleeps except through a `Clock`.
"""

import asyncio
import heapq
import itertools
import time
from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

Result = TypeVar("Result")
Cancel = Callable[[], None]


class Clock(Protocol):
    """Seconds since the epoch, and calls at a later time."""

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        ...

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Cancel:
        """Call `callback` once after `seconds`. The returned function takes the call back; it may be called twice."""
        ...


class SystemClock:
    """The machine's own time, in the running event loop."""

    def now(self) -> float:
        """Return the time in seconds since the epoch."""
        return time.time()

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Cancel:
        """Call `callback` after `seconds` of real time."""
        return asyncio.get_running_loop().call_later(seconds, callback).cancel


class ManualClock:
    """Time that stands still until `advance` is called. Starts at the machine's time, so that signatures stay valid."""

    def __init__(self, start: float | None = None) -> None:
        self._now = time.time() if start is None else start
        self._count = itertools.count()
        self._calls: list[tuple[float, int, Callable[[], None]]] = []
        self._cancelled: set[int] = set()

    def now(self) -> float:
        """Return the time that `advance` has reached."""
        return self._now

    def call_later(self, seconds: float, callback: Callable[[], None]) -> Cancel:
        """Call `callback` when `advance` passes `seconds` from now."""
        number = next(self._count)
        heapq.heappush(self._calls, (self._now + seconds, number, callback))
        return lambda: self._cancelled.add(number)

    def advance(self, seconds: float) -> None:
        """Move on by `seconds`, making every call that falls due, in order and at its own time."""
        end = self._now + seconds
        while self._calls and self._calls[0][0] <= end:
            due, number, callback = heapq.heappop(self._calls)
            self._now = max(self._now, due)
            if number not in self._cancelled:
                callback()
            self._cancelled.discard(number)
        self._now = end


async def sleep(clock: Clock, seconds: float) -> None:
    """Wait for `seconds` on `clock`."""
    woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    cancel = clock.call_later(seconds, lambda: None if woken.done() else woken.set_result(None))
    try:
        await woken
    finally:
        cancel()


async def within(clock: Clock, seconds: float, work: Awaitable[Result]) -> Result:
    """Return what `work` gives, or cancel it after `seconds` on `clock`.

    Raises:
        TimeoutError: `work` was not done in time.
    """
    task = asyncio.ensure_future(work)
    timer = asyncio.get_running_loop().create_future()
    cancel = clock.call_later(seconds, lambda: None if timer.done() else timer.set_result(None))
    try:
        await asyncio.wait({task, timer}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise TimeoutError(f"no result within {seconds:g} s")
        return task.result()
    finally:
        cancel()
        task.cancel()
        timer.cancel()
