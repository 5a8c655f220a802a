"""The agents: whether each can be used, what runs it, and whether its environment is what it asks for."""

from collections.abc import Iterator

from bridge.catalog import stamp
from bridge.catalog.catalog import Agent, build
from bridge.catalog.environment import FOLDER_TYPES, place_of, read_environment
from bridge.catalog.interpreter import OLDEST, probe
from bridge.cli.examination.row import Row, State
from bridge.config import Settings
from bridge.errors import AgentError


def agents(settings: Settings) -> Iterator[Row]:
    """One row or more for each agent, and one for what the configuration says of them."""
    catalog = build(settings.agents)
    for agent in catalog.agents.values():
        yield from _usable(agent)
    for broken in catalog.broken:
        do = f"Mend it, then look again: chatbridge validate {broken.folder}"
        yield Row("agents", broken.name, State.WRONG, broken.reason, do)
    if not settings.agents:
        yield Row("agents", "none", State.WRONG, "no agent is configured", 'Add [[agents]] with path = "agents/*".')
    if settings.default_agent and settings.default_agent not in catalog.agents:
        text = f"found {settings.default_agent!r}, which is no agent that can be used"
        yield Row(
            "agents", "default_agent", State.WRONG, text, "Name one of the agents above in [bridge] default_agent."
        )


def _usable(agent: Agent) -> Iterator[Row]:
    python = agent.program.python
    found = probe(python)
    if found is None or found.too_old:
        text = f"{python} is Python {found.version}" if found else f"{python} does not run"
        do = f"Ask for Python {'.'.join(map(str, OLDEST))} or newer and make it again: chatbridge env {agent.name}"
        yield Row("agents", agent.name, State.WRONG, text, do)
        return
    where = f"Python {found.version} ({python})"
    kind = agent.manifest.environment.get("type", "system")
    if kind not in FOLDER_TYPES:
        yield Row("agents", agent.name, State.OK, where)
        return
    yield _environment(agent, f"{where}, {kind}")


def _environment(agent: Agent, where: str) -> Row:
    name = agent.name
    try:
        environment = read_environment(agent.manifest.environment, agent.program.folder, name)
        place = place_of(environment)
        assert place is not None, "only the system's own has none"
        if stamp.up_to_date(environment, place):
            return Row("agents", name, State.OK, f"{where}, up to date")
        if not stamp.found(place):
            text = f"{where}, made by hand: whether it has what the agent needs is not known"
            return Row("agents", name, State.NOTE, text, f"chatbridge env {name} installs it.")
    except AgentError as error:
        return Row("agents", name, State.WRONG, str(error), f"Then run chatbridge env {name}.")
    text = f"{where}, is not what it asks for any more"
    return Row("agents", name, State.WRONG, text, f"Bring it up to date: chatbridge env {name}")
