"""`chatbridge chat`: talk to one agent in this terminal."""

import asyncio
import signal
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from bridge import log, plugins
from bridge.cli.serving import passing, stop_signal
from bridge.cli.settings import ConfigOption, read
from bridge.config import Settings, for_folder

PLATFORM = "terminal"


def chat(
    agent: Annotated[str, typer.Argument(help="An agent's name in the configuration, its folder, or a file of tasks.")],
    config: ConfigOption = None,
) -> None:
    """Hold a conversation with an agent in this terminal, without any platform."""
    settings = _only(agent, config)
    log.configure(level="warning", secrets=settings.secrets)  # anything less would stand between the lines
    asyncio.run(_chat(settings))


def _only(agent: str, config: Path | None) -> Settings:
    """Settings in which this agent is the default; a folder, or a file of tasks, needs no configuration."""
    if Path(agent).is_dir() or Path(agent).suffix == ".py":
        return for_folder(Path(agent))
    return replace(read(config, sections={}), default_agent=agent)


async def _chat(settings: Settings) -> None:
    from bridge import app  # the whole bridge: the other commands start sooner without it

    adapter = plugins.load(plugins.ADAPTERS, PLATFORM)({})
    # Ctrl-C belongs to the conversation: the adapter stops the running turn with it, or leaves.
    async with (
        stop_signal([signal.SIGTERM]) as stop,
        passing(settings) as settings,
        app.running(settings, {PLATFORM: adapter}),
    ):
        left = asyncio.create_task(adapter.wait_closed())
        stopped = asyncio.create_task(stop.wait())
        await asyncio.wait((left, stopped), return_when=asyncio.FIRST_COMPLETED)
        left.cancel()
        stopped.cancel()
