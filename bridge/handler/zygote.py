"""A process that has imported what an agent imports, and forks one process per conversation from that.

One is always forked ahead, and waits: who asks for a conversation does not wait for the fork.

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
    from typing import Any


def serve(fd: int, options: dict[str, Any]) -> None:
    """Import, greet, then fork until the bridge closes the socket."""
    confine.harden(os.getpid())
    unsafe = preload(options["folder"], options["file"], options["module"])
    packing.pack()
    _import_ours()
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


LATER = ("__init__.py", "boot.py", "asking.py", "interaction.py", "tasks.py")
"""What few conversations need: it would lie among what all of them write to."""


def _import_ours() -> None:
    """After the agent's imports, and so beside each other: what conversations write to."""
    for file in sorted(os.listdir(os.path.dirname(os.path.abspath(__file__)))):
        if file.endswith(".py") and file not in LATER:
            importlib.import_module("%s.%s" % (__package__, file[:-3]))
