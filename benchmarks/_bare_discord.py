"""The peer of `discord_turns`: the smallest discord.py echo bot, with nothing cached that it does not use.

Run as a program it reads its settings (JSON) from the first argument, makes a thread from each mention and answers
every message in it.
"""

import asyncio
import json
import sys
from typing import Any

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route


class EchoBot(discord.AutoShardedClient):
    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        place = message.channel
        if isinstance(place, discord.TextChannel):
            place = await message.create_thread(name=message.content[:100])
        await place.send(f"You said: {message.content}")


async def serve(settings: dict[str, Any]) -> None:
    Route.BASE = settings["api_url"]
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings["api_url"])  # it asks the API where the gateway is
    intents = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    options: dict[str, Any] = {"max_messages": None, "chunk_guilds_at_startup": False, "guild_ready_timeout": 0.1}
    async with EchoBot(intents=intents, member_cache_flags=discord.MemberCacheFlags.none(), **options) as bot:
        await bot.start(settings["token"])


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
