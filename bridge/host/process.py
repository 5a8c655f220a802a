"""A handler process as the session sees it: calls that answer with frames, whatever the agent's code does."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import orjson

from bridge.errors import HostError
from bridge.host.child import EXIT_WAIT, Child
from bridge.host.port import Failure, FailureKind, Frame, Part, Program

HEADER_BYTES = 4
FRAME_SLACK = 64 * 1024
"""Bytes a frame may have beyond `output_bytes`: its envelope, or a failure's traceback."""


class Garbage(ValueError):  # noqa: N818 - names what came
    """What came over the wire is no frame. The text says what it is instead."""


class LocalProcess:
    """One handler process (`bridge.host.port.Process`)."""

    def __init__(
        self, child: Child, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, program: Program
    ) -> None:
        self._child = child
        self._reader = reader
        self._writer = writer
        self._program = program
        self._limits = program.limits
        self._length: int | None = None  # of the frame whose header was read: a reader may be cancelled before its body
        self._calling = False
        self._settling: asyncio.Task[None] | None = None
        self._ending: asyncio.Task[str] | None = None
        # Why the running call is to stop, and until when it may run: its timeout, or the grace after it was asked.
        self._interrupted: FailureKind | None = None
        self._refused = False
        self._deadline = 0.0
        self._alarm: asyncio.TimerHandle | None = None

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
                found = await self._read()
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

    async def call(self, function: str, argument: object) -> AsyncIterator[Frame]:
        if self._calling:
            raise RuntimeError("a process takes one call at a time")
        request = _encode({"call": function, "argument": argument})
        self._calling, self._interrupted = True, None
        self._stop_after(self._limits.turn_timeout)
        last = False
        try:
            self._send(request)
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

    async def cancel(self) -> None:
        if self._calling:
            self._interrupt(FailureKind.CANCELLED)

    async def stop(self) -> None:
        if self._interrupted is None:
            self._interrupted = FailureKind.CANCELLED
        if self.alive:
            self._send(_encode({"stop": True}))
        await self._end(EXIT_WAIT)

    async def _settle(self) -> None:
        """Nobody reads the call any more: stop it, so that the process can take another."""
        self._interrupt(FailureKind.CANCELLED)
        while (frame := await self._next()) is None or not frame.last:
            pass
        self._calling = False

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
            self._send(_encode({"cancel": True}))

    async def _next(self) -> Frame | None:
        """The next frame; None where there is nothing to show."""
        try:
            body = await self._read()
            if body is not None:
                return self._frame(body)
        except Garbage as error:
            return await self._lost(FailureKind.UNUSABLE, f"its process sent {error}", 0.0)
        refused = "it did not stop when asked" if self._refused else ""
        return await self._lost(self._interrupted or FailureKind.EXITED, refused, EXIT_WAIT)

    def _frame(self, body: dict[str, Any]) -> Frame | None:
        match body:
            case {"part": dict(response), "last": bool(last)}:
                return Part(response, last) if last or self._interrupted is None else None
            case {"failure": {"kind": "cancelled", **told}}:
                return _failure(self._interrupted or FailureKind.CANCELLED, {**told, "message": "stopped when asked"})
            case {"failure": {"kind": "raised" | "unusable" as kind, **told}}:
                return _failure(FailureKind(kind), told)
            case _:
                raise Garbage(f"a frame of an unknown kind ({', '.join(body)})")

    async def _lost(self, kind: FailureKind, why: str, grace: float) -> Failure:
        """The process cannot go on: end it, and say how it ended."""
        how = await self._end(grace)
        said = " | ".join(self._child.output.last_lines)
        message = "; ".join(part for part in (why, how, f"it said: {said}" if said else "") if part)
        return Failure(kind=kind, message=message, alive=False)

    async def _end(self, grace: float) -> str:
        """End the process once, however many ask for it; it goes on if the one who asked is cancelled."""
        return await asyncio.shield(self._begin_end(grace))

    def _begin_end(self, grace: float) -> asyncio.Task[str]:
        if self._ending is None:
            self._writer.transport.abort()  # not `close`, which would wait until the process has read what was sent
            self._reader, self._length = asyncio.StreamReader(), None  # what it had sent is not taken any more
            self._reader.feed_eof()
            if self._alarm is not None:
                self._alarm.cancel()
            self._ending = asyncio.create_task(self._child.end(grace), name=f"end of {self._program.name}")
        return self._ending

    def _send(self, body: bytes) -> None:
        self._writer.write(len(body).to_bytes(HEADER_BYTES, "big") + body)

    async def _read(self) -> dict[str, Any] | None:
        """The next frame's body, or None if the process closed its end.

        Raises:
            Garbage: that is no frame.
        """
        try:
            if self._length is None:
                self._length = int.from_bytes(await self._reader.readexactly(HEADER_BYTES), "big")
            if self._length > self._limits.output_bytes + FRAME_SLACK:
                raise Garbage("something else than frames")
            text = await self._reader.readexactly(self._length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        self._length = None
        try:
            body = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise Garbage(f"what is no JSON ({error})") from error
        if not isinstance(body, dict):
            raise Garbage("something else than frames")
        return body


def _encode(frame: dict[str, object]) -> bytes:
    try:
        return orjson.dumps(frame)
    except TypeError:
        return json.dumps(frame).encode()  # a person may enter a whole number of any length; orjson's have 64 bits


def _failure(kind: FailureKind, told: dict[str, Any]) -> Failure:
    message, where, text = (str(told.get(key, "")) for key in ("message", "where", "traceback"))
    return Failure(kind=kind, message=message, where=where, traceback=text)
