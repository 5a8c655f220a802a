"""Application commands: registered by the bot, entered by people."""

from typing import Any

import discord
import pytest
from discord import app_commands

from adapters.sandbox import Sandbox
from adapters.sandbox.wire import NotPossible
from tests.adapters.sandbox.discord.conftest import Bot
from tests.adapters.sandbox.discord.rest import Rest

pytestmark = pytest.mark.requirement("discord-twin-commands")

AGENT = {"name": "agent", "description": "talk", "options": [
    {"type": 3, "name": "message", "description": "what", "required": True, "max_length": 10}
]}  # fmt: skip


async def test_a_command_is_made_replaced_and_removed(quiet: Sandbox, rest: Rest) -> None:
    """201 when it is new, 200 when it replaces one of its name; PUT replaces all; the server's are its own."""
    path = f"/applications/{quiet.discord.app.id}/commands"
    made = await rest("POST", path, AGENT)
    assert (made.status, made.body["type"], made.body["application_id"]) == (201, 1, quiet.discord.app.id)
    again = await rest("POST", path, {**AGENT, "description": "other"})
    assert (again.status, again.body["id"], again.body["description"]) == (200, made.body["id"], "other")
    assert (await rest("POST", path, {"name": "Agent", "description": "x"})).verdict == (400, 50035)
    place = f"/applications/{quiet.discord.app.id}/guilds/{quiet.discord.world.guild_id}/commands"
    [own] = (await rest("PUT", place, [{"name": "own", "description": "x"}])).body
    assert own["guild_id"] == quiet.discord.world.guild_id
    assert [command["name"] for command in quiet.discord.commands] == ["own", "agent"]
    edited = await rest("PATCH", f"{place}/{own['id']}", {"description": "new"})
    assert (edited.body["description"], edited.body["id"]) == ("new", own["id"])
    assert (await rest("DELETE", f"{place}/{own['id']}")).status == 204
    assert (await rest("GET", f"{place}/{own['id']}")).verdict == (404, 10063)
    assert (await rest("PUT", path, [])).body == []
    assert (await rest("GET", "/applications/1/commands")).verdict == (403, 20012)


async def test_discord_py_syncs_and_gets_what_a_person_enters(quiet: Sandbox, bot: Bot) -> None:
    """CommandTree works unmodified: sync, dispatch, options with their things, and the answer in the channel."""
    tree: Any = app_commands.CommandTree(bot)
    got: list[Any] = []

    @tree.command(name="agent", description="talk")
    async def agent(
        interaction: discord.Interaction, message: str, who: discord.Member, paper: discord.Attachment
    ) -> None:
        got.append((message, who.name, await paper.read()))
        await interaction.response.send_message("welcome")

    assert [command.name for command in await tree.sync()] == ["agent"]
    file = await quiet.discord.upload("ann", "a.txt", b"abc")
    options = {"message": "hi", "who": quiet.discord.world.person("ben").id, "paper": file["id"]}
    assert await quiet.discord.command("ann", "general", "agent", options) == {"ok": True}
    assert got == [("hi", "ben", b"abc")]
    [answer] = quiet.discord.messages("general")
    assert (answer["content"], answer["type"], answer["interaction_metadata"]["name"]) == ("welcome", 20, "agent")


@pytest.mark.parametrize(
    ("name", "options", "error"),
    [
        ("nothing", {}, "unknown_command"),
        ("agent", {}, "missing_option"),
        ("agent", {"message": 1}, "bad_option"),
        ("agent", {"message": "x" * 11}, "bad_option"),
        ("agent", {"message": "x", "more": 1}, "unknown_option"),
    ],
)
async def test_the_client_sends_only_what_fits(
    quiet: Sandbox, rest: Rest, name: str, options: dict[str, Any], error: str
) -> None:
    """What the command does not take is refused before anything is sent."""
    await rest("POST", f"/applications/{quiet.discord.app.id}/commands", AGENT)
    with pytest.raises(NotPossible) as refused:
        await quiet.discord.command("ann", "general", name, options)
    assert refused.value.error == error


async def test_there_are_no_commands_in_archived_threads(quiet: Sandbox, rest: Rest) -> None:
    """The client does not offer them there."""
    await rest("POST", f"/applications/{quiet.discord.app.id}/commands", AGENT)
    thread = await quiet.discord.thread("ann", "general", "talk")
    await quiet.discord.archive(thread)
    with pytest.raises(NotPossible, match="archived"):
        await quiet.discord.command("ann", thread, "agent", {"message": "x"})
