"""`chatbridge agents`: which agents there are, and which cannot be used and why."""

import json
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bridge.catalog.catalog import Catalog, build
from bridge.cli.settings import ConfigOption, read


def agents(
    config: ConfigOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """List the agents of the configuration, broken ones with the reason."""
    catalog = build(read(config, sections={}).agents)
    if as_json:
        typer.echo(json.dumps(_rows(catalog), indent=2))
    else:
        _draw(catalog)


def _rows(catalog: Catalog) -> list[dict[str, object]]:
    usable: list[dict[str, object]] = [
        {
            "name": agent.name,
            "kind": agent.manifest.kind.name,
            "title": agent.manifest.title,
            "summary": agent.manifest.summary,
            "version": agent.manifest.version,
            "folder": str(agent.program.folder),
            "channels": {platform: list(channels) for platform, channels in agent.channels.items()},
            "problem": None,
        }
        for agent in catalog.agents.values()
    ]
    return usable + [{"name": b.name, "folder": str(b.folder), "problem": b.reason} for b in catalog.broken]


def _draw(catalog: Catalog) -> None:
    table = Table("name", "kind", "title", "what it does", box=None, header_style="bold")
    for agent in catalog.agents.values():
        table.add_row(agent.name, agent.manifest.kind.name, agent.manifest.title, agent.manifest.summary)
    for broken in catalog.broken:
        table.add_row(f"[red]{broken.name}[/red]", "", "[red]broken[/red]", broken.reason)
    Console().print(table)
