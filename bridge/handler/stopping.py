"""How a running turn is interrupted: the kernel signals SIGIO when the bridge says something, or is gone.

A thread that reads the wire would cost every turn two switches, and forks of agents a warning; a signal costs nothing
until it comes, and interrupts even a sleeping or looping function.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal

TYPE_CHECKING = False  # importing typing would cost more than this module
if TYPE_CHECKING:
    from collections.abc import Callable

EXIT_GRACE = 2
"""Seconds the agent gets to clean up when the bridge is gone, before the kernel ends it."""
FINISH_GRACE = 30
"""Seconds for a turn to finish when the bridge is gone and its answer is kept for the next one."""


class Stopped(GeneratorExit):
    """Raised inside the agent's code where it is, as closing a generator does: `finally` and `with` blocks run."""


class Interrupts:
    """Watches the wire while the agent's code runs. Use as ``with interrupts: agent_code()``.

    Attributes:
        stopped: whether this turn was asked to stop.
        cancel: what to do instead of raising, where the code runs in an event loop.
        abandoned: whether the bridge is gone while the turn goes on: what it answers is kept.
    """

    def __init__(self, fd: int, keeps: bool) -> None:
        """Watch the wire `fd`; `keeps` says that a turn is finished although nobody listens."""
        self._keeps = keeps
        self.abandoned = False
        self._inside = False
        self.stopped = False
        self.cancel: Callable[[], object] | None = None
        self._fd = fd
        signal.signal(signal.SIGIO, self._look)
        fcntl.fcntl(fd, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(fd, fcntl.F_SETFL, fcntl.fcntl(fd, fcntl.F_GETFL) | os.O_ASYNC)

    def begin(self) -> None:
        """A turn begins: nothing was asked yet."""
        self._inside = False
        self.stopped = False
        self.cancel = None

    def end(self) -> None:
        """The answer is about to be sent: what the bridge says from now on is about the next turn."""
        self._inside = False

    def __enter__(self) -> None:
        self._inside = True
        self._look()

    def __exit__(self, *_: object) -> None:
        self._inside = False

    def _look(self, *_: object) -> None:
        """While a turn runs the bridge says one thing only: stop. It is read from the wire when the turn has ended."""
        poll = select.poll()  # one of its own each time: a signal may come while another look is being taken
        poll.register(self._fd, select.POLLIN)
        events = poll.poll(0)
        if not events:
            return
        if events[0][1] & (select.POLLHUP | select.POLLERR):
            if self._keeps and not self.stopped:
                if not self.abandoned:
                    self.abandoned = True
                    exit_soon(FINISH_GRACE)
                return
            exit_soon()
        if self._inside and not self.stopped:
            self.stopped = True
            if self.cancel is None:
                raise Stopped
            self.cancel()


def exit_soon(seconds: int = EXIT_GRACE) -> None:
    """Let the agent's code come to its end, but not for ever: nobody waits for it any more."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
