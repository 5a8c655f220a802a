"""Real handler processes for tests: written to a folder, started by the local host, ended for certain."""

import asyncio
import os
import sys
import textwrap
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bridge.host.local import LocalHost
from bridge.host.port import Failure, Frame, Limits, Part, Preload, Process, Program

PATIENT = Limits(turn_timeout=30, start_timeout=30, stop_grace=10)


PYTHONS = sorted(Path.home().glob(".pyenv/versions/3.*/bin/python"))
VERSIONS = {path.parts[-3]: path for path in PYTHONS if tuple(map(int, path.parts[-3].split(".")[:2])) >= (3, 8)}
"""Other Pythons of this machine, by their version."""


class Ways:
    """How the tests' agents come to their processes; the fixture `preload` goes through all."""

    preload = Preload.IMPORTS


def program(
    folder: Path,
    source: str,
    *,
    limits: Limits = PATIENT,
    python: Path | None = None,
    environment: Mapping[str, str] | None = None,
    preload: Preload | None = None,
    model: Mapping[str, object] | None = None,
) -> Program:
    """An agent of one file. `source` may be indented."""
    (folder / "handler_io.py").write_text(textwrap.dedent(source), encoding="utf-8")
    return Program(
        name="tested",
        folder=folder,
        python=python or Path(sys.executable),
        environment=environment or {},
        limits=limits,
        preload=preload or Ways.preload,
        model=model,
    )


@asynccontextmanager
async def handler(folder: Path, source: str, **options: Any) -> AsyncGenerator[Process]:
    """A started process of `program(folder, source, …)`."""
    host = LocalHost({})
    try:
        yield await host.start(program(folder, source, **options))
    finally:
        await host.close()


async def frames(process: Process, function: str = "on_input", argument: object = None) -> list[Frame]:
    """Every frame of one call."""
    found = [frame async for frame in process.call(function, argument)]
    assert [frame.last for frame in found] == [False] * (len(found) - 1) + [True]
    return found


async def answer(process: Process, function: str = "on_input", argument: object = None) -> dict[str, Any]:
    """The response of a call that answers once."""
    (frame,) = await frames(process, function, argument)
    assert isinstance(frame, Part), frame
    return dict(frame.response)


async def failure(process: Process, function: str = "on_input", argument: object = None) -> Failure:
    """How a call failed, after whatever it showed before."""
    *_, frame = await frames(process, function, argument)
    assert isinstance(frame, Failure), frame
    return frame


class Beacon:
    """A named pipe in the agent's folder. The agent writes into ``open("beacon", "w")`` to say that it got there."""

    def __init__(self, folder: Path) -> None:
        os.mkfifo(folder / "beacon")
        self._fd = os.open(folder / "beacon", os.O_RDONLY | os.O_NONBLOCK)

    async def lit(self) -> str:
        """Wait for what the agent writes; empty once every process that held it open is gone."""
        loop = asyncio.get_running_loop()
        readable = asyncio.Event()
        loop.add_reader(self._fd, readable.set)
        try:
            await readable.wait()
            return os.read(self._fd, 1000).decode()
        finally:
            loop.remove_reader(self._fd)

    def close(self) -> None:
        os.close(self._fd)
