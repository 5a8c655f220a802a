"""Discord keeps the promises every adapter makes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace

import pytest

from adapters.discord.app import DiscordAdapter
from adapters.sandbox import Sandbox
from bridge.ports import MessageRef, Thread
from tests import conformity
from tests.adapters.contract import AdapterContract
from tests.adapters.edge import Core, Edge
from tests.e2e.discord import Talk, labelled, words
from tests.e2e.handlers import Json, walk


class DiscordEdge:
    """A server in the sandbox."""

    def __init__(self, sandbox: Sandbox, running: AsyncExitStack) -> None:
        self.adapter = DiscordAdapter(sandbox.sections["discord"])
        self.inbox = Core()
        self._sandbox = sandbox
        self._running = running

    async def start(self) -> None:
        await self._running.enter_async_context(self.adapter.run(self.inbox))

    async def restart(self) -> None:
        await self._running.aclose()
        self.adapter = DiscordAdapter(self._sandbox.sections["discord"])
        await self.start()

    async def write(self, text: str, *, by: str = "ann", thread: Thread | None = None) -> str:
        return await self._sandbox.discord.say(by, (thread and thread.root) or "general", text)

    async def write_directly(self, text: str) -> None:
        await self._sandbox.discord.say("ann", self._sandbox.discord.world.direct_channel("ann").id, text)

    async def write_as_a_program(self, text: str) -> None:
        discord = self._sandbox.discord
        program = replace(discord.world.account("program", "Program"), bot=True)
        discord.world.add_member(program)
        place = discord.world.channel("general")
        discord.conversation.post(place, program, discord._written(program, place, text, ()))

    async def give_file(self, name: str, content: bytes) -> None:
        file = await self._sandbox.discord.upload("ann", name, content)
        await self._sandbox.discord.say("ann", "general", "@chatbridge look", files=(file["id"],))

    async def deliver_twice(self) -> None:
        self._sandbox.discord.replay_duplicates(1)

    def messages(self, thread: Thread) -> Sequence[str]:
        bot = self._sandbox.discord.world.bot.id
        found = self._sandbox.discord.messages(thread.root or thread.channel)
        said = (0, 19)  # not the notices: that a thread was made, where it begins
        return [words(m) for m in found if m["author"]["id"] == bot and m["type"] in said]

    def whispers(self, person: str) -> Sequence[str]:
        return [_all_words(message) for message in self._sandbox.discord.ephemerals(person)]

    async def press(self, message: MessageRef, label: str, *, by: str = "ann") -> bool:
        button = labelled(self._stored(message), label)
        assert button is not None, f"there is no button {label!r}"
        return await self._act(message, button["custom_id"], by)

    async def press_stray(self, message: MessageRef) -> bool:
        stored = self._stored(message)
        rows = [
            {"type": 1, "components": [{"type": 2, "id": 2, "style": 2, "label": "Old", "custom_id": "older-version"}]}
        ]
        place = self._sandbox.discord.world.channel(message.channel)
        self._sandbox.discord.conversation.change(place, message.id, {"components": rows})
        assert stored["components"]
        return await self._act(message, "older-version", "ann")

    async def fill(self, **values: str) -> str:
        talk = Talk(self._sandbox)
        before = len(talk.whispers)
        assert (await talk.fill(**values))["ok"]
        return "\n".join(map(words, talk.whispers[before:]))

    async def reopen(self) -> None:
        """A modal closes when it is sent; under the list of errors is a button that opens it as it was."""
        assert (await Talk(self._sandbox).press("Correct"))["ok"]

    async def lose_next_post(self) -> None:
        self._sandbox.discord.fail_next("POST /channels/{channel}/messages", status=500)

    async def lose_next_answer(self) -> None:
        self._sandbox.discord.lose_next("POST /channels/{channel}/messages")

    async def _act(self, message: MessageRef, custom_id: str, by: str) -> bool:
        return bool((await self._sandbox.discord.act(by, message.channel, message.id, custom_id))["ok"])

    def _stored(self, message: MessageRef) -> Json:
        return next(m for m in self._sandbox.discord.messages(message.channel) if m["id"] == message.id)


def _all_words(message: Json) -> str:
    """What a message shows, the names of its buttons too."""
    return "\n".join((words(message), *(str(part["label"]) for part in walk(message["components"]) if "label" in part)))


class TestDiscord(AdapterContract):
    @pytest.fixture
    async def edge(self) -> AsyncIterator[Edge]:
        async with Sandbox(limits=False) as sandbox:
            async with AsyncExitStack() as running:
                edge = DiscordEdge(sandbox, running)
                await edge.start()
                yield edge
            conformity.check(sandbox.discord.calls)
