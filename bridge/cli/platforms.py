"""`chatbridge slack manifest`, `chatbridge discord invite`: what an adapter prints for the operator.

Found by entry point like the adapters themselves, under names such as ``discord.invite``: a function that returns the
text, from the platform's section of the configuration if it takes one.
"""

import inspect
from collections.abc import Callable

import typer

from bridge import plugins
from bridge.cli.settings import ConfigOption, read


def groups() -> dict[str, typer.Typer]:
    """Return a group of commands for each platform that brings any."""
    found: dict[str, typer.Typer] = {}
    for name in plugins.names(plugins.COMMANDS):
        platform, _, command = name.partition(".")
        group = found.setdefault(platform, typer.Typer(help=f"For an operator of {platform.title()}."))
        group.callback()(_nothing)
        group.command(command, help=f"Print the {command} for {platform.title()}.")(_printing(name, platform))
    return found


def _nothing() -> None:
    """Keep Typer from taking a group's only command for the group itself."""


def _printing(name: str, platform: str) -> Callable[[ConfigOption], None]:
    def run(config: ConfigOption = None) -> None:
        printed = plugins.load(plugins.COMMANDS, name)
        # What is needed before there are tokens must not ask for a configuration that holds them.
        wanted = [read(config).sections.get(platform, {})] if inspect.signature(printed).parameters else []
        typer.echo(printed(*wanted))

    return run
