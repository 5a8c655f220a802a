"""The file of a folder that names a workflow of tasks (agent contract, 1)."""

import ast
import re
from pathlib import Path

from bridge.errors import AgentError

NAMES_WORKFLOW = re.compile(r"\bWorkflow\s*\(")


def tasks_file(place: Path) -> Path | None:
    """The file of tasks that this is, or that this folder holds.

    Raises:
        AgentError: the folder holds several.
    """
    if place.is_file():
        return place if place.suffix == ".py" and _names_workflow(place) else None
    found = [file for file in sorted(place.glob("*.py")) if _names_workflow(file)]
    if len(found) > 1:
        names = ", ".join(file.name for file in found)
        raise AgentError(
            f"{place}: found {names}, expected one file with a Workflow; name the one that is meant as path"
        )
    return found[0] if found else None


def title_of(file: Path) -> tuple[str, str]:
    """What to call a file of tasks, by its own name or its folder's; and what its docstring says first."""
    name = file.parent.name if file.stem in ("tasks", "main", "workflow", "workflows") else file.stem
    try:
        words = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    except (OSError, ValueError, SyntaxError):
        words = ""
    return name.replace("_", " ").replace("-", " ").capitalize(), words.partition("\n")[0]


def _names_workflow(file: Path) -> bool:
    try:
        return NAMES_WORKFLOW.search(file.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False
