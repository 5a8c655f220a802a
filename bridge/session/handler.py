"""The handler of one conversation: awake in a process of its own, or asleep in its state folder.

Guarantees: what was answered is never computed again if the answer was kept; a process that cannot be saved is not
ended for being idle.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path

import structlog

from bridge import units
from bridge.errors import AgentPaused, HostError
from bridge.host.port import Failure, FailureKind, Frame, Host, Outcome, Process, Program, Recovery, Restored

log = structlog.get_logger("chatbridge.session")

History = Sequence[Mapping[str, str]]
STATE = "state"
"""The file in its folder that holds it (`bridge.handler`)."""
ASKS_FOR_HISTORY = "conversation_history"
"""A handler that does not even name it is not given what was said, which takes a while to collect."""


SaidSoFar = Callable[[], Awaitable[History]]
"""What was said, for a handler that makes its state of that."""


class Handler:
    """One conversation's handler."""

    def __init__(self, program: Program, host: Host, folder: Path) -> None:
        """Take the folder for its saved state; it is made when there is something to save."""
        self._program = program
        self._host = host
        self._folder = folder
        self._process: Process | None = None
        self._answered: Restored | None = None
        self._news: Restored | None = None

    @property
    def awake(self) -> bool:
        return self._process is not None and self._process.alive

    @property
    def kept(self) -> bool:
        """Whether something was saved of an earlier process."""
        return (self._folder / STATE).exists()

    @property
    def last_turn(self) -> str:
        """The turn whose answer was found in the saved state, and not asked for yet; or ""."""
        return self._answered.turn if self._answered is not None and self._answered.answer else ""

    def news(self) -> Restored | None:
        """What came of waking, once."""
        news, self._news = self._news, None
        return news

    async def begin(self) -> None:
        """A new conversation: a fresh process that remembers nothing.

        Raises:
            HostError: it could not be started.
        """
        await self.forget()
        self._process = await self._host.start(self._program, self._folder)

    async def wake(self, history: SaidSoFar) -> None:
        """Go on where the conversation was, unless the handler is awake. `news` says what came of it.

        Raises:
            HostError: it could not be started.
        """
        if self.awake:
            return
        await self.rest()
        process = await self._host.start(self._program, self._folder)
        try:
            said = await history() if await asyncio.to_thread(_names_history, self._program.folder) else ()
            restored = await process.restore(said)
        except BaseException:
            await process.stop()
            raise
        self._process, self._answered, self._news = process, restored, restored
        context = {"agent": self._program.name, "state": self._folder.name}
        if restored.how is Recovery.AFRESH:
            log.warning("state_not_restored", reason=restored.reason, **context)
        elif restored.lost:
            log.warning("state_incomplete", names=list(restored.lost), **context)

    async def call(self, function: str, argument: object, turn: str) -> AsyncIterator[Frame]:
        """The frames of a turn: those it was answered with before the bridge was gone, or else fresh ones."""
        answered, self._answered = self._answered, None
        if answered is not None and answered.turn == turn and answered.answer:
            for frame in answered.answer:
                yield frame
            return
        if self._process is None:
            yield Failure(kind=FailureKind.EXITED, message="its process has ended", alive=False)
            return
        async for frame in self._process.call(function, argument, turn):
            yield frame

    def answer(self, number: int, outcome: Outcome) -> None:
        """Tell the running turn what became of what it asked."""
        if self._process is not None:
            self._process.answer(number, outcome)

    async def cancel(self) -> None:
        if self._process is not None:
            await self._process.cancel()

    async def sleep(self) -> bool:
        """Save the state and end the process. False if it cannot be saved: then it stays awake."""
        if self._process is None:
            return True
        if self._process.alive:
            saved = await self._process.save()
            context = {"agent": self._program.name, "state": self._folder.name}
            if saved.problem:
                log.warning("state_not_saved", reason=saved.problem, **context)
                return False
            if saved.lost:
                log.warning("state_incomplete", names=list(saved.lost), **context)
        await self.rest()
        return True

    async def rest(self) -> None:
        """End the process; what was saved stays."""
        process, self._process = self._process, None
        self._answered = None
        if process is not None:
            await process.stop()

    async def forget(self) -> None:
        """End the process, and remove what was saved."""
        await self.rest()
        if self._folder.exists():
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)


def failed_start(error: HostError) -> Failure:
    """A process that did not start, as the failure of the turn that needed it."""
    if isinstance(error, AgentPaused):
        return Failure(kind=FailureKind.PAUSED, message=units.in_words(error.retry_after), alive=False)
    return Failure(kind=FailureKind.NOT_STARTED, message=str(error), alive=False)


def _names_history(folder: Path) -> bool:
    try:
        return ASKS_FOR_HISTORY in (folder / "handler_io.py").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
