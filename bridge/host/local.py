"""The local host: one child process per session, on this machine."""

import asyncio
import resource
import socket
from collections.abc import Mapping
from pathlib import Path

import structlog

from bridge.errors import HostError
from bridge.host.child import Child
from bridge.host.port import Program
from bridge.host.process import LocalProcess

BOOT = Path(__file__).parent.parent / "handler" / "boot.py"
READ_LIMIT = 1024 * 1024
"""Bytes a stream buffers before it stops reading: large tables in few reads."""
STARTING_AT_ONCE = 8
"""Interpreters that start at the same time: more only make each other slow."""
OPEN_FILES = 65536
"""File descriptors we ask for: a session needs two, and the usual limit of 1024 would end at five hundred."""

log = structlog.get_logger("chatbridge.agent")


class LocalHost:
    """Starts handler processes (`bridge.host.port.Host`)."""

    def __init__(self, inherited: Mapping[str, str], starting_at_once: int = STARTING_AT_ONCE) -> None:
        """Take the environment variables that every handler gets; see `bridge.host.environment`."""
        self._inherited = inherited
        self._starting = asyncio.Semaphore(starting_at_once)
        self._processes: set[LocalProcess] = set()
        self._started = 0
        self._closed = False
        _allow_many_files()

    async def start(self, program: Program) -> LocalProcess:
        async with self._starting:
            process = await self._begin(program)
            await process.greet()
            return process

    async def close(self) -> None:
        self._closed = True
        await asyncio.gather(*(process.stop() for process in self._processes))
        self._processes.clear()

    async def _begin(self, program: Program) -> LocalProcess:
        """A process that is starting, and that we know: whoever is cancelled from here on leaves nothing behind."""
        ours, theirs = socket.socketpair()
        try:
            reader, writer = await asyncio.open_connection(sock=ours, limit=READ_LIMIT)
        except BaseException:
            theirs.close()
            raise
        if self._closed:
            theirs.close()
            writer.close()
            raise HostError(f"{program.name}: cannot start, the bridge is stopping")
        self._started += 1
        child = Child(
            _command(program),
            program.folder,
            {**self._inherited, **program.environment},
            log.bind(agent=program.name, process=self._started),
            wire=theirs,
        )
        process = LocalProcess(child, reader, writer, program)
        self._processes = {known for known in self._processes if not known.gone} | {process}
        return process


def _command(program: Program) -> list[str]:
    # faulthandler: a crash in compiled code says where in the agent's it happened. The wire's number comes last.
    limits = program.limits
    interpreter = (str(program.python), "-I", "-X", "faulthandler", str(BOOT))
    return [*interpreter, str(limits.output_bytes), str(limits.memory or 0)]


def _allow_many_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
