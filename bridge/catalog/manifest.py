"""Read an agent's manifest: which kind of agent a folder holds, and what its author says about it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bridge.catalog.model import MODEL_KEYS, Model, read_model
from bridge.catalog.tasks import tasks_file, title_of
from bridge.errors import AgentError

HANDLER = "handler_io.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of agent.

    Attributes:
        file: its manifest.
        keys: what is read there (`title` and `version` under the keys of that name); others are kept, ignored, and
            named by `validate`.
        needs: the functions that its handler has to define.
    """

    name: str
    file: str
    keys: tuple[str, ...]
    title: str
    version: str
    needs: tuple[str, ...]

    @property
    def functions(self) -> str:
        """What the handler has to define, in words."""
        return f"{', '.join(self.needs[:-1])} and {self.needs[-1]}"


MODEL = Kind(
    name="model",
    file="model_meta.json",
    keys=MODEL_KEYS,
    title="model_name",
    version="model_version",
    needs=("model_fn", "input_fn", "predict_fn", "output_fn"),
)
INTERACTIVE = Kind(
    name="interactive",
    file="interactive.json",
    keys=(
        "interactive_name",
        "version",
        "description",
        "description_short",
        "tags",
        "python_environment",
        "allow_feedback",
    ),
    title="interactive_name",
    version="version",
    needs=("initialize", "on_input"),
)
TASKS = Kind(name="tasks", file="", keys=(), title="", version="", needs=())
"""A Python file that names a workflow; it needs no manifest."""
KINDS = (MODEL, INTERACTIVE)
"""Those that are told by a file. The first one whose file a folder holds is its kind (agent contract, 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the author says.

    Attributes:
        environment: the raw python_environment.
        model: what only a model says of itself.
        tasks: the file of tasks, for agents of that kind.
        unknown: the keys nothing reads.
    """

    kind: Kind = INTERACTIVE
    title: str
    version: str = ""
    summary: str = ""
    description: str = ""
    environment: Mapping[str, Any]
    tags: Mapping[str, Any] = field(default_factory=dict[str, Any])
    allow_feedback: bool = False
    model: Model | None = None
    tasks: Path | None = None
    unknown: tuple[str, ...] = ()


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the agent in `folder`, or of a file of tasks.

    Raises:
        AgentError: the folder holds no agent, or its manifest is wrong; the text names file, key, found and expected.
    """
    if not folder.exists():
        files = " or ".join(kind.file for kind in reversed(KINDS))
        raise AgentError(f"{folder}: there is no such folder; expected an agent's folder with {files}")
    kind = kind_of(folder)
    if kind is None:
        if (file := tasks_file(folder)) is not None:
            title, summary = title_of(file)
            return Manifest(kind=TASKS, title=title, summary=summary, environment={}, tasks=file)
        files = " and no ".join(kind.file for kind in reversed(KINDS))
        raise AgentError(
            f"{folder}: holds no {files}, nor a Python file with a Workflow. `chatbridge new {folder.name}` makes an "
            "agent to start from."
        )
    if not (folder / HANDLER).is_file():
        raise AgentError(f"{folder}: holds {kind.file} but no {HANDLER}, which must define {kind.functions}")
    return _read(folder / kind.file, kind)


def kind_of(folder: Path) -> Kind | None:
    """The kind of agent that the folder holds."""
    return next((kind for kind in KINDS if (folder / kind.file).is_file()), None)


def _read(file: Path, kind: Kind) -> Manifest:
    raw = _read_object(file)
    title = raw.get(kind.title)
    if not isinstance(title, str) or not title.strip():
        raise AgentError(f'{file}: {kind.title}: found {title!r}, expected the agent\'s name, such as "My Agent"')
    environment = raw.get("python_environment", {})
    if not isinstance(environment, Mapping):
        raise AgentError(
            f'{file}: python_environment: found {environment!r}, expected an object such as {{"type": "system"}}'
        )
    allow_feedback = raw.get("allow_feedback", False)
    if not isinstance(allow_feedback, bool):
        raise AgentError(f"{file}: allow_feedback: found {allow_feedback!r}, expected true or false")
    title, tags = title.strip(), raw.get("tags")
    summary = str(raw.get("description_short") or "")
    description = str(raw.get("description") or "")
    return Manifest(
        kind=kind,
        title=title,
        version=str(raw.get(kind.version, "")),
        summary=summary,
        description=description,
        environment=environment,
        tags=tags if isinstance(tags, Mapping) else {},
        allow_feedback=allow_feedback,
        model=read_model(raw, file, title, description or summary) if kind is MODEL else None,
        unknown=tuple(key for key in raw if key not in kind.keys),
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
