"""Play a conversation before any is forked.

What runs for the first time writes beside its code how often it ran (PEP 659), and into a table which method a name
means: after a rehearsal that has been written, and the pages stay shared.
"""

from __future__ import annotations

import array
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
import types

from . import forking
from .encoding import encode
from .memory import Memory
from .serve import Agent
from .state import HANDLER
from .wire import Wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TIMES = 16
"""Twice as many as Python counts until it knows a function."""
ANSWER = {"outputs": ["ready"], "next_inputs": [{"name": "message", "type": "string", "required": True}]}
INPUT = {"message": "hello", "number": 1.5, "chosen": ["a"]}
TURNS = (("initialize", None), ("on_input", INPUT))


def rehearse() -> None:
    """Play it with a handler of ours in the place of the agent's. Everything else is as it was before."""
    handler: Any = types.ModuleType(HANDLER)
    handler.initialize = lambda: ANSWER
    handler.on_input = lambda data: ANSWER
    handler.count = 0
    folder = tempfile.mkdtemp(prefix="chatbridge-")
    at_signal = signal.getsignal(signal.SIGIO)
    preloaded = sys.modules.pop(HANDLER, None)
    sys.modules[HANDLER] = handler
    try:
        for number in range(TIMES):
            _play(os.path.join(folder, str(number)))
    except Exception as error:
        sys.stderr.write("chatbridge: the rehearsal failed, so sessions share less memory: %r\n" % (error,))
    finally:
        del sys.modules[HANDLER]
        if preloaded is not None:
            sys.modules[HANDLER] = preloaded
        signal.signal(signal.SIGIO, at_signal)
        shutil.rmtree(folder, ignore_errors=True)


def _play(folder: str) -> None:
    _fork()
    _hand_over()
    bridge, wire = (Wire(end.detach()) for end in socket.socketpair())
    options = {"folder": folder, "state": folder, "version": "", "output_bytes": 1 << 20, "state_bytes": 1 << 20}
    memory = Memory(options)
    agent = Agent(wire, dict(options, limits={"cpu": 0}, save_turns=True), memory)
    try:
        wire.send(encode({"ready": ""}))
        bridge.receive()
        for name, argument in TURNS:
            bridge.send(encode({"call": name, "argument": argument, "turn": ""}))
            frame: Any = agent.next_frame()
            agent.call(frame["call"], frame["argument"], frame["turn"])
            bridge.receive()
    finally:
        memory.close()
        wire.close()
        bridge.close()


def _fork() -> None:
    """What runs in a fork before anything of ours. There is one thread here as well, so it changes nothing."""
    random.seed()
    after_fork: Callable[[], object] | None = getattr(threading, "_after_fork", None)
    if after_fork is not None:
        after_fork()


def _hand_over() -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        forking.Spare(0, ours).hand_over(b"{}", array.array("i", (theirs.fileno(), theirs.fileno())))
        _, fds = forking.received(theirs)
    for fd in fds:
        os.close(fd)
