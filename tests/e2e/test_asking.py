"""An agent that asks in the middle of its turn, in a Slack thread and in a Discord thread."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e import discord, slack
from tests.e2e.handlers import write_agent

ASKING = """
from bridge.interaction import ConfirmInteraction, IntegerInteraction, StringInteraction, ask, ask_sync
import asyncio

def initialize():
    return {"outputs": "ready", "next_inputs": [{"name": "message", "type": "string"}]}

async def on_input(data):
    yield {"outputs": ["I look around."]}
    name = await ask(StringInteraction(value_key="name", title="Your name"))
    yield {"outputs": [f"Hello {name}."]}
    count, sure = await asyncio.gather(
        ask(IntegerInteraction(value_key="count", title="How many", min=1, max=9, unit="kg")),
        ask(ConfirmInteraction(value_key="sure", title="Are you sure?")),
    )
    yield {"outputs": [f"{name!r} {count!r} {sure!r}"], "next_inputs": [{"name": "message", "type": "string"}]}
"""

PLATFORMS = {"slack": slack.workspace, "discord": discord.server}


@pytest.mark.requirement("asks-midway", "asks-in-threads")
@pytest.mark.parametrize("people", PLATFORMS.values(), ids=PLATFORMS)
async def test_a_turn_asks_and_goes_on_in_the_thread(people: Any, tmp_path: Path) -> None:
    """What is typed, clicked and filled in comes back typed; the answers stay where they were asked."""
    async with people(write_agent(tmp_path, ASKING), data=tmp_path) as ann:
        await ann.mention("go")
        await ann.sees("I look around.")
        await ann.sees("Your name")
        await ann.say("Ann")
        await ann.sees("Hello Ann.")
        await ann.press("Yes")
        await ann.sees("How many")
        await ann.say("12 kg")
        await ann.hears("9 kg or less")
        await ann.say("7 kg")
        await ann.sees("'Ann' 7 True")
