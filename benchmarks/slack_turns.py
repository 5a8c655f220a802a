"""Turns through the whole bridge beside a bare slack-bolt echo bot, on the same Slack twin, in the same run.

One turn is: a person writes in a thread → twin → Socket Mode → bot (→ handler process and back) → chat.postMessage →
seen in the thread. The two bots take turns, so that the machine's mood hits both; only the ratios mean anything.

    python -m benchmarks.slack_turns [--rounds 3] [--turns 200] [--threads 50]
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.workspace import Workspace, child

ROOT = Path(__file__).parent.parent
WARM_UP = 20


@dataclass
class Figures:
    """What was measured of one bot, over all rounds. Latencies in seconds, throughput in turns a second."""

    alone: list[float] = field(default_factory=list[float])
    crowded: list[float] = field(default_factory=list[float])
    throughput: list[float] = field(default_factory=list[float])


def bare_command(settings: dict[str, object]) -> list[str]:
    return [sys.executable, str(ROOT / "benchmarks" / "bare_bot.py"), json.dumps(settings)]


def bridge_command(settings: dict[str, object], folder: Path) -> list[str]:
    slack = "\n".join(f"{key} = {json.dumps(value)}" for key, value in settings.items())
    echo = json.dumps(str(ROOT / "agents" / "echo"))
    config = f'[bridge]\nlog_level = "warning"\n[slack]\n{slack}\n[[agents]]\npath = {echo}\n'
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


def report(bare: Figures, bridge: Figures, threads: int) -> None:
    rows = [
        ("p50, one in flight (ms)", *(statistics.median(f.alone) * 1000 for f in (bare, bridge))),
        ("p99, one in flight (ms)", *(percentile(f.alone, 0.99) * 1000 for f in (bare, bridge))),
        (f"p50, {threads} in flight (ms)", *(statistics.median(f.crowded) * 1000 for f in (bare, bridge))),
        (f"p99, {threads} in flight (ms)", *(percentile(f.crowded, 0.99) * 1000 for f in (bare, bridge))),
        (f"turns a second, {threads} in flight", *(statistics.median(f.throughput) for f in (bare, bridge))),
    ]
    print(f"{'':<34}{'bare bolt':>12}{'chatbridge':>12}{'ratio':>8}")
    for name, of_bare, of_bridge in rows:
        print(f"{name:<34}{of_bare:>12.2f}{of_bridge:>12.2f}{of_bridge / of_bare:>8.2f}")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--turns", type=int, default=200, help="turns of one round with one in flight")
    parser.add_argument("--threads", type=int, default=50)
    options = parser.parse_args()
    bare, bridge = Figures(), Figures()
    with tempfile.TemporaryDirectory() as folder:
        async with Workspace() as workspace:
            for _ in range(options.rounds):
                settings = workspace.settings["settings"]
                await measure(workspace, bare_command(settings), options.turns, options.threads, bare)
                command = bridge_command(settings, Path(folder))
                await measure(workspace, command, options.turns, options.threads, bridge)
    report(bare, bridge, options.threads)


if __name__ == "__main__":
    asyncio.run(main())
