"""The whole bridge on the Discord twin, and a person who uses it: writes, reads, presses what carries a label."""

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import aiohttp

from adapters.sandbox import Sandbox
from bridge import app
from bridge.config import AgentEntry, Settings
from bridge.host.port import Limits
from tests import conformity
from tests.e2e.handlers import Json, walk

BUTTON, SELECT, LABEL = 2, 3, 18


def labelled(message: Json, label: str) -> Json | None:
    """The button with this label."""
    for part in walk(message["components"]):
        if part.get("type") == BUTTON and str(part.get("label", "")).startswith(label):
            return part
    return None


def words(message: Json) -> str:
    """What a message shows, top to bottom."""
    embeds = [str(embed.get(key, "")) for embed in message["embeds"] for key in ("title", "description")]
    return "\n".join(part for part in (message["content"], *embeds) if part)


@dataclass
class Talk:
    """A person in a channel, and the thread they write in."""

    sandbox: Sandbox
    person: str = "ann"
    channel: str = "general"
    thread: str = ""

    def by(self, person: str) -> "Talk":
        """Somebody else in the same place."""
        return replace(self, person=person)

    @property
    def place(self) -> str:
        return self.thread or self.channel

    @property
    def messages(self) -> list[Json]:
        """What stands in the thread, or in the channel before there is one."""
        world = self.sandbox.discord
        opened = self.thread in {thread["id"] for thread in world.threads(self.channel)}
        return world.messages(self.thread if opened else self.channel)

    @property
    def whispers(self) -> list[Json]:
        """What only this person sees."""
        return self.sandbox.discord.ephemerals(self.person)

    async def picture(self, message: Json) -> bytes:
        """The picture of the message's only embed that has one, as this person's client loads it."""
        (image,) = [embed["image"] for embed in message["embeds"] if "image" in embed]
        async with aiohttp.ClientSession() as session, session.get(image["url"]) as response:
            return await response.read()

    async def mention(self, text: str = "") -> None:
        """Write to the bot in the channel: a thread begins, with the id of this message."""
        self.thread = await self.sandbox.discord.say(self.person, self.channel, f"@chatbridge {text}".strip())

    async def say(self, text: str, files: tuple[str, ...] = ()) -> str:
        return await self.sandbox.discord.say(self.person, self.place, text, files=files)

    async def sees(self, text: str) -> Json:
        """Wait until a message of the thread holds this text anywhere; that message."""
        return await self.until(
            lambda: next((m for m in reversed(self.messages) if text in json.dumps(m, ensure_ascii=False)), None)
        )

    async def hears(self, text: str) -> Json:
        """Wait until this person alone is told this."""
        return await self.until(lambda: next((w for w in reversed(self.whispers) if text in words(w)), None))

    async def until(self, look: Callable[[], Any]) -> Any:
        return await self.sandbox.discord.wait_for(lambda _: look())

    async def press(self, label: str) -> Json:
        """Press the newest button with this label, in the thread or on what only this person sees, once it is there."""

        def find() -> Json | None:
            return next((m for m in (*self.whispers[::-1], *self.messages[::-1]) if labelled(m, label)), None)

        message = await self.until(find)
        button = labelled(message, label)
        assert button is not None
        return await self.act(message, button["custom_id"])

    async def choose(self, label: str) -> Json:
        """Choose the option with this label in a select of the thread, once it is there."""

        def find() -> tuple[Json, Json, Json] | None:
            offered = (
                (message, part, option)
                for message in self.messages[::-1]
                for part in walk(message["components"])
                for option in part.get("options", ())
            )
            return next((found for found in offered if found[2]["label"] == label), None)

        message, select, option = await self.until(find)
        return await self.act(message, select["custom_id"], option["value"])

    async def act(self, message: Json, custom_id: str, *values: str) -> Json:
        """Use a button or a select of a message."""
        return await self.sandbox.discord.act(self.person, message["channel_id"], message["id"], custom_id, values)

    async def form(self) -> Json:
        """The form that is open, once it is."""
        return await self.until(lambda: self.sandbox.discord.modal(self.person))

    async def fill(self, **values: object) -> Json:
        """Send the open form with these values, by the label of their field; the others as they are."""
        modal = await self.form()
        entered: dict[str, object] = {}
        for part in modal["components"]:
            for label, value in values.items():
                if part["type"] == LABEL and part["label"].startswith(label.replace("_", " ")):
                    entered[part["component"]["custom_id"]] = value
        assert len(entered) == len(values), f"no such fields: {values.keys()} in {modal['components']}"
        return await self.sandbox.discord.submit(self.person, modal["id"], entered)


@asynccontextmanager
async def bridge(
    sandbox: Sandbox,
    *folders: Path,
    data: Path,
    limits: Limits = Limits(),
    channels: Mapping[str, str] | None = None,
    answers: Literal["anyone", "starter"] = "anyone",
    section: Mapping[str, str] | None = None,
    **more: Any,
) -> AsyncGenerator[None]:
    """The bridge with these agents, connected to the sandbox; `channels` binds agents to channels by name."""
    bound = {name: sandbox.discord.world.channel(channel).id for name, channel in (channels or {}).items()}
    entries = tuple(
        AgentEntry(
            path=folder,
            limits=limits,
            answers=answers,
            channels={"discord": (str(bound[folder.name]),)} if folder.name in bound else {},
        )
        for folder in folders
    )
    sections = {"discord": section or sandbox.sections["discord"]}
    async with app.running(Settings(source="test", data_dir=data, sections=sections, agents=entries, **more)):
        yield
    conformity.check(sandbox.discord.calls)


@asynccontextmanager
async def server(*folders: Path, data: Path, rates: bool = False, **more: Any) -> AsyncGenerator[Talk]:
    """A Discord server of its own with the bridge connected to it."""
    async with Sandbox(0, limits=rates) as sandbox, bridge(sandbox, *folders, data=data, **more):
        yield Talk(sandbox)
