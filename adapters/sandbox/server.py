"""The sandbox: one HTTP server on the loopback interface with the twins, their control API and the page.

Guarantee: only this machine's own programs and pages get an answer. A request that names another host, or comes from
a page of another origin, is refused (DNS rebinding, cross-site requests).
"""

from collections.abc import Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from aiohttp import web

from adapters.sandbox.clock import Clock, SystemClock
from adapters.sandbox.control import Control
from adapters.sandbox.discord.api import BASE as DISCORD_BASE
from adapters.sandbox.discord.twin import DiscordTwin
from adapters.sandbox.feed import Feed
from adapters.sandbox.slack.twin import SlackTwin

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
PAGE: Final = Path(__file__).parent / "page"
BODY_BYTES: Final = 64 * 1024 * 1024

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Sandbox:
    """The running sandbox; an async context manager.

    Args:
        port: 0 takes a free one; `url` tells which.
        limits: whether the platforms' rate limits hold.
        clock: what deadlines, retries and limits are measured with.
        http_target: the app's request URL, taken as verified; without it, Slack delivers over Socket Mode.
    """

    def __init__(
        self, port: int = 0, *, limits: bool = True, clock: Clock | None = None, http_target: str = ""
    ) -> None:
        self.url = ""
        time = clock or SystemClock()
        self.slack = SlackTwin(time, limits=limits, http_target=http_target)
        self.discord = DiscordTwin(time, limits=limits)
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        await self.stop()

    @property
    def settings(self) -> dict[str, str]:
        """What a bridge's [slack] section needs to talk to this sandbox."""
        app = self.slack.world.app
        return {
            "mode": "http" if self.slack.webhook.listening else "socket",
            "bot_token": app.bot_token,
            "app_token": app.app_token,
            "signing_secret": app.signing_secret,
            "api_url": f"{self.url}/slack/api/",
        }

    @property
    def sections(self) -> dict[str, dict[str, str]]:
        """A bridge's configuration sections by platform, for every platform there is a twin of."""
        discord = {"token": self.discord.app.token, "api_url": f"{self.url}{DISCORD_BASE}"}
        return {"slack": self.settings, "discord": discord}

    async def start(self) -> None:
        """Listen on 127.0.0.1.

        Raises:
            OSError: the port is taken.
        """
        self._runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        port: int = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        self.slack.world.base_url = self.discord.world.base_url = self.url

    async def stop(self) -> None:
        """Close every connection and stop listening."""
        await self.slack.close()
        await self.discord.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def _application(self) -> web.Application:
        application = web.Application(middlewares=[_loopback_only], client_max_size=BODY_BYTES)
        application.add_routes(self.slack.routes())
        application.add_routes(self.discord.routes())
        application.add_routes(Control(self.slack, self.discord).routes())
        application.add_routes(Feed(self.slack.world, self.discord.world).routes())
        application.router.add_get("/", _page)
        application.router.add_static("/page", PAGE)
        return application


async def _page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


@web.middleware
async def _loopback_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    origin = request.headers.get("Origin", "")
    for address in (f"//{request.host}", origin):
        if address and urlsplit(address).hostname not in LOOPBACK:
            sentence = f"The sandbox answers only on 127.0.0.1 and localhost, not {address.removeprefix('//')}."
            return web.json_response({"ok": False, "error": "forbidden_host", "message": sentence}, status=403)
    return await handler(request)
