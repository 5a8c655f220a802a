"""The first process of a group: waited for without threads where the kernel can, and reaped last.

A process that has ended keeps its number until it is reaped, and with it names its group: what it left behind can be
ended for certain. So the reaping comes after everything else.
"""

import asyncio
import os
import signal
import subprocess
from typing import Protocol


class Leader(Protocol):
    """A process that runs or has ended, and was not reaped."""

    @property
    def pid(self) -> int: ...

    async def exits_within(self, seconds: float | None) -> bool: ...

    def signal_group(self, number: signal.Signals) -> None: ...

    async def reap(self) -> int | None:
        """Return the exit status, negative for a signal, None if nobody knows it. It must have ended."""
        ...


class Watched:
    """A process by its number, and by a handle of the kernel's where it has those."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self._handle = os.pidfd_open(pid)
        except (AttributeError, OSError):
            self._handle = -1

    async def exits_within(self, seconds: float | None) -> bool:
        """Wait for the process to exit, without reaping it."""
        if self._handle < 0:
            return await exits_by_asking(self.pid, seconds)
        loop = asyncio.get_running_loop()
        exited = asyncio.Event()
        loop.add_reader(self._handle, exited.set)
        try:
            async with asyncio.timeout(seconds):
                return await exited.wait()
        except TimeoutError:
            return False
        finally:
            loop.remove_reader(self._handle)

    def signal_group(self, number: signal.Signals) -> None:
        try:
            os.killpg(self.pid, number)
        except (ProcessLookupError, PermissionError):
            return  # the group is gone; macOS says "not permitted" of a group of zombies

    def forget(self) -> None:
        """Close the handle."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class Spawned(Watched):
    """A program that was started: our own child."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(process.pid)
        self._process = process

    async def reap(self) -> int | None:
        self.forget()
        return self._process.wait()


async def exits_by_asking(pid: int, seconds: float | None) -> bool:
    """The same where there are no pidfds: a thread waits."""
    waiting = asyncio.to_thread(os.waitid, os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    try:
        async with asyncio.timeout(seconds):
            return await waiting is not None
    except TimeoutError:
        return False
