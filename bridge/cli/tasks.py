"""`chatbridge tasks`: run the workflows of a Python file, and ask their questions in this terminal.

What the tasks print goes to standard output, what became of them to standard error; with `--json` the results are all
there is on standard output.
"""

import asyncio
import importlib.util
import json
import sys
import traceback
from contextlib import nullcontext, redirect_stdout, suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from bridge import interaction, log
from bridge.errors import BridgeError, TaskError, TasksFailed
from bridge.interaction import Workflow

EXAMPLE = "wf = Workflow(), and functions under @FunctionTask.task(wf)"


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
            workflows = _load(file.resolve())
            for workflow in workflows.values():
                _run(workflow)
    except KeyboardInterrupt:
        typer.echo(f"\n{file}: stopped; what had not run was not run.", err=True)
        raise typer.Exit(130) from None
    _report(workflows, file, as_json=as_json)
    if any(workflow.failed for workflow in workflows.values()):
        raise typer.Exit(1)


def _load(file: Path) -> dict[str, Workflow]:
    """Execute the file, and return its workflows by the names they have there. Each of them can be run.

    Raises:
        TaskError: it cannot be executed, there is nothing in it to run, or no order to run it in.
    """
    sys.path.insert(0, str(file.parent))
    spec = importlib.util.spec_from_file_location(f"tasks_of_{file.stem}", file)
    if spec is None or spec.loader is None:
        raise TaskError(f"{file}: found a file that is not Python by its name, expected one that ends in .py.")
    module = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise TaskError(f"{_said(error, file)}. The file could not be loaded: mend this, and run it again.") from error
    workflows: dict[str, Workflow] = {}
    for name, value in vars(module).items():
        if isinstance(value, Workflow) and value not in workflows.values():
            workflows[name] = value
    _check(workflows, file)
    return workflows


def _check(workflows: dict[str, Workflow], file: Path) -> None:
    if not any(workflow.tasks for workflow in workflows.values()):
        found = f"{', '.join(workflows)} without tasks" if workflows else "no Workflow"
        raise TaskError(f"{file}: found {found}, expected {EXAMPLE}.")
    try:
        for workflow in workflows.values():
            workflow.order()
    except TaskError as error:
        raise TaskError(f"{file}: {error}") from error


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
            typer.echo(f"failed: {name}: {_said(error, file)}", err=True)
        for name, on in workflow.skipped.items():
            typer.echo(f"not run: {name}: it depends on {on}", err=True)


def _row(workflow: Workflow, file: Path) -> dict[str, Any]:
    failed = {name: _said(error, file) for name, error in workflow.failed.items()}
    return {"results": workflow.results, "failed": failed, "skipped": workflow.skipped}


def _said(error: BaseException, file: Path) -> str:
    """The error in a line, with the line of the file that it came from."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}: {type(error).__name__}: {error.msg}"
    path = str(file.resolve())
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    place = f"{file}:{lines[-1]}" if lines else str(file)
    return f"{place}: {error}" if isinstance(error, BridgeError) else f"{place}: {type(error).__name__}: {error}"
