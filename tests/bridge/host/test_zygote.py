"""Sessions are forked from a process that has their agent's imports, and are as much their own as any other."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import structlog

from bridge.host.local import LocalHost
from bridge.host.port import FailureKind, Limits, Preload, Process, Program
from tests.bridge.host.handlers import Beacon, answer, failure, handler, program

PLACE = """
import os, sys
early = "wave" in sys.modules
import wave
def on_input(data): return {"outputs": [os.getppid(), os.getpid(), early]}
"""


@asynccontextmanager
async def hosting() -> AsyncGenerator[LocalHost]:
    host = LocalHost({})
    try:
        yield host
    finally:
        await host.close()


async def outputs(process: Process, argument: object = None) -> list[Any]:
    return (await answer(process, argument=argument))["outputs"]


async def gone(pid: int) -> None:
    """Wait until a process has ended."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(handle, ended.set)
    await ended.wait()
    asyncio.get_running_loop().remove_reader(handle)
    os.close(handle)


async def ahead(parent: int, sessions: set[int]) -> int:
    """The process that waits for its conversation, once it is there."""
    async with asyncio.timeout(20):
        while not (waiting := children(parent) - sessions):  # noqa: ASYNC110 - a fork is no event
            await asyncio.sleep(0)
    (one,) = waiting
    return one


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()}


def refusals(entries: list[Any]) -> list[str]:
    return [entry["reason"] for entry in entries if entry["event"] == "agent_not_preloaded"]


@pytest.mark.requirement("preload")
async def test_sessions_are_forked_from_one_process_with_the_imports(tmp_path: Path) -> None:
    """Two sessions have the same parent, which is not the bridge, and find imported what their agent imports."""
    async with hosting() as host:
        agent = program(tmp_path, PLACE)
        one, two = [await outputs(await host.start(agent)) for _ in range(2)]
        (alone,) = [await outputs(await host.start(replace(agent, preload=Preload.OFF)))]
    assert one[0] == two[0] != os.getpid()
    assert one[1] != two[1]
    assert (one[2], two[2], alone[2]) == (True, True, False)
    assert alone[0] == os.getpid()


@pytest.mark.requirement("preload")
async def test_what_the_agents_own_modules_import_is_there_too(tmp_path: Path) -> None:
    """Packages, relative imports, parts of a module and what stands under conditions; nothing from functions."""
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "__init__.py").write_text("from .first import x\n", encoding="utf-8")
    (tmp_path / "steps" / "first.py").write_text("from xml import sax\nx = 1\n", encoding="utf-8")
    source = """
    import sys
    early = [name for name in ("xml.sax", "wave", "cgitb", "poplib", "nntplib", "imaplib") if name in sys.modules]
    import steps
    try: import wave
    except ImportError: pass
    if sys.platform:
        import poplib
    from typing import TYPE_CHECKING
    if TYPE_CHECKING: import imaplib
    def on_input(data):
        import cgitb
        return {"outputs": early}
    import nowhere_to_be_found if False else wave
    """
    harmless = "try: import nowhere\nexcept ImportError: pass"
    source = source.replace("import nowhere_to_be_found if False else wave", harmless)
    async with handler(tmp_path, "\n".join(line.removeprefix("    ") for line in source.splitlines())) as process:
        assert await outputs(process) == ["xml.sax", "wave", "poplib"]


@pytest.mark.requirement("preload-afresh")
async def test_the_agents_own_files_run_in_every_session(tmp_path: Path) -> None:
    """`handler_io.py` and the modules beside it, also one that is named as a module that a library has imported."""
    (tmp_path / "own.py").write_text("import os\npid = os.getpid()\n", encoding="utf-8")
    (tmp_path / "queue.py").write_text("mine = True\n", encoding="utf-8")
    source = """
    import logging.handlers, os, own, queue
    pid = os.getpid()
    def on_input(data): return {"outputs": [pid, own.pid, os.getpid(), hasattr(queue, "mine")]}
    """
    async with hosting() as host:
        agent = program(tmp_path, source)
        for process in (await host.start(agent), await host.start(agent)):
            mine, its, now, shadowed = await outputs(process)
            assert (mine, its, shadowed) == (now, now, True)


@pytest.mark.requirement("preload-afresh")
async def test_a_module_that_is_preloaded_is_copied(tmp_path: Path) -> None:
    """With `preload = "module"` the file runs once; no session sees what another did with its globals."""
    source = "import os\nseen = [os.getpid()]\ndef on_input(data):\n  seen.append(data)\n  return {'outputs': seen}\n"
    async with hosting() as host:
        agent = program(tmp_path, source, preload=Preload.MODULE)
        one, two = await host.start(agent), await host.start(agent)
        (maker, first), (again, second) = await outputs(one, 1), await outputs(two, 2)
    assert (maker, first, second) == (again, 1, 2)


@pytest.mark.requirement("preload-random")
async def test_no_two_sessions_draw_the_same_numbers(tmp_path: Path) -> None:
    """Neither from `random` nor from numpy's global generator."""
    source = """
    import random
    import numpy
    def on_input(data): return {"outputs": [random.random(), numpy.random.rand(), numpy.random.randn()]}
    """
    async with hosting() as host:
        agent = program(tmp_path, source)
        drawn = [await outputs(await host.start(agent)) for _ in range(3)]
    assert len({number for numbers in drawn for number in numbers}) == 9


async def test_the_settings_of_the_imports_are_not_the_sessions(tmp_path: Path) -> None:
    """Numerical libraries begin without threads; the agent's code finds the environment that it was given."""
    source = "import numpy, os\ndef on_input(data): return {'outputs': [dict(os.environ)]}\n"
    async with handler(tmp_path, source, environment={"OMP_NUM_THREADS": "1", "A": "b"}) as process:
        (seen,) = await outputs(process)
    assert {name: value for name, value in seen.items() if name != "LC_CTYPE"} == {"OMP_NUM_THREADS": "1", "A": "b"}


UNSAFE = {
    "a thread": ("import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()", "1 threads"),
    "a GPU library": ("import sys\nsys.modules['cupy'] = sys", "it imports cupy, whose driver"),
}


@pytest.mark.requirement("preload-unsafe")
@pytest.mark.parametrize(("source", "reason"), UNSAFE.values(), ids=UNSAFE)
async def test_what_must_not_be_forked_is_said_once_and_spawned(source: str, reason: str, tmp_path: Path) -> None:
    """The log names the agent, what was found and what to do; its sessions are programs of their own."""
    source += "\nimport os\ndef on_input(data): return {'outputs': [os.getppid()]}\n"
    with structlog.testing.capture_logs() as entries:
        async with hosting() as host:
            agent = program(tmp_path, source, preload=Preload.MODULE)
            for _ in range(2):
                assert await outputs(await host.start(agent)) == [os.getpid()]
    (said,) = refusals(entries)
    assert reason in said
    assert 'set preload = "off"' in said


BROKEN = {
    "a crash": ("import os; os.abort()", Limits(start_timeout=30), "its imports ended the process: killed by SIG"),
    "an exit": ("import os; os._exit(3)", Limits(start_timeout=30), "its imports ended the process: exit status 3"),
    "a hang": ("import threading; threading.Event().wait()", Limits(start_timeout=0.7), "took longer than 0.7 s"),
}


@pytest.mark.requirement("preload-fallback")
@pytest.mark.parametrize(("body", "limits", "reason"), BROKEN.values(), ids=BROKEN)
async def test_imports_that_break_keep_no_session_from_starting(
    body: str, limits: Limits, reason: str, tmp_path: Path
) -> None:
    """The session is spawned, and what is wrong is its own call's failure; the log has one line."""
    in_zygote = f"os.getppid() == {os.getpid()} and 'zygote' in open('/proc/self/cmdline').read()"
    source = f"import os\nif {in_zygote}:\n {body}\ndef on_input(data): return {{}}\n"
    with structlog.testing.capture_logs() as entries:
        async with hosting() as host:
            agent = program(tmp_path, source, limits=limits, preload=Preload.MODULE)
            for _ in range(2):
                assert await answer(await host.start(agent)) == {}
    (said,) = refusals(entries)
    assert reason in said


@pytest.mark.requirement("preload-fallback")
async def test_an_import_that_fails_is_the_sessions_own_failure(tmp_path: Path) -> None:
    """With its place in the agent's file, as if nothing had been imported ahead."""
    for preload in Preload:
        async with handler(tmp_path, "\nimport nowhere\ndef on_input(data): return {}", preload=preload) as process:
            failed = await failure(process)
            assert (failed.kind, failed.where) == (FailureKind.RAISED, "handler_io.py:2 in <module>")


@pytest.mark.requirement("preload-versions")
async def test_a_change_of_the_code_is_for_new_sessions(tmp_path: Path) -> None:
    """The running session keeps its code; the process it came from ends with it."""
    source = "import os\ndef on_input(data): return {{'outputs': ['{}', os.getppid()]}}\n"
    async with hosting() as host:
        old = await host.start(program(tmp_path, source.format("old")))
        new = await host.start(program(tmp_path, source.format("new!")))
        (said, parent), (says, other) = await outputs(old), await outputs(new)
        assert (said, says) == ("old", "new!")
        assert parent != other
        await old.stop()
        await gone(parent)
        assert (await outputs(new))[0] == "new!"


@pytest.mark.requirement("zygote-lost")
async def test_sessions_outlive_the_process_they_were_forked_from(tmp_path: Path, beacon: Beacon) -> None:
    """Killed from outside, say: they answer, they are stopped with all that is theirs, and new ones start."""
    source = PLACE + "def initialize():\n  os.set_inheritable(os.open('beacon', os.O_WRONLY), True)\n  return {}\n"
    async with hosting() as host:
        agent = program(tmp_path, source)
        process = await host.start(agent)
        await answer(process, "initialize")
        parent, pid, _ = await outputs(process)
        os.kill(parent, signal.SIGKILL)
        await gone(parent)
        at_once = await outputs(await host.start(agent))
        assert at_once[0] != parent  # if the loss was not noticed yet, it has an interpreter of its own
        again = await outputs(await host.start(agent))
        assert again[0] not in (parent, os.getpid())
        assert (await outputs(process))[1] == pid
        await process.stop()
        assert await beacon.lit() == ""


async def test_a_session_that_was_forked_ends_as_a_program_does(tmp_path: Path, beacon: Beacon) -> None:
    """`atexit` functions run, threads are waited for, output is flushed, and what a global holds is let go."""
    source = """
    import atexit, os, sys, tempfile, threading
    held = tempfile.NamedTemporaryFile()
    stop = threading.Event()
    def on_input(data):
        beacon = open("beacon", "w")
        def wait():
            stop.wait()
            beacon.write("thread ")
        threading.Thread(target=wait).start()
        threading.Thread(target=lambda: (threading.main_thread().join(), stop.set())).start()
        atexit.register(beacon.write, "atexit")
        sys.stdout.write("unfinished")
        return {"outputs": [held.name]}
    """
    async with handler(tmp_path, source) as process:
        (held,) = await outputs(process)
        assert Path(held).exists()
        await process.stop()
        assert await beacon.lit() == "thread atexit"
        assert not Path(held).exists()


@pytest.mark.requirement("preload")
async def test_a_session_is_forked_before_anybody_asks_for_it(tmp_path: Path) -> None:
    """It is the next one's; if it was killed meanwhile, the next one gets another."""
    async with hosting() as host:
        agent = program(tmp_path, PLACE)
        parent, first, _ = await outputs(await host.start(agent))
        waiting = await ahead(parent, {first})
        _, second, _ = await outputs(await host.start(agent))
        killed = await ahead(parent, {first, second})
        os.kill(killed, signal.SIGKILL)
        await gone(killed)
        other, third, _ = await outputs(await host.start(agent))
    assert second == waiting
    assert other == parent
    assert third not in (first, second, killed)


@pytest.mark.requirement("preload")
async def test_a_bridge_with_thousands_of_open_files_forks_as_well(tmp_path: Path) -> None:
    """Its end of a socket keeps its number in the process, and `select` takes none above a thousand."""
    async with hosting() as host:
        with ExitStack() as stack:
            for _ in range(1100):
                stack.callback(os.close, os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC))
            agent = program(tmp_path, PLACE)
            parents = {(await outputs(await host.start(agent)))[0] for _ in range(3)}
    assert len(parents) == 1
    assert os.getpid() not in parents


async def test_one_process_serves_all_sessions_that_begin_at_once(tmp_path: Path) -> None:
    """However many ask while it starts."""
    async with hosting() as host:
        agent: Program = program(tmp_path, PLACE)
        processes = await asyncio.gather(*(host.start(agent) for _ in range(20)))
        parents = {(await outputs(process))[0] for process in processes}
    assert len(parents) == 1
