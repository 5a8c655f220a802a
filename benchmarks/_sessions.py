"""Agents for the benchmarks of sessions, and how much memory a process has for itself."""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bridge.host.local import LocalHost
from bridge.host.port import Part, Process, Program

ECHO = """\
{imports}
count = 0
def initialize(): return {{"outputs": ["ready"], "next_inputs": [{{"name": "message", "type": "string"}}]}}
def on_input(data):
    global count
    count += 1
    return {{"outputs": [f"{{count}}: {{data['message']}}"], "next_inputs": [{{"name": "message", "type": "string"}}]}}
"""
AGENTS = {"echo": "", "pandas": "import numpy, pandas"}


def agent(folder: Path, name: str) -> Program:
    """An agent that echoes; `pandas` imports pandas and numpy first."""
    place = folder / name
    place.mkdir(exist_ok=True)
    (place / "handler_io.py").write_text(ECHO.format(imports=AGENTS[name]), encoding="utf-8")
    (place / "interactive.json").write_text(
        json.dumps({"interactive_name": name, "version": "1.0.0"}), encoding="utf-8"
    )
    return Program(name=name, folder=place, python=Path(sys.executable))


async def answer(process: Process, function: str, argument: object = None, turn: str = "turn") -> None:
    """One turn of a session, which has to work."""
    async for frame in process.call(function, argument, turn):
        assert isinstance(frame, Part), frame


async def started(host: LocalHost, program: Program, state: Path) -> Process:
    """A session that has greeted."""
    process = await host.start(program, state)
    await answer(process, "initialize")
    return process


def proportional(pids: list[int]) -> float:
    """MiB that these processes have for themselves, pages they share counted in parts (proc(5), smaps_rollup)."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except (ProcessLookupError, FileNotFoundError):
            continue  # it has ended, and has no memory any more
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


def children(pid: int) -> list[int]:
    """The processes below this one, all the way down; without those that have just ended."""
    below = [int(child) for task in _tasks(pid) for child in task.split()]
    return [each for child in below for each in (child, *children(child))]


def _tasks(pid: int) -> Iterator[str]:
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            yield (task / "children").read_text(encoding="ascii")
