"""The inputs of one thread, in the order the platform says they happened."""

import asyncio
import heapq
import itertools
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

    def put(self, letter: M, at: float) -> None:
        heapq.heappush(self._letters, (at, next(self._arrivals), letter))
        self._filled.set()

    async def take(self) -> M:
        """Wait for the earliest letter and remove it."""
        await self._filled.wait()
        _, _, letter = heapq.heappop(self._letters)
        if not self._letters:
            self._filled.clear()
        return letter

    def __len__(self) -> int:
        return len(self._letters)
