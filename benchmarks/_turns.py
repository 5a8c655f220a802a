"""Turns through the whole bridge beside a bare echo bot, on the same twin, in the same run.

One turn is: a person writes in a thread → twin → bot (→ handler process and back) → a post → seen in the thread. The
two bots take turns, so that the machine's mood hits both; only the ratios mean anything.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks._workspace import Workspace, child

ROOT = Path(__file__).parent.parent
WARM_UP = 20


@dataclass
class Figures:
    """What was measured of one bot, over all rounds. Latencies in seconds, throughput in turns a second."""

    alone: list[float] = field(default_factory=list[float])
    crowded: list[float] = field(default_factory=list[float])
    throughput: list[float] = field(default_factory=list[float])


@dataclass(frozen=True)
class Race:
    """What is measured: the bridge beside a bare bot on one platform.

    Attributes:
        platform: the section's name in the configuration, and the twin's in the sandbox.
        peer: what the bare bot is made of.
        bot: the bare bot's program; it reads the section as JSON from its first argument.
        workspace: makes the driver that talks to whichever bot is connected.
    """

    platform: str
    peer: str
    bot: str
    workspace: Callable[[], Workspace]

    def bare_command(self, section: dict[str, object]) -> list[str]:
        return [sys.executable, "-m", f"benchmarks.{self.bot}", json.dumps(section)]

    def bridge_command(self, section: dict[str, object], folder: Path) -> list[str]:
        lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in section.items())
        echo = json.dumps(str(ROOT / "agents" / "echo"))
        config = f'[bridge]\nlog_level = "warning"\n[{self.platform}]\n{lines}\n[[agents]]\npath = {echo}\n'
        (folder / "config.toml").write_text(config, encoding="utf-8")
        run = "from bridge.cli import main; main()"
        return [sys.executable, "-c", run, "run", "--config", str(folder / "config.toml")]


async def measure(workspace: Workspace, command: Sequence[str], turns: int, threads: int, figures: Figures) -> None:
    """One round of one bot: first alone, then with `threads` conversations at once."""
    async with child(*command):
        await workspace.connected()
        opened = [(await workspace.exchange("@chatbridge"))[0] for _ in range(threads)]
        for _ in range(WARM_UP):
            await workspace.exchange("warm up", opened[0])
        figures.alone += [(await workspace.exchange("hello", opened[0]))[1] for _ in range(turns)]
        each = max(1, turns * 5 // threads)
        began = time.perf_counter()
        lanes = await asyncio.gather(*(lane(workspace, thread, each) for thread in opened))
        figures.throughput.append(each * threads / (time.perf_counter() - began))
        figures.crowded += [latency for latencies in lanes for latency in latencies]
    await workspace.disconnected()


async def lane(workspace: Workspace, thread: str, turns: int) -> list[float]:
    return [(await workspace.exchange("hello", thread))[1] for _ in range(turns)]


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def report(peer: str, bare: Figures, bridge: Figures, threads: int) -> None:
    rows = [
        ("p50, one in flight (ms)", *(statistics.median(f.alone) * 1000 for f in (bare, bridge))),
        ("p99, one in flight (ms)", *(percentile(f.alone, 0.99) * 1000 for f in (bare, bridge))),
        (f"p50, {threads} in flight (ms)", *(statistics.median(f.crowded) * 1000 for f in (bare, bridge))),
        (f"p99, {threads} in flight (ms)", *(percentile(f.crowded, 0.99) * 1000 for f in (bare, bridge))),
        (f"turns a second, {threads} in flight", *(statistics.median(f.throughput) for f in (bare, bridge))),
    ]
    print(f"{'':<34}{f'bare {peer}':>16}{'chatbridge':>12}{'ratio':>8}")
    for name, of_bare, of_bridge in rows:
        print(f"{name:<34}{of_bare:>16.2f}{of_bridge:>12.2f}{of_bridge / of_bare:>8.2f}")


async def run(race: Race, rounds: int, turns: int, threads: int) -> None:
    bare, bridge = Figures(), Figures()
    with tempfile.TemporaryDirectory() as folder:
        async with race.workspace() as workspace:
            section = workspace.settings["sections"][race.platform]
            for _ in range(rounds):
                await measure(workspace, race.bare_command(section), turns, threads, bare)
                await measure(workspace, race.bridge_command(section, Path(folder)), turns, threads, bridge)
    report(race.peer, bare, bridge, threads)


def main(race: Race, description: str | None) -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=8, help="how often the two take turns")
    parser.add_argument("--turns", type=int, default=150, help="turns of one round with one in flight")
    parser.add_argument("--threads", type=int, default=50)
    options = parser.parse_args()
    asyncio.run(run(race, options.rounds, options.turns, options.threads))
