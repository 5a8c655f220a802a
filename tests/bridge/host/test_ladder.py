"""Ending a process: asked, terminated, killed; with everything it started, and the log says how far it went."""

from pathlib import Path

import pytest
import structlog

from bridge.host.port import Limits, Preload
from tests.bridge.host.handlers import Beacon, answer, failure, handler

PRELUDE = """
import os, signal, subprocess, sys, threading, time
def lit(word="lit"):
    beacon = os.open("beacon", os.O_WRONLY)
    os.set_inheritable(beacon, True)
    os.write(beacon, word.encode())
SLEEPER = [sys.executable, "-c", "import time; time.sleep(1000)"]  # the agent
"""
SHORT = Limits(turn_timeout=0.3, start_timeout=30, stop_grace=0.05)

RUNGS = {
    "itself": "def on_input(data): return {}",
    "TERM": "def on_input(data):\n while True:\n  try: time.sleep(1000)  # the agent\n  except BaseException: pass",
    "KILL": """\
def on_input(data):
 signal.signal(signal.SIGTERM, signal.SIG_IGN)
 while True:
  try: time.sleep(1000)  # the agent
  except BaseException: pass""",
}


@pytest.mark.requirement("ladder")
@pytest.mark.parametrize(("rung", "source"), RUNGS.items(), ids=RUNGS)
async def test_the_log_says_how_far_it_went_and_how_long_it_took(rung: str, source: str, tmp_path: Path) -> None:
    """The last rung that was needed, and seconds."""
    with structlog.testing.capture_logs() as entries:
        async with handler(tmp_path, PRELUDE + source, limits=SHORT) as process:
            await (answer(process) if rung == "itself" else failure(process))
            await process.stop()
    (ended,) = [entry for entry in entries if entry["event"] == "agent_ended" and entry["process"] != "zygote"]
    assert (ended["agent"], ended["by"]) == ("tested", rung)
    assert ended["seconds"] < {"itself": 1.0, "TERM": 1.5, "KILL": 5.0}[rung]


ESCAPES: dict[str, str] = {
    "a program in a session of its own": "subprocess.Popen(SLEEPER, close_fds=False, start_new_session=True)",
    "a fork of a fork": """
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0: time.sleep(1000)  # the agent
        os._exit(0)
    os.wait()""",
    "one that ignores TERM": """
    if os.fork() == 0:
        os.setsid()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(1000)  # the agent""",
}
ENDINGS = {"stopped": "return {}", "that hangs": "threading.Event().wait()"}


@pytest.mark.requirement("escaped")
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("escape", ESCAPES.values(), ids=ESCAPES)
async def test_what_left_the_group_ends_too(escape: str, ending: str, tmp_path: Path, beacon: Beacon) -> None:
    """Whoever calls setsid stays below the process that it came from."""
    source = f"{PRELUDE}def on_input(data):\n    lit()\n    {escape}\n    {ending}\n"
    async with handler(tmp_path, source, limits=SHORT) as process:
        await (answer(process) if "return" in ending else failure(process))
        assert await beacon.lit() == "lit"
        await process.stop()
        assert await beacon.lit() == ""


BOMB = """
def on_input(data):
    lit()
    for _ in range(7):  # at most 128 of them: the test's own bound
        try:
            if os.fork() == 0: os.setpgrp()
        except OSError: pass
    while True:
        try: time.sleep(1000)  # the agent
        except BaseException: pass
"""


@pytest.mark.requirement("ladder", "hostile")
async def test_a_fork_bomb_is_ended_whole(tmp_path: Path, beacon: Beacon) -> None:
    """Processes that multiply, in groups of their own: none is left."""
    async with handler(tmp_path, PRELUDE + BOMB, limits=SHORT) as process:
        failed = await failure(process)
        assert not failed.alive
        assert await beacon.lit() == "lit"
        assert await beacon.lit() == ""


@pytest.mark.requirement("escaped")
async def test_what_an_ended_process_left_behind_is_found(tmp_path: Path, beacon: Beacon, preload: Preload) -> None:
    """A handler that ends by itself leaves a daemon: its zygote or its control group knows it."""
    source = f"{PRELUDE}def on_input(data):\n    lit()\n    {ESCAPES['a fork of a fork']}\n    os._exit(3)\n"
    async with handler(tmp_path, source) as process:
        assert (await failure(process)).message == "exit status 3"
        assert await beacon.lit() == "lit"
        if preload is Preload.OFF:
            return  # without control groups nobody can tell whose it was (`containment.enforced`)
        assert await beacon.lit() == ""
