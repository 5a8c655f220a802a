"""When a conversation's handler is saved and how it comes back; the folder of its state is one process's at a time.

Guarantee: an older snapshot never takes the place of a newer one.
"""

from __future__ import annotations

import fcntl
import os
import signal
import sys
import threading
import time

from . import snapshot, state
from .snapshot import Snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .answer import Answer

QUICK = 0.005
"""Seconds a saving may take after each turn before a fork does it, which costs some itself."""
LOCK = "lock"
PREDECESSOR = 35.0
"""Seconds that the process before this one gets to finish its turn: a little more than it gives itself."""
LOOK = 0.01


class Memory:
    """The state folder of this process's conversation."""

    def __init__(self, options: dict[str, Any]) -> None:
        """Take the folder for this process alone."""
        self._folder: str = options["state"]
        self._agent: str = options["folder"]
        self._version: str = options["version"]
        self._most: int = options["state_bytes"]
        self._seconds = 0.0
        self._child = 0
        if not os.access(self._folder, os.F_OK):
            os.makedirs(self._folder, 0o700, exist_ok=True)
        self._lock = os.open(os.path.join(self._folder, LOCK), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._take()

    def load(self) -> tuple[Snapshot | None, str]:
        """What was saved, and why its state cannot be used, or ""."""
        return snapshot.read(self._folder, self._version)

    def after_turn(self, answer: Answer, kind: Callable[[], str]) -> None:
        """Save without keeping anybody waiting: what takes long is done in a fork."""
        if self._seconds < QUICK or threading.active_count() > 1 or not self._forked(answer, kind):
            self.save(answer, kind, synced=False)

    def save(self, answer: Answer | None, kind: Callable[[], str], *, synced: bool = True) -> dict[str, Any]:
        """Save, and return what became of it: `size`, `lost` and `problem`. `kind` says how the handler is kept.

        After each turn it is not `synced`: the disk would have other conversations wait. A process that is killed loses
        nothing by that; a machine that loses its power may lose the last turns' state, and has the one before.
        """
        self._wait_for_child()
        began = time.monotonic()
        try:
            kept = self._captured(answer, kind)
            snapshot.write(self._folder, self._version, kept, synced=synced)
        except OSError as error:
            return {"size": 0, "lost": [], "problem": "the state cannot be written: %s" % error}
        self._seconds = time.monotonic() - began
        return {"size": len(kept.state), "lost": kept.lost, "problem": kept.problem}

    def _captured(self, answer: Answer | None, kind_of: Callable[[], str]) -> Snapshot:
        """The snapshot; without the state where that cannot be had, as the last answer counts for itself."""
        lost: list[str] = []
        value, problem, kind = b"", "", state.NONE
        try:
            kind = kind_of()
            value, lost = state.capture(kind, self._agent)
        except Exception as error:
            problem = "the state cannot be kept: %s: %s" % (type(error).__name__, error)
        if len(value) > self._most:
            problem = "the state has {:,} bytes, more than the {:,} of limits.state_bytes".format(
                len(value), self._most
            )
        if problem:
            value, kind = b"", state.NONE
        whole = answer is not None and answer.whole
        return Snapshot(
            turn=answer.turn if answer is not None and whole else "",
            kind=kind,
            lost=lost,
            answer=answer.frames if answer is not None and whole else [],
            state=value,
            problem=problem,
        )

    def _forked(self, answer: Answer, kind: Callable[[], str]) -> bool:
        """Save in a child, one at a time; whether there is one."""
        self._wait_for_child()
        try:
            self._child = os.fork()
        except OSError:
            return False
        if self._child == 0:
            status = 1
            try:
                status = 1 if self.save(answer, kind, synced=False)["problem"] else 0
            finally:
                os._exit(status)
        return True

    def _wait_for_child(self) -> None:
        if self._child:
            try:
                os.waitpid(self._child, 0)
            except ChildProcessError:
                pass  # the agent waits for all of its children
            self._child = 0

    # ── the folder ────────────────────────────────────────────────────────────────────────────────────────────────────

    def _take(self) -> None:
        """Wait for the process before us, which may be finishing a turn although its bridge is gone; then end it."""
        until = time.monotonic() + PREDECESSOR
        while not self._locked():
            if time.monotonic() > until:
                self._end_predecessor()
                until += 1.0
            time.sleep(LOOK)
        os.ftruncate(self._lock, 0)
        os.write(self._lock, ("%d %s" % (os.getpid(), _started(os.getpid()))).encode())

    def _locked(self) -> bool:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _end_predecessor(self) -> None:
        pid, _, started = os.pread(self._lock, 100, 0).decode().partition(" ")
        if pid.isdigit() and started and _started(int(pid)) == started:
            sys.stderr.write("chatbridge: process %s of this conversation did not end, and is killed\n" % pid)
            os.killpg(int(pid), signal.SIGKILL)

    def close(self) -> None:
        """Let go of the folder."""
        lock, self._lock = self._lock, -1
        if lock >= 0:
            os.close(lock)


def _started(pid: int) -> str:
    """When the process began, as the kernel counts; "" if it is not there."""
    try:
        fd = os.open("/proc/%d/stat" % pid, os.O_RDONLY | os.O_CLOEXEC)  # a file object would copy pages (`state`)
    except OSError:
        return ""
    try:
        return os.read(fd, 4096).rpartition(b")")[2].split()[19].decode()
    except (OSError, IndexError):
        return ""
    finally:
        os.close(fd)
