"""The local host: one process per session, on this machine, forked from its agent's zygote where that is possible."""

import asyncio
import os
import resource
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import structlog

from bridge.errors import HostError
from bridge.host import cgroup, containment
from bridge.host.budget import Budget, Budgets
from bridge.host.cgroup import NONE, Cgroups
from bridge.host.child import Child, Start, spawning
from bridge.host.port import Program
from bridge.host.process import LocalProcess
from bridge.host.versions import Versions
from bridge.host.wire import ROOM_BYTES, Wire
from bridge.host.zygote import ZygoteGone
from bridge.host.zygotes import Zygotes

BOOT = Path(__file__).parent.parent / "handler" / "boot.py"
# faulthandler: a crash in compiled code says where in the agent's it happened.
COMMAND = ("-I", "-X", "faulthandler", str(BOOT))
STARTING_AT_ONCE = 8
"""Interpreters that start at the same time: more only make each other slow."""
OPEN_FILES = 65536
"""File descriptors we ask for: a session needs three, and the usual limit of 1024 would end at three hundred."""

log = structlog.get_logger("chatbridge.agent")


@dataclass(frozen=True, slots=True)
class Session:
    """What a process is started for."""

    program: Program
    version: str
    state: Path | None
    budget: Budget

    def options(self, processes: int) -> dict[str, object]:
        """What the process is told (`bridge.handler.serve`). `processes` is what its user may have."""
        program, limits = self.program, self.program.limits
        model = {} if program.model is None else {"model": program.model}
        tasks = {} if program.tasks is None else {"tasks": str(program.tasks)}
        return {
            **model,
            **tasks,
            "folder": str(program.folder),
            "output_bytes": limits.output_bytes,
            "version": self.version,
            "state": "" if self.state is None else str(self.state),
            "state_bytes": limits.state_bytes,
            "save_turns": program.save_turns,
            "limits": {
                "memory": limits.memory or 0,
                "cpu": limits.cpu or 0.0,
                "processes": processes,
                "open_files": limits.open_files or 0,
            },
        }


class LocalHost:
    """Starts handler processes (`bridge.host.port.Host`)."""

    def __init__(self, inherited: Mapping[str, str], starting_at_once: int = STARTING_AT_ONCE) -> None:
        """Take the environment variables that every handler gets; see `bridge.host.environment`."""
        self._inherited = inherited
        self._starting = asyncio.Semaphore(starting_at_once)
        self._processes: set[LocalProcess] = set()
        self._started = 0
        self._closed = False
        self._versions = Versions()
        self._budgets = Budgets()
        self._zygotes = Zygotes(inherited, COMMAND)
        self._room = bytearray(ROOM_BYTES)
        self._finding: asyncio.Task[Cgroups] | None = None
        _allow_many_files()
        containment.conceal()

    async def start(self, program: Program, state: Path | None = None) -> LocalProcess:
        version = await asyncio.to_thread(self._versions.of, program.folder)
        budget = self._budgets.of(program.name, (program.folder, program.python, version))
        budget.check()
        session = Session(program, version, state, budget)
        try:
            return await self._forked(session) or await self._spawned(session)
        except HostError as error:
            budget.ended(str(error))
            raise

    async def close(self) -> None:
        self._closed = True
        await asyncio.gather(*(process.stop() for process in self._processes))
        self._processes.clear()
        await self._zygotes.close()

    async def _forked(self, session: Session) -> LocalProcess | None:
        """A process that the agent's zygote forked; None if there is no zygote to do so."""
        self._refuse_if_closed(session.program)
        zygote = await self._zygotes.of(session.program, session.version)
        if zygote is None:
            return None
        try:
            return await self._begun(session, zygote.forking)
        except ZygoteGone:
            return None  # at this moment; the next session finds another one

    async def _spawned(self, session: Session) -> LocalProcess:
        """A process with an interpreter of its own."""
        program = session.program
        environment = {**self._inherited, **program.environment}

        def start(options: Mapping[str, object]) -> Start:
            command = [str(program.python), *COMMAND, "serve", orjson.dumps(options).decode()]
            return spawning(command, program.folder, environment)

        async with self._starting:
            return await self._begun(session, start, always_contained=True)

    async def _begun(
        self,
        session: Session,
        start: Callable[[Mapping[str, object]], Start],
        *,
        always_contained: bool = False,
    ) -> LocalProcess:
        """A process that is ready. Once it is begun we know it: whoever is cancelled leaves nothing behind."""
        program, limits = session.program, session.program.limits
        contained = always_contained or limits.memory is not None or limits.processes is not None
        groups = await self._cgroups() if contained else NONE
        group = await asyncio.to_thread(groups.make, limits.memory, limits.processes) if groups.folders else None
        if limits.processes is None or "pids" in groups.folders:
            processes = 0
        else:
            processes = await asyncio.to_thread(_processes_of_this_user) + limits.processes
        ours, theirs = socket.socketpair()
        try:
            loop = asyncio.get_running_loop()
            _, wire = await loop.create_connection(lambda: Wire(limits.output_bytes, self._room), sock=ours)
        except BaseException:
            theirs.close()
            raise
        if self._closed:
            theirs.close()
            wire.close()
            self._refuse_if_closed(program)
        self._started += 1
        told: Any = log.bind(agent=program.name, process=self._started)
        child = Child(start(session.options(processes)), theirs, told, cgroup=group)
        process = LocalProcess(child, wire, program, session.budget)
        self._processes = {known for known in self._processes if not known.gone} | {process}
        await process.greet()
        return process

    async def _cgroups(self) -> Cgroups:
        """Where groups can be made, looked for once."""
        if self._finding is None:
            self._finding = asyncio.create_task(_prepared(), name="looking for control groups")
        return await asyncio.shield(self._finding)

    def _refuse_if_closed(self, program: Program) -> None:
        if self._closed:
            raise HostError(f"{program.name}: cannot start, the bridge is stopping")


async def _prepared() -> Cgroups:
    found = await asyncio.to_thread(cgroup.prepared)
    if found.why:
        log.info("no_control_groups", reason=found.why)
    return found


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _processes_of_this_user() -> int:
    """How many tasks count for RLIMIT_NPROC, which is the user's and not a session's."""
    count, user = 0, os.getuid()
    for place in Path("/proc").iterdir() if Path("/proc/self").exists() else ():
        try:
            if place.name.isdigit() and place.stat().st_uid == user:
                count += sum(1 for _ in (place / "task").iterdir())
        except OSError:
            continue
    return count
