"""How a running turn hears the bridge: the kernel signals SIGIO when it says something, or is gone.

A thread that reads the wire would cost every turn two switches, and forks of agents a warning; a signal costs nothing
until it comes, and interrupts even a sleeping or looping function.
"""

from __future__ import annotations

import fcntl
import os
import select
import signal
import sys
from _thread import allocate_lock, get_ident

TYPE_CHECKING = False  # importing typing would cost more than this module
if TYPE_CHECKING:
    from asyncio import AbstractEventLoop
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

    from .wire import Wire

EXIT_GRACE = 2
"""Seconds the agent gets to clean up when the bridge is gone, before the kernel ends it."""
FINISH_GRACE = 30
"""Seconds for a turn to finish when the bridge is gone and its answer is kept for the next one."""


_reading = allocate_lock()
"""One process has one wire. Made ahead: what each conversation makes for itself takes memory of its own."""


class Stopped(GeneratorExit, KeyboardInterrupt):
    """Raised inside the agent's code where it is, as closing a generator does: `finally` and `with` blocks run.

    An event loop keeps what its callbacks and tasks raise to itself, but for `KeyboardInterrupt`.
    """


class Interrupts:
    """Watches the wire while the agent's code runs. Use as ``with interrupts: agent_code()``.

    A signal does not wake an event loop for certain: one that comes just before it begins to wait is seen only when it
    has waited. So loops watch the wire too (`watch`).

    Attributes:
        stopped: whether this turn was asked to stop.
        cancel: what to do instead of raising, where the code runs in an event loop.
        asks: whether people can be asked: a turn runs that they see.
        heard, waits, halt, ended: of what was asked (`asking`): takes an answer; whether one is waited for; raises
            `Stopped` in the main thread's code that waits for one, if any does; the turn has ended.
        abandoned: whether the bridge is gone while the turn goes on: what it answers is kept.
    """

    def __init__(self, wire: Wire, keeps: bool) -> None:
        """Watch the wire; `keeps` says that a turn is finished although nobody listens."""
        self._wire = wire
        self._keeps = keeps
        self._main = get_ident()
        self._again = False
        self._running = False
        self._inside = False
        self._asked_to_stop = False
        self._poll = select.poll()  # one for all threads: whoever looks has `_reading`
        self._poll.register(wire.fd, select.POLLIN)
        self._watching: dict[AbstractEventLoop, int] = {}
        self._report_unraisable: Callable[[Any], object] = _nothing
        self.abandoned = False
        self.stopped = False
        self.asks = False
        self.cancel: Callable[[], object] | None = None
        self.heard: Callable[[dict[str, Any]], object] = _nothing
        self.waits: Callable[[], bool] = _never
        self.halt: Callable[[], bool] = _never
        self.ended: Callable[[], object] = _never
        signal.signal(signal.SIGIO, self._look)
        fcntl.fcntl(wire.fd, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(wire.fd, fcntl.F_SETFL, fcntl.fcntl(wire.fd, fcntl.F_GETFL) | os.O_ASYNC)

    def begin(self, *, asks: bool = False) -> None:
        """A turn begins: it was not asked to stop yet."""
        self._running, self._inside, self.asks = True, False, asks
        self.stopped = self._asked_to_stop = False
        self.cancel = None

    def end(self) -> None:
        """The answer is about to be sent: what the bridge says from now on is about the next turn."""
        self._running = self._inside = self.asks = False
        self.ended()

    def __enter__(self) -> None:
        self._inside = True
        self._look()

    def __exit__(self, *_: object) -> None:
        self._inside = False

    def after(self, act: Callable[[], object]) -> None:
        """Do something that must not be stopped halfway, in the midst of the agent's code."""
        inside = self._inside and get_ident() == self._main
        if inside:
            self._inside = False
        try:
            act()
        finally:
            if inside:
                self._inside = True
                self._look()

    def watch(self, loop: AbstractEventLoop) -> None:
        """Have the loop, of any thread, look when there is something. As often as it is watched it is to be left."""
        self._watching[loop] = self._watching.get(loop, 0) + 1
        if self._watching[loop] == 1 and self._wire.fd >= 0:
            try:
                loop.add_reader(self._wire.fd, self._look_from_loop)
            except OSError:
                pass  # the agent has closed it: nobody says anything any more

    def leave(self, loop: AbstractEventLoop) -> None:
        self._watching[loop] -= 1
        if not self._watching[loop]:
            del self._watching[loop]
            if self._wire.fd >= 0:
                loop.remove_reader(self._wire.fd)
            if self._inside and self.cancel is None and get_ident() == self._main:
                self._look()

    def _look(self, _signal: int = signal.SIGIO, frame: FrameType | None = None) -> None:
        """Hear what the bridge has said, and stop the turn if it is that: where it is, or where it waits.

        `frame` is what the signal interrupted. Where nothing can be raised the next signal tries again: the bridge
        insists.
        """
        self._listen()
        if not self._asked_to_stop or self.stopped:
            return
        if get_ident() != self._main:
            os.kill(os.getpid(), signal.SIGIO)
        elif self._inside:
            if self.cancel is not None:
                self.stopped = True
                self.cancel()
            elif self.halt():
                self.stopped = True
            elif not _loses(frame):
                self.stopped = True
                self._expect_unraisable()
                raise Stopped

    def _look_from_loop(self) -> None:
        """The same in a callback of an event loop, which would swallow what is raised."""
        self._listen()
        if not self._asked_to_stop or self.stopped:
            return
        if get_ident() != self._main:
            os.kill(os.getpid(), signal.SIGIO)
        elif self.cancel is not None:
            self.stopped = True
            self.cancel()
        else:
            self.stopped = self.halt()

    def _expect_unraisable(self) -> None:
        """The interpreter swallows what is raised in `__del__` and the callbacks of weak references: hear of it. Not
        before it is needed: each conversation would pay for it with memory.
        """
        if self._report_unraisable is _nothing:
            self._report_unraisable, sys.unraisablehook = sys.unraisablehook, self._unraised

    def _unraised(self, unraisable: sys.UnraisableHookArgs) -> None:
        """The next signal raises it again; and what is raised here, which would be swallowed as well."""
        swallowed = issubclass(unraisable.exc_type, Stopped)
        if not swallowed:
            try:
                self.after(lambda: self._report_unraisable(unraisable))
            except Stopped:
                swallowed = True
        if swallowed:
            self.stopped = False

    def _listen(self) -> None:
        """Read what is there, if a turn runs; between two turns it is read elsewhere. Whoever comes while another look
        is being taken, in a signal or another thread, leaves it to that one to look once more.
        """
        self._again = True
        while self._again and _reading.acquire(False):
            try:
                while self._again:
                    self._again = False
                    self._hear()
            finally:
                _reading.release()

    def _hear(self) -> None:
        """Read what is there."""
        if not self._running or self._wire.fd < 0:
            return
        while self._running and not self._asked_to_stop:
            events = self._poll.poll(0)
            if not events or events[0][1] & select.POLLNVAL:
                return  # nothing, or the agent has closed it
            if events[0][1] & (select.POLLHUP | select.POLLERR):
                self._left_alone()
                return
            frame = self._wire.receive()
            if "answer" in frame:
                self.heard(frame)
            else:
                if "cancel" not in frame:
                    self._wire.unread(frame)  # it is about the time after this turn
                self._asked_to_stop = True

    def _left_alone(self) -> None:
        """The bridge is gone. A turn that waits for a person is taken again by the next one, from its beginning."""
        if self.waits():
            os.killpg(0, signal.SIGKILL)
        if not self._keeps:
            exit_soon()
            self._asked_to_stop = True
        elif not self.abandoned:
            self.abandoned = True
            exit_soon(FINISH_GRACE)


def _loses(frame: FrameType | None) -> bool:
    """Whether something gets lost if the code of this frame is left where it is.

    In asyncio what is raised may be swallowed, or take a step of a task with it, which then never ends; its `runners`
    only wait for a loop, which may be one that is written in C. Here it would take with it what was just heard.
    """
    name: str = "" if frame is None else frame.f_globals.get("__name__", "")
    return name == __name__ or (name.startswith("asyncio.") and name != "asyncio.runners")


def _nothing(_: object) -> None:
    """Nobody wants to know."""


def _never() -> bool:
    return False


def exit_soon(seconds: int = EXIT_GRACE) -> None:
    """Let the agent's code come to its end, but not for ever: nobody waits for it any more."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
