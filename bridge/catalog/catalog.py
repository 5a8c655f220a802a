"""Which agents there are. A folder that cannot be used is listed with its reason and never stops the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bridge.catalog.environment import find_python
from bridge.catalog.manifest import Manifest, read_manifest
from bridge.config import AgentEntry
from bridge.errors import AgentError
from bridge.host.port import Program
from bridge.ports import Person, Thread

GLOB_CHARACTERS = frozenset("*?[")


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """An agent that can talk. `channels` are its bindings by platform; `people` who may use it (nobody named: all)."""

    name: str
    manifest: Manifest
    program: Program
    channels: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    answers: str = "anyone"
    people: tuple[str, ...] = ()
    overlap: str = "queue"
    max_running: int = 0

    def admits(self, person: Person) -> bool:
        return not self.people or person.id in self.people

    def is_bound_to(self, thread: Thread) -> bool:
        return thread.channel in self.channels.get(thread.platform, ())


@dataclass(frozen=True, slots=True)
class Broken:
    """A folder that was named but cannot be used, with the reason for the operator."""

    name: str
    folder: Path
    reason: str


@dataclass(frozen=True, slots=True)
class Catalog:
    """Every agent by name, and what is broken."""

    agents: Mapping[str, Agent]
    broken: tuple[Broken, ...] = ()

    def bound_to(self, thread: Thread) -> Agent | None:
        """The agent this thread's channel belongs to."""
        return next((agent for agent in self.agents.values() if agent.is_bound_to(thread)), None)

    def usable_by(self, person: Person) -> Sequence[Agent]:
        return [agent for agent in self.agents.values() if agent.admits(person)]


def build(entries: Iterable[AgentEntry]) -> Catalog:
    """Look into every folder the configuration names."""
    agents: dict[str, Agent] = {}
    broken: list[Broken] = []
    for name, folder, entry in named(entries):
        if folder is None:
            broken.append(Broken(name, entry.path, f"{entry.path}: matches no folder"))
            continue
        try:
            agents[name] = load_agent(folder, entry, _free_name(name, folder, agents))
        except AgentError as error:
            broken.append(Broken(name, folder, str(error)))
    return Catalog(agents, tuple(broken))


def named(entries: Iterable[AgentEntry]) -> Iterator[tuple[str, Path | None, AgentEntry]]:
    """Yield what the entries name, usable or not: name, folder, entry. A pattern that matches nothing has no folder."""
    for entry in entries:
        folders = _folders(entry)
        if not folders:
            yield entry.name or entry.path.name, None, entry
        for folder in folders:
            yield entry.name if entry.name and len(folders) == 1 else folder.name.removesuffix(".py"), folder, entry


def load_agent(folder: Path, entry: AgentEntry, name: str) -> Agent:
    """Read one agent.

    Raises:
        AgentError: it cannot be used.
    """
    manifest = read_manifest(folder)
    if entry.missing:
        raise AgentError(
            f"{folder}: [agents.env]: environment variable {entry.missing[0]} is not set; export it before starting"
        )
    if manifest.tasks is not None:
        folder = manifest.tasks.parent
    program = Program(
        name=name,
        folder=folder,
        python=find_python(manifest.environment, folder, name),
        environment=entry.environment,
        limits=entry.limits,
        preload=entry.preload,
        save_turns=entry.save_turns,
        model=manifest.model.opening if manifest.model else None,
        tasks=manifest.tasks,
    )
    return Agent(
        name=name,
        manifest=manifest,
        program=program,
        channels=entry.channels,
        answers=entry.answers,
        people=entry.people,
        overlap=entry.overlap,
        max_running=entry.max_running,
    )


def _free_name(name: str, folder: Path, agents: Mapping[str, Agent]) -> str:
    if name in agents:
        taken = agents[name].program.folder
        raise AgentError(f'{folder}: the name "{name}" is taken by {taken}; give one of them another name')
    return name


def _folders(entry: AgentEntry) -> list[Path]:
    """The folder an entry names, or every agent's folder its pattern matches."""
    if not GLOB_CHARACTERS & set(str(entry.path)):
        return [entry.path]
    anchor = Path(entry.path.anchor)
    matches = sorted(anchor.glob(str(entry.path.relative_to(anchor))))
    return [folder for folder in matches if folder.is_dir() and not folder.name.startswith((".", "_"))]
