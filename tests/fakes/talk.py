"""A conversation on the fake platform with scripted agents: what a person does, in one line each."""

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from bridge.catalog.catalog import Agent, Catalog
from bridge.catalog.manifest import Manifest
from bridge.host.port import Frame, Limits, Part, Program
from bridge.interaction import load_plugins
from bridge.interaction.values import RemoteFile
from bridge.journal import database
from bridge.journal.journal import opened
from bridge.ports import Address, Clicked, MessageRef, Person, Press, Receipt, Said, Submitted, Thread
from bridge.router import Router
from bridge.session.conversation import House
from bridge.session.turnstiles import Turnstiles
from tests.fakes.adapter import FakeAdapter
from tests.fakes.host import FakeHost, Script

ANN = Person("ann", "Ann")
BEN = Person("ben", "Ben")

Response = Mapping[str, Any]


def asks(name: str = "message", kind: str = "string", **more: Any) -> list[dict[str, Any]]:
    """`next_inputs` with one field."""
    return [{"name": name, "type": kind, **more}]


def answers(initialize: Response, on_input: Callable[[Any], Response]) -> Script:
    """A script that answers each call with one response."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        yield Part(initialize if function == "initialize" else on_input(argument), last=True)

    return script


def echo() -> Script:
    """Greets, then says what it was given."""
    return answers(
        {"outputs": "Hello!", "next_inputs": asks()},
        lambda data: {"outputs": f"You said: {data}", "next_inputs": asks()},
    )


def agent(name: str = "echo", folder: Path = Path("/nowhere"), **more: Any) -> Agent:
    """An agent whose program is never run."""
    limits = more.pop("limits", Limits())
    program = Program(name=name, folder=folder, python=Path("/nowhere/python"), limits=limits)
    return Agent(name=name, manifest=Manifest(title=name.title(), environment={}), program=program, **more)


class Talk:
    """The fake platform with a router behind it."""

    def __init__(self, router: Router, adapter: FakeAdapter, host: FakeHost, journal: str) -> None:
        self.router = router
        self.adapter = adapter
        self.host = host
        self._journal = journal
        self._times = itertools.count(1 + len(adapter.threads) * 100)

    def killed(self) -> dict[str, Any]:
        """What is left of this moment if the bridge is killed now: what is on the disk, and on the platform. The bridge
        goes on, in a world of its own; another `talk` may begin with these.
        """
        before = Path(self._journal.removeprefix("sqlite:///"))
        after = before.with_name(f"{before.stem}+.db")
        with closing(sqlite3.connect(before)) as here, closing(sqlite3.connect(after)) as there:
            here.backup(there)
        host = FakeHost(self.host.script, kept=dict(self.host.kept))
        return {"journal": f"sqlite:///{after}", "adapter": self.adapter.copy(), "host": host}

    def thread(self, root: str | None = "1", channel: str = "general") -> Thread:
        return Thread("fake", "team", channel, root)

    def said(self, text: str, person: Person = ANN, **more: Any) -> Said:
        """An event: a mention in a thread of its own unless said otherwise."""
        at = float(next(self._times))
        more.setdefault("thread", self.thread())
        more.setdefault("address", Address.MENTION)
        return Said(id=f"e{at}", at=at, person=person, text=text, message=MessageRef("general", f"{at}"), **more)

    async def say(self, text: str, person: Person = ANN, **more: Any) -> Receipt:
        return await self.router.receive(self.said(text, person, **more))

    async def reply(self, text: str, person: Person = ANN, files: tuple[RemoteFile, ...] = ()) -> Receipt:
        return await self.say(text, person, address=Address.REPLY, files=files)

    async def click(
        self, question: str, choice: int = 0, press: Press = Press.ANSWER, person: Person = ANN, **more: Any
    ) -> Receipt:
        at = float(next(self._times))
        more.setdefault("thread", self.thread())
        clicked = Clicked(
            id=f"e{at}", at=at, person=person, press=press, question=question, choice=choice,
            message=MessageRef("general", "m"), opener="trigger", **more,
        )  # fmt: skip
        return await self.router.receive(clicked)

    async def submit(self, question: str, values: Mapping[str, object], person: Person = ANN) -> Receipt:
        at = float(next(self._times))
        event = Submitted(id=f"e{at}", at=at, thread=self.thread(), person=person, question=question, values=values)
        return await self.router.receive(event)

    async def until(self, text: str) -> None:
        """Wait until this stands in a thread."""
        await self.adapter.until(lambda adapter: any(text in shown for shown in adapter.texts()))

    async def asked(self) -> str:
        """Wait for a question; its id."""
        await self.adapter.until(FakeAdapter.questions)
        return self.adapter.questions()[-1].id

    async def told(self, text: str) -> None:
        """Wait until somebody is told this."""
        await self.adapter.until(lambda adapter: any(text in told for _, told in adapter.told))


@asynccontextmanager
async def talk(
    script: Script,
    *agents: Agent,
    uploads: Path = Path("/nowhere"),
    default: str = "",
    journal: str = database.MEMORY,
    adapter: FakeAdapter | None = None,
    host: FakeHost | None = None,
    per_person: int = 0,
    states: Path = Path("/nowhere/states"),
) -> AsyncGenerator[Talk]:
    """A running conversation; everything ends with the context. What a bridge before it left is taken up first, if
    journal, adapter and host are those of that one.
    """
    await asyncio.to_thread(load_plugins)
    adapter, host = adapter or FakeAdapter(), host or FakeHost(script)
    known = agents or (agent(),)
    catalog = Catalog({a.name: replace(a) for a in known})
    async with opened(journal) as kept:
        turnstiles = Turnstiles(per_person)
        house = House(host=host, journal=kept, turnstiles=turnstiles, uploads=uploads, states=states)
        router = Router(catalog, house, {"fake": adapter}, default_agent=default)
        try:
            await router.recover()
            yield Talk(router, adapter, host, journal)
        finally:
            await router.close(0.0)
