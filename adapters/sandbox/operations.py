"""What both halves of the control API share: an operation, its arguments, and its answer over HTTP.

Guarantee: JSON in and out; an error is ``{"ok": false, "error", "message"}`` with a 4xx status, the message a sentence.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from adapters.sandbox.wire import Json, NotPossible

Operation = Callable[[Json], Awaitable[Json]]
NOT_FOUND: Final = "_not_found"


def answering(operation: Operation) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Return a handler that gives `operation` the query or the JSON body, and answers in JSON."""

    async def handler(request: web.Request) -> web.Response:
        try:
            return web.json_response(await operation(await _arguments(request)))
        except NotPossible as refusal:
            status = 404 if refusal.error.endswith(NOT_FOUND) else 400
            answer = {"ok": False, "error": refusal.error, "message": str(refusal)}
            return web.json_response(answer, status=status)

    return handler


class _Asked(Json):
    """Arguments; reading one that was not sent is the caller's mistake, not ours."""

    def __missing__(self, key: str) -> object:
        raise NotPossible("missing_argument", f"The argument {key!r} is missing.")


async def _arguments(request: web.Request) -> Json:
    """Return the query, and the JSON body of a POST that has one."""
    args = _Asked(request.query)
    if request.content_type == "application/json" and request.can_read_body:
        try:
            body = json.loads(await request.read())
        except ValueError as error:
            raise NotPossible("invalid_json", f"The body is not JSON: {error}.") from error
        if not isinstance(body, dict):
            raise NotPossible("invalid_json", "The body must be a JSON object.")
        args.update(body)
    return args
