"""`chatbridge validate`: is this folder an agent that will run?"""

import json
from pathlib import Path
from typing import Annotated

import typer

from bridge.catalog.check import check


def validate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH…", help="Folders of agents.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for scripts.")] = False,
) -> None:
    """Check agents without running them. Exits with 1 if one of them cannot be used."""
    findings = {str(path): check(path) for path in paths}
    if as_json:
        rows = {path: [{"level": f.level, "text": f.text} for f in found] for path, found in findings.items()}
        typer.echo(json.dumps(rows, indent=2))
    else:
        for path, found in findings.items():
            for finding in found:
                typer.echo(f"{finding.level}: {finding.text}", err=finding.level == "error")
            if not any(finding.level == "error" for finding in found):
                typer.echo(f"ok: {path}")
    if any(finding.level == "error" for found in findings.values() for finding in found):
        raise typer.Exit(1)
