"""A turn can be stopped, whatever its code is doing, and nothing of a process is left when it has ended."""

import asyncio
import re
import signal
import sys
from contextlib import aclosing
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.host.local import LocalHost
from bridge.host.port import Asking, Failure, FailureKind, Frame, Limits, Part, Process, Withdrawn
from tests.bridge.host.handlers import PATIENT, Beacon, answer, failure, frames, handler, program

IMPATIENT = Limits(turn_timeout=30, start_timeout=30, stop_grace=0.05)

REACTING = {
    "a sleeping function": "def on_input(data):\n  lit()\n  time.sleep(1000)  # the agent",
    "a looping function": "def on_input(data):\n  lit()\n  while True: pass",
    "a function waiting for a thread": "def on_input(data):\n  lit()\n  threading.Event().wait()",
    "a function reading a pipe": "def on_input(data):\n  lit()\n  os.read(os.pipe()[0], 1)",
    "a generator": "def on_input(data):\n  yield {}\n  lit()\n  time.sleep(1000)  # the agent",
    "a coroutine": "async def on_input(data):\n  lit()\n  await asyncio.Event().wait()",
    "an async generator": "async def on_input(data):\n  yield {}\n  lit()\n  await asyncio.Event().wait()",
    "a loop of its own": "def on_input(data):\n  lit()\n  asyncio.run(asyncio.Event().wait())",
    "one that says something else": """\
def on_input(data):
  lit()
  try: time.sleep(1000)  # the agent
  except GeneratorExit: return {"next_inputs": []}""",
    "one that raises something else": """\
def on_input(data):
  lit()
  try: time.sleep(1000)  # the agent
  except GeneratorExit: raise ValueError""",
    "a generator that returns": """\
def on_input(data):
  try:
    lit()
    time.sleep(1000)  # the agent
    yield {}
  except GeneratorExit: return""",
    "a generator that floods": """\
def on_input(data):
  lit()
  while True:
    try: yield {"outputs": ["x" * 1000], "append": False}
    except GeneratorExit: pass""",
    "an async generator that floods": """\
async def on_input(data):
  lit()
  while True: yield {"outputs": ["x" * 1000], "append": False}""",
}

PRELUDE = """
import asyncio, os, signal, subprocess, sys, threading, time
turns = 0
cleaned = []
def lit(word="lit", keep=False):
    beacon = os.open("beacon", os.O_WRONLY)
    os.set_inheritable(beacon, True)
    os.write(beacon, word.encode())
    if not keep: os.close(beacon)
def initialize():
    global turns
    turns += 1
    return {"outputs": [turns]}
"""


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


STUBBORN = {
    "a function that catches everything": """\
def on_input(data):
  while True:
    try:
      lit()
      time.sleep(1000)  # the agent
    except BaseException: pass""",
    "a coroutine that blocks": "async def on_input(data):\n  lit()\n  time.sleep(1000)  # the agent",
    "a coroutine that will not be cancelled": """\
async def on_input(data):
  lit()
  while True:
    try: await asyncio.Event().wait()
    except asyncio.CancelledError: pass""",
    "one that ignores TERM too": """\
def on_input(data):
  signal.signal(signal.SIGTERM, signal.SIG_IGN)
  while True:
    try:
      lit()
      time.sleep(1000)  # the agent
    except BaseException: pass""",
    "a clean-up without end": """\
def on_input(data):
  try:
    lit()
    yield {}
    time.sleep(1000)  # the agent
  finally:
    while True: pass""",
    "code that no signal reaches": """\
def on_input(data):
  signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGIO})
  lit()
  time.sleep(1000)  # the agent""",
}


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


@pytest.mark.requirement("nothing-left")
async def test_what_an_agent_started_ends_with_it(tmp_path: Path, beacon: Beacon) -> None:
    """A child of the handler, in its group, is gone when the process was stopped."""
    source = PRELUDE + (
        "def on_input(data):\n"
        "  lit(keep=True)\n"
        "  subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'], close_fds=False)  # the agent\n"
        "  return {}"
    )
    async with handler(tmp_path, source) as process:
        await answer(process)
        assert await beacon.lit() == "lit"
        await process.stop()
        assert await beacon.lit() == ""


@pytest.mark.requirement("nothing-left")
async def test_an_agent_may_clean_up_at_its_end(tmp_path: Path, beacon: Beacon) -> None:
    """`atexit` functions run when a session is stopped, in the middle of a turn too."""
    source = PRELUDE + "import atexit\natexit.register(lit, 'bye')\n" + REACTING["a sleeping function"]
    async with handler(tmp_path, source) as process:
        call = asyncio.create_task(failure(process))
        assert await beacon.lit() == "lit"
        await process.stop()
        assert await beacon.lit() == "bye"
        assert await call == Failure(kind=FailureKind.CANCELLED, message="exit status 0", alive=False)


@pytest.mark.requirement("nothing-left")
async def test_stopping_is_idempotent_and_a_stopped_process_says_so(tmp_path: Path) -> None:
    """However many stop it, it ends once; a call to it is a failure and no exception."""
    async with handler(tmp_path, "def on_input(data): return {}") as process:
        await asyncio.gather(process.stop(), process.stop(), process.cancel())
        await process.stop()
        assert not process.alive
        assert (await failure(process)).kind is FailureKind.EXITED


BRIDGE = """
import asyncio, sys
from pathlib import Path
from bridge.host.local import LocalHost
from bridge.host.port import Program
async def main():
    process = await LocalHost({}).start(Program(name="a", folder=Path(sys.argv[1]), python=Path(sys.executable)))
    async for frame in process.call("initialize", None): pass
    async for frame in process.call("on_input", None): pass
asyncio.run(main())
"""

ORPHANS = {
    "with a program it started": """\
def on_input(data):
  subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(1000)'], close_fds=False)  # the agent
  lit()
  threading.Event().wait()""",
    "in a sleeping function": REACTING["a sleeping function"],
    "in a coroutine": REACTING["a coroutine"],
    "in a function that catches everything": STUBBORN["a function that catches everything"],
    "with a thread that never ends": """\
def on_input(data):
  threading.Thread(target=threading.Event().wait).start()
  lit()
  threading.Event().wait()""",
}


@pytest.mark.requirement("nothing-left")
@pytest.mark.parametrize("source", ORPHANS.values(), ids=ORPHANS)
async def test_a_handler_ends_with_its_bridge(source: str, tmp_path: Path, beacon: Beacon) -> None:
    """Kill the bridge in the middle of a turn: the handler notices and ends, whatever it is doing."""
    program(tmp_path, PRELUDE + "def initialize():\n  lit('here', keep=True)\n  return {}\n" + source)
    bridge = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BRIDGE, str(tmp_path), stderr=asyncio.subprocess.DEVNULL
    )
    said = ""
    while "lit" not in said:
        said += await beacon.lit()
    bridge.send_signal(signal.SIGKILL)
    await bridge.wait()
    while await beacon.lit():
        pass


async def test_a_stop_goes_on_although_its_caller_is_cancelled(tmp_path: Path, beacon: Beacon) -> None:
    """The ladder is shielded: whoever gives up waiting for it leaves no process behind."""
    source = PRELUDE + "def on_input(data):\n  lit(keep=True)\n  return {}"
    host = LocalHost({})
    process = await host.start(program(tmp_path, source))
    assert [type(frame) for frame in await frames(process)] == [Part]
    assert await beacon.lit() == "lit"
    stopping = asyncio.create_task(process.stop())
    await asyncio.sleep(0)
    stopping.cancel()
    assert await beacon.lit() == ""
    await host.close()


def test_frames_are_a_closed_union() -> None:
    """A session handles four kinds of frame and no more."""
    assert Frame == Part | Failure | Asking | Withdrawn
