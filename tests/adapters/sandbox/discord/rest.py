"""Discord's REST API without an SDK: requests as they are, answers as they come."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp

from adapters.sandbox import Sandbox

Json = dict[str, Any]
AGENT = "DiscordBot (https://example.org, 1)"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: its status, its JSON (None if it has no body) and its headers."""

    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def verdict(self) -> tuple[int, int]:
        """Status and JSON error code of a refusal."""
        return self.status, self.body["code"]


class Rest:
    """A bot's requests to a sandbox."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._base = sandbox.sections["discord"]["api_url"]
        self.headers = {"Authorization": f"Bot {sandbox.sections['discord']['token']}", "User-Agent": AGENT}

    async def __call__(self, method: str, path: str, body: Any = None, **more: Any) -> Answered:
        """Send a request; `more` are arguments of aiohttp, `headers` in place of the bot's."""
        sent: Json = {"headers": self.headers, **({} if body is None else {"json": body}), **more}
        async with self._session.request(method, f"{self._base}{path}", **sent) as answer:
            text = await answer.read()
            return Answered(answer.status, await answer.json() if text else None, answer.headers)

    async def post(self, channel: str, text: str = "text", **more: Any) -> Json:
        """Create a message, and return it."""
        answer = await self("POST", f"/channels/{channel}/messages", {"content": text, **more})
        assert answer.status == 200, answer.body
        return answer.body

    async def upload(self, path: str, body: str, *files: tuple[str, bytes], method: str = "POST") -> Answered:
        """Send a multipart request as discord.py does: JSON text in `payload_json`, files in ``files[n]``."""
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("payload_json", body, content_type="application/json")
        for number, (name, data) in enumerate(files):
            form.add_field(f"files[{number}]", data, filename=name, content_type="application/octet-stream")
        return await self(method, path, data=form)


@asynccontextmanager
async def rest_of(sandbox: Sandbox) -> AsyncGenerator[Rest]:
    """Requests to a sandbox."""
    async with aiohttp.ClientSession() as session:
        yield Rest(sandbox, session)
