"""Files of ours in Slack: drawn or read, uploaded in three steps, and uploaded once however often they are shown.

Slack docs, "Working with files": files.getUploadURLExternal, a POST of the bytes, files.completeUploadExternal.
`alt_txt` is never sent: with it, a share vanishes (slackapi/python-slack-sdk#1818).
"""

import asyncio
import io
import json
from hashlib import sha256
from typing import Any

import aiohttp

from adapters.files.attachment import Attachment, Draw
from adapters.slack.calls import Calls
from adapters.slack.limits import UPLOAD_BYTES
from bridge.errors import DeliveryError
from bridge.remembered import Remembered

REMEMBERED = 1_000
"""Uploaded files that are known by their content; the least recently shown is forgotten first."""


class Uploads:
    """The files one adapter has uploaded. Meant to live as long as its connection."""

    def __init__(self, calls: Calls, session: aiohttp.ClientSession, draw: Draw) -> None:
        self._calls = calls
        self._session = session
        self._draw = draw
        self._uploading: Remembered[str, asyncio.Future[str]] = Remembered(REMEMBERED)

    async def shown(self, attachment: Attachment) -> str:
        """Return the id of a file that a block can show.

        Raises:
            DeliveryError: if it cannot be read, drawn or uploaded; its text says which.
        """
        data = await attachment.read(self._draw, UPLOAD_BYTES, "Slack")
        digest = sha256(attachment.name.encode() + b"\0" + data).hexdigest()
        known = self._uploading.get(digest)
        if known is None:
            known = asyncio.ensure_future(self._upload(attachment.name, data))
            self._uploading.put(digest, known)
        try:
            return await asyncio.shield(known)
        except DeliveryError:
            self._uploading.forget(digest)
            raise

    async def share(self, attachment: Attachment, channel: str, root: str | None, comment: str) -> str:
        """Post the file as a message of its own and return its id. Slack shows it a moment later."""
        data = await attachment.read(self._draw, UPLOAD_BYTES, "Slack")
        return await self._upload(
            attachment.name, data, channel_id=channel, thread_ts=root, initial_comment=comment or None
        )

    async def _upload(self, name: str, data: bytes, **sharing: Any) -> str:
        ticket = await self._calls.get("files.getUploadURLExternal", filename=name, length=len(data))
        try:
            async with self._session.post(ticket["upload_url"], data=io.BytesIO(data)) as response:
                if response.status != 200:
                    raise DeliveryError(f"Slack refused the upload of {name} with HTTP {response.status}.")
        except (TimeoutError, aiohttp.ClientError) as broken:
            raise DeliveryError(f"The upload of {name} broke: {broken!r}.") from broken
        files = json.dumps([{"id": ticket["file_id"], "title": name}])
        await self._calls.form("files.completeUploadExternal", repeatable=not sharing, files=files, **sharing)
        return str(ticket["file_id"])
