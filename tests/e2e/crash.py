"""A bridge that is killed again and again while people talk: what they do, and what has to be true in the end.

The bridge is `chatbridge run` as a process of its own, on both twins; it is killed (SIGKILL) a random moment after
something happened on a platform. People write and click as ever: whoever sees nothing happen clicks again.
"""

import asyncio
import random
import re
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from adapters.sandbox import Sandbox
from tests.e2e import discord, slack
from tests.e2e.handlers import Json, write_agent

# Counts in a module global. Every third question is two buttons; the others are answered by a message.
COUNTING = """
import time
count, heard = 0, []

def ask():
    if count % 3 == 2:
        return [{"name": "choice", "label": "Which", "type": "button", "constraints": {"options": ["left", "right"]}}]
    return [{"name": "message", "type": "string"}]

def initialize():
    return {"outputs": "ready for 1", "next_inputs": ask()}

def on_input(data):
    global count
    count += 1
    heard.append(data.get("message") or data["choice"])
    time.sleep(0.003)  # the agent
    return {"outputs": f"no{count} {heard[-1]} all{len(heard)} ready for {count + 1}", "next_inputs": ask()}
"""

ANSWER = re.compile(r"no(\d+) (\w+) all(\d+)")
PATIENCE = 4.0
"""Seconds a person waits before they click again."""
STARVING = 20.0
"""Seconds without an answer after which a person is spared: bridges that live too short do not get to answer."""
LATEST = 0.12
"""Seconds after something has happened within which the bridge is killed: a turn takes less."""
Talk = slack.Talk | discord.Talk


@dataclass
class Bridge:
    """The process that is killed."""

    sandbox: Sandbox
    config: Path
    log: IO[bytes]
    process: Process | None = None
    kills: int = 0
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    starving: int = 0
    calm: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def spared(self) -> AsyncGenerator[None]:
        """Nobody is killed meanwhile."""
        self.starving += 1
        self.calm.clear()
        try:
            yield
        finally:
            self.starving -= 1
            if not self.starving:
                self.calm.set()

    async def start(self) -> None:
        command = [sys.executable, "-c", "from bridge.cli import main; main()", "run", "--config", str(self.config)]
        self.process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=DEVNULL, stderr=self.log)
        await self.sandbox.slack.wait_for(lambda world: world.connected, timeout=40)
        await self.sandbox.discord.wait_for(lambda world: world.connected, timeout=40)
        self.ready.set()

    async def kill(self) -> None:
        assert self.process is not None
        self.ready.clear()
        self.kills += 1
        self.process.kill()
        await self.process.wait()
        await self.sandbox.slack.wait_for(lambda world: not world.connected, timeout=40)
        await self.sandbox.discord.wait_for(lambda world: not world.connected, timeout=40)


@asynccontextmanager
async def bridge(sandbox: Sandbox, folder: Path) -> AsyncGenerator[Bridge]:
    """A bridge with the counting agent, on both platforms."""
    agent = write_agent(folder, COUNTING)
    sections = "\n".join(
        f"[{name}]\n" + "\n".join(f'{key} = "{value}"' for key, value in section.items())
        for name, section in sandbox.sections.items()
    )
    config = folder / "config.toml"
    config.write_text(f'{sections}\n[[agents]]\npath = "{agent}"\n', encoding="utf-8")
    with (folder / "log").open("wb") as log:
        running = Bridge(sandbox, config, log)
        running.calm.set()
        await running.start()
        try:
            yield running
        finally:
            assert running.process is not None
            running.process.terminate()
            await running.process.wait()


@dataclass
class Someone:
    """A person in a thread of their own, who takes the agent through its steps."""

    talk: Talk
    name: str

    @property
    def answers(self) -> list[tuple[int, str, int]]:
        """What the agent has answered so far: its count, what it heard, how much it has heard in all."""
        shown = "\n".join(_words(message) for message in self.talk.messages)
        return [(int(count), word, int(all_)) for count, word, all_ in ANSWER.findall(shown)]

    async def begin(self) -> None:
        await self.talk.mention()
        await self.sees(lambda: "ready for 1" in self.shown)

    @property
    def shown(self) -> str:
        return "\n".join(_words(message) for message in self.talk.messages)

    async def sees(self, true: Callable[[], Any], timeout: float = 60.0) -> None:
        twin = self.talk.sandbox.slack if isinstance(self.talk, slack.Talk) else self.talk.sandbox.discord
        try:
            await twin.wait_for(lambda _: true(), timeout=timeout)
        except TimeoutError:
            raise TimeoutError(f"{self.name} sees only\n{self.shown}") from None

    async def step(self, number: int, running: Bridge) -> None:
        """Answer what is asked, and see that it was heard."""
        done = lambda: len(self.answers) >= number  # noqa: E731
        if number % 3:
            await self.talk.say(f"{self.name}{number}")
            try:
                await self.sees(done, timeout=STARVING)
            except TimeoutError:
                async with running.spared():
                    await self.sees(done)
            return
        while not done():
            await running.ready.wait()
            await self._click()
            try:
                await self.sees(done, timeout=PATIENCE)
            except TimeoutError:
                continue  # the bridge was killed before it had taken the click: people click again

    async def _click(self) -> None:
        """A click that no bridge hears is an error to the person, and no more."""
        try:
            async with asyncio.timeout(PATIENCE):
                await self.talk.press("left")
        except (TimeoutError, RuntimeError, LookupError, ConnectionError, AssertionError):
            return


def _words(message: Json) -> str:
    return discord.words(message) if "embeds" in message else str(message["text"])


async def killing(running: Bridge, kills: int, dice: random.Random) -> None:
    """Kill the bridge a random moment after something has happened, and start the next one."""
    while running.kills < kills:
        happened = asyncio.Event()
        seen = dice.randint(1, 12)

        def note(_: object, left: list[int] = [seen], happened: asyncio.Event = happened) -> None:  # noqa: B006
            left[0] -= 1
            if left[0] <= 0:
                happened.set()

        stops = [running.sandbox.slack.world.watch(note), running.sandbox.discord.world.watch(note)]
        await happened.wait()
        for stop in stops:
            stop()
        moment = asyncio.Event()
        asyncio.get_running_loop().call_later(dice.random() * LATEST, moment.set)
        await moment.wait()
        await running.calm.wait()
        await running.kill()
        await running.start()


async def survive(folder: Path, *, kills: int, people: int, seed: int) -> None:
    """Let `people` talk on each platform until the bridge was killed so often, and check everything they saw."""
    dice = random.Random(seed)
    async with Sandbox(0, limits=False) as sandbox, bridge(sandbox, folder) as running:
        talks = [make(sandbox) for make in (slack.Talk, discord.Talk) for _ in range(people)]
        everybody = [Someone(talk, chr(ord("a") + index)) for index, talk in enumerate(talks)]
        for someone in everybody:
            await someone.begin()
        killer = asyncio.create_task(killing(running, kills, dice))
        steps = await asyncio.gather(*(_talking(someone, running, killer) for someone in everybody))
        await killer
        for someone, taken in zip(everybody, steps, strict=True):
            expected = [(n, f"{someone.name}{n}" if n % 3 else "left", n) for n in range(1, taken + 1)]
            assert someone.answers == expected, (seed, someone.talk.sandbox.slack.transcript(), someone.shown)
            assert someone.shown.count("ready for 1\n") <= 1


async def _talking(someone: Someone, running: Bridge, killer: asyncio.Task[None]) -> int:
    """Go on until the killing is over, and three steps more."""
    number, after = 0, 0
    while after < 3:
        number += 1
        await someone.step(number, running)
        after += killer.done()
    return number
