"""The inputs of one thread, in the order the platform says they happened."""

import asyncio
import heapq
import itertools
from collections.abc import Callable
from typing import Generic, TypeVar

M = TypeVar("M")


class Mailbox(Generic[M]):
    """A queue ordered by the platform's time, then by arrival. Nothing is ever dropped.

    Platforms deliver concurrently, so two quick messages may arrive swapped; what is not yet taken is put in order.
    """

    def __init__(self) -> None:
        self._letters: list[tuple[float, int, M]] = []
        self._arrivals = itertools.count()
        self._filled = asyncio.Event()
        self._closed = False

    def put(self, letter: M, at: float) -> None:
        heapq.heappush(self._letters, (at, next(self._arrivals), letter))
        self._filled.set()

    def close(self) -> None:
        """Give nothing more away."""
        self._closed = True
        self._filled.set()

    async def take(self) -> M | None:
        """Wait for the earliest letter and remove it; None once it is closed."""
        await self._filled.wait()
        if self._closed:
            return None
        _, _, letter = heapq.heappop(self._letters)
        if not self._letters:
            self._filled.clear()
        return letter

    def take_waiting(self, wanted: Callable[[M], bool]) -> list[M]:
        """Remove the earliest letters that are wanted, up to the first one that is not."""
        taken: list[M] = []
        while self._letters and wanted(self._letters[0][2]):
            taken.append(heapq.heappop(self._letters)[2])
        if not self._letters:
            self._filled.clear()
        return taken

    def __len__(self) -> int:
        return len(self._letters)
