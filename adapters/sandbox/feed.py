"""The page's live feed: every change of either world, pushed to those who may see it.

Guarantee: frames arrive in the order of the changes; what one person alone may see goes to that person's feeds only.
"""

import asyncio
import json

from aiohttp import web

from adapters.sandbox.discord.world import World as Server
from adapters.sandbox.news import Change
from adapters.sandbox.slack.world import World as Workspace


class Feed:
    """WS /sandbox/feed?viewer=U…, a Slack person's id; the same person on Discord is the one of the same name."""

    def __init__(self, workspace: Workspace, server: Server) -> None:
        self._workspace = workspace
        self._server = server

    def routes(self) -> list[web.RouteDef]:
        """Return the feed's address."""
        return [web.get("/sandbox/feed", self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one feed until its page goes."""
        mine = ("", *self._ids(request.query.get("viewer", "")))
        socket = web.WebSocketResponse(heartbeat=20.0)
        await socket.prepare(request)
        frames: asyncio.Queue[str] = asyncio.Queue()

        def note(change: Change) -> None:
            if change.frame and change.viewer in mine:
                frames.put_nowait(json.dumps(change.frame))

        stops = (self._workspace.watch(note), self._server.watch(note))
        sender = asyncio.create_task(self._send(socket, frames))
        try:
            async for _ in socket:
                pass  # the page only listens; reading notices when it goes
        finally:
            for stop in stops:
                stop()
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
        return socket

    def _ids(self, viewer: str) -> list[str]:
        """Return the ids by which the platforms know a viewer."""
        person = self._workspace.people.get(viewer)
        same = [account.id for account in self._server.people if person and account.username == person.name]
        return [viewer, *same]

    async def _send(self, socket: web.WebSocketResponse, frames: asyncio.Queue[str]) -> None:
        while True:
            await socket.send_str(await frames.get())
