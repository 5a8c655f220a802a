"""`chatbridge run`: the bridge, on the platforms that are configured."""

import asyncio

from bridge.cli.serving import stop_signal
from bridge.cli.settings import ConfigOption, read
from bridge.config import Settings


def run(config: ConfigOption = None) -> None:
    """Run the bridge on the configured platforms until Ctrl-C or SIGTERM."""
    asyncio.run(_run(read(config)))


async def _run(settings: Settings) -> None:
    from bridge import app  # the whole bridge: the other commands start sooner without it

    async with stop_signal() as stop, app.running(settings):
        await stop.wait()
