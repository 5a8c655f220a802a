"""A conversation that sleeps is woken: from the message to the first answer, beside a session that begins.

Waking is a process, the state read and unpickled, and the turn. How long unpickling alone takes is measured apart: the
state is a list of numbers, which a small handler has, and a large one.

    python -m benchmarks.wake [--rounds 100]
"""

import argparse
import asyncio
import pickle
import shutil
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks._sessions import agent, answer, started
from bridge.host.local import LocalHost
from bridge.host.port import Part, Program, Recovery

SIZES = {"small state": 10, "a million numbers": 1_000_000}
MESSAGE = {"message": "hello"}
REMEMBERING = """\
import numpy, pandas, pickle, time
numbers = []
def unpickling(path):
    with open(path, "rb") as file:
        state = file.read()
    began = time.perf_counter()
    pickle.loads(state)
    return time.perf_counter() - began
def initialize():
    numbers.extend(range({count}))
    return {{"outputs": ["ready"], "next_inputs": [{{"name": "message", "type": "string"}}]}}
def on_input(data):
    if data["message"].startswith("/"):
        return {{"outputs": [unpickling(data["message"])], "done": True}}
    return {{"outputs": [f"{{len(numbers)}}"], "next_inputs": [{{"name": "message", "type": "string"}}]}}
"""


async def woken(host: LocalHost, program: Program, state: Path) -> float:
    """Seconds; the state was saved by a process that has ended."""
    began = time.perf_counter()
    process = await host.start(program, state)
    restored = await process.restore(())
    await answer(process, "on_input", MESSAGE)
    took = time.perf_counter() - began
    assert restored.how is Recovery.STATE, restored
    await process.stop()
    return took


async def begun(host: LocalHost, program: Program, state: Path) -> float:
    began = time.perf_counter()
    process = await started(host, program, state)
    took = time.perf_counter() - began
    await process.stop()
    return took


async def unpickling(host: LocalHost, program: Program, pickled: Path) -> float:
    """Seconds, measured by a handler in a session that has just begun: there the memory for it is new too."""
    process = await host.start(program)
    async for frame in process.call("on_input", {"message": str(pickled)}):
        assert isinstance(frame, Part), frame
        outputs = frame.response["outputs"]
        assert isinstance(outputs, list)
        await process.stop()
        return float(outputs[0])
    raise AssertionError("it answers")


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    options = parser.parse_args()
    print(f"{'first answer (ms)':<22}{'woken':>8}{'unpickling':>12}{'the rest':>10}{'begun':>8}{'rest/begun':>12}")
    for name, count in SIZES.items():
        with tempfile.TemporaryDirectory() as folder:
            program = agent(Path(folder), "pandas")
            handler = program.folder / "handler_io.py"
            handler.write_text(REMEMBERING.format(count=count), encoding="utf-8")
            host, state, pickled = LocalHost({}), Path(folder) / "state", Path(folder) / "pickled"
            pickled.write_bytes(pickle.dumps({"numbers": list(range(count))}, 4))
            figures: tuple[list[float], list[float], list[float]] = ([], [], [])
            try:
                for _ in range(options.rounds):
                    figures[1].append(await begun(host, program, state))
                    figures[0].append(await woken(host, program, state))
                    figures[2].append(await unpickling(host, program, pickled))
                    shutil.rmtree(state)
            finally:
                await host.close()
        wake, begin, pickled = (statistics.median(each) * 1e3 for each in figures)
        rest = wake - pickled
        print(f"{name:<22}{wake:>8.2f}{pickled:>12.2f}{rest:>10.2f}{begin:>8.2f}{rest / begin:>12.2f}")


if __name__ == "__main__":
    asyncio.run(main())
