"""The Web API's front door: arguments, token, scopes, limits, faults, then the method; and a record of every call.

Guarantee: logical refusals are HTTP 200 with ``ok: false``, throttling is 429 with a whole `Retry-After` (Slack docs,
"Using the Web API" and "Rate limits").
"""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from adapters.sandbox.slack.call import Call
from adapters.sandbox.slack.methods import METHODS, Handler, Method
from adapters.sandbox.slack.rates import Rates
from adapters.sandbox.slack.wire import Json, Refused
from adapters.sandbox.slack.world import World

CALLS_KEPT: Final = 1000
JSON_TYPE: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Received:
    """A call that was received, and what was answered."""

    method: str
    args: Mapping[str, Any]
    response: Json


@dataclass(slots=True)
class Fault:
    """What the next `times` calls of a method are answered with, whatever they ask."""

    error: str
    status: int
    retry_after: int
    times: int


class Api:
    """Answers /slack/api/{method}."""

    def __init__(self, world: World, rates: Rates, handlers: Mapping[str, Handler]) -> None:
        self.calls: deque[Received] = deque(maxlen=CALLS_KEPT)
        self._world = world
        self._rates = rates
        self._handlers = handlers
        self._faults: dict[str, Fault] = {}
        self._losing: set[str] = set()

    def lose_next(self, method: str) -> None:
        """Take the next call of `method`, and cut the connection instead of answering it."""
        self._losing.add(method)

    def fail_next(self, method: str, fault: Fault) -> None:
        """Answer the next calls of `method` with `fault`."""
        self._faults[method] = fault

    async def handle(self, request: web.Request) -> web.Response:
        """Serve one call (GET or POST)."""
        name = request.match_info["method"]
        args: Json = {}
        status, headers = 200, dict[str, str]()
        try:
            args = await _arguments(request)
            body, status, headers = self._answer(name, _token(request, args), args)
        except Refused as refusal:
            body = refusal.body()
        self.calls.append(Received(name, args, body))
        if name in self._losing and request.transport is not None:
            self._losing.remove(name)
            request.transport.close()
        if not body["ok"]:
            messages: list[str] = body.get("response_metadata", {}).get("messages", [])
            self._world.add_problem(name, body["error"], messages)
        else:
            self._world.touch()
        return web.Response(body=json.dumps(body), status=status, headers=headers, content_type=JSON_TYPE)

    def _answer(self, name: str, token: str, args: Json) -> tuple[Json, int, dict[str, str]]:
        if fault := self._fault(name):
            headers = {"Retry-After": str(fault.retry_after)} if fault.status == 429 else {}
            return {"ok": False, "error": fault.error}, fault.status, headers
        rule = METHODS.get(name)
        if rule is None:
            raise Refused("unknown_method", req_method=name)
        self._authorise(rule, token)
        if wait := self._rates.take(name, rule.tier, str(args.get("channel", ""))):
            return {"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(wait)}
        if missing := [key for key in rule.required if args.get(key) in (None, "")]:
            raise Refused("invalid_arguments", [f"missing required field: {key}" for key in missing])
        headers = {"X-OAuth-Scopes": ",".join(sorted(self._world.app.scopes))} if rule.token == "bot" else {}  # noqa: S105
        return {"ok": True, **self._handlers[name](Call(name, args))}, 200, headers

    def _authorise(self, rule: Method, token: str) -> None:
        app = self._world.app
        if rule.token == "none":  # noqa: S105
            return
        if not token:
            raise Refused("not_authed")
        kinds = {app.bot_token: "bot", app.app_token: "app"}
        if token not in kinds:
            raise Refused("invalid_auth")
        if kinds[token] != rule.token:
            raise Refused("not_allowed_token_type")
        if rule.scopes and not app.scopes.intersection(rule.scopes):
            raise Refused("missing_scope", needed=",".join(rule.scopes), provided=",".join(sorted(app.scopes)))

    def _fault(self, name: str) -> Fault | None:
        fault = self._faults.get(name)
        if fault is not None:
            fault.times -= 1
            if fault.times <= 0:
                del self._faults[name]
        return fault


def _token(request: web.Request, args: Json) -> str:
    sent = str(args.pop("token", ""))  # older SDKs send it as an argument; it is none of the method's business
    return request.headers.get("Authorization", "").removeprefix("Bearer ") or sent


async def _arguments(request: web.Request) -> Json:
    """Return query, form and JSON merged; the Python SDK sends most arguments in the query of an empty POST."""
    args: Json = dict(request.query)
    if request.content_type == JSON_TYPE:
        try:
            body = json.loads(await request.read() or b"{}")
        except ValueError as error:
            raise Refused("invalid_json") from error
        if not isinstance(body, dict):
            raise Refused("json_not_object")
        args |= body
    elif request.can_read_body:
        args |= {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    return args
