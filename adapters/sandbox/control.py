"""The control API: what the page does on behalf of a person, and the world it shows.

Guarantee: JSON in and out; an error is ``{"ok": false, "error", "message"}`` with a 4xx status, the message a sentence.
"""

import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Final

from aiohttp import web

from adapters.sandbox.slack import coverage
from adapters.sandbox.slack.twin import SlackTwin
from adapters.sandbox.slack.wire import Json, NotPossible

Operation = Callable[[Json], Awaitable[Json]]
NOT_FOUND: Final = "_not_found"


class Control:
    """The routes under /sandbox/, but for the feed."""

    def __init__(self, slack: SlackTwin) -> None:
        self._slack = slack

    def routes(self) -> list[web.RouteDef]:
        """Return every address of the control API."""
        operations: dict[str, Operation] = {
            "say": self._say,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "act": self._act,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "command": self._command,
        }
        return [
            web.get("/sandbox/state", self._answer(self._state)),
            web.get("/sandbox/coverage", self._answer(self._coverage)),
            web.get("/sandbox/slack/messages", self._answer(self._messages)),
            web.get("/sandbox/slack/views", self._answer(self._views)),
            web.post("/sandbox/slack/upload", self._upload),
            *(web.post(f"/sandbox/slack/{name}", self._answer(operation)) for name, operation in operations.items()),
        ]

    def _answer(self, operation: Operation) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Return a handler that gives `operation` the query or the JSON body, and answers in JSON."""

        async def handler(request: web.Request) -> web.Response:
            try:
                return web.json_response(await operation(await _arguments(request)))
            except NotPossible as refusal:
                status = 404 if refusal.error.endswith(NOT_FOUND) else 400
                return _error(status, refusal.error, str(refusal))

        return handler

    # -- what is there -------------------------------------------------------------------------------------------

    async def _state(self, _: Json) -> Json:
        world = self._slack.world
        app = world.app
        channels: list[Json] = [
            {"id": channel.id, "kind": "im", "person": channel.person}
            if channel.kind == "im"
            else {"id": channel.id, "name": channel.name, "kind": channel.kind}
            for channel in world.channels.values()
        ]
        bot = {"id": app.user_id, "name": app.name, "bot_id": app.bot_id, "app_id": app.app_id}
        return {
            "people": [asdict(person) for person in world.people.values()],
            "slack": {"team": world.team, "bot": bot, "channels": channels},
            "problems": list(world.problems),
            "connected": world.connected,
        }

    async def _coverage(self, _: Json) -> Json:
        return {"slack": coverage.rows()}

    async def _messages(self, asked: Json) -> Json:
        world = self._slack.world
        channel = world.channel(asked["channel"])
        seen = [message for viewer, message in channel.ephemerals.values() if viewer == asked.get("viewer")]
        statuses = [status for (place, _), status in world.statuses.items() if place == channel.id]
        shown = sorted([*channel.messages.values(), *seen], key=lambda message: float(message["ts"]))
        return {"messages": shown, "statuses": statuses}

    async def _views(self, asked: Json) -> Json:
        views = self._slack.views
        return {"views": [views.with_state(view) for view in views.stack(asked["viewer"])]}

    # -- what a person does --------------------------------------------------------------------------------------

    async def _say(self, asked: Json) -> Json:
        files: list[str] = asked.get("files") or []
        ts = await self._slack.say(
            asked["user"], asked["channel"], asked.get("text") or "", asked.get("thread_ts"), files
        )
        return {"ok": True, "ts": ts}

    async def _edit(self, asked: Json) -> Json:
        await self._slack.edit(asked["user"], asked["channel"], asked["ts"], asked["text"])
        return {"ok": True}

    async def _delete(self, asked: Json) -> Json:
        await self._slack.delete(asked["user"], asked["channel"], asked["ts"])
        return {"ok": True}

    async def _react(self, asked: Json) -> Json:
        await self._slack.react(asked["user"], asked["channel"], asked["ts"], asked["name"])
        return {"ok": True}

    async def _act(self, asked: Json) -> Json:
        return await self._slack.act(
            asked["user"], asked["action_id"], block_id=asked["block_id"], state=asked.get("state"), **_where(asked)
        )

    async def _suggest(self, asked: Json) -> Json:
        return await self._slack.suggest(
            asked["user"], asked["action_id"], asked["value"], block_id=asked["block_id"], **_where(asked)
        )

    async def _submit(self, asked: Json) -> Json:
        return await self._slack.submit(asked["user"], asked["view_id"], asked.get("values") or {})

    async def _close(self, asked: Json) -> Json:
        return await self._slack.close_view(asked["user"], asked["view_id"])

    async def _command(self, asked: Json) -> Json:
        return await self._slack.command(asked["user"], asked["channel"], asked["command"], asked.get("text") or "")

    async def _upload(self, request: web.Request) -> web.Response:
        content = await request.read()

        async def keep(asked: Json) -> Json:
            return {"ok": True, "file": await self._slack.upload(asked["user"], asked["name"], content)}

        return await self._answer(keep)(request)


def _where(asked: Json) -> dict[str, str]:
    return {key: asked[key] for key in ("channel", "message_ts", "view_id") if asked.get(key)}


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


def _error(status: int, error: str, message: str) -> web.Response:
    return web.json_response({"ok": False, "error": error, "message": message}, status=status)
