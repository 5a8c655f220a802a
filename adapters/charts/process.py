"""One drawing process as its parent sees it: started on first use, killed when it breaks or hangs, started again."""

import asyncio
import contextlib
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path

from adapters.charts.excerpt import Drawable
from adapters.charts.wire import HEADER, Kind, request

DRAW_SECONDS = 30.0
"""A chart takes 0.05 s, the largest table 2.5 s, the first picture 1 s more; a process that needs longer hangs."""

STOP_SECONDS = 2.0
"""An idle process ends when its input does, within milliseconds."""

ENVIRONMENT: Mapping[str, str] = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1"}
"""All the environment a drawing process gets: it needs no secret, so it inherits none. One thread, as the pool is the
parallelism."""

ROOT = Path(__file__).parents[2]
"""Where the `adapters` package lies; the process starts there, so that it imports the same code."""


class Broken(Exception):  # noqa: N818 - names what happened to the process
    """The process ended or hung before it answered."""


class Failed(Exception):  # noqa: N818
    """The process answered that the item cannot be drawn; the text is the reason."""


class DrawingProcess:
    """Draws one picture at a time."""

    def __init__(self) -> None:
        self._running: Process | None = None

    async def draw(self, item: Drawable, *, dark: bool) -> bytes:
        """The item as PNG.

        Raises:
            Failed: if the item cannot be drawn.
            Broken: if the process ended or hung; the next call starts another.
        """
        try:
            async with asyncio.timeout(DRAW_SECONDS):
                kind, body = await self._exchange(request(item, dark=dark))
        except BaseException as error:
            # Also when cancelled: an answer nobody read would be taken for the next one.
            await self._kill()
            match error:
                case TimeoutError():
                    raise Broken(f"drawing took longer than {DRAW_SECONDS:.0f} s") from error
                case asyncio.IncompleteReadError() | ConnectionError():
                    raise Broken("the drawing process ended unexpectedly") from error
                case _:
                    raise
        if kind is Kind.ERROR:
            raise Failed(body.decode())
        return body

    async def stop(self) -> None:
        """End the process if there is one."""
        process = self._running
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_SECONDS):
                await process.wait()
        await self._kill()

    async def _exchange(self, frame: bytes) -> tuple[Kind, bytes]:
        process = await self._started()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(frame)
        await process.stdin.drain()
        kind, length = HEADER.unpack(await process.stdout.readexactly(HEADER.size))
        return Kind(kind), await process.stdout.readexactly(length)

    async def _started(self) -> Process:
        if self._running is None:
            command = (sys.executable, "-m", "adapters.charts.worker")
            self._running = await asyncio.create_subprocess_exec(
                *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=ENVIRONMENT, cwd=ROOT
            )
        return self._running

    async def _kill(self) -> None:
        """Kill the process and wait for its end; nothing if it has ended."""
        process, self._running = self._running, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await asyncio.shield(process.wait())
