"""Somebody on each platform, and the real bridge there: what a test of forms begins with."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

from adapters.discord import DiscordAdapter
from adapters.sandbox import Sandbox
from adapters.slack import SlackAdapter
from adapters.slack.pace import Pace
from bridge import app
from bridge.config import AgentEntry, Settings
from bridge.ports import Adapter
from tests import conformity
from tests.e2e import discord, slack
from tests.e2e.forms.discord_person import DiscordPerson
from tests.e2e.forms.plans import Plan
from tests.e2e.forms.slack_person import SlackPerson
from tests.e2e.forms.terminal_person import keyboard


class Person(Protocol):
    """Somebody who fills in forms on their platform."""

    async def begin(self, word: str) -> None: ...

    async def fill(self, plan: Plan, after: str) -> None: ...


@asynccontextmanager
async def in_slack(agent: Path, folder: Path) -> AsyncGenerator[Person]:
    """The twin limits nothing here, so nothing need wait for what Slack would allow."""
    async with Sandbox(0, limits=False) as sandbox:
        adapter = SlackAdapter(sandbox.sections["slack"], pace=Pace(sleep=lambda _: asyncio.sleep(0)))
        async with running(agent, folder, adapter):
            yield SlackPerson(slack.Talk(sandbox))


@asynccontextmanager
async def in_discord(agent: Path, folder: Path) -> AsyncGenerator[Person]:
    async with Sandbox(0, limits=False) as sandbox:
        async with running(agent, folder, DiscordAdapter(sandbox.sections["discord"])):
            yield DiscordPerson(discord.Talk(sandbox))
        conformity.check(sandbox.discord.calls)


@asynccontextmanager
async def at_a_terminal(agent: Path, folder: Path) -> AsyncGenerator[Person]:
    with keyboard(folder / "files") as person:
        async with running(agent, folder, person.adapter):
            yield person


@asynccontextmanager
async def running(agent: Path, folder: Path, adapter: Adapter[Any]) -> AsyncGenerator[None]:
    """The real bridge on this platform."""
    settings = Settings(source="test", data_dir=folder / "var", agents=(AgentEntry(path=agent),))
    async with app.running(settings, {adapter.name: adapter}):
        yield


PEOPLE = {"discord": in_discord, "slack": in_slack, "terminal": at_a_terminal}
"""By platform, the slowest first."""
