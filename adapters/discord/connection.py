"""Being connected: log in with what the bot may, stay connected, and come back when discord.py has given up."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from itertools import chain, repeat
from typing import Final

import aiohttp
import discord
import structlog

from adapters.discord.client import Client, OnInteraction, OnMessage, point_at
from adapters.discord.settings import DiscordSettings
from bridge.errors import ConfigError, DeliveryError

log = structlog.get_logger("chatbridge.discord")

READY_WITHIN: Final = 30.0
"""Seconds; the gateway greets at once, or not at all."""
RETURNS: Final = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
"""Seconds before each return after discord.py gave up."""

INTENT_OFF = (
    "The Message Content intent is off, so the bot reads only messages that mention it. Switch it on: "
    "discord.com/developers > the application > Bot > Message Content Intent."
)


class Connection:
    """The bot's current client; another one after it broke."""

    def __init__(self, settings: DiscordSettings, on_message: OnMessage, on_interaction: OnInteraction) -> None:
        self._settings = settings
        self._on_message = on_message
        self._on_interaction = on_interaction
        self._client: Client | None = None

    @property
    def client(self) -> Client:
        assert self._client is not None, "the adapter is used inside run()"
        return self._client

    @asynccontextmanager
    async def connected(self) -> AsyncGenerator[None]:
        """Be connected inside: entering it means that events arrive.

        Raises:
            ConfigError: Discord does not accept the token, or the intents.
            DeliveryError: Discord cannot be reached.
        """
        point_at(self._settings.api_url)
        running = await self._connect()
        keeping = asyncio.create_task(self._keep(running), name="discord connection")
        try:
            yield
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)
            await self.client.close()

    async def _connect(self) -> asyncio.Task[None]:
        """Log in, and return the task that is connected."""
        client = self._client = await self._logged_in()
        running = asyncio.create_task(client.connect(), name="discord.py")
        try:
            with _in_our_words():
                await _ready(client, running)
        except BaseException:
            running.cancel()
            await client.close()
            raise
        log.info("discord_connected", guilds=len(client.guilds), shards=client.shard_count)
        return running

    async def _logged_in(self) -> Client:
        """A client with the intents the application has; to ask for one more would end the connection."""
        client = await self._log_in(reads_content=True)
        flags = client.application_flags
        if flags.gateway_message_content or flags.gateway_message_content_limited:
            return client
        await client.close()
        log.warning("discord_message_content_off", advice=INTENT_OFF)
        return await self._log_in(reads_content=False)

    async def _log_in(self, *, reads_content: bool) -> Client:
        client = Client(self._on_message, self._on_interaction, reads_content=reads_content)
        try:
            with _in_our_words():
                await client.login(self._settings.token.get_secret_value())
        except BaseException:
            await client.close()
            raise
        return client

    async def _keep(self, running: asyncio.Task[None]) -> None:
        """discord.py reconnects and resumes by itself; when it ends all the same, begin anew."""
        while True:
            await asyncio.wait({running})
            wrong = None if running.cancelled() else running.exception()
            log.error("discord_connection_ended", reason=repr(wrong) if wrong else "closed")
            for seconds in chain(RETURNS, repeat(RETURNS[-1])):
                await asyncio.sleep(seconds)
                try:
                    running = await self._connect()
                    break
                except (ConfigError, DeliveryError) as still:
                    log.error("discord_not_back", reason=str(still))
                except Exception:
                    log.exception("discord_not_back")


async def _ready(client: Client, running: asyncio.Task[None]) -> None:
    """Wait until events arrive; raise what ended the connection before."""
    ready = asyncio.create_task(client.wait_until_ready())
    try:
        async with asyncio.timeout(READY_WITHIN):
            await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
    except TimeoutError:
        raise DeliveryError(
            f"Discord's gateway did not greet us within {READY_WITHIN:g} seconds; check that the network lets "
            "WebSockets through."
        ) from None
    finally:
        ready.cancel()
    if running.done():
        running.result()
        raise DeliveryError("Discord closed the connection before it was ready.")


@contextmanager
def _in_our_words() -> Generator[None]:
    """Raise what keeps us from connecting as an error the operator can act on."""
    try:
        yield
    except discord.LoginFailure as wrong:
        raise ConfigError(
            "[discord] token: Discord refused it, expected the bot's token: see Bot > Reset Token at "
            "discord.com/developers."
        ) from wrong
    except discord.PrivilegedIntentsRequired as wrong:
        raise ConfigError(f"[discord]: Discord refused the intents. {INTENT_OFF}") from wrong
    except discord.ConnectionClosed as wrong:
        raise ConfigError(
            f"[discord] token: the gateway refused the bot (close code {wrong.code}); check the token."
        ) from wrong
    except discord.HTTPException as wrong:
        raise DeliveryError(
            f"Discord refused the login (HTTP {wrong.status}): {wrong.text or 'no reason'}. Check [discord] api_url."
        ) from wrong
    except (aiohttp.ClientError, OSError) as wrong:
        raise DeliveryError(
            f"Discord cannot be reached ({wrong!r}). Check the network and [discord] api_url."
        ) from wrong
