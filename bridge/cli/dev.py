"""`chatbridge dev`: the bridge on local twins of the platforms, with a page to try it."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated

import typer

from bridge import plugins
from bridge.cli.serving import passing, stop_signal
from bridge.cli.settings import ConfigOption, read
from bridge.errors import ConfigError


def dev(
    config: ConfigOption = None,
    port: Annotated[int, typer.Option(help="Port of the page on 127.0.0.1; 0 takes a free one.")] = 8700,
) -> None:
    """Run the bridge in the sandbox: a local workspace, no account and no token needed."""
    asyncio.run(_dev(config, port))


async def _dev(config: Path | None, port: int) -> None:
    from bridge import app  # the whole bridge: the other commands start sooner without it

    sandbox = plugins.load(plugins.SANDBOX, "sandbox")(port)
    try:
        await sandbox.start()
    except OSError as error:
        raise ConfigError(f"--port {port}: {error.strerror}. Choose another one: chatbridge dev --port 8750") from error
    async with AsyncExitStack() as stack:
        stack.push_async_callback(sandbox.stop)
        stop = await stack.enter_async_context(stop_signal())
        settings = await stack.enter_async_context(passing(read(config, sections=sandbox.sections)))
        catalog = await stack.enter_async_context(app.running(settings))
        typer.echo(_welcome(sandbox.url, list(catalog.agents)))
        await stop.wait()


def _welcome(url: str, agents: list[str]) -> str:
    return (
        f"\n  chatbridge sandbox   {url}\n\n"
        f"  Open the page and write “@chatbridge hello” in #general.\n"
        f"  Agents: {', '.join(agents)}. Name one first to choose it: “@chatbridge {agents[-1]}”.\n"
        f"  Ctrl-C stops it.\n"
    )
