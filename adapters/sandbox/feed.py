"""The page's live feed: every change of the world, pushed to those who may see it.

Guarantee: frames arrive in the order of the changes; what one person alone may see goes to that person's feeds only.
"""

import asyncio
import json

from aiohttp import web

from adapters.sandbox.slack.world import Change, World


class Feed:
    """WS /sandbox/feed?viewer=U…"""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[web.RouteDef]:
        """Return the feed's address."""
        return [web.get("/sandbox/feed", self.handle)]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one feed until its page goes."""
        viewer = request.query.get("viewer", "")
        socket = web.WebSocketResponse(heartbeat=20.0)
        await socket.prepare(request)
        frames: asyncio.Queue[str] = asyncio.Queue()

        def note(change: Change) -> None:
            if change.frame and change.viewer in ("", viewer):
                frames.put_nowait(json.dumps(change.frame))

        stop = self._world.watch(note)
        sender = asyncio.create_task(self._send(socket, frames))
        try:
            async for _ in socket:
                pass  # the page only listens; reading notices when it goes
        finally:
            stop()
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)
        return socket

    async def _send(self, socket: web.WebSocketResponse, frames: asyncio.Queue[str]) -> None:
        while True:
            await socket.send_str(await frames.get())
