"""A file a person gave → a file on disk. Fetched from Discord's own hosts only, and saved whole.

Discord docs, "Signed Attachment CDN URLs": an address holds for a day; the message gives a fresh one.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import discord

from adapters.discord.calls import attempt
from adapters.files.saving import CHUNK, DOWNLOAD_BYTES, origin, save
from bridge.errors import DeliveryError, PlatformRefused
from bridge.interaction.values import RemoteFile

HOSTS = frozenset({"https://cdn.discordapp.com", "https://media.discordapp.net"})
EXPIRED = frozenset({403, 404})


class Downloads:
    def __init__(self, client: Callable[[], discord.Client], session: aiohttp.ClientSession, api_url: str) -> None:
        self._client = client
        self._session = session
        self._origins = HOSTS | {origin(api_url)}

    async def save(self, file: RemoteFile, target: Path) -> None:
        """Save the file as `target`: whole, or not at all.

        Raises:
            DeliveryError: saying what is wrong with the file or its address.
        """
        if file.size > DOWNLOAD_BYTES:
            raise PlatformRefused(
                f"{file.name} is {file.size:,} bytes; at most {DOWNLOAD_BYTES:,} are taken.", code="file_too_large"
            )
        assert isinstance(file.handle, Mapping), "a file's handle is what inbound.remote_file gave it"
        try:
            if not await self._fetch(file, str(file.handle["url"]), target):
                fresh = await self._fresh_address(file, file.handle)
                if not await self._fetch(file, fresh, target):
                    raise _gone(file)
        except (TimeoutError, aiohttp.ClientError) as broken:
            raise DeliveryError(f"The download of {file.name} broke: {broken!r}.") from broken

    async def _fetch(self, file: RemoteFile, url: str, target: Path) -> bool:
        """Save what is there; False if the address has expired."""
        if origin(url) not in self._origins:
            raise PlatformRefused(
                f"{file.name} is kept at {urlsplit(url).hostname or 'an unknown place'}, not in Discord; "
                "upload the file itself.",
                code="foreign_file",
            )
        async with self._session.get(url, allow_redirects=False) as response:
            if response.status in EXPIRED:
                return False
            if response.status != 200:
                raise DeliveryError(f"Discord did not give us {file.name} (HTTP {response.status}).")
            await save(response.content.iter_chunked(CHUNK), target, file.name)
        return True

    async def _fresh_address(self, file: RemoteFile, handle: Mapping[str, object]) -> str:
        """Ask the message the file came with. A file of a form came with none."""
        if "message" not in handle:
            raise _gone(file)
        channel = self._client().get_partial_messageable(int(str(handle["channel"])))
        message = await attempt("look up a file", lambda: channel.fetch_message(int(str(handle["message"]))))
        for attachment in message.attachments:
            if str(attachment.id) == handle["id"]:
                return attachment.url
        raise _gone(file)


def _gone(file: RemoteFile) -> PlatformRefused:
    return PlatformRefused(f"{file.name} is not in Discord any more; send it again.", code="file_not_found")
