"""Signed addresses of attachments.

Guarantee: an address is good for 24 hours on the sandbox's clock and for nothing but its own file.
Source: Discord docs, "Signed Attachment CDN URLs" (`ex`, `is`: hexadecimal seconds; `hm`: an HMAC); measured: 24 hours.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from aiohttp import web

from adapters.sandbox.clock import Clock
from adapters.sandbox.discord.wire import Refused

LIFETIME: Final = 24 * 60 * 60  # seconds
GONE: Final = "This content is no longer available."
FOLDERS: Final = {False: "attachments", True: "ephemeral-attachments"}


class Cdn:
    """Writes addresses and reads them back. `base_url` gives the sandbox's own address, once it is known."""

    def __init__(self, clock: Clock, base_url: Callable[[], str]) -> None:
        self._clock = clock
        self._base_url = base_url
        self._key = secrets.token_bytes(32)

    def url(self, channel: str, attachment: str, name: str, ephemeral: bool = False) -> str:
        """Return a fresh address of a file."""
        issued = int(self._clock.now())
        path = f"{FOLDERS[ephemeral]}/{channel}/{attachment}/{name}"
        ex, since = f"{issued + LIFETIME:x}", f"{issued:x}"
        query = f"ex={ex}&is={since}&hm={self._signature(path, ex, since)}&"  # Discord's own end in & too (recorded)
        return f"{self._base_url()}/discord/cdn/{quote(path)}?{query}"

    def check(self, request: web.Request) -> tuple[str, str, str]:
        """Return the channel, attachment and name of an address that a client asks for.

        Raises:
            Refused: 404, if the signature is not ours or has expired.
        """
        path = request.path.partition("/discord/cdn/")[2]
        ex, since, signature = (request.query.get(key, "") for key in ("ex", "is", "hm"))
        parts = path.split("/")
        # Only what we signed is read further, so `ex` is a number then.
        if not hmac.compare_digest(signature.encode(), self._signature(path, ex, since).encode()) or len(parts) != 4:
            raise Refused(404, 0, GONE)
        if self._clock.now() >= int(ex, 16):
            raise Refused(404, 0, GONE)
        return parts[1], parts[2], parts[3]

    def _signature(self, path: str, ex: str, since: str) -> str:
        return hmac.new(self._key, f"{path}\n{ex}\n{since}".encode(), hashlib.sha256).hexdigest()
