"""A handler keeps to itself: neither the bridge, nor its zygote, nor another session is within its reach."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bridge.host import containment
from bridge.host.containment import enforced
from bridge.host.local import LocalHost
from tests.bridge.host.handlers import answer, program

# Signal 0 is refused as any other, and does nothing where it is not: `kill(-1, 9)` would be the end of the tests.
REACHING = """
import os
def tried(what, *arguments):
    try: return repr(what(*arguments))
    except OSError as error: return type(error).__name__
def on_input(data):
    bridge, other = data
    parent = os.getppid()
    return {"outputs": [{
        "the bridge": tried(os.kill, bridge, 0),
        "its group": tried(os.killpg, os.getpgid(bridge), 0),
        "the parent": tried(os.kill, parent, 0),
        "the parent's group": tried(os.killpg, os.getpgid(parent), 0),
        "everything": tried(os.kill, -1, 0),
        "another session": tried(os.kill, other, 0),
        "another session's group": tried(os.killpg, other, 0),
        "the bridge's environment": tried(lambda: open(f"/proc/{bridge}/environ").read()),
        "the bridge's memory": tried(lambda: open(f"/proc/{bridge}/mem", "rb").read(1)),
        "another session's environment": tried(lambda: open(f"/proc/{other}/environ").read()),
        "another session's memory": tried(lambda: open(f"/proc/{other}/mem", "rb").read(1)),
        "itself": tried(os.kill, os.getpid(), 0),
        "its token": repr(os.environ.get("SLACK_BOT_TOKEN")),
        "the parent's token": tried(lambda: "xoxb-secret" in open(f"/proc/{parent}/environ").read()),
    }]}
"""
SPARED = {"the bridge", "its group", "the parent", "the parent's group", "everything"}
SESSIONS = {"another session", "another session's group"}
UNREAD = {
    "the bridge's environment",
    "the bridge's memory",
    "another session's environment",
    "another session's memory",
}


def refused() -> set[str]:
    """What this machine refuses, as the operator is told."""
    told = {bound.what: bound for bound in enforced()}
    signals, reading = told[containment.SIGNALS], told[containment.READING]
    kept_in = SESSIONS if "Landlock" in signals.how else set[str]()
    return (SPARED | kept_in if signals.holds else set()) | (UNREAD if reading.holds else set())


SPARING = """
import os
from bridge.handler import kernel
kernel.give_up_privileges()
kernel.spare({os.getppid(), 0}, {0})
os.kill(0, 0)
os.killpg(0, 0)
for spared in (os.getppid(), -1):
    try:
        os.kill(spared, 0)
    except PermissionError:
        print("refused")
"""


@pytest.mark.requirement("apart")
def test_a_bridge_of_another_namespace_leaves_a_handler_its_own_group() -> None:
    """To a container's processes, those that were put into it from outside have a parent and a group numbered 0."""
    told = subprocess.run([sys.executable, "-c", SPARING], capture_output=True, text=True, start_new_session=True)
    assert (told.stdout, told.stderr) == ("refused\nrefused\n", "")


@pytest.mark.requirement("apart", "environment", "enforced", "hostile")
async def test_a_handler_reaches_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No signal to, and no look into, the bridge, what it was forked from, or another session: what is said holds."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    host = LocalHost({})
    try:
        agent = program(tmp_path, REACHING)
        hostile, other = await host.start(agent), await host.start(agent)
        pid = other._child._starting.result().pid  # pyright: ignore[reportAttributeAccessIssue]
        (found,) = (await answer(hostile, argument=[os.getpid(), pid]))["outputs"]
    finally:
        await host.close()
    expected = await asyncio.to_thread(refused)
    assert {what: found[what] for what in expected} == dict.fromkeys(expected, "PermissionError")
    assert (found["itself"], found["its token"]) == ("None", "None")
    assert found["the parent's token"] in ("PermissionError", "False")
