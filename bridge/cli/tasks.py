"""`chatbridge tasks`: run the workflows of a Python file, and ask their questions in this terminal.

What the tasks print goes to standard output, what became of them to standard error; with `--json` the results are all
there is on standard output.
"""

import asyncio
import json
import sys
from contextlib import nullcontext, redirect_stdout, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from bridge import interaction, log
from bridge.errors import TasksFailed
from bridge.interaction import Workflow
from bridge.interaction.loading import EXAMPLE, load_workflows, said


def tasks(
    file: Annotated[Path, typer.Argument(help="A Python file with a Workflow.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON for scripts.")] = False,
) -> None:
    """Run the tasks of a file. Exits with 1 if one fails. Answers are read from standard input if it is no terminal."""
    if not file.is_file():
        found = "a folder" if file.is_dir() else "no such file"
        raise typer.BadParameter(f"{file}: found {found}, expected a Python file with {EXAMPLE}.", param_hint="FILE")
    log.configure(level="warning")
    try:
        # The JSON must stand alone: questions and what tasks print go where the errors go.
        with redirect_stdout(sys.stderr) if as_json else nullcontext():
            interaction.load_plugins()
            workflows = load_workflows(file.resolve())
            for workflow in workflows.values():
                _run(workflow)
    except KeyboardInterrupt:
        typer.echo(f"\n{file}: stopped; what had not run was not run.", err=True)
        raise typer.Exit(130) from None
    _report(workflows, file, as_json=as_json)
    if any(workflow.failed for workflow in workflows.values()):
        raise typer.Exit(1)


def _run(workflow: Workflow) -> None:
    """Run it to its end; which of its tasks failed is kept in it."""
    with suppress(TasksFailed):
        asyncio.run(workflow.run())


def _report(workflows: dict[str, Workflow], file: Path, *, as_json: bool) -> None:
    if as_json:
        ok = not any(workflow.failed for workflow in workflows.values())
        rows = {name: _row(workflow, file) for name, workflow in workflows.items()}
        typer.echo(json.dumps({"ok": ok, "workflows": rows}, indent=2, default=str))
        return
    for workflow in workflows.values():
        for name in workflow.results:
            typer.echo(f"ok: {name}", err=True)
        for name, error in workflow.failed.items():
            typer.echo(f"failed: {name}: {said(error, file)}", err=True)
        for name, on in workflow.skipped.items():
            typer.echo(f"not run: {name}: it depends on {on}", err=True)


def _row(workflow: Workflow, file: Path) -> dict[str, Any]:
    failed = {name: said(error, file) for name, error in workflow.failed.items()}
    return {"results": workflow.results, "failed": failed, "skipped": workflow.skipped}
