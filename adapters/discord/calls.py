"""One call of discord.py: its errors turned into ours, repeated where a lost connection makes that safe.

discord.py itself keeps the rate limits, waits when it is told to, and repeats what Discord failed at.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import aiohttp
import discord
import structlog

from adapters.discord.refusals import refusal
from bridge.errors import DeliveryError, PlatformBusy

log = structlog.get_logger("chatbridge.discord")
Result = TypeVar("Result")

CLOSED: Final = "Session is closed"
"""What aiohttp says when the client was closed because its connection broke for good. Another one is on its way."""
REPEATS: Final = (0.5, 1.0, 2.0)
"""Seconds before each repetition of a call that was lost on the way."""


async def attempt(what: str, call: Callable[[], Awaitable[Result]], *, repeatable: bool = True) -> Result:
    """Call Discord.

    Args:
        what: what is tried, for the operator: "post a message".
        call: makes the call; is called again after a lost connection.
        repeatable: whether doing it twice is the same as doing it once. A post is, by its nonce.

    Raises:
        PlatformRefused: it will not work, and why.
        PlatformBusy: Discord's rates do not allow it now, although we waited.
        DeliveryError: Discord failed, or it is unknown whether it arrived.
    """
    for wait in (*REPEATS, None):
        try:
            return await call()
        except discord.RateLimited as limited:
            raise PlatformBusy(f"Discord's rate limit does not allow us to {what} now.", limited.retry_after) from None
        except discord.DiscordServerError as failed:
            raise DeliveryError(f"Discord failed to {what} (HTTP {failed.status}).") from failed
        except discord.HTTPException as refused:
            if refused.status == 429:
                raise PlatformBusy(f"Discord's rate limit does not allow us to {what} now.", 60.0) from refused
            raise refusal(what, refused) from refused
        except (TimeoutError, aiohttp.ClientError, OSError, RuntimeError) as broken:
            closed = isinstance(broken, RuntimeError)
            if closed and CLOSED not in str(broken):
                raise
            if wait is None or not (repeatable or closed):
                raise DeliveryError(
                    f"The connection to Discord broke while we tried to {what} ({broken!r}). Check the network and "
                    "[discord] api_url."
                ) from broken
            log.warning("discord_call_lost", what=what, error=repr(broken))
            await asyncio.sleep(wait)
    raise AssertionError("unreachable: the last attempt returns or raises")
