"""A turn through a handler process beside a bare exchange of the same JSON, and a start beside a bare interpreter's.

The bare exchange is the least that two processes can do on asyncio streams (`_bare_exchange`). The two take turns, so
that the machine's mood hits both; only the ratios mean anything. All share one core: to wake another takes as long as
the rest of an exchange, and which process is put where is the kernel's whim. How a process comes to lie in memory makes
a difference as well, so every round has new ones, and what handlers are forked from is new.

    python -m benchmarks.handler_roundtrip [--rounds 20] [--turns 1000] [--starts 20]
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks._bare_exchange import QUESTION, WARM_UP
from bridge.host.local import LocalHost
from bridge.host.port import Part, Process, Program

HANDLER = """\
def initialize():
    return {"next_inputs": [{"name": "message", "type": "string"}]}

def on_input(data):
    text = "You said: " + data["message"]
    return {"outputs": [{"type": "text", "text": text}], "next_inputs": [{"name": "message", "type": "string"}]}
"""


async def turn(process: Process) -> None:
    async for frame in process.call("on_input", QUESTION):
        assert isinstance(frame, Part), frame


async def timed(work: Callable[[], Awaitable[None]], times: int) -> float:
    """Seconds of one, on average over `times`."""
    began = time.perf_counter()
    for _ in range(times):
        await work()
    return (time.perf_counter() - began) / times


async def turns(rounds: int, each: int) -> tuple[float, float]:
    """Median seconds of a bare exchange and of a turn."""
    figures: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        bare = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks._bare_exchange", str(each), stdout=PIPE
        )
        printed, _ = await bare.communicate()
        figures[0].append(float(printed))
        async with hosted() as (host, program):
            process = await host.start(program)
            await timed(lambda process=process: turn(process), WARM_UP)
            figures[1].append(await timed(lambda process=process: turn(process), each))
    return statistics.median(figures[0]), statistics.median(figures[1])


@asynccontextmanager
async def hosted() -> AsyncGenerator[tuple[LocalHost, Program]]:
    """A host, and something to run on it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "handler_io.py").write_text(HANDLER, encoding="utf-8")
        host = LocalHost({})
        try:
            yield host, Program(name="echo", folder=Path(folder), python=Path(sys.executable))
        finally:
            await host.close()


async def starts(count: int) -> tuple[float, float]:
    """Median seconds of an interpreter's start and end, and of a handler's start until it is ready."""

    async def bare() -> None:
        child = await asyncio.create_subprocess_exec(sys.executable, "-I", "-c", "pass")
        await child.wait()

    figures: tuple[list[float], list[float]] = ([], [])
    async with hosted() as (host, program):
        for _ in range(count):
            figures[0].append(await timed(bare, 1))
            began = time.perf_counter()
            process = await host.start(program)
            figures[1].append(time.perf_counter() - began)
            await process.stop()
    return statistics.median(figures[0]), statistics.median(figures[1])


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--turns", type=int, default=1000, help="turns of one round")
    parser.add_argument("--starts", type=int, default=20)
    options = parser.parse_args()
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    of_turns = await turns(options.rounds, options.turns)
    of_starts = await starts(options.starts)
    print(f"{'':<24}{'bare':>10}{'chatbridge':>12}{'ratio':>8}")
    for name, unit, (bare, ours) in (("round trip (µs)", 1e6, of_turns), ("start (ms)", 1e3, of_starts)):
        print(f"{name:<24}{bare * unit:>10.1f}{ours * unit:>12.1f}{ours / bare:>8.2f}")


if __name__ == "__main__":
    asyncio.run(main())
