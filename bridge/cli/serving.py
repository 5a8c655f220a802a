"""Run until the operator stops it: Ctrl-C or SIGTERM end the bridge in order."""

import asyncio
import signal
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

STOPPING = (signal.SIGINT, signal.SIGTERM)


@asynccontextmanager
async def stop_signal(numbers: Sequence[signal.Signals] = STOPPING) -> AsyncGenerator[asyncio.Event]:
    """An event that is set by the first of these signals; a second one is left to Python."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def stop_once() -> None:
        stop.set()
        for number in numbers:
            loop.remove_signal_handler(number)

    for number in numbers:
        loop.add_signal_handler(number, stop_once)
    try:
        yield stop
    finally:
        for number in numbers:
            loop.remove_signal_handler(number)
