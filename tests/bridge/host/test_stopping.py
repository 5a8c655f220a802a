"""A turn can be stopped, whatever its code is doing."""

import asyncio
import re
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.host.port import Asking, Failure, FailureKind, Frame, Limits, Part, Process, Withdrawn
from tests.bridge.host.at_work import PRELUDE, REACTING, STUBBORN
from tests.bridge.host.handlers import PATIENT, Beacon, answer, failure, frames, handler

IMPATIENT = Limits(turn_timeout=30, start_timeout=30, stop_grace=0.05)


async def stopped(process: Process, beacon: Beacon) -> Failure:
    """How a call ends that is cancelled while it is in the agent's code."""
    call = asyncio.create_task(failure(process))
    assert await beacon.lit() == "lit"
    await process.cancel()
    return await call


@pytest.mark.requirement("cancel")
@pytest.mark.parametrize("source", REACTING.values(), ids=REACTING)
async def test_a_cancelled_turn_ends_and_its_state_is_kept(source: str, tmp_path: Path, beacon: Beacon) -> None:
    """The code is left where it is; the next call finds the process as it was."""
    async with handler(tmp_path, PRELUDE + source) as process:
        assert await answer(process, "initialize") == {"outputs": [1]}
        failed = await stopped(process, beacon)
        assert (failed.kind, failed.message, failed.alive) == (FailureKind.CANCELLED, "stopped when asked", True)
        assert await answer(process, "initialize") == {"outputs": [2]}


@pytest.mark.requirement("cancel")
@pytest.mark.parametrize("keyword", ["def", "async def"])
async def test_stopping_runs_the_agents_clean_up(keyword: str, tmp_path: Path, beacon: Beacon) -> None:
    """`finally` blocks run, in the agent's code and before the next call."""
    waiting = "time.sleep(1000)  # the agent" if keyword == "def" else "await asyncio.Event().wait()"
    source = f"{keyword} on_input(data):\n  try:\n    lit()\n    {waiting}\n  finally: cleaned.append(1)"
    seeing = "\ndef initialize(): return {'outputs': cleaned}"
    async with handler(tmp_path, PRELUDE + source + seeing) as process:
        await stopped(process, beacon)
        assert await answer(process, "initialize") == {"outputs": [1]}


@pytest.mark.requirement("cancel")
async def test_a_loop_of_the_agents_own_loses_nothing_that_it_has_begun(tmp_path: Path, beacon: Beacon) -> None:
    """What is raised in asyncio's own code takes a callback with it, or a step of a task, which then never ends."""
    source = """
def on_input(data):
  async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(lit)
    loop.call_soon(cleaned.extend, map(time.sleep, [0.2]))  # the agent; none of its own code runs meanwhile
    await asyncio.Event().wait()
  asyncio.run(main())
def initialize(): return {"outputs": [len(cleaned)]}
"""
    async with handler(tmp_path, PRELUDE + source) as process:
        assert (await stopped(process, beacon)).alive
        assert await answer(process, "initialize") == {"outputs": [1]}


@pytest.mark.requirement("turn-timeout")
@pytest.mark.parametrize("source", REACTING.values(), ids=REACTING)
async def test_a_turn_that_takes_too_long_is_stopped(source: str, tmp_path: Path, beacon: Beacon) -> None:
    """The limit is the agent's; what reacts keeps its state."""
    async with handler(tmp_path, PRELUDE + source, limits=replace(PATIENT, turn_timeout=0.1)) as process:
        failed = await failure(process)
        assert (failed.kind, failed.alive) == (FailureKind.TIMED_OUT, True)


async def test_a_timeout_says_where_the_code_was(tmp_path: Path) -> None:
    """The operator sees what was slow."""
    source = PRELUDE + "def slow():\n  while True: pass\ndef on_input(data): slow()\n"
    async with handler(tmp_path, source, limits=replace(PATIENT, turn_timeout=0.3)) as process:
        await answer(process, "initialize")
        failed = await failure(process)
    assert failed.where.endswith(" in slow")
    assert re.findall(r"in (\w+)\n", failed.traceback) == ["on_input", "slow"]


@pytest.mark.requirement("cancel")
@pytest.mark.parametrize("source", STUBBORN.values(), ids=STUBBORN)
async def test_what_does_not_react_is_killed(source: str, tmp_path: Path, beacon: Beacon) -> None:
    """After the grace period TERM, then KILL, which nothing can refuse."""
    async with handler(tmp_path, PRELUDE + source, limits=IMPATIENT) as process:
        failed = await stopped(process, beacon)
        assert (failed.kind, failed.alive, process.alive) == (FailureKind.CANCELLED, False, False)
        killer = "SIGKILL" if "SIG_IGN" in source else "SIGTERM"
        assert failed.message == f"it did not stop when asked; killed by {killer}"


async def test_time_runs_while_nobody_reads(tmp_path: Path, beacon: Beacon) -> None:
    """A turn is stopped at its limit although what it showed is still being delivered."""
    source = PRELUDE + (
        "def on_input(data):\n  try:\n    yield {}\n    time.sleep(1000)  # the agent\n  finally: lit()"
    )
    async with handler(tmp_path, source, limits=replace(PATIENT, turn_timeout=1.0)) as process:
        call = process.call("on_input", None)
        assert await anext(call) == Part({}, last=False)
        assert await beacon.lit() == "lit"
        (last,) = [frame async for frame in call]
        assert isinstance(last, Failure)
        assert last.kind is FailureKind.TIMED_OUT


@pytest.mark.parametrize("keyword", ["def", "async def"])
async def test_a_call_that_is_left_early_is_cancelled(keyword: str, tmp_path: Path) -> None:
    """Closing the iterator stops the turn, and the process takes the next call."""
    source = f"""
    {keyword} on_input(data):
        for number in range(10**9): yield {{"outputs": [number]}}
    """
    async with handler(tmp_path, source) as process:
        for _ in range(3):
            async with aclosing(process.call("on_input", None)) as call:  # pyright: ignore[reportArgumentType]
                assert await anext(call) == Part({"outputs": [0]}, last=False)
        assert process.alive


async def test_a_reader_that_is_cancelled_in_a_large_frame_loses_no_frame_border(tmp_path: Path) -> None:
    """Whoever waits for a frame may be cancelled at any byte of it; the next call reads its own answer."""
    source = """
    def initialize(): return {"outputs": ["small"]}
    def on_input(data):
        while True: yield {"outputs": ["x" * 3_000_000], "append": False}
    """
    async with handler(tmp_path, source) as process:
        for patience in (0.005, 0.01, 0.02):
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(patience):
                    await frames(process)
            assert await answer(process, "initialize") == {"outputs": ["small"]}


async def test_a_stop_that_comes_too_late_stops_nothing_else(tmp_path: Path) -> None:
    """A turn that has answered already keeps its answer; the next turn is not the one that was meant."""
    async with handler(tmp_path, "def on_input(data): return {'outputs': [data]}") as process:
        for turn in range(50):
            call = asyncio.create_task(frames(process, argument=turn))
            await asyncio.sleep(0)
            await process.cancel()
            (last,) = await call
            assert last == Part({"outputs": [turn]}, last=True) or isinstance(last, Failure)
            assert await answer(process, argument="next") == {"outputs": ["next"]}


def test_frames_are_a_closed_union() -> None:
    """A session handles four kinds of frame and no more."""
    assert Frame == Part | Failure | Asking | Withdrawn
