"""Slack keeps the promises every adapter makes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack

import pytest

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from bridge.ports import MessageRef, Thread
from tests.adapters.contract import AdapterContract
from tests.adapters.edge import Core, Edge
from tests.e2e.handlers import Json, walk
from tests.e2e.slack import Talk, labelled


class SlackEdge:
    """A workspace in the sandbox."""

    def __init__(self, sandbox: Sandbox, adapter: SlackAdapter, running: AsyncExitStack) -> None:
        self.adapter = adapter
        self.inbox = Core()
        self._sandbox = sandbox
        self._running = running

    async def start(self) -> None:
        await self._running.enter_async_context(self.adapter.run(self.inbox))

    async def restart(self) -> None:
        await self._running.aclose()
        self.adapter = SlackAdapter(self._sandbox.settings)
        await self.start()

    async def write(self, text: str, *, by: str = "ann", thread: Thread | None = None) -> str:
        return await self._sandbox.slack.say(by, "general", text, thread.root if thread else None)

    async def write_directly(self, text: str) -> None:
        world = self._sandbox.slack.world
        await self._sandbox.slack.say("ann", world.direct_channel("ann").id, text)

    async def write_as_a_program(self, text: str) -> None:
        world = self._sandbox.slack.world
        words = text.replace("@chatbridge", f"<@{world.app.user_id}>")
        program = {"type": "message", "user": "U0PROGRAM01", "bot_id": "B0PROGRAM01", "app_id": "A0PROGRAM01"}
        self._sandbox.slack.conversation.post(world.channel("general"), {**program, "text": words})

    async def give_file(self, name: str, content: bytes) -> None:
        file = await self._sandbox.slack.upload("ann", name, content)
        await self._sandbox.slack.say("ann", "general", "@chatbridge look", None, (file["id"],))

    async def deliver_twice(self) -> None:
        """A mention is always delivered twice: as `message` and as `app_mention`."""

    def messages(self, thread: Thread) -> Sequence[str]:
        return [_words(message) for message in self._of_bot(thread)]

    def whispers(self, person: str) -> Sequence[str]:
        world = self._sandbox.slack.world
        viewer = world.person(person).id
        return [_words(message) for who, message in world.channel("general").ephemerals.values() if who == viewer]

    async def press(self, message: MessageRef, label: str, *, by: str = "ann") -> bool:
        button = labelled(self._stored(message), label)
        assert button is not None, f"there is no button {label!r}"
        done = await self._sandbox.slack.act(by, button["action_id"], channel=message.channel, message_ts=message.id)
        return bool(done["ok"])

    async def press_stray(self, message: MessageRef) -> bool:
        stored = self._stored(message)
        button = labelled(stored, "Yes")
        assert button is not None
        button["action_id"] = "of-an-older-version"
        done = await self._sandbox.slack.act(
            "ann", "of-an-older-version", channel=message.channel, message_ts=message.id
        )
        return bool(done["ok"])

    async def fill(self, **values: str) -> str:
        talk = Talk(self._sandbox)
        answer = await talk.fill(**{label: {"value": value} for label, value in values.items()})
        return " ".join(map(str, answer.get("errors", {}).values()))

    async def reopen(self) -> None:
        """It is still open."""

    async def lose_next_post(self) -> None:
        self._sandbox.slack.fail_next("chat.postMessage", status=500)

    async def lose_next_answer(self) -> None:
        self._sandbox.slack.lose_next("chat.postMessage")

    def _of_bot(self, thread: Thread) -> list[Json]:
        found = self._sandbox.slack.messages(thread.channel, thread.root)
        return [message for message in found if message["user"] == self._sandbox.slack.world.app.user_id]

    def _stored(self, message: MessageRef) -> Json:
        return self._sandbox.slack.world.channel(message.channel).messages[message.id]


def _words(message: Json) -> str:
    """What the blocks of a message show, or its text if it has none."""
    shown = [str(part["text"]) for part in walk(message.get("blocks") or []) if isinstance(part.get("text"), str)] + [
        str(part["alt_text"]) for part in walk(message.get("blocks") or []) if "alt_text" in part
    ]
    return "\n".join(shown) or message["text"]


class TestSlack(AdapterContract):
    @pytest.fixture
    async def edge(self) -> AsyncIterator[Edge]:
        async with Sandbox(limits=False) as sandbox, AsyncExitStack() as running:
            edge = SlackEdge(sandbox, SlackAdapter(sandbox.settings), running)
            await edge.start()
            yield edge
