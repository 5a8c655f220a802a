"""Which interpreter runs an agent (agent contract, 5a)."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bridge.errors import AgentError

FOLDER_TYPES = ("venv", "virtualenv", "conda")


def find_python(environment: Mapping[str, Any], folder: Path) -> Path:
    """Return the interpreter of a python_environment; relative paths are relative to the agent's folder.

    Raises:
        AgentError: the type is unknown, or there is no interpreter where it should be.
    """
    kind = environment.get("type", "system")
    if kind == "system":
        return Path(sys.executable)
    if kind not in FOLDER_TYPES:
        known = ", ".join(("system", *FOLDER_TYPES))
        raise AgentError(f"{folder}: python_environment.type: found {kind!r}, expected one of {known}")
    if not environment.get("path"):
        raise AgentError(f"{folder}: python_environment.path: missing; expected the folder of the {kind} environment")
    python = folder / Path(str(environment["path"])).expanduser() / "bin" / "python"
    if not python.exists():
        raise AgentError(
            f"{folder}: python_environment: there is no interpreter at {python}. "
            f"Create the {kind} environment there and install the agent's requirements."
        )
    return python
