"""Starting processes: what they are given, what is said when they do not start, and that none is left behind."""

import asyncio
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.errors import HostError
from bridge.host.environment import inheritable
from bridge.host.leader import exits_by_asking
from bridge.host.local import LocalHost
from bridge.host.port import Limits
from tests.bridge.host.handlers import PATIENT, VERSIONS, Beacon, answer, frames, handler, program

ECHO = "seen = []\ndef on_input(data):\n  seen.append(data)\n  return {'outputs': seen}\n"


@pytest.mark.requirement("environment")
async def test_a_handler_sees_no_token_of_the_bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the host was told that every handler gets, and what the operator gave this agent; the latter wins."""
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN", "OPENAI_API_KEY", "PYTHONPATH"):
        monkeypatch.setenv(name, "secret")
    source = "import os\ndef on_input(data): return {'outputs': [dict(os.environ)]}"
    host = LocalHost({"LC_TIME": "de_DE.UTF-8", "HOME": "/home/a"})
    process = await host.start(program(tmp_path, source, environment={"OPENAI_API_KEY": "its own", "HOME": "/b"}))
    (seen,) = (await answer(process))["outputs"]
    await host.close()
    assert "secret" not in seen.values()
    assert (seen["OPENAI_API_KEY"], seen["LC_TIME"], seen["HOME"]) == ("its own", "de_DE.UTF-8", "/b")


@pytest.mark.requirement("environment")
def test_the_environment_is_a_list_of_what_is_allowed() -> None:
    """What is not named is not passed."""
    bridge = {"PATH": "/bin", "HOME": "/home/a", "LC_ALL": "C", "AWS_SECRET_ACCESS_KEY": "x", "LD_PRELOAD": "y"}
    assert inheritable(bridge) == {"PATH": "/bin", "HOME": "/home/a", "LC_ALL": "C"}


async def test_a_handler_inherits_no_open_file(tmp_path: Path) -> None:
    """Besides its standard streams it has the wire, which its own children do not get."""
    source = """
    import os, subprocess, sys
    LIST = "import os; print(*sorted(os.path.realpath('/proc/self/fd/' + fd) for fd in os.listdir('/proc/self/fd')))"
    def on_input(data):
        mine = [os.path.realpath("/proc/self/fd/" + fd) for fd in os.listdir("/proc/self/fd")]
        child = subprocess.run([sys.executable, "-c", LIST], stdout=subprocess.PIPE, universal_newlines=True).stdout
        return {"outputs": [sum("socket:" in file for file in mine), child.count("socket:")]}
    """
    opened = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(opened, True)
    try:
        async with handler(tmp_path, source) as process:
            assert await answer(process) == {"outputs": [1, 0]}
    finally:
        os.close(opened)


async def test_what_does_not_start_is_an_error_that_says_why(tmp_path: Path) -> None:
    """A missing interpreter, one that is no Python, a missing folder, a variable that cannot be, a silent start."""
    agent = program(tmp_path, ECHO)
    silent = tmp_path / "silent"
    silent.write_text("#!/bin/sh\nexec sleep 1000\n", encoding="utf-8")
    silent.chmod(0o755)
    wrong = {
        "/nowhere/python: could not be started .*No such file": replace(agent, python=Path("/nowhere/python")),
        "tested: /bin/false did not become ready: exit status 1; it printed nothing": replace(
            agent, python=Path("/bin/false")
        ),
        "did not become ready: exit status 1; /bin/cat: invalid option": replace(agent, python=Path("/bin/cat")),
        "could not be started in .*/gone: .*No such file": replace(agent, folder=tmp_path / "gone"),
        "could not be started .*null byte": replace(agent, environment={"A": "\0"}),
        r"nothing was heard for 0\.05 s; killed by SIGTERM": replace(
            agent, python=silent, limits=Limits(start_timeout=0.05)
        ),
    }
    host = LocalHost({})
    for message, each in wrong.items():
        with pytest.raises(HostError, match=message):
            await host.start(each)
    assert await answer(await host.start(agent), argument=1) == {"outputs": [1]}
    await host.close()


async def test_a_start_that_is_cancelled_leaves_nothing(tmp_path: Path, beacon: Beacon) -> None:
    """Whenever it is cancelled: before, while and after the process comes up."""
    host = LocalHost({})
    agent = program(tmp_path, ECHO)
    for patience in (0, 0.0005, 0.002, 0.005, 0.01):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(patience):
                await host.start(agent)
    assert await answer(await host.start(agent), argument=1) == {"outputs": [1]}
    await host.close()
    assert _children() == []


async def test_nothing_starts_once_the_host_is_closed(tmp_path: Path) -> None:
    """A session that begins while the bridge stops is told so."""
    host = LocalHost({})
    await host.close()
    with pytest.raises(HostError, match="the bridge is stopping"):
        await host.start(program(tmp_path, ECHO))
    assert _children() == []


async def test_processes_and_files_are_given_back(tmp_path: Path) -> None:
    """Start, talk, stop, many times: no zombie and no file descriptor stays."""
    host = LocalHost({})
    agent = program(tmp_path, ECHO)
    await answer(await host.start(agent))
    await host.close()
    before = _files()
    host = LocalHost({})
    for _ in range(2):
        processes = await asyncio.gather(*(host.start(agent) for _ in range(4)))
        await asyncio.gather(*(answer(process) for process in processes))
        await asyncio.gather(*(process.stop() for process in processes))
    await host.close()
    assert (_files(), _children()) == (before, [])


async def test_the_end_of_a_process_is_noticed_without_pidfds_too() -> None:
    """Where the kernel has none a thread waits, and reaps nothing."""
    process = await asyncio.to_thread(subprocess.Popen, ["cat"], stdin=subprocess.PIPE)
    assert process.stdin is not None
    assert not await exits_by_asking(process.pid, 0.01)
    process.stdin.close()
    assert await exits_by_asking(process.pid, 30)
    assert process.wait() == 0


@pytest.mark.slow
@pytest.mark.requirement("isolation")
async def test_two_hundred_conversations_do_not_hear_each_other(tmp_path: Path) -> None:
    """All start at once and talk at once; each sees only what was said to it, and nothing of them is left."""
    before = _files()
    host = LocalHost({})
    agent = program(tmp_path, ECHO, limits=PATIENT)
    processes = await asyncio.gather(*(host.start(agent) for _ in range(200)))
    for turn in range(2):
        answers = await asyncio.gather(
            *(answer(process, argument=f"{number}.{turn}") for number, process in enumerate(processes))
        )
        said = [[f"{number}.{past}" for past in range(turn + 1)] for number in range(200)]
        assert [each["outputs"] for each in answers] == said
    await host.close()
    assert (_files(), _children()) == (before, [])


@pytest.mark.requirement("feedback")
@pytest.mark.parametrize(
    ("defined", "heard"),
    [
        ("def on_feedback(data): seen.append(data)", ["x"]),
        ("async def on_feedback(data): seen.append(data)", ["x"]),
        ("def on_feedback(data):\n    seen.append(data); yield {'outputs': 'not shown'}", ["x"]),
        ("", []),
    ],
)
async def test_a_handler_that_wants_to_know_what_people_think_is_told(
    tmp_path: Path, defined: str, heard: list[str]
) -> None:
    """Whatever kind of function it is; what it returns is nobody's to see, and one that is not there is no mistake."""
    source = f"seen = []\n{defined}\ndef on_input(data): return {{'outputs': seen}}\n"
    async with handler(tmp_path, source) as process:
        (told,) = await frames(process, "on_feedback", "x")
        assert getattr(told, "response", told) == {}
        assert (await answer(process))["outputs"] == heard


@pytest.mark.requirement("pythons")
@pytest.mark.parametrize("python", {"this one": Path(sys.executable), **VERSIONS}.values(), ids=["this one", *VERSIONS])
async def test_an_agent_may_run_in_an_older_or_newer_python(python: Path, tmp_path: Path) -> None:
    """Python 3.8 and newer, with the standard library only: every kind of function, conversion and report."""
    source = """
    import datetime, sys
    def initialize(conversation_history=None): yield {"outputs": [datetime.date(2024, 2, 29), {1, 2}, float("nan")]}
    async def on_input(data):
        yield {"outputs": [sys.version.split()[0]]}
        raise ValueError("wrong")
    """
    async with handler(tmp_path, source, python=python) as process:
        first, _ = await frames(process, "initialize")
        assert getattr(first, "response", first) == {"outputs": ["2024-02-29", [1, 2], None]}
        first, last = await frames(process)
        version = python.parts[-3] if "versions" in python.parts else sys.version.split()[0]
        assert getattr(first, "response", first) == {"outputs": [version]}
        assert (getattr(last, "message", last), getattr(last, "where", "")) == (
            "ValueError: wrong",
            "handler_io.py:6 in on_input",
        )


def _files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def _children() -> list[str]:
    """The processes this one has started and not taken back, zombies among them."""
    tasks = Path("/proc/self/task").iterdir()
    return [pid for task in tasks for pid in (task / "children").read_text(encoding="utf-8").split()]
