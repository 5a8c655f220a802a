"""The conversations that are awake, found by their thread; the others lie in the journal and are fetched when needed.

Guarantees: a thread has one conversation at a time, however many events ask for it; one that sleeps costs no memory.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import structlog

from bridge.access import authorize
from bridge.catalog.catalog import Agent, Catalog
from bridge.errors import DeliveryError
from bridge.journal.records import Found, Letter, SessionRecord
from bridge.ports import Adapter, Said, Thread
from bridge.session import texts
from bridge.session.asked import Input
from bridge.session.conversation import House
from bridge.session.picker import Picker
from bridge.session.session import Session
from bridge.session.standing import Standing, resumed

log = structlog.get_logger("chatbridge.router")

CATCH_UP_SECONDS = 3600.0
"""How long ago something has to have been said in a thread for it to be read again after the bridge was away."""
CATCH_UP_THREADS = 50
"""Threads that are read again: Slack allows some fifty readings a minute (docs, "Rate limits", tier 3)."""

Conversation = Session | Picker


class Sessions:
    """Every thread's conversation."""

    def __init__(self, catalog: Catalog, house: House, adapters: Mapping[str, Adapter[Any]]) -> None:
        self._catalog = catalog
        self._house = house
        self._journal = house.journal
        self._adapters = adapters
        self._awake: dict[str, Conversation] = {}
        self._finding: dict[str, asyncio.Task[None]] = {}
        self._tasks: dict[asyncio.Task[None], str] = {}
        self._closing = False

    async def find(self, thread: Thread) -> Conversation | None:
        """The conversation of this thread, awake."""
        key = thread.key
        if key not in self._awake:
            finding = self._finding.get(key)
            if finding is None:
                finding = self._finding[key] = asyncio.create_task(self._load(thread), name=f"find {key}")
                finding.add_done_callback(lambda _: self._finding.pop(key, None))
            await asyncio.shield(finding)
        return self._awake.get(key)

    def begin(self, record: SessionRecord, agent: Agent) -> Session:
        """A new conversation, or one whose agent has just been chosen."""
        return self._open(Standing(record), agent)

    def pick(self, record: SessionRecord, letter: Letter) -> None:
        """A thread where people choose an agent for what was said."""
        assert isinstance(letter.event, Said), "a conversation begins with a message"
        said = letter.event

        async def chosen(agent: Agent) -> None:
            if refusal := authorize(said.person, agent, None):
                self._journal.taken(said.id)
                self._awake.pop(record.thread.key, None)
                await self._adapter(record.thread).tell(record.thread, said.person, refusal)
                return
            standing = Standing(replace(record, agent=agent.name, state="new"))
            await self._journal.keep(standing.record)
            log.info("session_started", thread=record.thread.key, agent=agent.name, person=said.person.id)
            self._open(standing, agent).take_over(Input(said, letter.turn))

        usable = self._catalog.usable_by(said.person)
        adapter = self._adapter(record.thread)
        picker = Picker(record, letter, usable, adapter=adapter, journal=self._journal, chosen=chosen)
        self._run(record.thread, picker)

    async def recover(self) -> None:
        """Go on with every conversation in which something was accepted and not answered."""
        for thread in await self._journal.unfinished():
            if thread.platform in self._adapters:
                await self.find(thread)

    async def missed(self) -> Sequence[Said]:
        """What people wrote in threads of ours while no bridge was there."""
        found: list[Said] = []
        for thread, at in await self._journal.recent(time.time() - CATCH_UP_SECONDS, CATCH_UP_THREADS):
            adapter = self._adapters.get(thread.platform)
            try:
                found += [] if adapter is None else await adapter.missed(thread, at)
            except DeliveryError as error:
                log.warning("thread_not_caught_up", thread=thread.key, reason=str(error))
        return found

    async def close(self, patience: float) -> None:
        """Let what runs end for up to `patience` seconds, then end every task. From now on nothing is begun."""
        self._closing = True
        for conversation in list(self._awake.values()):
            conversation.leave()
        if self._tasks and patience:
            await asyncio.wait(self._tasks, timeout=patience)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ── waking ────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _load(self, thread: Thread) -> None:
        found = await self._journal.find(thread)
        if found is None or thread.key in self._awake:
            return
        if found.session.state == "picking":
            for letter in found.waiting[:1]:
                self.pick(found.session, Letter(letter.event, letter.turn, letter.attempts + 1))
            return
        agent = self._catalog.agents.get(found.session.agent)
        if agent is None:
            await self._without_agent(found)
            return
        standing = resumed(found, agent, self._adapter(thread), self._journal)
        self._open(standing, agent, found.waiting)

    async def _without_agent(self, found: Found) -> None:
        """The configuration names the agent no more. Who waits for it is told; others are, when they click."""
        log.warning("agent_gone", agent=found.session.agent, thread=found.session.thread.key)
        adapter = self._adapter(found.session.thread)
        for letter in found.waiting:
            self._journal.taken(letter.event.id)
            await adapter.tell(letter.event.thread, letter.event.person, texts.AGENT_GONE, restart=True)

    def _open(self, standing: Standing, agent: Agent, waiting: Sequence[Letter] = ()) -> Session:
        thread = standing.record.thread

        def retire() -> None:
            if self._awake.get(thread.key) is session:
                del self._awake[thread.key]

        session = Session(standing, agent, adapter=self._adapter(thread), house=self._house, retire=retire)
        session.recover(waiting)
        self._run(thread, session)
        return session

    def _run(self, thread: Thread, conversation: Conversation) -> None:
        self._awake[thread.key] = conversation
        if self._closing:
            return  # what it accepts is in the journal, for the next bridge
        task = asyncio.create_task(conversation.run(), name=f"session {thread.key}")
        self._tasks[task] = thread.key
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        thread = self._tasks.pop(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("session_ended_badly", thread=thread, reason=repr(error))

    def _adapter(self, thread: Thread) -> Adapter[Any]:
        return self._adapters[thread.platform]
