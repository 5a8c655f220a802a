"""The whole bridge on the Slack twin, and a person who uses it: writes, reads, presses what carries a label."""

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp

from adapters.sandbox import Sandbox
from bridge import app
from bridge.config import AgentEntry, Settings
from bridge.host.port import Limits
from tests.e2e.handlers import Json, walk


def labelled(payload: object, label: str) -> Json | None:
    """The button with this label."""
    for part in walk(payload):
        if part.get("type") == "button" and part["text"]["text"].startswith(label):
            return part
    return None


@dataclass
class Talk:
    """A person in a channel, and the thread they write in."""

    sandbox: Sandbox
    person: str = "ann"
    channel: str = "general"
    thread: str = ""

    def by(self, person: str) -> "Talk":
        """Somebody else in the same thread."""
        return replace(self, person=person)

    @property
    def messages(self) -> list[Json]:
        """What stands in the thread, the person's own messages included."""
        return self.sandbox.slack.messages(self.channel, self.thread or None)

    @property
    def whispers(self) -> list[str]:
        """What only this person sees."""
        world = self.sandbox.slack.world
        me = world.person(self.person).id
        return [m["text"] for viewer, m in world.channel(self.channel).ephemerals.values() if viewer == me]

    async def picture(self, message: Json) -> bytes:
        """The picture of the message's only image, as this person's client loads it."""
        (image,) = [block for block in message["blocks"] if block["type"] == "image"]
        address = f"{self.sandbox.url}/slack/files/{image['slack_file']['id']}/picture.png"
        me = self.sandbox.slack.world.person(self.person).id
        async with aiohttp.ClientSession() as session, session.get(address, params={"viewer": me}) as response:
            return await response.read()

    async def mention(self, text: str = "") -> None:
        """Write to the bot at the top of the channel: a thread begins."""
        self.thread = await self.sandbox.slack.say(self.person, self.channel, f"@chatbridge {text}".strip())

    async def say(self, text: str, files: tuple[str, ...] = ()) -> str:
        return await self.sandbox.slack.say(self.person, self.channel, text, self.thread or None, files)

    async def sees(self, text: str) -> Json:
        """Wait until a message of the thread holds this text anywhere; that message."""
        return await self.until(
            lambda: next((m for m in reversed(self.messages) if text in json.dumps(m, ensure_ascii=False)), None)
        )

    async def hears(self, text: str) -> None:
        """Wait until this person alone is told this."""
        await self.until(lambda: any(text in whisper for whisper in self.whispers))

    async def until(self, look: Callable[[], Any]) -> Any:
        return await self.sandbox.slack.wait_for(lambda _: look())

    async def press(self, label: str) -> Json:
        """Press the newest button with this label, once it is there."""
        message = await self.until(lambda: next((m for m in reversed(self.messages) if labelled(m, label)), None))
        button = labelled(message, label)
        assert button is not None
        return await self.sandbox.slack.act(
            self.person, button["action_id"], channel=self.channel, message_ts=message["ts"]
        )

    async def form(self) -> Json:
        """The form that is open, once it is."""
        world = self.sandbox.slack.world
        stack = await self.until(lambda: self.sandbox.slack.views.stack(world.person(self.person).id))
        return stack[-1]

    async def fill(self, **values: Json) -> Json:
        """Send the open form with these states, by the label of their field; the others as they are."""
        view = await self.form()
        entered: dict[str, dict[str, Json]] = {}
        for block in view["blocks"]:
            for label, state in values.items():
                if block["type"] == "input" and block["label"]["text"].startswith(label.replace("_", " ")):
                    entered[block["block_id"]] = {block["element"]["action_id"]: state}
        assert len(entered) == len(values), f"no such fields: {values.keys()} in {view['blocks']}"
        return await self.sandbox.slack.submit(self.person, view["id"], entered)


@asynccontextmanager
async def bridge(
    sandbox: Sandbox,
    *folders: Path,
    data: Path,
    limits: Limits = Limits(),
    channels: Mapping[str, str] | None = None,
    **more: Any,
) -> AsyncGenerator[None]:
    """The bridge with these agents, connected to the sandbox; `channels` binds agents to channels by name."""
    bound = {name: sandbox.slack.world.channel(channel).id for name, channel in (channels or {}).items()}
    entries = tuple(
        AgentEntry(
            path=folder, limits=limits, channels={"slack": (bound[folder.name],)} if folder.name in bound else {}
        )
        for folder in folders
    )
    async with app.running(Settings(source="test", data_dir=data, sections=sandbox.sections, agents=entries, **more)):
        yield


@asynccontextmanager
async def workspace(*folders: Path, data: Path, rates: bool = False, **more: Any) -> AsyncGenerator[Talk]:
    """A workspace of its own with the bridge connected to it."""
    async with Sandbox(0, limits=rates) as sandbox, bridge(sandbox, *folders, data=data, **more):
        yield Talk(sandbox)
