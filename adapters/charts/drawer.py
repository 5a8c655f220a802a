"""Drawing beside the event loop: a pool of warm processes that inherit nothing and are replaced when they break.

A `Drawer` promises: what is drawn is remembered; a process that dies or hangs costs one retry; whatever goes wrong is
a `ChartError` naming the chart or table.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from adapters.charts.excerpt import Drawable, Excerpt, drawable
from adapters.charts.process import Broken, DrawingProcess, Failed
from bridge.content.items import Bar, BarChart, Chart, Table
from bridge.errors import BridgeError
from bridge.remembered import Remembered

REMEMBERED = 128
"""Pictures that are kept: about 20 KiB of a chart, up to 150 KiB of a table."""

ATTEMPTS = 2
"""A process may have been killed while it was idle; the same item breaking two is the item's fault."""

WARM_UP = BarChart(bars=(Bar("a", 1),))


class ChartError(BridgeError):
    """A chart or a table could not be drawn. The text names it and the reason."""


class Drawer:
    """Draws charts and tables in processes of its own; an async context manager.

    Args:
        processes: how many pictures are drawn at the same time. Each takes about 60 MiB; none is started before the
            first picture or `warm`.
    """

    def __init__(self, processes: int = 1) -> None:
        self._processes = [DrawingProcess() for _ in range(processes)]
        self._idle: asyncio.LifoQueue[DrawingProcess] = asyncio.LifoQueue()
        self._drawn: Remembered[tuple[Drawable, bool], bytes] = Remembered(REMEMBERED)
        for process in self._processes:
            self._idle.put_nowait(process)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(process.stop() for process in self._processes))

    async def warm(self) -> None:
        """Start all processes and load what they draw with, so that the first picture is not the slow one."""
        await asyncio.gather(*(self._warm_one() for _ in self._processes))

    async def draw(self, item: Chart | Table, *, dark: bool = False) -> bytes:
        """The chart, or as much of the table as `adapters.charts.shown` says, as PNG.

        Raises:
            ChartError: if it cannot be drawn.
        """
        key = (drawable(item), dark)
        drawn = self._drawn.get(key)
        if drawn is None:
            async with self._idle_process() as process:
                drawn = self._drawn.get(key)  # it may have been drawn while this waited for a process
                if drawn is None:
                    drawn = await self._attempt(process, *key)
                    self._drawn.put(key, drawn)
        return drawn

    async def _warm_one(self) -> None:
        async with self._idle_process() as process:
            await self._attempt(process, WARM_UP, False)

    @asynccontextmanager
    async def _idle_process(self) -> AsyncGenerator[DrawingProcess]:
        """A process of one's own for a while; waits until one is idle."""
        process = await self._idle.get()
        try:
            yield process
        finally:
            self._idle.put_nowait(process)

    async def _attempt(self, process: DrawingProcess, item: Drawable, dark: bool) -> bytes:
        kind = "table" if isinstance(item, Excerpt) else "chart"
        called = f'The {kind} "{item.title}"' if item.title else f"The {kind}"
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await process.draw(item, dark=dark)
            except Failed as error:
                raise ChartError(f"{called} could not be drawn: {error}") from error
            except Broken as error:
                if attempt == ATTEMPTS:
                    raise ChartError(f"{called} could not be drawn: {error}") from error
        raise AssertionError("unreachable: the last attempt returns or raises")
