"""The REST API's front door: agent, token, limits, faults, then the route; and a record of every request.

Guarantee: answers are exactly ``application/json`` (discord.py reads nothing else), 204 is empty, errors have Discord's
bodies, and a 429 carries ``Via``, without which discord.py takes it for a ban by Cloudflare.
Source: Discord docs, "API Reference", "Rate Limits", "Error Messages".
"""

import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from adapters.sandbox.discord.body import read_body
from adapters.sandbox.discord.call import Answer, Call, Route
from adapters.sandbox.discord.grammar import is_snowflake
from adapters.sandbox.discord.throttle import VIA, Throttle
from adapters.sandbox.discord.wire import Flaw, Refused, invalid
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

BASE: Final = "/discord/api/v10"
CALLS_KEPT: Final = 1000
JSON_TYPE: Final = {"Content-Type": "application/json"}
AGENT: Final = "DiscordBot"
IDS: Final = ("channel", "message", "guild", "user", "application", "command", "interaction")
NAMED: Final = ("@me", "@original")


@dataclass(frozen=True, slots=True)
class Received:
    """A request that was received, and what was answered."""

    method: str
    path: str
    body: Any
    status: int
    answer: Any


@dataclass(slots=True)
class Fault:
    """What the next `times` requests of a route are answered with, whatever they ask. `retry_after` is in seconds."""

    status: int
    code: int
    retry_after: float
    via: bool
    times: int


class Api:
    """Answers every route, and refuses every other address."""

    def __init__(self, world: World, throttle: Throttle, routes: Iterable[Route]) -> None:
        self.calls: deque[Received] = deque(maxlen=CALLS_KEPT)
        self.table = tuple(routes)
        self._world = world
        self._throttle = throttle
        self._faults: dict[str, Fault] = {}
        self._losing: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """Return every address of the API; the last one takes what no other does."""
        return [
            *(web.route(route.method, f"{BASE}{route.template}", self._serve(route)) for route in self.table),
            web.route("*", "/discord/api/{rest:.*}", self._serve(None)),
        ]

    def fail_next(self, route: str, fault: Fault) -> None:
        """Answer the next requests of a route, named like ``"POST /channels/{channel}/messages"``, with `fault`.

        Raises:
            ValueError: there is no such route.
        """
        self._check_name(route)
        self._faults[route] = fault

    def lose_next(self, route: str) -> None:
        """Take the next request of a route, and cut the connection instead of answering it.

        Raises:
            ValueError: there is no such route.
        """
        self._check_name(route)
        self._losing.add(route)

    def _check_name(self, route: str) -> None:
        if route not in (known.name for known in self.table):
            raise ValueError(f"there is no route {route!r}; routes are named like {self.table[0].name!r}")

    def _serve(self, route: Route | None) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            sent: Any = None
            headers: dict[str, str] = {}
            try:
                body = await read_body(request)
                sent = body.json
                call = Call(request.match_info, request.query, body.json, body.uploads)
                answer = self._answer(route, request, call, headers)
            except Refused as refusal:
                answer = Answer(refusal.body(), refusal.status)
                headers |= refusal.headers
                self._note(route.name if route else f"{request.method} {request.path}", refusal)
            else:
                self._world.touch()
            self.calls.append(Received(request.method, request.path, sent, answer.status, answer.body))
            if route is not None and route.name in self._losing and request.transport is not None:
                self._losing.remove(route.name)
                request.transport.close()
            if answer.status == 204:
                return web.Response(status=204, headers=headers)
            return web.Response(
                body=json.dumps(answer.body).encode(), status=answer.status, headers={**headers, **JSON_TYPE}
            )

        return handle

    def _answer(self, route: Route | None, request: web.Request, call: Call, headers: dict[str, str]) -> Answer:
        if route is None:
            raise Refused(404, 0, "404: Not Found")
        if not route.open:
            _authorise(request, self._world.app.token)
        self._fail(route)
        headers |= self._throttle.take(route.method, route.template, call.params)
        _check_ids(call)
        return route.handler(call)

    def _fail(self, route: Route) -> None:
        fault = self._faults.get(route.name)
        if fault is None:
            return
        fault.times -= 1
        if fault.times <= 0:
            del self._faults[route.name]
        if fault.status != 429:
            raise Refused(fault.status, fault.code, f"{fault.status}: injected by the test")
        more = {"Retry-After": str(fault.retry_after), **(VIA if fault.via else {})}
        sentence = "You are being rate limited."
        extra: Json = {"retry_after": fault.retry_after, "global": False}
        raise Refused(429, fault.code, sentence, headers=more, **extra)

    def _note(self, name: str, refusal: Refused) -> None:
        sentences = [f"{'.'.join(map(str, flaw.path))}: {flaw.message}" for flaw in refusal.flaws]
        self._world.add_problem(name, str(refusal.code), sentences or [refusal.message])


def _authorise(request: web.Request, token: str) -> None:
    if not request.headers.get("User-Agent", "").startswith(AGENT):
        raise Refused(403, 40333, "internal network error")
    if request.headers.get("Authorization", "") != f"Bot {token}":
        raise Refused(401, 0, "401: Unauthorized")


def _check_ids(call: Call) -> None:
    for name in IDS:
        value = call.params.get(name, "0")
        if not is_snowflake(value) and value not in NAMED:
            raise invalid([Flaw((f"{name}_id",), "NUMBER_TYPE_COERCE", f'Value "{value}" is not snowflake.')])
