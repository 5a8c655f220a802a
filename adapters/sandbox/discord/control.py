"""The Discord half of the control API: what the page does on behalf of a person, and the server it shows."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.twin import DiscordTwin
from adapters.sandbox.operations import Operation
from adapters.sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class DiscordControl:
    """The operations under /sandbox/discord/.

    `names` gives the names of the people by the ids under which the page knows them; a person may be given by that id,
    by the name, or by the user's id.
    """

    twin: DiscordTwin
    names: Callable[[], Mapping[str, str]]

    def reads(self) -> Mapping[str, Operation]:
        """Return what is asked with GET."""
        return {
            "messages": self._messages,
            "modals": self._modals,
            "commands": self._commands,
            "requests": self._requests,
        }

    def writes(self) -> Mapping[str, Operation]:
        """Return what is done with POST."""
        return {
            "say": self._say,
            "post": self._post,
            "thread": self._thread,
            "edit": self._edit,
            "delete": self._delete,
            "react": self._react,
            "archive": self._archive,
            "act": self._act,
            "submit": self._submit,
            "close": self._close,
            "command": self._command,
        }

    def state(self) -> Json:
        """Return the server: who and what is in it."""
        world = self.twin.world
        known = {name: number for number, name in self.names().items()}
        people = [{**shapes.user(person), "person": known.get(person.username, "")} for person in world.people]
        return {
            "guild": {"id": world.guild_id, "name": world.guild_name},
            "bot": shapes.user(world.bot),
            "people": people,
            "roles": [shapes.role(role) for role in world.roles.values()],
            "channels": [world.shape(channel) for channel in world.channels.values()],
            "connected": world.connected,
        }

    async def upload(self, asked: Json, content: bytes) -> Json:
        """Choose a file."""
        return {"ok": True, "file": await self.twin.upload(self._user(asked), asked["name"], content)}

    async def _messages(self, asked: Json) -> Json:
        world, conversation = self.twin.world, self.twin.conversation
        channel, viewer = world.channel(asked["channel"]), self._name(asked.get("viewer"))
        whispers = [
            conversation.shown(channel, message)
            for seen_by, message in channel.ephemerals.values()
            if viewer in (seen_by, world.members[seen_by].account.username)
        ]
        messages = sorted([*self.twin.messages(channel.id), *whispers], key=lambda message: int(message["id"]))
        return {"messages": messages, "typing": [user for place, user in world.typing if place == channel.id]}

    async def _requests(self, _: Json) -> Json:
        """The last requests of the bot, for those who want to check what it sends."""
        return {"requests": [asdict(call) for call in self.twin.calls]}

    async def _modals(self, asked: Json) -> Json:
        modal = self.twin.modal(self._name(asked["viewer"]))
        return {"modals": [modal] if modal else []}

    async def _commands(self, _: Json) -> Json:
        return {"commands": self.twin.commands}

    async def _say(self, asked: Json) -> Json:
        said = await self.twin.say(
            self._user(asked),
            asked["channel"],
            asked.get("text") or "",
            reply_to=asked.get("reply_to") or "",
            files=asked.get("files") or (),
            ping=asked.get("ping", True),
        )
        return {"ok": True, "id": said}

    async def _post(self, asked: Json) -> Json:
        files = asked.get("files") or ()
        text = asked.get("text") or ""
        return {
            "ok": True,
            "id": await self.twin.post(self._user(asked), asked["channel"], asked["name"], text, files),
        }

    async def _thread(self, asked: Json) -> Json:
        message = asked.get("message") or ""
        begun = await self.twin.thread(self._user(asked), asked["channel"], asked["name"], message=message)
        return {"ok": True, "id": begun}

    async def _edit(self, asked: Json) -> Json:
        await self.twin.edit(self._user(asked), asked["channel"], asked["message"], asked["text"])
        return {"ok": True}

    async def _delete(self, asked: Json) -> Json:
        await self.twin.delete(self._user(asked), asked["channel"], asked["message"])
        return {"ok": True}

    async def _react(self, asked: Json) -> Json:
        await self.twin.react(self._user(asked), asked["channel"], asked["message"], asked["emoji"])
        return {"ok": True}

    async def _archive(self, asked: Json) -> Json:
        await self.twin.archive(asked["channel"], archived=bool(asked["archived"]), locked=asked.get("locked"))
        return {"ok": True}

    async def _act(self, asked: Json) -> Json:
        values = asked.get("values") or ()
        user, custom_id = self._user(asked), asked["custom_id"]
        return await self.twin.act(user, asked["channel"], asked["message"], custom_id, values)

    async def _submit(self, asked: Json) -> Json:
        return await self.twin.submit(self._user(asked), asked["modal"], asked.get("values") or {})

    async def _close(self, asked: Json) -> Json:
        return await self.twin.close_modal(self._user(asked), asked["modal"])

    async def _command(self, asked: Json) -> Json:
        options = asked.get("options") or {}
        return await self.twin.command(self._user(asked), asked["channel"], asked["name"], options)

    def _user(self, asked: Json) -> str:
        return self._name(asked["user"])

    def _name(self, person: object) -> str:
        return self.names().get(str(person), str(person))
