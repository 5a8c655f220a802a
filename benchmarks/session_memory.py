"""Memory that an idle session costs, beside an interpreter for each session; both have imported pandas and numpy.

Proportional: a page that several processes share counts in parts (`smaps_rollup`, Pss). Ours are two hundred sessions
that have greeted and taken a turn; the peer's cost does not depend on how many there are, so ten are enough of it.

    python -m benchmarks.session_memory [--sessions 200] [--peers 10]
"""

import argparse
import asyncio
import os
import tempfile
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks._sessions import agent, answer, children, proportional, started
from benchmarks._spawned import Spawned
from bridge.host.local import LocalHost
from bridge.host.port import Program

MESSAGE = {"message": "hello"}


async def ours(program: Program, folder: Path, count: int) -> float:
    """MiB of each session, what they are forked from included."""
    host = LocalHost({})
    try:
        for number in range(count):
            process = await started(host, program, folder / str(number))
            await answer(process, "on_input", MESSAGE)
        return proportional(children(os.getpid())) / count
    finally:
        await host.close()


async def theirs(program: Program, count: int) -> float:
    async with AsyncExitStack() as stack:
        sessions = [await stack.enter_async_context(await Spawned.start(program.folder)) for _ in range(count)]
        for session in sessions:
            await session.call("initialize")
            await session.call("on_input", MESSAGE)
        return proportional([session.pid for session in sessions]) / count


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=200)
    parser.add_argument("--peers", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        program = agent(Path(folder), "pandas")
        mine, peer = await ours(program, Path(folder), options.sessions), await theirs(program, options.peers)
    print(f"{'MiB a session':<20}{'chatbridge':>12}{'spawned':>10}{'ratio':>8}")
    print(f"{'pandas, idle':<20}{mine:>12.2f}{peer:>10.1f}{peer / mine:>7.1f}x")


if __name__ == "__main__":
    asyncio.run(main())
