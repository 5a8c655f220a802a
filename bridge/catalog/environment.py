"""Which interpreter runs an agent (agent contract, 5a): what its manifest asks for, and where that is.

Nothing is made here; `bridge.catalog.making` does that for `chatbridge env`.
"""

import difflib
import os
import re
import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.catalog import conda
from bridge.errors import AgentError

FOLDER_TYPES = ("venv", "virtualenv", "conda")
KEYS = ("type", "path", "name", "python_version", "channels", "requirements", "pip_requirements")
VERSION = re.compile(r"\d+(\.\d+){0,2}")

Requirements = tuple[str, ...] | Path
"""What to install: as a list, or a file that says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """What a python_environment asks for. `called` is what `chatbridge env` takes for the agent.

    `path` is where the environment is or will be; a conda environment may have a `name` instead. `requirements` are
    conda's for a conda environment and pip's for the others.
    """

    kind: str
    folder: Path
    called: str
    path: Path | None = None
    name: str = ""
    python_version: str = ""
    channels: tuple[str, ...] = ()
    requirements: Requirements = ()
    pip_requirements: Requirements = ()

    @property
    def command(self) -> str:
        """What makes it."""
        return f"`chatbridge env {shlex.quote(self.called)}`"


def read_environment(raw: Mapping[str, Any], folder: Path, called: str = "") -> Environment:
    """Read a python_environment; relative paths in it are relative to the agent's folder.

    Raises:
        AgentError: a key is missing or its value is not expected.
    """
    kind = raw.get("type", "system")
    if kind not in ("system", *FOLDER_TYPES):
        known = ", ".join(("system", *FOLDER_TYPES))
        raise _wrong(folder, "type", f"found {kind!r}, expected one of {known}")
    path, name = _text(raw, "path", folder), _text(raw, "name", folder)
    if kind in ("venv", "virtualenv") and not path:
        raise _wrong(folder, "path", f"missing; expected the folder of the {kind} environment")
    if kind == "conda" and not path and not conda.NAME.fullmatch(name):
        raise _wrong(folder, "name", f"found {name!r}; expected the environment's name, or its folder as path")
    version = _text(raw, "python_version", folder)
    if version and not VERSION.fullmatch(version):
        raise _wrong(folder, "python_version", f'found {version!r}, expected a version such as "3.11"')
    return Environment(
        kind=kind,
        folder=folder,
        called=called or str(folder),
        path=_place(path, folder) if path and kind != "system" else None,
        name=name,
        python_version=version,
        channels=_texts(raw, "channels", folder),
        requirements=_requirements(raw, "requirements", folder),
        pip_requirements=_requirements(raw, "pip_requirements", folder),
    )


def unknown_keys(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return the keys that nothing reads, each with the known one its author may have meant, or ""."""
    return {key: "".join(difflib.get_close_matches(key, KEYS, n=1)) for key in raw if key not in KEYS}


def place_of(environment: Environment) -> Path | None:
    """Where the environment is or will be; None is the interpreter that runs chatbridge.

    A conda environment known by name only is asked for, which takes conda about a second; a `path` takes none.

    Raises:
        AgentError: conda is not there, or does not answer.
    """
    if environment.kind == "conda" and environment.path is None:
        return conda.place(environment.name, environment.folder)
    return environment.path


def unfinished(place: Path) -> Path:
    """The file that stands beside an environment as long as it is not whole."""
    return place.parent / f".{place.name}.unfinished"


def find_python(raw: Mapping[str, Any], folder: Path, called: str = "") -> Path:
    """Return the interpreter of a python_environment.

    Args:
        raw: the python_environment of the manifest.
        folder: the agent's folder.
        called: what `chatbridge env` takes for the agent; its folder by default.

    Raises:
        AgentError: the python_environment is wrong, or there is no interpreter where it should be.
    """
    environment = read_environment(raw, folder, called)
    place = place_of(environment)
    if place is None:
        return Path(sys.executable)
    if unfinished(place).exists():
        raise AgentError(
            f"{folder}: python_environment: {place} is being made, or its making was broken off. "
            f"{environment.command} makes it."
        )
    python = place / "bin" / "python"
    if not python.exists():
        raise AgentError(
            f"{folder}: python_environment: there is no interpreter at {python}. {environment.command} makes it."
        )
    return python


def _place(path: str, folder: Path) -> Path:
    try:
        return Path(os.path.abspath(folder / Path(path).expanduser()))  # noqa: PTH100 - links are left as they are
    except RuntimeError as error:
        raise _wrong(folder, "path", f"found {path!r}: {error}") from error


def _wrong(folder: Path, key: str, what: str) -> AgentError:
    return AgentError(f"{folder}: python_environment.{key}: {what}")


def _text(raw: Mapping[str, Any], key: str, folder: Path) -> str:
    value = raw.get(key) or ""
    if not isinstance(value, str):
        # JSON's 3.10 is the number 3.1: a version that is no text was not read as it was meant.
        raise _wrong(folder, key, f'found {value!r}, expected text such as "{"3.11" if "version" in key else "env"}"')
    return value


def _texts(raw: Mapping[str, Any], key: str, folder: Path) -> tuple[str, ...]:
    value = raw.get(key) or []
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _wrong(folder, key, f"found {value!r}, expected a list of strings")
    return tuple(value)


def _requirements(raw: Mapping[str, Any], key: str, folder: Path) -> Requirements:
    value = raw.get(key) or []
    if isinstance(value, str):
        return folder / value
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _wrong(folder, key, f'found {value!r}, expected a list such as ["pandas>=2"] or the name of a file')
    return tuple(value)
