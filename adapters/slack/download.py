"""A file a person gave → a file on disk. The token goes to Slack's own hosts only, and what is saved is the file whole.

Slack docs, "Working with files": `url_private` with the bot token and `files:read`. Without that scope Slack answers
with a redirect to its login page, or with the page itself (observed).
"""

from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import structlog

from adapters.files.saving import CHUNK, origin, save
from adapters.slack.calls import Calls
from adapters.slack.message import Json
from bridge.errors import DeliveryError, PlatformRefused
from bridge.interaction.values import RemoteFile

log = structlog.get_logger("chatbridge.slack")

FILES = "https://files.slack.com"
"""Where Slack keeps files."""


class Downloads:
    def __init__(self, calls: Calls, session: aiohttp.ClientSession, token: str, api_url: str) -> None:
        self._calls = calls
        self._session = session
        self._token = token
        self._origins = {FILES, origin(api_url)}

    async def save(self, file: RemoteFile, target: Path) -> None:
        """Save the file as `target`: whole, or not at all.

        Raises:
            DeliveryError: saying what is wrong with the file, its address or our permission.
        """
        url = _address(file)
        if origin(url) not in self._origins:
            raise PlatformRefused(
                f"{file.name} is kept at {urlsplit(url).hostname or 'an unknown place'}, not in Slack; "
                "upload the file itself.",
                code="foreign_file",
            )
        try:
            async with self._session.get(
                url, headers={"Authorization": f"Bearer {self._token}"}, allow_redirects=False
            ) as response:
                _check(response, file)
                await save(response.content.iter_chunked(CHUNK), target, file.name)
        except (TimeoutError, aiohttp.ClientError) as broken:
            raise DeliveryError(f"The download of {file.name} broke: {broken!r}.") from broken

    async def completed(self, event: Json) -> Json:
        """Return the event with the files it names by id alone (events of shared channels do) filled in."""
        return {**event, "files": [await self._complete(file) for file in event["files"]]}

    async def _complete(self, file: Json) -> Json:
        if file.get("file_access") != "check_file_info":
            return file
        try:
            return (await self._calls.get("files.info", file=file["id"]))["file"]
        except DeliveryError as refused:
            log.warning("slack_file_unknown", file=file["id"], reason=str(refused))
            return file  # the message is taken all the same; whoever wants the file is told


def _address(file: RemoteFile) -> str:
    assert isinstance(file.handle, dict), "a file's handle is what inbound.remote_file gave it"
    return str(file.handle["url"])


def _check(response: aiohttp.ClientResponse, file: RemoteFile) -> None:
    login = response.content_type == "text/html" and not file.media_type.startswith("text/html")
    if response.status == 404:
        raise PlatformRefused(f"{file.name} is not in Slack any more.", code="file_not_found")
    if response.status != 200 or login:
        raise PlatformRefused(
            f"Slack did not give us {file.name} (HTTP {response.status}, {response.content_type}). "
            "Give the app the scope files:read and install it again.",
            code="missing_scope",
        )
