"""Questions of a turn that is under way: sent to the bridge, which asks a person, and gives back what was answered.

Several may wait at once, in whatever threads and event loops of the agent; whoever hears an answer (see
`stopping`) hands it to the loop that waits for it. Between two turns nobody is there to ask.
"""

from __future__ import annotations

import asyncio
import itertools
from _thread import get_ident

from .encoding import encode
from .stopping import Stopped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from .stopping import Interrupts
    from .wire import Wire


class NotAsked(Exception):
    """Nobody can be asked, or nobody will answer. `kind` says which, the text is a sentence."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


async def _nothing() -> None:
    """All was said when it was said."""


class Waiting:
    """Code that waits for an answer, in an event loop of some thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop, future: asyncio.Future[dict[str, Any]], thread: int) -> None:
        self.thread = thread
        self._loop = loop
        self._future = future

    def settle(self, outcome: dict[str, Any]) -> None:
        self._do(lambda: self._future.set_result(outcome))

    def halt(self) -> None:
        """Raise `Stopped` in it."""
        self._do(lambda: self._future.set_exception(Stopped()))

    def _do(self, act: Callable[[], object]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(lambda: self._future.done() or act())


class Questions:
    """What the conversation of this process asks. `before` is awaited first: what was said before stands above."""

    def __init__(self, wire: Wire, interrupts: Interrupts) -> None:
        self._wire = wire
        self._interrupts = interrupts
        self._numbers = itertools.count(1)
        self._waiting: dict[int, Waiting] = {}
        self._main = get_ident()
        self.before: Callable[[], Awaitable[object]] = _nothing
        interrupts.heard = self._heard
        interrupts.waits = lambda: bool(self._waiting)
        interrupts.halt = self._halt
        interrupts.ended = self._ended

    async def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        """Have a person asked, and return the answer as the bridge gives it: `value` and `raw`.

        `question` has `kinds`, `fields` and `max_retries` (`bridge.host.port.Asking`).

        Raises:
            NotAsked: no answer will come.
        """
        await self.before()
        if not self._interrupts.asks:
            raise NotAsked("nobody", "nobody is there to ask between two turns; ask while a turn runs")
        loop = asyncio.get_running_loop()
        number, future = next(self._numbers), loop.create_future()
        self._waiting[number] = Waiting(loop, future, get_ident())
        self._interrupts.watch(loop)
        try:
            self._send(dict(question, ask=number))
            outcome = await future
        finally:
            self._interrupts.leave(loop)
            if self._waiting.pop(number, None) is not None:
                self._send({"withdraw": number})
        if "failure" in outcome:
            raise NotAsked(outcome["failure"]["kind"], outcome["failure"]["message"])
        return outcome

    def _ended(self) -> None:
        """The turn is over: what still waits is not answered any more."""
        waiting, self._waiting = self._waiting, {}
        for each in waiting.values():
            each.settle({"failure": {"kind": "nobody", "message": "the turn that asked has ended"}})

    def _halt(self) -> bool:
        mine = [each for each in self._waiting.values() if each.thread == self._main]
        for each in mine:
            each.halt()
        return bool(mine)

    def _send(self, frame: dict[str, Any]) -> None:
        """A frame is sent whole: the turn is not stopped in the middle of it."""
        body = encode(frame)
        self._interrupts.after(lambda: self._wire.send(body))

    def _heard(self, frame: dict[str, Any]) -> None:
        waiting = self._waiting.pop(frame["answer"], None)
        if waiting is not None:
            waiting.settle(frame)
