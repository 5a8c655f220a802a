"""`chatbridge doctor`: what is right on this host and what is not, and what to do about it."""

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bridge.cli.examination import Row, State, examine
from bridge.cli.settings import ConfigOption, read
from bridge.config import Settings
from bridge.errors import ConfigError

SIGNS = {State.OK: "[green]✓[/green]", State.NOTE: "[yellow]·[/yellow]", State.WRONG: "[red]✗[/red]"}


def doctor(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """Look at this host, the configuration and the agents. Exits with 1 if something is wrong."""
    settings, trouble = _read(config)
    rows = list(examine(settings, trouble))
    wrong = [row for row in rows if row.state is State.WRONG]
    if as_json:
        typer.echo(json.dumps({"ok": not wrong, "rows": [_json(row) for row in rows]}, indent=2))
    else:
        _draw(rows, len(wrong))
    if wrong:
        raise typer.Exit(1)


def _read(config: Path | None) -> tuple[Settings | None, str]:
    """The settings and what is wrong with them; without the platforms' sections if those are what is wrong."""
    try:
        return read(config), ""
    except ConfigError as error:
        trouble = str(error)
    try:
        return read(config, sections={}), trouble
    except ConfigError:
        return None, trouble


def _json(row: Row) -> dict[str, str]:
    return {"area": row.area, "what": row.what, "state": row.state, "text": row.text, "do": row.do}


def _draw(rows: Sequence[Row], wrong: int) -> None:
    console = Console()
    width = max(len(row.what) for row in rows if len(row.what) < 30)
    for area, found in groupby(rows, key=lambda row: row.area):
        console.print(f"\n[bold]{area}[/bold]")
        table = Table.grid(padding=(0, 1))
        table.add_column(width=1)
        table.add_column(width=width)
        table.add_column()
        for row in found:
            advice = f"\n[bold]→ {escape(row.do)}[/bold]" if row.do else ""
            table.add_row(SIGNS[row.state], escape(row.what), escape(row.text) + advice)
        console.print(table)
    console.print(f"\n{f'{wrong} to mend: see ✗ above.' if wrong else 'Nothing is wrong.'}")
