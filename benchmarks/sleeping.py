"""Ten thousand open conversations on one machine, two hundred of them awake; their agent has imported pandas.

All begin, take a turn and go to sleep; then two hundred are woken at once by a message each, and know how far they had
come.

    python -m benchmarks.sleeping [--conversations 10000] [--awake 200] [--at-once 50]
"""

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks._quiet import Quiet
from benchmarks._sessions import agent, children, proportional
from bridge.app import running
from bridge.config import AgentEntry, Settings
from bridge.host.port import Limits

IDLE = 2.0
"""Seconds without a message until a conversation goes to sleep."""


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conversations", type=int, default=10_000)
    parser.add_argument("--awake", type=int, default=200)
    parser.add_argument("--at-once", type=int, default=50)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        folder, quiet = Path(place), Quiet()
        entry = AgentEntry(path=agent(folder, "pandas").folder, limits=Limits(idle=IDLE))
        settings = Settings(source="benchmark", data_dir=folder / "data", agents=(entry,))
        async with running(settings, {"quiet": quiet}):
            before = proportional([os.getpid()])
            took = await begun(quiet, options.conversations, options.at_once)
            await asleep()
            bridge, zygote = proportional([os.getpid()]), proportional(children(os.getpid()))
            disk = sum(file.stat().st_size for file in settings.data_dir.rglob("*") if file.is_file())
            woken = await asyncio.gather(*(timed(quiet, n * 7 % options.conversations) for n in range(options.awake)))
            awake = proportional(children(os.getpid()))
    count = options.conversations
    print(f"{count} conversations asleep, begun with {count / took:.0f} a second")
    print(
        f"bridge: {bridge:.0f} MiB, {(bridge - before) / count * 1024:.2f} KiB a conversation; zygote {zygote:.0f} MiB"
    )
    print(f"disk: {disk / count / 1024:.1f} KiB a conversation")
    p50, p99 = statistics.median(woken), statistics.quantiles(woken, n=100)[98]
    print(f"{options.awake} woken at once: p50 {p50:.2f} s, p99 {p99:.2f} s; {awake / options.awake:.2f} MiB each")


async def begun(quiet: Quiet, count: int, at_once: int) -> float:
    """Begin them all, each with a turn; the seconds it took."""
    room = asyncio.Semaphore(at_once)

    async def one(number: int) -> None:
        async with room:
            assert (await quiet.turn(number)).endswith("1: hello")

    started = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(count)))
    return time.perf_counter() - started


async def asleep() -> None:
    """Until only what they are forked from is left."""
    while len(children(os.getpid())) > 2:  # noqa: ASYNC110 - the zygote, and the process it has forked ahead
        await asyncio.sleep(0.1)


async def timed(quiet: Quiet, number: int) -> float:
    """A message to a conversation that sleeps; the seconds to its answer."""
    started = time.perf_counter()
    assert (await quiet.turn(number)).endswith("2: hello")
    return time.perf_counter() - started


if __name__ == "__main__":
    asyncio.run(main())
