"""The address at which an operator invites the bot into their server, for ``chatbridge discord invite``.

Discord docs, "OAuth2: Bot Authorization Flow" and "Permissions".
"""

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

import aiohttp

from adapters.discord.settings import DiscordSettings, read_settings
from bridge.errors import ConfigError, DeliveryError

AUTHORIZE: Final = "https://discord.com/oauth2/authorize"
SCOPES: Final = "bot applications.commands"
AGENT: Final = "DiscordBot (chatbridge, 0.1)"
"""Discord turns away programs that do not call themselves a bot (docs: "User Agent")."""

PERMISSIONS: Mapping[str, int] = {
    "Add Reactions": 1 << 6,
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""What a conversation needs of the bot's role."""


def invite(section: Mapping[str, object]) -> str:
    """Return the address, with the permissions a conversation needs.

    Args:
        section: the raw ``[discord]`` section.

    Raises:
        ConfigError: a setting is wrong, or Discord refuses the token.
        DeliveryError: Discord cannot be reached.
    """
    query = {"client_id": asyncio.run(_application(read_settings(section))), "scope": SCOPES}
    return f"{AUTHORIZE}?{urlencode({**query, 'permissions': sum(PERMISSIONS.values())})}"


async def _application(settings: DiscordSettings) -> str:
    headers = {"Authorization": f"Bot {settings.token.get_secret_value().strip()}", "User-Agent": AGENT}
    address = f"{settings.api_url.rstrip('/')}/oauth2/applications/@me"
    try:
        async with aiohttp.ClientSession(headers=headers) as session, session.get(address) as answer:
            if answer.status == HTTPStatus.UNAUTHORIZED:
                raise ConfigError("[discord] token: Discord refused it, expected the bot's token.")
            answer.raise_for_status()
            return str((await answer.json(content_type=None))["id"])
    except (TimeoutError, aiohttp.ClientError, ValueError, KeyError) as wrong:
        raise DeliveryError(
            f"Discord did not name the application ({wrong!r}). Check the network and [discord] api_url."
        ) from wrong
