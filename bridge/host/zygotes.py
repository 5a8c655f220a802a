"""Which zygote a session is forked from: one per agent, interpreter, settings and version of the code.

A zygote that cannot be used costs one log line and no session: those are then started as programs of their own.
"""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import structlog

from bridge.errors import HostError
from bridge.host.child import Child, spawning
from bridge.host.port import Preload, Program
from bridge.host.zygote import Zygote

IDLE = 30 * 60.0
"""Seconds that a zygote without a session is kept."""
RETRY = 5 * 60.0
"""Seconds after which a zygote that did not start, or kept ending, is tried again."""
DEATHS = 3
"""Times that a zygote may end by itself (an agent of the same user can kill it) until its agent does without."""

log = structlog.get_logger("chatbridge.agent")


class Key(NamedTuple):
    """What is the same for all sessions of one zygote."""

    name: str
    folder: Path
    python: Path
    preload: Preload
    environment: tuple[tuple[str, str], ...]
    version: str


@dataclass(slots=True)
class Kept:
    """What became of the zygote of a key."""

    starting: asyncio.Task[Zygote | None] | None = None
    zygote: Zygote | None = None
    deaths: int = 0
    refused: bool = False
    until: float = 0.0
    idle: asyncio.TimerHandle | None = field(default=None, compare=False)


class Zygotes:
    """The zygotes of this host."""

    def __init__(self, interpreter: Mapping[str, str], command: tuple[str, ...]) -> None:
        """Take the environment that every handler gets, and what follows the interpreter on its command line."""
        self._inherited = interpreter
        self._command = command
        self._kept: dict[Key, Kept] = {}
        self._possible = can_fork()
        self._ending: set[asyncio.Task[str]] = set()

    async def of(self, program: Program, version: str) -> Zygote | None:
        """Return the zygote to fork a session from, started if there is none; None if the session needs a program."""
        if program.preload is Preload.OFF or not self._possible:
            return None
        environment = tuple(sorted(program.environment.items()))
        key = Key(program.name, program.folder, program.python, program.preload, environment, version)
        kept = self._kept.get(key)
        if kept is None:
            self._retire_others(key)
            kept = self._kept[key] = Kept()
        if kept.zygote is not None:
            if kept.zygote.alive:
                return kept.zygote
            self._count_death(key, kept)
        if kept.refused or asyncio.get_running_loop().time() < kept.until:
            return None
        if kept.starting is None:
            kept.starting = asyncio.create_task(self._start(key, kept, program), name=f"zygote of {program.name}")
        return await asyncio.shield(kept.starting)

    async def close(self) -> None:
        """End all of them."""
        starting = [kept.starting for kept in self._kept.values() if kept.starting is not None]
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        for kept in self._kept.values():
            self._end(kept)
        self._kept.clear()
        await asyncio.gather(*self._ending)

    async def _start(self, key: Key, kept: Kept, program: Program) -> Zygote | None:
        try:
            zygote = self._begin(program)
            try:
                unsafe = await zygote.greet(program.limits.start_timeout)
            except BaseException:
                self._close(zygote)
                raise
            if unsafe:
                self._close(zygote)
                kept.refused = True
                self._say(program, f'{unsafe}; set preload = "off" for this agent to say that this is meant')
                return None
        except HostError as error:
            kept.until = asyncio.get_running_loop().time() + RETRY
            self._say(program, str(error))
            return None
        finally:
            kept.starting = None
        kept.zygote = zygote
        if key not in self._kept:
            self._end(kept)  # another version came meanwhile
            return None
        return zygote

    def _begin(self, program: Program) -> Zygote:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        begins = "handler_io.py" if program.tasks is None else program.tasks.name
        options = {"folder": str(program.folder), "file": begins, "module": program.preload is Preload.MODULE}
        command = [str(program.python), *self._command, "zygote", json.dumps(options)]
        child = Child(
            spawning(command, program.folder, {**self._inherited, **program.environment}),
            theirs,
            log.bind(agent=program.name, process="zygote"),
            whole=False,  # its sessions outlive it
        )
        return Zygote(child, ours, self._on_idle)

    def _count_death(self, key: Key, kept: Kept) -> None:
        kept.zygote = None
        kept.deaths += 1
        log.warning("zygote_ended", agent=key.name, times=kept.deaths)
        if kept.deaths >= DEATHS:
            kept.deaths = 0
            kept.until = asyncio.get_running_loop().time() + RETRY

    def _retire_others(self, key: Key) -> None:
        """Sessions of another version of the same agent keep their zygote until they have ended."""
        for other in [other for other in self._kept if other.name == key.name]:
            kept = self._kept.pop(other)
            if kept.zygote is not None and kept.zygote.sessions == 0:
                self._end(kept)

    def _on_idle(self, zygote: Zygote) -> None:
        """Its last session has ended."""
        kept = next((kept for kept in self._kept.values() if kept.zygote is zygote), None)
        if kept is None:
            self._close(zygote)
            return
        if kept.idle is not None:
            kept.idle.cancel()
        kept.idle = asyncio.get_running_loop().call_later(IDLE, self._end_if_idle, kept)

    def _end_if_idle(self, kept: Kept) -> None:
        if kept.zygote is not None and kept.zygote.sessions == 0:
            self._end(kept)

    def _end(self, kept: Kept) -> None:
        if kept.idle is not None:
            kept.idle.cancel()
        if kept.zygote is not None:
            self._close(kept.zygote)
            kept.zygote = None

    def _close(self, zygote: Zygote) -> None:
        task = asyncio.create_task(zygote.close(), name="end of a zygote")
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    def _say(self, program: Program, reason: str) -> None:
        log.warning("agent_not_preloaded", agent=program.name, reason=reason, instead="each session starts a program")


def can_fork() -> bool:
    """Whether this system can watch processes that are not its children (Linux 5.3)."""
    if sys.platform != "linux":
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except (AttributeError, OSError):
        return False
    return True
