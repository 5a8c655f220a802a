"""Nothing of a process is left when it has ended, however that came."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from bridge.host.local import LocalHost
from bridge.host.port import Failure, FailureKind, Part
from tests.bridge.host.at_work import PRELUDE, REACTING, STUBBORN
from tests.bridge.host.handlers import Beacon, answer, failure, frames, handler, program


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
