"""A handler keeps to itself: neither the bridge, nor its zygote, nor another session is within its reach."""

import os
from pathlib import Path

import pytest

from bridge.host.local import LocalHost
from tests.bridge.host.handlers import answer, program

REACHING = """
import os, signal
def initialize(): return {}
def tried(what, *arguments):
    try: return repr(what(*arguments))
    except OSError as error: return type(error).__name__
def on_input(data):
    bridge, other, parent = data
    return {"outputs": [
        tried(os.kill, bridge, signal.SIGTERM), tried(os.killpg, os.getpgid(bridge), signal.SIGTERM),
        tried(os.kill, parent or os.getppid(), signal.SIGKILL),
        tried(os.killpg, os.getpgid(os.getppid()), signal.SIGKILL),
        tried(os.kill, other, signal.SIGKILL), tried(os.kill, -1, signal.SIGKILL),
        tried(lambda: open(f"/proc/{bridge}/environ").read()), tried(lambda: open(f"/proc/{bridge}/mem", "rb").read(1)),
        tried(lambda: open(f"/proc/{other}/environ").read()), os.environ.get("SLACK_BOT_TOKEN"),
        tried(lambda: "xoxb-secret" in open(f"/proc/{os.getppid()}/environ").read()),
    ]}
"""


@pytest.mark.requirement("apart", "environment", "hostile")
async def test_a_handler_reaches_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Signals, memory and environment: the bridge goes on, and so does the other session."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    host = LocalHost({})
    try:
        agent = program(tmp_path, REACHING)
        hostile, other = await host.start(agent), await host.start(agent)
        pid = other._child._starting.result().pid  # pyright: ignore[reportAttributeAccessIssue]
        found = (await answer(hostile, argument=[os.getpid(), pid, 0]))["outputs"]
        assert found == [*["PermissionError"] * 9, None, "PermissionError"]
        assert (await answer(other, argument=[os.getpid(), os.getpid(), 0]))["outputs"] == found
        assert (await answer(await host.start(agent), argument=[os.getpid(), pid, 0]))["outputs"] == found
    finally:
        await host.close()
