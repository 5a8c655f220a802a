"""A handler process as the session sees it: calls that answer with frames, whatever the agent's code does."""

import asyncio
import math
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol

from bridge.errors import HostError
from bridge.host.child import EXIT_WAIT, Child
from bridge.host.frames import encoded, failed, understood
from bridge.host.port import (
    Asking,
    Failure,
    FailureKind,
    Frame,
    Outcome,
    Part,
    Program,
    Recovery,
    Restored,
    Saved,
    Withdrawn,
)
from bridge.host.wire import Garbage, Wire

INSIST = 0.2
"""Seconds between two signals to a call that is to stop."""
SAVE_TIMEOUT = 30.0
"""Seconds for a state to be saved: pickling the largest takes a few."""


class Health(Protocol):
    """Who wants to know how processes fare (`bridge.host.budget`)."""

    def ended(self, reason: str = "") -> None: ...

    def answered(self) -> None: ...


class LocalProcess:
    """One handler process (`bridge.host.port.Process`)."""

    def __init__(self, child: Child, wire: Wire, program: Program, health: Health | None = None) -> None:
        self._child = child
        self._program = program
        self._limits = program.limits
        self._wire = wire
        self._health = health
        self._calling = False
        self._settling: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[str] | None = None
        # Why the running call is to stop, and until when it may run: its timeout, or the grace after it was asked.
        self._interrupted: FailureKind | None = None
        self._refused = False
        self._deadline = 0.0
        self._alarm: asyncio.TimerHandle | None = None
        self._waiting: set[int] = set()
        self._left = 0.0  # seconds of the turn that are left when everything it has asked is answered

    @property
    def alive(self) -> bool:
        return self._ending is None

    @property
    def gone(self) -> bool:
        """Whether nothing of it is left."""
        return self._ending is not None and self._ending.done()

    async def greet(self) -> None:
        """Wait until it is ready.

        Raises:
            HostError: it could not be started, ended, or was not ready in time.
        """
        program, limit = self._program, self._limits.start_timeout
        found, how = None, ""
        try:
            await self._child.started()
            async with asyncio.timeout(limit):
                found = await self._wire.receive()
        except TimeoutError:
            found = f"nothing was heard for {limit:g} s"
        except Garbage as error:
            found = f"it sent {error}"
        finally:
            if not isinstance(found, dict):
                how = await self._end(0.0)
        if not isinstance(found, dict):
            said = " | ".join(self._child.output.last_lines) or "it printed nothing"
            reasons = "; ".join(reason for reason in (found, how, said) if reason)
            raise HostError(f"{program.name}: {program.python} did not become ready: {reasons}")

    async def call(self, function: str, argument: object, turn: str = "") -> AsyncIterator[Frame]:
        if self._calling:
            raise RuntimeError("a process takes one call at a time")
        request = encoded({"call": function, "argument": argument, "turn": turn})
        self._calling, self._interrupted = True, None
        self._waiting.clear()
        self._stop_after(self._limits.turn_timeout)
        last = False
        try:
            self._wire.send(request)
            while not last:
                frame = await self._next()
                if frame is not None:
                    last = frame.last
                    self._calling = not last
                    yield frame
        finally:
            if not last:
                self._settling = asyncio.create_task(self._settle(), name=f"settle {self._program.name}")
                await asyncio.shield(self._settling)

    def answer(self, number: int, outcome: Outcome) -> None:
        if self._calling and self.alive:
            self._wire.send(encoded({"answer": number, **outcome}))
        self._is_answered(number)

    async def cancel(self) -> None:
        if self._calling:
            self._interrupt(FailureKind.CANCELLED)

    async def restore(self, history: Sequence[Mapping[str, str]]) -> Restored:
        found = await self._asked({"restore": list(history)}, self._limits.start_timeout)
        match found:
            case {"restored": dict(told), "frames": int(count)}:
                answer = tuple([frame for _ in range(count) if (frame := await self._next()) is not None])
                return _restored(told, answer)
            case Failure():
                return Restored(how=Recovery.AFRESH, reason=found.message, failure=found)
            case _:
                garbage = await self._lost(FailureKind.UNUSABLE, "it did not say how it was restored", 0.0)
                return Restored(how=Recovery.AFRESH, reason=garbage.message, failure=garbage)

    async def save(self) -> Saved:
        match await self._asked({"save": True}, SAVE_TIMEOUT):
            case {"saved": {"size": int(size), "lost": list(lost), "problem": str(problem)}}:
                return Saved(size=size, lost=tuple(map(str, lost)), problem=problem)
            case Failure(message=message):
                return Saved(problem=f"its process ended meanwhile: {message}")
            case _:
                return Saved(problem="it did not say whether it was saved")

    async def _asked(self, request: dict[str, object], seconds: float) -> dict[str, Any] | Failure:
        """What the process answers to this; its end, if it does not do so in time."""
        if not self.alive:
            return await self._lost(FailureKind.EXITED, "", 0.0)
        self._wire.send(encoded(request))
        try:
            async with asyncio.timeout(seconds):
                found = await self._wire.receive()
        except TimeoutError:
            return await self._lost(FailureKind.TIMED_OUT, f"nothing was heard for {seconds:g} s", 0.0)
        except Garbage as error:
            return await self._lost(FailureKind.UNUSABLE, f"its process sent {error}", 0.0)
        return await self._lost(FailureKind.EXITED, "", EXIT_WAIT) if found is None else found

    async def stop(self) -> None:
        if self._interrupted is None:
            self._interrupted = FailureKind.CANCELLED
        if self.alive:
            self._wire.send(encoded({"stop": True}))
        self._insist()
        await self._end(EXIT_WAIT)

    async def _settle(self) -> None:
        """Nobody reads the call any more: stop it, so that the process can take another."""
        self._interrupt(FailureKind.CANCELLED)
        while (frame := await self._next()) is None or not frame.last:
            pass
        self._calling = False

    def _asks(self, number: int) -> None:
        """A person has as long as they like: the time of the turn stands still."""
        if not self._waiting and self._interrupted is None:
            self._left, self._deadline = self._deadline - asyncio.get_running_loop().time(), math.inf
        self._waiting.add(number)

    def _is_answered(self, number: int) -> None:
        self._waiting.discard(number)
        if not self._waiting and self._deadline == math.inf:
            self._stop_after(self._left)

    def _stop_after(self, seconds: float) -> None:
        """Set the deadline. An alarm that rings before it stays: setting one for each turn is a tenth of the turn."""
        loop = asyncio.get_running_loop()
        self._deadline = loop.time() + seconds
        if self._alarm is not None and self._alarm.when() > self._deadline:
            self._alarm.cancel()
            self._alarm = None
        if self._alarm is None:
            self._alarm = loop.call_at(self._deadline, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        if not self._calling:
            return
        loop = asyncio.get_running_loop()
        if self._deadline == math.inf:
            return
        if loop.time() < self._deadline:
            self._alarm = loop.call_at(self._deadline, self._ring)
        elif self._interrupted is None:
            self._interrupt(FailureKind.TIMED_OUT)
        else:
            self._refused = True
            self._begin_end(0.0)

    def _interrupt(self, why: FailureKind) -> None:
        """Ask the running call to stop; from now on it has the grace period to do so."""
        if self._interrupted is None:
            self._interrupted = why
            self._stop_after(self._limits.stop_grace)
            self._wire.send(encoded({"cancel": True}))
            self._insist()

    def _insist(self) -> None:
        """A signal that comes just before the agent's code begins to wait is not seen until it has waited: another one
        comes, and another, as long as it has not stopped.
        """
        if self._calling and not self.gone:
            asyncio.get_running_loop().call_later(INSIST, self._poke)

    def _poke(self) -> None:
        if self._calling and self._interrupted is not None:
            self._child.poke()
            self._insist()

    async def _next(self) -> Frame | None:
        """The next frame; None where there is nothing to show."""
        try:
            body = await self._wire.receive()
            if body is not None:
                frame = understood(body, self._interrupted)
                match frame:
                    case Asking(number=number):
                        self._asks(number)
                    case Withdrawn(number=number):
                        self._is_answered(number)
                    case Part(last=True) | Failure() if self._health is not None:
                        self._health.answered()
                    case _:
                        pass
                return frame
        except Garbage as error:
            return await self._lost(FailureKind.UNUSABLE, f"its process sent {error}", 0.0)
        refused = "it did not stop when asked" if self._refused else ""
        return await self._lost(self._interrupted or FailureKind.EXITED, refused, EXIT_WAIT)

    async def _lost(self, kind: FailureKind, why: str, grace: float) -> Failure:
        """The process cannot go on: end it, and say how it ended."""
        unasked = self._ending is None and self._interrupted is None
        how = await self._end(grace)
        if unasked and self._health is not None:
            self._health.ended(how)
        if "SIGXCPU" in how and self._limits.cpu is not None:
            how = f"it used more than the {self._limits.cpu:g} s of processor time of limits.cpu in one turn"
        said = " | ".join(self._child.output.last_lines)
        message = "; ".join(part for part in (why, how, f"it said: {said}" if said else "") if part)
        return Failure(kind=kind, message=message, alive=False)

    async def _end(self, grace: float) -> str:
        """End the process once, however many ask for it; it goes on if the one who asked is cancelled."""
        return await asyncio.shield(self._begin_end(grace))

    def _begin_end(self, grace: float) -> asyncio.Task[str]:
        if self._ending is None:
            self._wire.close()
            if self._alarm is not None:
                self._alarm.cancel()
            self._ending = asyncio.create_task(self._child.end(grace), name=f"end of {self._program.name}")
        return self._ending


def _restored(told: dict[str, Any], answer: tuple[Frame, ...]) -> Restored:
    failure = told.get("failure")
    return Restored(
        how=Recovery(told["how"]),
        turn=str(told["turn"]),
        answer=answer,
        lost=tuple(map(str, told["lost"])),
        reason=str(told["reason"]),
        failure=failed(FailureKind.RAISED, failure) if isinstance(failure, dict) else None,
    )
