"""A host without processes: a session's handler is a coroutine of the test."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from bridge.errors import HostError
from bridge.host.port import Failure, FailureKind, Frame, Program

Script = Callable[[str, object], AsyncIterator[Frame]]


@dataclass
class FakeProcess:
    """Runs the script; a cancelled call ends as a real one does."""

    script: Script
    alive: bool = True
    stopped: bool = False
    calls: list[tuple[str, object]] = field(default_factory=list[tuple[str, object]])

    def __post_init__(self) -> None:
        self._cancelled = asyncio.Event()

    async def call(self, function: str, argument: object) -> AsyncIterator[Frame]:
        self.calls.append((function, argument))
        self._cancelled.clear()
        frames = self.script(function, argument).__aiter__()
        while True:
            frame = await self._next(frames)
            self.alive = not isinstance(frame, Failure) or frame.alive
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

    async def cancel(self) -> None:
        self._cancelled.set()

    async def stop(self) -> None:
        self.alive = False
        self.stopped = True


@dataclass
class FakeHost:
    """Starts fake processes; `refuse` makes the next start fail."""

    script: Script
    started: list[str] = field(default_factory=list[str])
    processes: list[FakeProcess] = field(default_factory=list[FakeProcess])
    refuse: HostError | None = None

    async def start(self, program: Program) -> FakeProcess:
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        self.started.append(program.name)
        self.processes.append(FakeProcess(self.script))
        return self.processes[-1]

    async def close(self) -> None:
        for process in self.processes:
            await process.stop()
