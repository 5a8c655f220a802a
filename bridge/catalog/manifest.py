"""Read an agent's manifest: which kind of agent a folder holds, and what its author says about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bridge.errors import AgentError

INTERACTIVE_KEYS = (
    "interactive_name",
    "version",
    "description",
    "description_short",
    "tags",
    "python_environment",
    "allow_feedback",
)
"""Keys of interactive.json (seed: interactive projects). Others are kept, ignored, and named by `validate`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the author says. `environment` is the raw python_environment; `unknown` are the keys nothing reads."""

    title: str
    version: str = ""
    summary: str = ""
    description: str = ""
    environment: Mapping[str, Any]
    allow_feedback: bool = False
    unknown: tuple[str, ...] = ()


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the agent in `folder`.

    Raises:
        AgentError: the folder holds no agent, or its manifest is wrong; the text names file, key, found and expected.
    """
    if not folder.is_dir():
        raise AgentError(f"{folder}: there is no such folder; expected an agent's folder with interactive.json")
    file = folder / "interactive.json"
    if not file.is_file():
        raise AgentError(
            f"{folder}: holds no interactive.json. `chatbridge new {folder.name}` makes an agent to start from."
        )
    if not (folder / "handler_io.py").is_file():
        raise AgentError(
            f"{folder}: holds interactive.json but no handler_io.py, which must define initialize and on_input"
        )
    return _interactive(file)


def _interactive(file: Path) -> Manifest:
    raw = _read_object(file)
    title = raw.get("interactive_name")
    if not isinstance(title, str) or not title.strip():
        raise AgentError(f'{file}: interactive_name: found {title!r}, expected the agent\'s name, such as "My Agent"')
    environment = raw.get("python_environment", {})
    if not isinstance(environment, Mapping):
        raise AgentError(
            f'{file}: python_environment: found {environment!r}, expected an object such as {{"type": "system"}}'
        )
    allow_feedback = raw.get("allow_feedback", False)
    if not isinstance(allow_feedback, bool):
        raise AgentError(f"{file}: allow_feedback: found {allow_feedback!r}, expected true or false")
    return Manifest(
        title=title.strip(),
        version=str(raw.get("version", "")),
        summary=str(raw.get("description_short") or ""),
        description=str(raw.get("description") or ""),
        environment=environment,
        allow_feedback=allow_feedback,
        unknown=tuple(key for key in raw if key not in INTERACTIVE_KEYS),
    )


def _read_object(file: Path) -> Mapping[str, Any]:
    try:
        raw = json.loads(file.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise AgentError(f"{file}:{error.lineno}:{error.colno}: is not JSON: {error.msg}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise AgentError(f"{file}: cannot be read: {error}") from error
    if not isinstance(raw, Mapping):
        raise AgentError(f"{file}: found {type(raw).__name__}, expected a JSON object")
    return raw
