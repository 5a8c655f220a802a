"""A thousand sessions awake, with turns running: what one turn takes, and what all of it takes in memory.

python -m benchmarks.many_sessions [--sessions 1000] [--turns 20] [--at-once 50]
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks._sessions import agent, answer, children, proportional, started
from bridge.host.local import LocalHost
from bridge.host.port import Process

MESSAGE = {"message": "hello"}


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=1000)
    parser.add_argument("--turns", type=int, default=20, help="turns of each session")
    parser.add_argument("--at-once", type=int, default=50, help="turns that run at the same time")
    options = parser.parse_args()
    room = asyncio.Semaphore(options.at_once)
    took: list[float] = []

    async def turn(process: Process) -> None:
        async with room:
            began = time.perf_counter()
            await answer(process, "on_input", MESSAGE)
            took.append(time.perf_counter() - began)

    with tempfile.TemporaryDirectory() as folder:
        program, host = agent(Path(folder), "pandas"), LocalHost({})
        try:
            began = time.perf_counter()
            sessions = [await started(host, program, Path(folder) / str(n)) for n in range(options.sessions)]
            starting = time.perf_counter() - began
            alone = [await _seconds(sessions[0]) for _ in range(200)]
            began = time.perf_counter()
            for _ in range(options.turns):
                await asyncio.gather(*(turn(process) for process in sessions))
            running = time.perf_counter() - began
            memory = proportional(children(os.getpid()))
        finally:
            await host.close()
    p50, p99 = statistics.median(took), statistics.quantiles(took, n=100)[98]
    one = statistics.median(alone)
    print(f"{options.sessions} sessions awake, each forked and greeted in {starting / options.sessions * 1e3:.2f} ms")
    print(f"memory of all: {memory:.0f} MiB, {memory / options.sessions:.2f} MiB a session")
    print(f"a turn alone: {one * 1e3:.2f} ms")
    rate = len(took) / running
    print(f"{options.at_once} at once: p50 {p50 / one:.1f}x, p99 {p99 / one:.1f}x of that; {rate:.0f} turns/s")


async def _seconds(process: Process) -> float:
    began = time.perf_counter()
    await answer(process, "on_input", MESSAGE)
    return time.perf_counter() - began


if __name__ == "__main__":
    asyncio.run(main())
