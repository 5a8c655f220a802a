"""One child process in a group of its own: started cheaply, waited for without threads, stopped for certain."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bridge.errors import HostError
from bridge.host.output import Output

EXIT_WAIT = 1.0
"""Seconds for a process to end by itself once its wire is closed: interpreters run `atexit` and flush."""
TERM_WAIT = 1.0
"""Seconds after SIGTERM for handlers that clean up on it."""

SIGNALS = {number.value: number.name for number in signal.Signals}


class Child:
    """A process that is starting, running or ending. `output` takes its stdout and stderr."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: dict[str, str], log: Any, *, wire: socket.socket
    ) -> None:
        """Begin to start it, in a thread: the kernel takes milliseconds, in which other sessions go on.

        It inherits one file descriptor besides its standard streams, `wire`, which is closed here.
        """
        reading, writing = os.pipe()
        self.output = Output(reading, log)
        self._spawning = asyncio.get_running_loop().run_in_executor(
            None, _spawn, command, folder, environment, writing, wire
        )

    async def started(self) -> None:
        """Wait until it runs.

        Raises:
            HostError: it could not be started.
        """
        await asyncio.shield(self._spawning)

    async def end(self, grace: float) -> str:
        """Make sure that the process and its group are gone, and say how it ended. The wire must be closed already.

        Waits for it to end by itself for up to `grace` seconds, then TERM, then KILL: KILL cannot be refused.
        """
        try:
            process = await self._spawning
        except HostError:
            self.output.close()
            return "it did not start"
        try:
            for wait, number in ((grace, signal.SIGTERM), (TERM_WAIT, signal.SIGKILL)):
                if await _exits_within(process.pid, wait):
                    break
                _signal_group(process.pid, number)
            await _exits_within(process.pid, None)
        finally:
            # The leader is not reaped yet, so its number still names its group: what it left behind goes now.
            _signal_group(process.pid, signal.SIGKILL)
            self.output.close()
            status = process.wait()
        return f"exit status {status}" if status >= 0 else f"killed by {SIGNALS.get(-status, f'signal {-status}')}"


def _spawn(
    command: Sequence[str], folder: Path, environment: dict[str, str], output: int, wire: socket.socket
) -> subprocess.Popen[bytes]:
    """Start a process; the ends that are its own are closed here."""
    try:
        return subprocess.Popen(
            [*command, str(wire.fileno())],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(wire.fileno(),),
            start_new_session=True,  # a group of its own, so that what the agent starts can be stopped with it
        )
    except (OSError, ValueError) as error:  # ValueError: a variable that no environment can hold
        raise HostError(f"{command[0]}: could not be started in {folder}: {error}") from error
    finally:
        os.close(output)
        wire.close()


def _signal_group(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return  # the group is gone; macOS says "not permitted" of a group of zombies


async def _exits_within(pid: int, seconds: float | None) -> bool:
    """Wait for the process to exit, without reaping it."""
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):
        return await _exits_by_asking(pid, seconds)
    loop = asyncio.get_running_loop()
    exited = asyncio.Event()
    loop.add_reader(handle, exited.set)
    try:
        async with asyncio.timeout(seconds):
            return await exited.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(handle)
        os.close(handle)


async def _exits_by_asking(pid: int, seconds: float | None) -> bool:
    """The same where there are no pidfds: a thread waits."""
    waiting = asyncio.to_thread(os.waitid, os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    try:
        async with asyncio.timeout(seconds):
            return await waiting is not None
    except TimeoutError:
        return False
