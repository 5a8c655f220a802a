"""One call of Slack's Web API: paced, repeated where that is safe, its errors turned into ours.

Guarantee: a call that is not repeatable reaches Slack at most once after a connection was made, so that no message is
posted twice; any other outcome than Slack's ok is a `DeliveryError`.
"""

from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.message import Json
from adapters.slack.pace import Pace
from adapters.slack.refusals import refusal
from bridge.errors import DeliveryError, PlatformBusy

log = structlog.get_logger("chatbridge.slack")

WAITS = 5
"""How often one call waits as Slack asked before the caller is told that Slack is busy."""
REPEATS = (0.5, 1.0, 2.0)
"""Seconds before each repetition of a call that was lost on the way."""


class Calls:
    """Slack's Web API with one token."""

    def __init__(self, client: AsyncWebClient, pace: Pace) -> None:
        self._client = client
        self._pace = pace

    async def post(self, method: str, body: Mapping[str, Any], *, repeatable: bool = True, lane: str = "") -> Json:
        """Call a method that takes JSON.

        Args:
            method: its name, such as ``chat.update``.
            body: its arguments; those that are None are left out.
            repeatable: whether doing it twice is the same as doing it once.
            lane: what its rate is counted by besides the method, such as a channel.

        Raises:
            PlatformRefused: it will not work, and why.
            PlatformBusy: Slack's rates do not allow it now, although we waited.
            DeliveryError: it is unknown whether it arrived.
        """
        arguments = {"json": {key: value for key, value in body.items() if value is not None}}
        return await self._call(method, arguments, repeatable, lane)

    async def get(self, method: str, **query: Any) -> Json:
        """Call a method that takes its arguments from the query; raises as `post` does."""
        arguments = {"http_verb": "GET", "params": {key: value for key, value in query.items() if value is not None}}
        return await self._call(method, arguments, repeatable=True, lane="")

    async def form(self, method: str, *, repeatable: bool, **fields: Any) -> Json:
        """Call a method that takes a form but no JSON; raises as `post` does."""
        arguments = {"data": {key: value for key, value in fields.items() if value is not None}}
        return await self._call(method, arguments, repeatable, lane="")

    async def _call(self, method: str, arguments: dict[str, Any], repeatable: bool, lane: str) -> Json:
        waits, lost = 0, 0
        while True:
            await self._pace.turn(method + lane)
            try:
                response = await self._client.api_call(method, **arguments)
            except SlackApiError as refused:
                waits += 1
                await self._refused(method, lane, refused, last=waits > WAITS)
            except (TimeoutError, aiohttp.ClientError, OSError) as broken:
                # Before there is a connection nothing has been sent, so that even a post may be tried again.
                unsent = isinstance(broken, aiohttp.ClientConnectorError)
                if lost >= len(REPEATS) or not (repeatable or unsent):
                    raise DeliveryError(_lost(method, broken, unsent)) from broken
                log.warning("slack_call_lost", method=method, error=repr(broken))
                await self._pace.sleep(REPEATS[lost])
                lost += 1
            else:
                data = response.data
                assert isinstance(data, dict), "every method of the Web API answers with a JSON object"
                return data

    async def _refused(self, method: str, lane: str, refused: SlackApiError, *, last: bool) -> None:
        """Note a pause and return if the call may be tried again; raise otherwise."""
        response: Any = refused.response
        if getattr(response, "status_code", 0) == 429:
            seconds = float(response.headers.get("Retry-After", 1))
            if not last:
                log.info("slack_rate_limited", method=method, seconds=seconds)
                self._pace.pause(method + lane, seconds)
                return
            raise PlatformBusy(f"Slack's rate limit for {method} is used up.", seconds) from refused
        data: Any = getattr(response, "data", None)
        if not isinstance(data, dict):
            raise DeliveryError(f"Slack answered {method} with something that is not JSON: {refused}") from refused
        raise refusal(method, str(data.get("error", "")), _details(data)) from refused


def _details(data: Json) -> tuple[str, ...]:
    """What Slack says beside the code: json-pointers into the blocks, or the scope that is missing."""
    messages = (data.get("response_metadata") or {}).get("messages") or data.get("errors") or []
    needed = [f"needed: {data['needed']}"] if data.get("needed") else []
    return (*(str(message).removeprefix("[ERROR] ") for message in messages), *needed)


def _lost(method: str, broken: BaseException, unsent: bool) -> str:
    fate = "it did not arrive" if unsent else "it may or may not have arrived"
    return f"The connection to Slack broke during {method} ({broken!r}); {fate}. Check the network and [slack] api_url."
