"""What a session may use: more of it ends the turn, and nothing else."""

import asyncio
import signal
from pathlib import Path

import pytest

from bridge.host.containment import enforced
from bridge.host.port import Failure, FailureKind, Limits, Part
from tests.bridge.host.handlers import PATIENT, answer, failure, frames, handler

GREEDY = {
    "ten gigabytes": ("x = bytearray(10 * 2**30)", Limits(memory=2**30), "MemoryError"),
    "a thousand open files": (
        "x = [open('/dev/null') for _ in range(1000)]",
        Limits(open_files=64),
        "OSError",
    ),
    "a hundred processes": (
        "import subprocess; x = [subprocess.Popen(['/bin/sleep', '60']) for _ in range(100)]",
        Limits(processes=20),
        "BlockingIOError",
    ),
}


@pytest.mark.requirement("limits", "memory")
@pytest.mark.parametrize(("source", "limits", "says"), GREEDY.values(), ids=GREEDY)
async def test_what_a_session_takes_is_bounded(source: str, limits: Limits, says: str, tmp_path: Path) -> None:
    """The agent's own code fails, with its place; the next turn works."""
    code = f"def initialize(): return {{}}\ndef on_input(data):\n if data: {source}\n return {{'outputs': ['fine']}}\n"
    async with handler(tmp_path, code, limits=limits) as process:
        failed = await failure(process, argument=1)
        assert failed.kind is FailureKind.RAISED
        assert says in failed.message
        assert (await answer(process, argument=0)) == {"outputs": ["fine"]}


@pytest.mark.requirement("limits", "memory", "enforced")
async def test_memory_is_bounded_for_all_of_a_session_where_that_is_said(tmp_path: Path) -> None:
    """Four children of 200 MiB each, none above the 512 that are allowed: the kernel ends some, and only those."""
    code = """
    import subprocess, sys
    CHILD = "x = b'x' * (200 << 20); print('there', flush=True); input()"
    def initialize(): return {}
    def on_input(data):
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        children = [subprocess.Popen([sys.executable, "-c", CHILD], **pipes) for _ in range(4)]
        for child in children: child.stdout.readline()  # it has its memory, or was ended
        for child in children: child.communicate(b"\\n")
        return {"outputs": [sorted({child.returncode for child in children})]}
    """
    said = next(bound for bound in await asyncio.to_thread(enforced) if bound.what == "memory")
    async with handler(tmp_path, code, limits=Limits(memory=512 << 20, turn_timeout=60)) as process:
        [statuses] = (await answer(process))["outputs"]
        assert statuses == ([-signal.SIGKILL, 0] if "control group" in said.how else [0])


@pytest.mark.requirement("limits")
async def test_processor_time_is_bounded_for_each_turn(tmp_path: Path) -> None:
    """Turns do not add up; an endless loop in one of them is ended by the kernel, and the message says why."""
    code = """
    import time
    def initialize(): return {}
    def on_input(data):
        until = time.process_time() + data
        while time.process_time() < until: pass
        return {"outputs": ["fine"]}
    """
    async with handler(tmp_path, code, limits=Limits(cpu=1.0, turn_timeout=60)) as process:
        for _ in range(3):
            assert await answer(process, argument=0.5) == {"outputs": ["fine"]}
        failed = await failure(process, argument=600)
        assert (failed.kind, failed.alive) == (FailureKind.EXITED, False)
        assert "limits.cpu" in failed.message


@pytest.mark.requirement("hostile", "turn-bounded")
@pytest.mark.parametrize(
    "part", ['{"outputs": ["x"]}', '{"status": "still here"}', '{"outputs": ["x"], "append": False}']
)
async def test_a_million_partial_outputs_are_no_million_of_anything(part: str, tmp_path: Path) -> None:
    """Those that add up end the turn; those that replace each other are read to the end."""
    code = f"""
    def initialize(): return {{}}
    def on_input(data):
        part = {part}
        for _ in range(data): yield part
        yield {{"outputs": ["the end"], "next_inputs": []}}
    """
    async with handler(tmp_path, code, limits=PATIENT) as process:
        found = await frames(process, argument=1_000_000 if "append" not in part and "outputs" in part else 100_000)
        last = found[-1]
        if '"x"]}' in part:
            assert isinstance(last, Failure)
            assert "shows more than 10,000 parts in one turn" in last.message
            assert len(found) <= 10_001
        else:
            assert isinstance(last, Part)
            assert last.response["outputs"] == ["the end"]
