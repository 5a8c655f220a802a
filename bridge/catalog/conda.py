"""Conda, or what takes its place: mamba, micromamba. Whichever is found first on PATH is used."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bridge.errors import AgentError

TOOLS = ("conda", "mamba", "micromamba")
NAME = re.compile(r"[^\s/\\:#-][^\s/\\:#]*")
ROOT = "base"
ANSWER = 60.0
"""Seconds: the first call after a start of the machine may take a few."""


def tool(folder: Path) -> str:
    """Return the program; `folder` names the agent that needs it.

    Raises:
        AgentError: there is none.
    """
    for name in TOOLS:
        if found := shutil.which(name):
            return found
    raise AgentError(
        f"{folder}: python_environment: found none of {', '.join(TOOLS)} on PATH, which a conda environment needs. "
        'Install one of them, or make it {"type": "venv", "path": "env"}.'
    )


def place(name: str, folder: Path) -> Path:
    """Return the folder of the environment of that name, or the one it would get.

    Raises:
        AgentError: conda is not there, or does not answer.
    """
    told = _told(tool(folder), folder)
    if name == ROOT:
        return Path(str(told.get("root_prefix") or told.get("base environment") or ROOT))
    # Conda and mamba 1 call it envs_dirs, micromamba and mamba 2 "envs directories".
    places = [Path(each) / name for each in told.get("envs_dirs") or told.get("envs directories") or []]
    if not places:
        raise AgentError(
            f"{folder}: python_environment.name: {tool(folder)} names no folder of environments; give a path"
        )
    for each in places:
        if (each / "conda-meta").is_dir():
            return each
    return next((each for each in places if _may_be_made(each)), places[0])


def making(program: str, verb: str, where: Path, specs: Sequence[str], channels: Sequence[str]) -> list[str]:
    """Return the command that makes (`create`) or updates (`install`) the environment in a folder."""
    named = [word for channel in channels for word in ("--channel", channel)]
    return [program, verb, "--yes", "--prefix", str(where), *named, *specs]


def _told(program: str, folder: Path) -> Mapping[str, Any]:
    command = [program, "info", "--json"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=ANSWER, check=True)
        told = json.loads(done.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise AgentError(
            f"{folder}: python_environment.name: `{' '.join(command)}` does not answer as it should: {error}. "
            "Mend it, or give the environment's folder as path."
        ) from error
    return told if isinstance(told, Mapping) else {}


def _may_be_made(where: Path) -> bool:
    existing = next((parent for parent in where.parents if parent.exists()), where)
    return os.access(existing, os.W_OK)
