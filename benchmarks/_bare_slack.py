"""The peer of `slack_turns`: the smallest slack-bolt echo bot, in Socket Mode, with one shared HTTP session.

Run as a program it reads its settings (JSON) from the first argument and answers every message in its thread.
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


async def serve(settings: dict[str, Any]) -> None:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=settings["bot_token"], base_url=settings["api_url"], session=session)
        app = AsyncApp(client=client)

        @app.event("message")
        async def echo(event: dict[str, Any], client: AsyncWebClient) -> None:  # pyright: ignore[reportUnusedFunction]
            thread = event.get("thread_ts", event["ts"])
            await client.chat_postMessage(channel=event["channel"], thread_ts=thread, text=f"You said: {event['text']}")

        @app.event("app_mention")
        async def ignore() -> None:  # pyright: ignore[reportUnusedFunction]
            """The message event of the same mention is answered."""

        await AsyncSocketModeHandler(app, settings["app_token"]).start_async()


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1])))
