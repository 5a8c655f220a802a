"""When the next process is forked, and what becomes of one that cannot be what it was forked for."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridge.handler import boot
from bridge.handler.forking import Zygote

GARBAGE = """
import array, os, socket, sys, types
package = types.ModuleType("_chatbridge_handler"); package.__path__ = [sys.argv[1]]
sys.modules["_chatbridge_handler"] = package
from _chatbridge_handler import forking
control, _ = socket.socketpair()
spare = forking.Zygote(control)._forked()
print("forked", flush=True)
spare.hand_over(b"garbage", array.array("i", (1, 2)))
print("it ended with", os.WEXITSTATUS(os.waitpid(spare.pid, 0)[1]))
"""


@pytest.fixture
def control() -> Iterator[tuple[socket.socket, socket.socket]]:
    bridge, zygote = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with bridge, zygote:
        yield bridge, zygote


@pytest.mark.requirement("preload")
def test_while_a_conversation_begins_only_what_the_bridge_asks_for_is_done(
    control: tuple[socket.socket, socket.socket],
) -> None:
    """The fork of the next one would take its processor. It comes when it has had its time, if nobody asks before."""
    bridge, end = control
    zygote = Zygote(end)
    zygote._begun = time.monotonic()
    assert not zygote._asked_while_one_begins(), "its time is over"
    bridge.send(b"{}")
    assert not zygote._asked_while_one_begins(), "it is over before one looks"
    zygote._begun = time.monotonic() + 3600
    assert zygote._asked_while_one_begins()


@pytest.mark.requirement("preload")
def test_a_process_that_cannot_be_a_conversation_says_why_and_ends() -> None:
    """Nobody else would hear of it."""
    command = [sys.executable, "-I", "-c", GARBAGE, str(Path(boot.__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "JSONDecodeError" in done.stderr
    assert done.stdout.splitlines() == ["forked", "it ended with 1"]
