"""A turn through a handler process beside a bare exchange of the same JSON, and a start beside a bare interpreter's.

The bare exchange is the least that two processes can do on asyncio streams: the same bytes over a socket pair, read and
parsed at both ends (orjson here, the standard library's json there), nothing else. The two take turns, so that the
machine's mood hits both; only the ratios mean anything. A timer is set throughout, as in any program on asyncio: a loop
without one waits without a limit, which is cheaper for the kernel, and a turn has a limit.

    python -m benchmarks.handler_roundtrip [--rounds 20] [--turns 200] [--starts 20]
"""

import argparse
import asyncio
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import orjson

from bridge.host.local import LocalHost
from bridge.host.port import Part, Process, Program

HANDLER = """\
def initialize():
    return {"next_inputs": [{"name": "message", "type": "string"}]}

def on_input(data):
    text = "You said: " + data["message"]
    return {"outputs": [{"type": "text", "text": text}], "next_inputs": [{"name": "message", "type": "string"}]}
"""

PEER = """\
import json, socket, sys
wire = socket.socket(fileno=int(sys.argv[1]))
reader = wire.makefile("rb")
while header := reader.read(4):
    data = json.loads(reader.read(int.from_bytes(header, "big")))["argument"]
    text = "You said: " + data["message"]
    inputs = [{"name": "message", "type": "string"}]
    part = {"outputs": [{"type": "text", "text": text}], "next_inputs": inputs}
    body = json.dumps({"part": part, "last": True}).encode()
    wire.sendall(len(body).to_bytes(4, "big") + body)
"""

STANDING = 3600
"""Seconds of the timer that is set throughout and never comes."""
QUESTION = {"message": "hello, how are you today?"}


class Bare:
    """A child that answers, and nothing that watches over it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def exchange(self) -> None:
        body = orjson.dumps({"call": "on_input", "argument": QUESTION})
        self._writer.write(len(body).to_bytes(4, "big") + body)
        length = int.from_bytes(await self._reader.readexactly(4), "big")
        assert orjson.loads(await self._reader.readexactly(length))["last"]


async def turn(process: Process) -> None:
    async for frame in process.call("on_input", QUESTION):
        assert isinstance(frame, Part), frame


async def timed(work: Callable[[], Awaitable[None]], times: int) -> float:
    """Seconds of one, on average over `times`."""
    began = time.perf_counter()
    for _ in range(times):
        await work()
    return (time.perf_counter() - began) / times


async def turns(process: Process, rounds: int, each: int) -> tuple[float, float]:
    """Median seconds of a bare exchange and of a turn."""
    ours, theirs = socket.socketpair()
    with theirs:
        child = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", PEER, str(theirs.fileno()), pass_fds=(theirs.fileno(),)
        )
    reader, writer = await asyncio.open_connection(sock=ours)
    bare = Bare(reader, writer)
    figures: tuple[list[float], list[float]] = ([], [])
    standing = asyncio.get_running_loop().call_later(STANDING, lambda: None)
    for _ in range(rounds + 1):
        figures[0].append(await timed(bare.exchange, each))
        figures[1].append(await timed(lambda: turn(process), each))
    standing.cancel()
    writer.close()
    await child.wait()
    # The first round warms up: caches, branch predictors, the allocator.
    return statistics.median(figures[0][1:]), statistics.median(figures[1][1:])


async def starts(host: LocalHost, program: Program, count: int) -> tuple[float, float]:
    """Median seconds of an interpreter's start and end, and of a handler's start until it is ready."""

    async def bare() -> None:
        child = await asyncio.create_subprocess_exec(sys.executable, "-I", "-c", "pass")
        await child.wait()

    figures: tuple[list[float], list[float]] = ([], [])
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
    parser.add_argument("--turns", type=int, default=200, help="turns of one round")
    parser.add_argument("--starts", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "handler_io.py").write_text(HANDLER, encoding="utf-8")
        program = Program(name="echo", folder=Path(folder), python=Path(sys.executable))
        host = LocalHost({})
        try:
            process = await host.start(program)
            of_turns = await turns(process, options.rounds, options.turns)
            of_starts = await starts(host, program, options.starts)
        finally:
            await host.close()
    print(f"{'':<24}{'bare':>10}{'chatbridge':>12}{'ratio':>8}")
    for name, unit, (bare, ours) in (("round trip (µs)", 1e6, of_turns), ("start (ms)", 1e3, of_starts)):
        print(f"{name:<24}{bare * unit:>10.1f}{ours * unit:>12.1f}{ours / bare:>8.2f}")


if __name__ == "__main__":
    asyncio.run(main())
