"""Drawing charts beside the event loop: a pool of warm processes that inherit nothing and are replaced when they break.

A `Drawer` promises: a chart is drawn once and then remembered; a process that dies or hangs costs one retry; whatever
goes wrong is a `ChartError` naming the chart.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

from adapters.charts.process import Broken, DrawingProcess, Failed
from bridge.content.items import Bar, BarChart, Chart
from bridge.errors import BridgeError

REMEMBERED = 128
"""Drawn charts that are kept, about 20 KiB each."""

ATTEMPTS = 2
"""A process may have been killed while it was idle; the same chart breaking two is the chart's fault."""

WARM_UP = BarChart(bars=(Bar("a", 1),))


class ChartError(BridgeError):
    """A chart could not be drawn. The text names the chart and the reason."""


class Drawer:
    """Draws charts in processes of its own; an async context manager.

    Args:
        processes: how many charts are drawn at the same time. Each takes about 60 MiB; none is started before the
            first chart or `warm`.
    """

    def __init__(self, processes: int = 1) -> None:
        self._processes = [DrawingProcess() for _ in range(processes)]
        self._idle: asyncio.LifoQueue[DrawingProcess] = asyncio.LifoQueue()
        self._drawn: OrderedDict[tuple[Chart, bool], bytes] = OrderedDict()
        for process in self._processes:
            self._idle.put_nowait(process)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.gather(*(process.stop() for process in self._processes))

    async def warm(self) -> None:
        """Start all processes and load what they draw with, so that the first chart is not the slow one."""
        await asyncio.gather(*(self._warm_one() for _ in self._processes))

    async def draw(self, chart: Chart, *, dark: bool = False) -> bytes:
        """The chart as PNG.

        Raises:
            ChartError: if it cannot be drawn.
        """
        key = (chart, dark)
        if key not in self._drawn:
            async with self._idle_process() as process:
                if key not in self._drawn:  # it may have been drawn while this waited for a process
                    self._drawn[key] = await self._attempt(process, chart, dark=dark)
        self._drawn.move_to_end(key)
        if len(self._drawn) > REMEMBERED:
            self._drawn.popitem(last=False)
        return self._drawn[key]

    async def _warm_one(self) -> None:
        async with self._idle_process() as process:
            await self._attempt(process, WARM_UP, dark=False)

    @asynccontextmanager
    async def _idle_process(self) -> AsyncGenerator[DrawingProcess]:
        """A process of one's own for a while; waits until one is idle."""
        process = await self._idle.get()
        try:
            yield process
        finally:
            self._idle.put_nowait(process)

    async def _attempt(self, process: DrawingProcess, chart: Chart, *, dark: bool) -> bytes:
        called = f'The chart "{chart.title}"' if chart.title else "The chart"
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await process.draw(chart, dark=dark)
            except Failed as error:
                raise ChartError(f"{called} could not be drawn: {error}") from error
            except Broken as error:
                if attempt == ATTEMPTS:
                    raise ChartError(f"{called} could not be drawn: {error}") from error
        raise AssertionError("unreachable: the last attempt returns or raises")
