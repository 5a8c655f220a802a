"""discord.py's client, set up for a bridge: it hands over what happens and keeps nothing in memory that we do not use.

It is sharded because only that client asks the API for its gateway, and for how many connections are wanted.
"""

from collections.abc import Awaitable, Callable
from typing import Final

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.settings import OFFICIAL

GUILDS_WITHIN: Final = 0.25
"""Seconds after the last guild until the client calls itself ready; a guild that comes later is taken as it comes."""
LONGEST_WAIT: Final = 60.0
"""Seconds discord.py waits for a rate limit before it gives up."""

OnMessage = Callable[[discord.Message], Awaitable[None]]
OnInteraction = Callable[[discord.Interaction], Awaitable[None]]


def point_at(api_url: str) -> None:
    """Send discord.py's calls to this API. It knows one for the whole process."""
    Route.BASE = api_url.rstrip("/")


discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
"""It would warn at every start that it cannot speak, which nobody asks it to."""


class Client(discord.AutoShardedClient):
    """One connection of the bot, made anew after it broke for good."""

    def __init__(self, on_message: OnMessage, on_interaction: OnInteraction, *, reads_content: bool) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, message_content=reads_content)
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            guild_ready_timeout=GUILDS_WITHIN,
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self.reads_content = reads_content
        self._take_message = on_message
        self._take_interaction = on_interaction

    async def on_message(self, message: discord.Message) -> None:
        await self._take_message(message)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._take_interaction(interaction)

    async def launch_shards(self) -> None:
        """Connect. A connection that is lost for good is made anew at the address discord.py has built in, which is
        right for the official API only.
        """
        if Route.BASE != OFFICIAL:
            _, gateway, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        await super().launch_shards()
