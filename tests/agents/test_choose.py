"""The seed's tasks: one file, in a terminal, a Slack thread and a Discord thread."""

from pathlib import Path
from typing import Any

import pytest

from bridge.catalog.catalog import build
from bridge.catalog.check import check
from bridge.config import AgentEntry
from tests.agents.fresh import AGENTS
from tests.bridge.cli.command import chatbridge
from tests.e2e import discord, slack

CHOOSE = AGENTS / "choose"
PLATFORMS = {"slack": slack.workspace, "discord": discord.server}


@pytest.mark.requirement("tasks-agent")
def test_a_folder_with_a_file_of_tasks_is_an_agent() -> None:
    """And so is the file itself."""
    for place, name in ((CHOOSE, "choose"), (CHOOSE / "tasks.py", "tasks")):
        assert check(place) == ()
        agent = build([AgentEntry(path=place)]).agents[name]
        assert (agent.manifest.kind.name, agent.manifest.title) == ("tasks", "Choose")
        assert agent.program.folder == CHOOSE


@pytest.mark.requirement("tasks-agent")
def test_it_runs_in_a_terminal_in_both_ways(tmp_path: Path) -> None:
    """As tasks, and as an agent one chats with."""
    tasks = chatbridge("tasks", str(CHOOSE / "tasks.py"), cwd=tmp_path, stdin="flowers\nno\n")
    chat = chatbridge("chat", str(CHOOSE), cwd=tmp_path, stdin="flowers\nno\n")
    for said in (tasks.stdout, chat.stdout):
        assert "flowers would be looked at from afar." in said, said


@pytest.mark.requirement("tasks-agent", "asks-in-threads")
@pytest.mark.parametrize("people", PLATFORMS.values(), ids=PLATFORMS)
async def test_it_runs_in_a_thread(people: Any, tmp_path: Path) -> None:
    """What it asks is asked there, what it prints is said there; it can be run again."""
    async with people(CHOOSE, data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Which dataset should be used?")
        await ann.say("flowers")
        await ann.press("Yes")
        asked = [m for m in ann.messages if "Look at it closely?" in str(m)]
        said = [m for m in ann.messages if "flowers" in str(m)]
        assert ann.messages.index(said[2]) < ann.messages.index(asked[0]), "what was printed stands above"
        await ann.sees("flowers would be looked at closely.")
        await ann.press("Run again")
        await ann.sees("Which dataset should be used?")
        await ann.say("birds")
        await ann.press("No")
        await ann.sees("birds would be looked at from afar.")
