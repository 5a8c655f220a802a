"""HTTP delivery: signed requests to the app's own address.

Guarantee: every request is signed as Slack signs (Slack docs, "Verifying requests from Slack"), events are JSON, clicks
are a form with one field `payload`, commands are a form, and a retry says so in its headers.
"""

import hashlib
import hmac
import json
import secrets
from typing import Final
from urllib.parse import urlencode

import aiohttp

from adapters.sandbox.clock import Clock
from adapters.sandbox.slack.delivery import Delivery, Unreachable
from adapters.sandbox.slack.wire import Json
from adapters.sandbox.slack.world import World

FORM = "application/x-www-form-urlencoded"
RETRY_REASONS: Final = {"timeout": "http_timeout"}  # Socket Mode and HTTP name the same failure differently


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the value of ``X-Slack-Signature``."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encode(delivery: Delivery) -> tuple[str, bytes]:
    """Return content type and body of a payload."""
    match delivery.kind:
        case "events_api":
            return "application/json", json.dumps(delivery.payload).encode()
        case "interactive":
            return FORM, urlencode({"payload": json.dumps(delivery.payload)}).encode()
        case "slash_commands":
            return FORM, urlencode(delivery.payload).encode()


class Webhook:
    """The app's request URL: one that was verified when the app was configured, or `listen_at` verifies it now."""

    def __init__(self, clock: Clock, world: World, url: str = "") -> None:
        self._clock = clock
        self._world = world
        self._url = url
        self._session: aiohttp.ClientSession | None = None

    @property
    def listening(self) -> bool:
        """Whether there is a request URL."""
        return bool(self._url)

    async def listen_at(self, url: str) -> None:
        """Set the request URL after the ``url_verification`` handshake.

        Raises:
            Unreachable: the app did not answer the challenge with the challenge.
        """
        challenge = secrets.token_hex(16)
        body: Json = {"token": self._world.app.verification_token, "challenge": challenge, "type": "url_verification"}
        answer = await self._post(url, Delivery("events_api", body))
        if answer != challenge and answer != {"challenge": challenge}:
            raise Unreachable(f"{url} did not answer the challenge: {answer!r}")
        self._url = url
        self._world.set_connected(True)

    async def send(self, delivery: Delivery) -> object:
        """Post a payload, and return the body of the answer."""
        return await self._post(self._url, delivery)

    async def close(self) -> None:
        """Forget the address and close the connections to it."""
        self._url = ""
        if self._session is not None:
            await self._session.close()

    async def _post(self, url: str, delivery: Delivery) -> object:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        content_type, body = encode(delivery)
        timestamp = str(int(self._clock.now()))
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._world.app.signing_secret, timestamp, body),
        }
        if delivery.attempt:
            headers["X-Slack-Retry-Num"] = str(delivery.attempt)
            headers["X-Slack-Retry-Reason"] = RETRY_REASONS.get(delivery.retry_reason, delivery.retry_reason)
        try:
            # Slack follows at most two redirects.
            async with self._session.post(url, data=body, headers=headers, max_redirects=2) as answer:
                if not 200 <= answer.status < 300:
                    raise Unreachable("http_error", retry=answer.headers.get("X-Slack-No-Retry") != "1")
                return _body(await answer.text())
        except aiohttp.TooManyRedirects as error:
            raise Unreachable("too_many_redirects") from error
        except aiohttp.ClientError as error:
            raise Unreachable("connection_failed") from error


def _body(text: str) -> object:
    """Return an answer's body: nothing, JSON, or plain text as it is."""
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
