"""A Python file that names workflows of tasks → those workflows, ready to be run."""

import importlib.util
import sys
import traceback
from pathlib import Path

from bridge.errors import BridgeError, TaskError
from bridge.interaction.workflow import Workflow

EXAMPLE = "wf = Workflow(), and functions under @FunctionTask.task(wf)"


def load_workflows(file: Path) -> dict[str, Workflow]:
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
        raise TaskError(f"{said(error, file)}. The file could not be loaded: mend this, and run it again.") from error
    workflows: dict[str, Workflow] = {}
    for name, value in vars(module).items():
        if isinstance(value, Workflow) and value not in workflows.values():
            workflows[name] = value
    _check(workflows, file)
    return workflows


def said(error: BaseException, file: Path) -> str:
    """An error in a line, with the line of the file that it came from."""
    if isinstance(error, SyntaxError):
        return f"{error.filename}:{error.lineno}: {type(error).__name__}: {error.msg}"
    path = str(file.resolve())
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == path]
    place = f"{file}:{lines[-1]}" if lines else str(file)
    return f"{place}: {error}" if isinstance(error, BridgeError) else f"{place}: {type(error).__name__}: {error}"


def _check(workflows: dict[str, Workflow], file: Path) -> None:
    if not any(workflow.tasks for workflow in workflows.values()):
        found = f"{', '.join(workflows)} without tasks" if workflows else "no Workflow"
        raise TaskError(f"{file}: found {found}, expected {EXAMPLE}.")
    try:
        for workflow in workflows.values():
            workflow.order()
    except TaskError as error:
        raise TaskError(f"{file}: {error}") from error
