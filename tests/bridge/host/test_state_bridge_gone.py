"""The bridge is killed: its handlers finish what they do, save, and end; in every Python."""

import asyncio
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.host.port import Failure, FailureKind, Part, Recovery
from tests.bridge.host.handlers import VERSIONS, program
from tests.bridge.host.test_state import COUNTER, hosting, turn, woken

BRIDGE = """
import asyncio, sys
from pathlib import Path
from bridge.host.local import LocalHost
from bridge.host.port import Program
async def main():
    folder, state = map(Path, sys.argv[1:])
    agent = Program(name="a", folder=folder, python=Path(sys.executable), save_turns=False)
    process = await LocalHost({}).start(agent, state)
    async for frame in process.call("on_input", "first", "one"): pass
    async for frame in process.call("on_input", "second", "two"): print("shown", flush=True)
asyncio.run(main())
"""

SLOW = """
import os, time
count = 0
def initialize(): return {}
def on_input(data):
    global count
    count += 1
    if data == "second":
        yield {"outputs": ["begun"]}
        while not os.path.exists("go"): time.sleep(0.005)  # the agent
    yield {"outputs": [count], "next_inputs": []}
"""


async def killed_in_a_turn(folder: Path, state: Path) -> None:
    """A bridge, killed while its second turn runs."""
    bridge = await asyncio.create_subprocess_exec(
        sys.executable, "-c", BRIDGE, str(folder), str(state), stdout=asyncio.subprocess.PIPE
    )
    assert bridge.stdout is not None
    assert await bridge.stdout.readline() == b"shown\n"
    bridge.send_signal(signal.SIGKILL)
    await bridge.wait()


@pytest.mark.requirement("state-bridge-gone")
async def test_a_turn_that_runs_is_finished_and_its_answer_kept(tmp_path: Path) -> None:
    """The next bridge finds what was answered, and the state after it."""
    agent, state = program(tmp_path, SLOW), tmp_path / "saved"
    await killed_in_a_turn(tmp_path, state)
    async with hosting() as host:
        starting = asyncio.create_task(host.start(agent, state))
        (tmp_path / "go").touch()
        process = await starting
        restored = await process.restore(())
        assert (restored.how, restored.turn) == (Recovery.STATE, "two")
        responses = [frame.response for frame in restored.answer if isinstance(frame, Part)]
        assert responses == [{"outputs": ["begun"]}, {"outputs": [2], "next_inputs": []}]
        assert restored.answer[-1].last
        assert await turn(process, "third") == [3]


@pytest.mark.requirement("pythons", "state-globals")
@pytest.mark.parametrize("python", VERSIONS.values(), ids=VERSIONS)
async def test_state_is_kept_in_every_python(python: Path, tmp_path: Path) -> None:
    """3.8 and newer."""
    agent, state = replace(program(tmp_path, COUNTER), python=python), tmp_path / "saved"
    async with hosting() as host:
        process = await host.start(agent, state)
        assert await turn(process, "a") == [1, ["a"]]
        assert (await process.save()).lost == ("lock",)
        await process.stop()
        process, restored = await woken(host, agent, state)
        assert restored.how is Recovery.STATE
        assert await turn(process, "b") == [2, ["a", "b"]]


@pytest.mark.requirement("state-bridge-gone")
async def test_a_handler_that_ends_while_it_is_asked_to_save_is_an_answer_too(tmp_path: Path) -> None:
    """Nothing that the agent's code does is an exception of ours."""
    source = COUNTER + "import os\ndef save_state(): os._exit(3)\ndef load_state(state): pass\n"
    agent = replace(program(tmp_path, source), save_turns=False)
    async with hosting() as host:
        process = await host.start(agent, tmp_path / "saved")
        await turn(process, "a")
        assert "its process ended meanwhile: exit status 3" in (await process.save()).problem
        dying = replace(program(tmp_path, "import os\nos._exit(4)\n"), save_turns=False)
        process = await host.start(dying, tmp_path / "saved")
        restored = await process.restore(())
        assert isinstance(restored.failure, Failure)
        assert restored.failure.kind is FailureKind.EXITED
        assert not process.alive
