"""A process that has imported what an agent imports, and forks one process per conversation from that.

One is forked ahead when no other is just beginning, and waits: who asks for a conversation does not wait for the fork.

It speaks with the bridge over a socket of packets, each a JSON object:

    → {"fork": options} with two file descriptors, the wire and the output    ← {"pid": number} or {"error": text}
    → {"reap": pid}                                                           ← {"status": number}

A conversation that has ended is reaped when the bridge says so, not before: its number names its group until then.
What such a conversation leaves behind comes here, and is killed. Ends when the bridge does; its conversations go on.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import socket
import sys

from . import confine, packing
from .preload import preload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def serve(fd: int, options: dict[str, Any]) -> None:
    """Import, greet, then fork until the bridge closes the socket."""
    confine.harden(os.getpid())
    unsafe = preload(options["folder"], options["file"], options["module"])
    _import_ours(RARE)
    packing.pack()
    _import_ours(_all_ours())
    from . import forking, rehearsal, state

    state.look_around(options["folder"])
    forking.conversation.set_up_streams()
    control = socket.socket(fileno=fd)
    control.set_inheritable(False)
    sys.stdout.flush()
    sys.stderr.flush()
    confine.adopt()
    zygote = forking.Zygote(control)
    rehearsal.rehearse()
    gc.disable()
    gc.freeze()
    try:
        control.send(json.dumps({"ready": sys.version.split()[0], "unsafe": unsafe}).encode())
        zygote.run()
    except OSError:
        pass  # the bridge is gone
    os._exit(0)


LATER = ("__init__", "boot", "asking", "interaction", "tasks")
"""What a conversation imports itself, if it needs it."""
RARE = ("known", "model", "plain", "report", "seccomp")
"""What few conversations need, but then surely, whatever they have used up. It need not lie among what all write to."""


def _all_ours() -> list[str]:
    files = sorted(os.listdir(os.path.dirname(os.path.abspath(__file__))))
    return [file[:-3] for file in files if file.endswith(".py") and file[:-3] not in LATER]


def _import_ours(names: Iterable[str]) -> None:
    """After the agent's imports: what is imported together lies side by side."""
    for name in names:
        importlib.import_module("%s.%s" % (__package__, name))
