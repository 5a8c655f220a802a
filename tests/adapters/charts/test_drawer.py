"""Drawing beside the event loop: real processes that are warm, inherit nothing and are replaced when they break."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.charts import ChartError, Drawer, draw_png
from bridge.content.items import Bar, BarChart, Chart, Column, LineChart, Table

pytestmark = pytest.mark.requirement("charts-drawer")

CHART = BarChart(title="Two", bars=(Bar("a", 1), Bar("b", 2)))
TABLE = Table(title="Two", columns=(Column("a", "a"),), rows=((1,), (2,)))
UNDRAWABLE = Table(title="Sales", columns=(Column("\ud800", "half a character, which parse replaces"),), rows=())
IMPOSSIBLE = BarChart(title="Sales", bars=(Bar("a", "much"),))  # pyright: ignore[reportArgumentType] - what parse refuses


@pytest.fixture
async def drawer() -> AsyncIterator[Drawer]:
    async with Drawer() as one:
        yield one


def pid_of(drawer: Drawer) -> int:
    running = drawer._processes[0]._running
    assert running is not None
    return running.pid


async def test_draws(drawer: Drawer) -> None:
    """The process draws what this one would, light and dark."""
    assert await drawer.draw(CHART) == draw_png(CHART)
    assert await drawer.draw(CHART, dark=True) == draw_png(CHART, dark=True)
    assert await drawer.draw(TABLE) == draw_png(TABLE)
    assert await drawer.draw(TABLE, dark=True) == draw_png(TABLE, dark=True)


async def test_remembers(drawer: Drawer) -> None:
    """An equal chart is not drawn again, nor when it was asked for while it was being drawn."""
    first = await drawer.draw(CHART)
    assert await drawer.draw(BarChart(title="Two", bars=CHART.bars)) is first
    fresh = BarChart(title="Other", bars=CHART.bars)
    one, other = await asyncio.gather(drawer.draw(fresh), drawer.draw(fresh))
    assert one is other


async def test_remembers_tables(drawer: Drawer) -> None:
    """A table is drawn again only if its picture differs: not for a row beyond it, but for a true in place of a 1."""
    first = await drawer.draw(TABLE)
    assert await drawer.draw(replace(TABLE)) is first
    assert await drawer.draw(replace(TABLE, rows=((True,), (2,)))) != first
    long = await drawer.draw(replace(TABLE, rows=tuple((number,) for number in range(100))))
    assert await drawer.draw(replace(TABLE, rows=(*((number,) for number in range(99)), (-1,)))) is long


async def test_error(drawer: Drawer) -> None:
    """A chart or a table that cannot be drawn is an error naming it, and costs no process."""
    await drawer.warm()
    pid = pid_of(drawer)
    with pytest.raises(ChartError, match=r'^The chart "Sales" could not be drawn: ValueError: could not convert'):
        await drawer.draw(IMPOSSIBLE)
    with pytest.raises(ChartError, match=r'^The table "Sales" could not be drawn: TypeError: set_text'):
        await drawer.draw(UNDRAWABLE)
    assert await drawer.draw(CHART) == draw_png(CHART)
    assert pid_of(drawer) == pid


async def test_broken_process(drawer: Drawer) -> None:
    """A process that was killed is replaced and the chart is drawn all the same."""
    await drawer.warm()
    killed = pid_of(drawer)
    os.kill(killed, signal.SIGKILL)
    assert await drawer.draw(CHART) == draw_png(CHART)
    assert pid_of(drawer) != killed


async def test_cancelled(drawer: Drawer) -> None:
    """A drawing nobody waits for any more is not taken for the next one."""
    await drawer.warm()
    os.kill(pid_of(drawer), signal.SIGSTOP)  # so that it cannot have answered when it is cancelled
    waiting = asyncio.create_task(drawer.draw(LineChart(lines=())))
    while not drawer._idle.empty():  # noqa: ASYNC110 - the task takes the process in its first step
        await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert await drawer.draw(CHART) == draw_png(CHART)


async def test_inherits_nothing(drawer: Drawer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawing process has none of our environment, so no secret of it."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    await drawer.warm()
    environment = await asyncio.to_thread(Path(f"/proc/{pid_of(drawer)}/environ").read_bytes)
    assert b"secret" not in environment
    assert b"PATH=" not in environment


async def test_ends_with_its_context() -> None:
    """No process outlives the drawer, and none is started before it is needed."""
    async with Drawer(processes=2) as drawer:
        assert [process._running for process in drawer._processes] == [None, None]
        await drawer.warm()
        running = [process._running for process in drawer._processes]
    assert [process.returncode for process in running if process] == [0, 0]


def test_importing_costs_nothing() -> None:
    """Importing the package loads neither matplotlib nor numpy nor Pillow."""
    code = "import sys, adapters.charts; print({'matplotlib', 'numpy', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_charts_are_hashable() -> None:
    """What `parse_outputs` makes can be remembered: a chart is a value."""
    charts: list[Chart] = [CHART, BarChart(title="Two", bars=CHART.bars)]
    assert len(set(charts)) == 1
