"""`chatbridge env`: make an agent's environment, or bring it up to date."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from bridge.catalog.catalog import named
from bridge.catalog.environment import Environment, place_of, read_environment
from bridge.catalog.making import Outcome, Progress, make
from bridge.catalog.manifest import read_manifest
from bridge.cli.settings import ConfigOption, read
from bridge.errors import ConfigError


def env(
    agent: Annotated[str, typer.Argument(help="An agent's name in the configuration, or its folder.")],
    config: ConfigOption = None,
) -> None:
    """Make the Python environment that an agent asks for, or bring it up to date."""
    folder = _folder(agent, config)
    environment = read_environment(read_manifest(folder).environment, folder, agent)
    with _watching() as progress:
        outcome = make(environment, progress)
    typer.echo(_sentence(environment, outcome))


def _folder(agent: str, config: Path | None) -> Path:
    """The agent need not be usable: it is here that it becomes so."""
    if Path(agent).is_dir():
        return Path(agent).resolve()
    settings = read(config, sections={})
    folders = {name: folder for name, folder, _ in named(settings.agents) if folder is not None}
    if agent not in folders:
        known = ", ".join(folders) or "none"
        raise ConfigError(
            f"{settings.source}: found no agent named {agent!r}, and there is no such folder; known are {known}"
        )
    return folders[agent]


def _sentence(environment: Environment, outcome: Outcome) -> str:
    name = environment.called
    if outcome is Outcome.SYSTEM:
        ignored = " What it names as requirements is not installed there." if environment.requirements else ""
        return f"{name} runs in the Python that runs chatbridge: there is nothing to make.{ignored}"
    if outcome is Outcome.UP_TO_DATE:
        return f"{name} is up to date: {place_of(environment)}"
    return f"{name} is ready: {place_of(environment)} was {outcome}"


class _Lines:
    """Progress where nobody watches a terminal: a line for everything."""

    def step(self, text: str, number: int, of: int) -> None:
        typer.echo(f"[{number}/{of}] {text}")

    def line(self, text: str) -> None:
        typer.echo(f"  {text}")


class _Bar:
    """Progress on a terminal: a bar of the steps, the programs' lines above it."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("looking", total=None)

    def step(self, text: str, number: int, of: int) -> None:
        self._bars.update(self._task, description=text, completed=number - 1, total=of)

    def line(self, text: str) -> None:
        self._bars.console.print(text, style="dim", markup=False, highlight=False)


@contextmanager
def _watching() -> Generator[Progress]:
    console = Console()
    if not console.is_terminal:
        yield _Lines()
        return
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=console, transient=True) as bars:
        yield _Bar(bars)
