"""An inbox that keeps what it is given, and tests wait for that."""

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeVar

from bridge.ports import Clicked, Inbound, Question, Receipt, Said, Submitted, Thread
from tests.fakes.drafts import KeptDrafts

Seen = TypeVar("Seen", Said, Clicked, Submitted)


class RecordingInbox:
    """Takes every event.

    Attributes:
        events: what arrived, in order.
        drafts: what people have entered.
        waiting: the questions that wait, in any thread.
        answer: decides what becomes of an event; by default it is accepted.
        trouble: what asking for a question raises, if anything.
    """

    def __init__(self, answer: Callable[[Inbound], Receipt] | None = None) -> None:
        self.drafts = KeptDrafts()
        self.waiting: list[Question] = []
        self.events: list[Inbound] = []
        self.answer = answer
        self.trouble: Exception | None = None
        self._changed = asyncio.Event()
        self._work = asyncio.Event()
        self._work.set()

    @contextmanager
    def holding(self) -> Generator[None]:
        """Let everything that arrives wait while inside."""
        self._work.clear()
        try:
            yield
        finally:
            self._work.set()

    async def question(self, thread: Thread, question: str) -> Question | None:
        if self.trouble is not None:
            raise self.trouble
        return next((asked for asked in self.waiting if asked.id == question), None)

    async def receive(self, event: Inbound) -> Receipt:
        self.events.append(event)
        self._changed.set()
        await self._work.wait()
        return self.answer(event) if self.answer else Receipt(accepted=True)

    async def next(self, kind: type[Seen], number: int = 1, timeout: float = 10.0) -> Seen:
        """Wait for the event of this kind that is the `number`-th of them; `timeout` is in seconds."""
        async with asyncio.timeout(timeout):
            while True:
                found = [event for event in self.events if isinstance(event, kind)]
                if len(found) >= number:
                    return found[number - 1]
                self._changed.clear()
                await self._changed.wait()
