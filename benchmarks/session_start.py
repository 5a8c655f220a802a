"""From the request to the first answer of a new session, beside an interpreter for each session.

Ours is what the bridge does: a forked process with its state folder, and `initialize`. The peer spawns an interpreter
that imports the handler (`benchmarks._spawned`). The two take turns, so that the machine's mood hits both.

    python -m benchmarks.session_start [--rounds 30]
"""

import argparse
import asyncio
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks._sessions import AGENTS, agent, started
from benchmarks._spawned import Spawned
from bridge.host.local import LocalHost
from bridge.host.port import Program

OURS_PER_ROUND = 10
"""A start of ours is that much shorter."""


async def ours(host: LocalHost, program: Program, state: Path) -> float:
    began = time.perf_counter()
    process = await started(host, program, state)
    took = time.perf_counter() - began
    await process.stop()
    shutil.rmtree(state)
    return took


async def theirs(program: Program) -> float:
    began = time.perf_counter()
    async with await Spawned.start(program.folder) as session:
        await session.call("initialize")
        return time.perf_counter() - began


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        host = LocalHost({})
        print(f"{'first answer (ms)':<20}{'chatbridge':>12}{'p99':>8}{'spawned':>10}{'ratio':>8}")
        try:
            for name in AGENTS:
                program = agent(Path(folder), name)
                await ours(host, program, Path(folder) / "state")  # the zygote imports
                figures: tuple[list[float], list[float]] = ([], [])
                for _ in range(options.rounds):
                    for _ in range(OURS_PER_ROUND):
                        figures[0].append(await ours(host, program, Path(folder) / "state"))
                    figures[1].append(await theirs(program))
                mine, peer = (statistics.median(each) for each in figures)
                slow = statistics.quantiles(figures[0], n=100)[98]
                print(f"{name:<20}{mine * 1e3:>12.2f}{slow * 1e3:>8.2f}{peer * 1e3:>10.1f}{peer / mine:>7.0f}x")
        finally:
            await host.close()


if __name__ == "__main__":
    asyncio.run(main())
