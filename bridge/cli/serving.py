"""Run until the operator stops it: Ctrl-C or SIGTERM end the bridge in order."""

import asyncio
import signal
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from bridge.config import Settings

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


@asynccontextmanager
async def passing(settings: Settings) -> AsyncGenerator[Settings]:
    """The settings for conversations that end with the program: what they keep lies in a folder that goes with it."""
    from bridge.journal.database import MEMORY  # as slow to import as the bridge

    folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="chatbridge-", ignore_cleanup_errors=True)
    try:
        yield replace(settings, data_dir=Path(folder.name), journal=MEMORY, drain=0.0)
    finally:
        await asyncio.to_thread(folder.cleanup)
