"""The processes below a process, wherever they went: another group or session does not take them out of it.

Reads `/proc` and blocks for microseconds a process: to be called in a thread.
"""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

PROC = Path("/proc")
START_TIME = 19
"""Where the start time stands in `/proc/PID/stat`, counted behind the name, which may hold anything."""


class Known(NamedTuple):
    """A process that is not mistaken for a later one with its number."""

    pid: int
    started: int


def below(pid: int) -> list[Known]:
    """Return the descendants of a process, parents first. Nothing where the kernel keeps no list of them."""
    found: list[Known] = []
    asked = [pid]
    for parent in asked:
        for child in _children(parent):
            started = _started(child)
            if started is not None and child not in asked:
                found.append(Known(child, started))
                asked.append(child)
    return found


def kill(pid: int) -> int:
    """Kill a process and all below it, however fast they multiply; return how many that were.

    Each is stopped first: what is stopped begins no other. They are killed once no new one is found.
    """
    stopped = {pid}
    _signal((pid,), signal.SIGSTOP)
    while new := [known.pid for known in below(pid) if known.pid not in stopped]:
        _signal(new, signal.SIGSTOP)
        stopped.update(new)
    _signal(stopped, signal.SIGKILL)
    return len(stopped)


def kill_known(processes: Iterable[Known]) -> int:
    """Kill those of them that still run, and all below them; return how many that were."""
    return sum(kill(known.pid) for known in processes if _started(known.pid) == known.started)


def _children(pid: int) -> list[int]:
    try:
        tasks = list((PROC / str(pid) / "task").iterdir())
    except OSError:
        return []
    found: list[int] = []
    for task in tasks:
        with suppress(OSError):
            found.extend(map(int, (task / "children").read_bytes().split()))
    return found


def _started(pid: int) -> int | None:
    """When it started, in ticks; None if it has ended."""
    try:
        words = (PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()
    except OSError:
        return None
    return None if words[0] in (b"Z", b"X") else int(words[START_TIME])


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)
