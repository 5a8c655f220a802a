"""One child process in a group of its own: started cheaply, waited for without threads, stopped for certain."""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bridge.errors import HostError
from bridge.host import tree
from bridge.host.cgroup import Cgroup
from bridge.host.leader import Leader, Spawned
from bridge.host.output import Output

EXIT_WAIT = 1.0
"""Seconds for a process to end by itself once its wire is closed: interpreters run `atexit` and flush."""
TERM_WAIT = 1.0
"""Seconds after SIGTERM for handlers that clean up on it."""

SIGNALS = {number.value: number.name for number in signal.Signals}

Start = Callable[[socket.socket, int], Coroutine[Any, Any, Leader]]
"""Starts a process that gets the wire and, as its standard output, a file descriptor; closes both on our side."""


class Child:
    """A process that is starting, running or ending. `output` takes its stdout and stderr."""

    def __init__(
        self, start: Start, wire: socket.socket, log: Any, *, cgroup: Cgroup | None = None, whole: bool = True
    ) -> None:
        """Begin to start it: the kernel takes milliseconds, in which other sessions go on.

        Args:
            start: how.
            wire: the one file descriptor it gets besides its standard streams; closed here.
            log: for what it prints and how it ends.
            cgroup: what it is put in before it is said to have started, if anything.
            whole: end all that it started with it, wherever that went.
        """
        reading, writing = os.pipe()
        self.output = Output(reading, log)
        self._log = log
        self._cgroup = cgroup
        self._whole = whole
        self._reaped = False
        self._starting = asyncio.create_task(self._start(start, wire, writing), name="start of a process")

    async def started(self) -> None:
        """Wait until it runs.

        Raises:
            HostError: it could not be started.
        """
        await asyncio.shield(self._starting)

    def poke(self) -> None:
        """Have its main thread look at the wire, if it is still there. It has to have been heard of before."""
        if not self._reaped and self._starting.done():
            with suppress(ProcessLookupError):
                os.kill(self._starting.result().pid, signal.SIGIO)

    async def end(self, grace: float) -> str:
        """Make sure that the process and all it started are gone, and say how it ended. Its wire must be closed.

        Waits for it to end by itself for up to `grace` seconds, then TERM, then KILL: KILL cannot be refused.
        """
        try:
            leader = await asyncio.shield(self._starting)
        except HostError:
            await self._end_rest([])
            self.output.close()
            return "it did not start"
        loop = asyncio.get_running_loop()
        began = loop.time()
        # What has left the group is found while its parent lives, and not afterwards.
        escaped = await asyncio.to_thread(tree.below, leader.pid) if self._whole else []
        try:
            rung = await self._down_the_ladder(leader, grace)
        finally:
            leader.signal_group(signal.SIGKILL)  # not reaped yet, so its number still names its group
            left = await self._end_rest(escaped)
            self.output.close()
            self._reaped = True  # from here on its number may be another's
            status = await leader.reap()
        how = _how(status)
        self._log.info("agent_ended", how=how, by=rung, seconds=round(loop.time() - began, 3), left_behind=left)
        return how

    async def _start(self, start: Start, wire: socket.socket, output: int) -> Leader:
        leader = await start(wire, output)
        if self._cgroup is not None:
            try:
                await asyncio.to_thread(self._cgroup.take, leader.pid)
            except OSError as error:  # it is bounded by its resource limits all the same
                self._log.warning("agent_without_cgroup", reason=str(error))
        return leader

    async def _down_the_ladder(self, leader: Leader, grace: float) -> str:
        """Each rung is less polite; return the last that was needed."""
        if await leader.exits_within(grace):
            return "itself"
        leader.signal_group(signal.SIGTERM)
        if await leader.exits_within(TERM_WAIT):
            return "TERM"
        if self._whole:
            await asyncio.to_thread(tree.kill, leader.pid)
        leader.signal_group(signal.SIGKILL)
        await leader.exits_within(None)
        return "KILL"

    async def _end_rest(self, escaped: list[tree.Known]) -> int:
        """Kill what the process started and left behind, and return how many those were."""
        count = await asyncio.to_thread(tree.kill_known, escaped) if escaped else 0
        if self._cgroup is not None:
            count += await asyncio.to_thread(self._cgroup.end)
        return count


def spawning(command: Sequence[str], folder: Path, environment: dict[str, str]) -> Start:
    """A program of its own; the wire's number is its last argument."""

    async def start(wire: socket.socket, output: int) -> Leader:
        spawn = asyncio.get_running_loop().run_in_executor(None, _spawn, command, folder, environment, output, wire)
        return Spawned(await spawn)

    return start


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


def _how(status: int | None) -> str:
    if status is None:
        return "it ended"
    return f"exit status {status}" if status >= 0 else f"killed by {SIGNALS.get(-status, f'signal {-status}')}"
