"""The Slack half of the control API: what the page does on behalf of a person, and the workspace it shows."""

from collections.abc import Mapping

from adapters.sandbox.operations import Operation
from adapters.sandbox.slack.twin import SlackTwin
from adapters.sandbox.wire import Json


class SlackControl:
    """The operations under /sandbox/slack/."""

    def __init__(self, twin: SlackTwin) -> None:
        self._twin = twin

    def reads(self) -> Mapping[str, Operation]:
        """Return what is asked with GET."""
        return {"messages": self._messages, "views": self._views}

    def writes(self) -> Mapping[str, Operation]:
        """Return what is done with POST."""
        return {
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

    def state(self) -> Json:
        """Return the workspace: who and what is in it."""
        world = self._twin.world
        app = world.app
        channels: list[Json] = [
            {"id": channel.id, "kind": "im", "person": channel.person}
            if channel.kind == "im"
            else {"id": channel.id, "name": channel.name, "kind": channel.kind}
            for channel in world.channels.values()
        ]
        bot = {"id": app.user_id, "name": app.name, "bot_id": app.bot_id, "app_id": app.app_id}
        return {"team": world.team, "bot": bot, "channels": channels}

    async def upload(self, asked: Json, content: bytes) -> Json:
        """Choose a file."""
        return {"ok": True, "file": await self._twin.upload(asked["user"], asked["name"], content)}

    async def _messages(self, asked: Json) -> Json:
        world = self._twin.world
        channel = world.channel(asked["channel"])
        seen = [message for viewer, message in channel.ephemerals.values() if viewer == asked.get("viewer")]
        statuses = [status for (place, _), status in world.statuses.items() if place == channel.id]
        shown = sorted([*channel.messages.values(), *seen], key=lambda message: float(message["ts"]))
        return {"messages": shown, "statuses": statuses}

    async def _views(self, asked: Json) -> Json:
        views = self._twin.views
        return {"views": [views.with_state(view) for view in views.stack(asked["viewer"])]}

    async def _say(self, asked: Json) -> Json:
        files: list[str] = asked.get("files") or []
        ts = await self._twin.say(
            asked["user"], asked["channel"], asked.get("text") or "", asked.get("thread_ts"), files
        )
        return {"ok": True, "ts": ts}

    async def _edit(self, asked: Json) -> Json:
        await self._twin.edit(asked["user"], asked["channel"], asked["ts"], asked["text"])
        return {"ok": True}

    async def _delete(self, asked: Json) -> Json:
        await self._twin.delete(asked["user"], asked["channel"], asked["ts"])
        return {"ok": True}

    async def _react(self, asked: Json) -> Json:
        await self._twin.react(asked["user"], asked["channel"], asked["ts"], asked["name"])
        return {"ok": True}

    async def _act(self, asked: Json) -> Json:
        return await self._twin.act(
            asked["user"], asked["action_id"], block_id=asked["block_id"], state=asked.get("state"), **_where(asked)
        )

    async def _suggest(self, asked: Json) -> Json:
        return await self._twin.suggest(
            asked["user"], asked["action_id"], asked["value"], block_id=asked["block_id"], **_where(asked)
        )

    async def _submit(self, asked: Json) -> Json:
        return await self._twin.submit(asked["user"], asked["view_id"], asked.get("values") or {})

    async def _close(self, asked: Json) -> Json:
        return await self._twin.close_view(asked["user"], asked["view_id"])

    async def _command(self, asked: Json) -> Json:
        return await self._twin.command(asked["user"], asked["channel"], asked["command"], asked.get("text") or "")


def _where(asked: Json) -> dict[str, str]:
    return {key: asked[key] for key in ("channel", "message_ts", "view_id") if asked.get(key)}
