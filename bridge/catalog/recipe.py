"""The commands that make an environment or bring it up to date, in their order."""

import shlex
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bridge.catalog import conda
from bridge.catalog.environment import Environment, Requirements
from bridge.catalog.interpreter import Interpreter, of_version

ALONE = ("-I", "-u")
"""Of an interpreter: what the operator's shell adds to its path is not the environment's, and lines come at once."""


@dataclass(frozen=True, slots=True)
class Step:
    """One command, and what it does."""

    text: str
    command: Sequence[str | Path]


def creating(environment: Environment, place: Path, say: Callable[[str], None]) -> list[Step]:
    """Return the steps that make the environment in a place where nothing is.

    Raises:
        AgentError: what makes it is not on this machine.
    """
    text = f"making the {environment.kind} environment {place}"
    if environment.kind == "conda":
        return [Step(text, _conda(environment, place, "create")), *_installing(environment.pip_requirements, place)]
    python = of_version(environment.python_version, environment.folder)
    virtualenv = shutil.which("virtualenv") if environment.kind == "virtualenv" else None
    if environment.kind == "virtualenv" and virtualenv is None:
        say("virtualenv is not on PATH: venv makes the same")
    if virtualenv is not None:
        command: list[str | Path] = [virtualenv, "--python", python, place]
    else:
        command = [python, *ALONE, "-m", "venv", place]
    return [Step(text, command), *_installing(environment.requirements, place)]


def updating(environment: Environment, place: Path, found: Interpreter) -> list[Step]:
    """Return the steps that bring the environment in a place up to date.

    Raises:
        AgentError: what updates it is not on this machine.
    """
    if environment.kind == "conda":
        text = f"updating the conda environment {place}"
        return [Step(text, _conda(environment, place, "install")), *_installing(environment.pip_requirements, place)]
    installing = _installing(environment.requirements, place)
    if installing and not found.has_pip:
        pip = [place / "bin" / "python", *ALONE, "-m", "ensurepip"]
        return [Step("installing pip", pip), *installing]
    return installing


def _conda(environment: Environment, place: Path, verb: str) -> list[str]:
    specs = [f"python={environment.python_version}" if environment.python_version else "python"]
    if environment.pip_requirements:
        specs.append("pip")
    wanted = environment.requirements
    specs += ["--file", str(wanted)] if isinstance(wanted, Path) else wanted
    return conda.making(conda.tool(environment.folder), verb, place, specs, environment.channels)


def _installing(requirements: Requirements, place: Path) -> list[Step]:
    """Pip's step, if there is anything to install. A list may hold options, as a file may."""
    if isinstance(requirements, Path):
        words, text = ["--requirement", str(requirements)], f"installing what {requirements.name} asks for"
    else:
        words = [word for line in requirements for word in (shlex.split(line) if line.startswith("-") else [line])]
        text = f"installing {', '.join(line for line in requirements if not line.startswith('-'))}"
    pip = (place / "bin" / "python", *ALONE, "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    return [Step(text, [*pip, *words])] if words else []
