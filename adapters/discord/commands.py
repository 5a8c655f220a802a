"""The command ``/agent``: registered with Discord once, and again only when it has changed.

Discord docs, "Application Commands": 200 registrations a day for each guild, so not at every start.
"""

from typing import Any, Final

import discord
import structlog

from adapters.discord.calls import attempt
from adapters.discord.message import Json
from bridge.errors import DeliveryError

log = structlog.get_logger("chatbridge.discord")

NAME: Final = "agent"
OPTION: Final = "message"
CHAT_INPUT: Final = 1
STRING: Final = 3
IN_GUILD, WITH_BOT = 0, 1
GUILD_INSTALL: Final = 0

AGENT: Json = {
    "name": NAME,
    "type": CHAT_INPUT,
    "description": "Begin a conversation with an agent",
    "options": [
        {
            "type": STRING,
            "name": OPTION,
            "description": "Whom you want to talk to, or what you want to say, or both",
            "required": False,
        }
    ],
    "contexts": [IN_GUILD, WITH_BOT],
    "integration_types": [GUILD_INSTALL],
}


async def register(client: discord.Client) -> None:
    """Make sure that Discord knows the command. The bot works without it, so a refusal is a line in the log."""
    assert client.application_id is not None, "a client that has logged in knows its application"
    application = client.application_id
    try:
        known: Any = await attempt("read the commands", lambda: client.http.get_global_commands(application))
        if any(_says(AGENT, command) for command in known):
            return
        registered: Any = AGENT
        await attempt("register /agent", lambda: client.http.upsert_global_command(application, registered))
        log.info("discord_command_registered", name=NAME)
    except DeliveryError as refused:
        log.warning("discord_command_not_registered", name=NAME, reason=str(refused))


def words(data: Json) -> str:
    """Return what was typed with the command."""
    options = {option["name"]: option.get("value") for option in data.get("options") or ()}
    return str(options.get(OPTION) or "").strip()


def _says(ours: Any, theirs: Any) -> bool:
    """Whether Discord's version holds all of ours; it adds ids, versions and defaults, and leaves out false ones."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return all(_says(value, theirs.get(key)) for key, value in ours.items())
    if isinstance(ours, list) and isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_says, ours, theirs))
    return ours == theirs or (ours is False and theirs is None)
