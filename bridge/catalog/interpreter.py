"""Ask an interpreter what it is, and find one of a version."""

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bridge.errors import AgentError

OLDEST = (3, 8)
"""What `bridge.handler` runs on."""
PROBE = (
    "import importlib.util, json, sys; "
    "print(json.dumps(['%d.%d.%d' % sys.version_info[:3], importlib.util.find_spec('pip') is not None]))"
)
ANSWER = 30.0


@dataclass(frozen=True, slots=True)
class Interpreter:
    """An interpreter that runs."""

    version: str
    has_pip: bool

    def is_a(self, version: str) -> bool:
        """Whether it is of this version, which may be a part of one, such as ``3.11``."""
        return not version or self.version == version or self.version.startswith(f"{version}.")

    @property
    def too_old(self) -> bool:
        return tuple(map(int, self.version.split(".")[:2])) < OLDEST


def probe(python: Path | str) -> Interpreter | None:
    """Run an interpreter for a moment; None if it does not run."""
    command = [str(python), "-I", "-c", PROBE]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=ANSWER, check=True)
        version, has_pip = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Interpreter(version, has_pip)


def of_version(version: str, folder: Path) -> str:
    """Return an interpreter of that version: ours, or one on PATH. `folder` names the agent that needs it.

    Raises:
        AgentError: there is none.
    """
    ours = Interpreter(".".join(map(str, sys.version_info[:3])), has_pip=True)
    if ours.is_a(version):
        return sys.executable
    name = f"python{'.'.join(version.split('.')[:2])}"
    place = shutil.which(name)
    found = probe(place) if place else None
    if place is None or found is None or not found.is_a(version):
        if place is None:
            problem = f"there is no {name} on PATH"
        else:
            problem = f"{place} is {found.version}" if found else f"{place} does not run"
        raise AgentError(
            f"{folder}: python_environment.python_version: found {version!r}, but {problem}. "
            f"Install Python {version} and put it on PATH, or ask for another version."
        )
    return place
