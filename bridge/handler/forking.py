"""Fork a process per conversation, one of them ahead, and reap it when the bridge says so.

What is touched between the fork and the first turn is copied for each conversation: as little as can be.
"""

from __future__ import annotations

import array
import gc
import json
import os
import select
import signal
import socket
import sys
import time

from . import serve as conversation
from .reseeding import Reseeding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, NoReturn

PACKET = 1 << 17
"""Bytes of a request: what a conversation is told, with a model's form."""
FDS = 2
BEGINNING = 0.003
"""Seconds that a conversation has to begin in, before the next is forked ahead: that would take its processor."""


class Zygote:
    """The conversations that were forked and not reaped yet."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._known = set(_children())  # what the imports started
        self._reseeding = Reseeding()
        self._spare: Spare | None = None
        self._begun = 0.0  # when the last one did
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def run(self) -> None:
        """Answer the bridge until it is gone."""
        while True:
            if self._spare is None and not self._asked_while_one_begins():
                self._fork_ahead()
            text, fds = received(self._control)
            if not text:
                return
            request = json.loads(text.decode())
            answer = self._reap(request["reap"]) if "reap" in request else self._begin(text, fds)
            self._control.send(json.dumps(answer).encode())

    def _begin(self, request: bytes, fds: array.array[int]) -> dict[str, object]:
        """Hand the request to the process that waits for it; to another one if that has been killed."""
        try:
            return {"pid": self._handed_over(request, fds)}
        except OSError as error:
            return {"error": str(error)}
        finally:
            self._begun = time.monotonic()
            for fd in fds:
                os.close(fd)

    def _handed_over(self, request: bytes, fds: array.array[int]) -> int:
        if self._spare is not None:
            spare, self._spare = self._spare, None
            try:
                spare.hand_over(request, fds)
            except OSError:
                self._reap(spare.pid)  # somebody has killed it
            else:
                return spare.pid
        spare = self._forked()
        spare.hand_over(request, fds)
        return spare.pid

    def _asked_while_one_begins(self) -> bool:
        """Wait until it has begun, or the bridge asks for something else; whether it does."""
        left = self._begun + BEGINNING - time.monotonic()
        return left > 0 and bool(self._poll.poll(left * 1000))

    def _fork_ahead(self) -> None:
        try:
            self._spare = self._forked()
        except OSError:
            pass  # who asks next is told, if it is still so

    def _forked(self) -> Spare:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            pid = os.fork()
        except OSError:
            ours.close()
            theirs.close()
            raise
        if pid == 0:
            os.close(self._control.fileno())  # the objects' own way touches more
            os.close(ours.fileno())
            _wait(theirs, self._reseeding)
        theirs.close()
        self._known.add(pid)
        return Spare(pid, ours)

    def _reap(self, pid: int) -> dict[str, object]:
        self._known.discard(pid)
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            return {"status": None}
        self._end_orphans()
        return {"status": -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)}

    def _end_orphans(self) -> None:
        """Kill what is our child and was not forked here, and what that leaves behind in turn."""
        while True:
            orphans = [pid for pid in _children() if pid not in self._known]
            if not orphans:
                return
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
            for pid in orphans:
                os.waitpid(pid, 0)


class Spare:
    """A process that waits for its conversation."""

    def __init__(self, pid: int, told: socket.socket) -> None:
        self.pid = pid
        self._told = told

    def hand_over(self, request: bytes, fds: array.array[int]) -> None:
        """Let it begin.

        Raises:
            OSError: it is gone.
        """
        with self._told:
            self._told.sendmsg([request], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])


def received(wire: socket.socket) -> tuple[bytes, array.array[int]]:
    """The next packet and the file descriptors that came with it."""
    space = socket.CMSG_LEN(FDS * array.array("i").itemsize)
    text, given, _, _ = wire.recvmsg(PACKET, space, socket.MSG_CMSG_CLOEXEC)
    fds = array.array("i")
    for _, _, data in given:
        fds.frombytes(data)
    return text, fds


def _wait(told: socket.socket, reseeding: Reseeding) -> NoReturn:
    """Wait to be the process of a conversation; for nothing, if the zygote ends before. What can be is done ahead."""
    status = 1
    try:
        os.setsid()
        reseeding.now()
        gc.enable()
        text, fds = received(told)
        os.close(told.fileno())
        status = _converse(json.loads(text.decode())["fork"], *fds) if text else 0
    except BaseException:
        sys.excepthook(*sys.exc_info())  # pyright: ignore[reportArgumentType]
    finally:
        os._exit(status)


def _children() -> list[int]:
    try:
        with open("/proc/self/task/%d/children" % os.getpid(), "rb") as file:
            return [int(pid) for pid in file.read().split()]
    except OSError:
        return []  # a kernel without this list


def _converse(options: dict[str, Any], wire: int, output: int) -> int:
    """Run a conversation as a program of its own would, and return its exit status.

    What is touched here is copied for each of them: as little as can be.
    """
    status = 0
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)
    try:
        os.chdir(options["folder"])
        conversation.serve(wire, options)
    except SystemExit as end:
        status = _status(end.code)
    except BaseException:
        sys.excepthook(*sys.exc_info())  # pyright: ignore[reportArgumentType]
        status = 1
    _finish()
    return status


def _status(code: object) -> int:
    """As the interpreter understands what `sys.exit` was given."""
    if code is None or isinstance(code, int):
        return (code or 0) & 0xFF
    sys.stderr.write("%s\n" % (code,))
    return 1


def _finish() -> None:
    """What an interpreter does at its end that an agent may count on; taking all modules apart is left out.

    That would copy every page of the libraries that the conversations share.
    """
    import atexit
    import threading

    wait_for_threads: Any = threading._shutdown  # pyright: ignore[reportAttributeAccessIssue]
    for step in (wait_for_threads, atexit._run_exitfuncs, _forget, sys.stdout.flush, sys.stderr.flush):
        try:
            step()
        except BaseException:
            sys.excepthook(*sys.exc_info())  # pyright: ignore[reportArgumentType]


def _forget() -> None:
    """Let go of what the agent's own module holds: a temporary file, say, deletes itself."""
    module = sys.modules.pop("handler_io", None)
    if module is not None:
        module.__dict__.clear()
