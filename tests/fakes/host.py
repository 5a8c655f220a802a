"""A host without processes: a session's handler is a coroutine of the test, and its state the turns it has answered."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bridge.errors import HostError
from bridge.host.port import Failure, FailureKind, Frame, Outcome, Program, Recovery, Restored, Saved

Script = Callable[[str, object], AsyncIterator[Frame]]


@dataclass
class Kept:
    """What the host keeps for one state folder: the last turn a handler has answered, with its answer."""

    turn: str = ""
    answer: tuple[Frame, ...] = ()


@dataclass
class FakeProcess:
    """Runs the script; a cancelled call ends as a real one does. Its state is kept after every turn."""

    script: Script
    keep: Callable[[Kept], None]
    kept: Kept | None = None
    alive: bool = True
    stopped: bool = False
    calls: list[tuple[str, object]] = field(default_factory=list[tuple[str, object]])
    restored: list[Sequence[Mapping[str, str]]] = field(default_factory=list[Sequence[Mapping[str, str]]])
    outcomes: asyncio.Queue[Outcome] = field(default_factory=asyncio.Queue[Outcome])
    problem: str = ""

    def __post_init__(self) -> None:
        self._cancelled = asyncio.Event()
        self.saving = asyncio.Event()
        self.ended = asyncio.Event()
        self.answered = asyncio.Event()

    async def call(self, function: str, argument: object, turn: str = "") -> AsyncIterator[Frame]:
        self.calls.append((function, argument))
        self._cancelled.clear()
        answer: list[Frame] = []
        frames = self.script(function, argument).__aiter__()
        while True:
            frame = await self._next(frames)
            self.alive = not isinstance(frame, Failure) or frame.alive
            answer.append(frame)
            if frame.last and self.alive:
                self.keep(Kept(turn, tuple(answer)))
                self.answered.set()
            yield frame
            if frame.last:
                return

    async def _next(self, frames: AsyncIterator[Frame]) -> Frame:
        coming = asyncio.ensure_future(anext(frames))
        stop = asyncio.ensure_future(self._cancelled.wait())
        await asyncio.wait((coming, stop), return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if coming.done():
            return coming.result()
        coming.cancel()
        return Failure(kind=FailureKind.CANCELLED, message="stopped")

    def answer(self, number: int, outcome: Outcome) -> None:
        self.outcomes.put_nowait(outcome)

    async def cancel(self) -> None:
        self._cancelled.set()

    async def restore(self, history: Sequence[Mapping[str, str]]) -> Restored:
        self.restored.append(history)
        if self.kept is None:
            return Restored(how=Recovery.AFRESH, reason="nothing was kept")
        return Restored(how=Recovery.STATE, turn=self.kept.turn, answer=self.kept.answer)

    async def save(self) -> Saved:
        self.saving.set()
        return Saved(problem=self.problem)

    async def stop(self) -> None:
        self.alive = False
        self.stopped = True
        self.ended.set()


@dataclass
class FakeHost:
    """Starts fake processes; `refuse` makes the next start fail, `kept` outlives them as a disk does, `outcomes` is
    what becomes of the questions of a script. Starts wait for the `gate`, if there is one.
    """

    script: Script
    started: list[str] = field(default_factory=list[str])
    processes: list[FakeProcess] = field(default_factory=list[FakeProcess])
    kept: dict[Path, Kept] = field(default_factory=dict[Path, Kept])
    refuse: HostError | None = None
    gate: asyncio.Event | None = None
    outcomes: asyncio.Queue[Outcome] = field(default_factory=asyncio.Queue[Outcome])

    async def start(self, program: Program, state: Path | None = None) -> FakeProcess:
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        if self.gate is not None:
            await self.gate.wait()
        self.started.append(program.name)

        def keep(kept: Kept) -> None:
            if state is not None:
                self.kept[state] = kept

        kept = self.kept.get(state) if state else None
        self.processes.append(FakeProcess(self.script, keep, kept, outcomes=self.outcomes))
        return self.processes[-1]

    async def close(self) -> None:
        for process in self.processes:
            await process.stop()
