"""Every inbound event passes here: was it seen, who may, which agent, which conversation.

Guarantees: an event has an effect at most once; nobody acts who may not; every click gets an answer; what fails here is
reported and harms no other conversation.
"""

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import structlog

from bridge.access import authorize
from bridge.background import Background
from bridge.catalog.catalog import Agent, Catalog
from bridge.errors import JournalError, new_error_id
from bridge.journal.records import Letter, SessionRecord
from bridge.ports import Adapter, Address, Clicked, Inbound, Press, Question, Receipt, Said, Submitted, Thread
from bridge.seen import Seen
from bridge.session import texts
from bridge.session.asked import refuse
from bridge.session.conversation import House
from bridge.session.picker import Picker
from bridge.session.session import Session
from bridge.sessions import Conversation, Sessions

log = structlog.get_logger("chatbridge.router")

TAKEN = Receipt(accepted=True)
IGNORED = Receipt(accepted=False)
TENDING = 3600.0
COMMAND = re.compile(r"!(stop|restart|agents|help)\s*$", re.IGNORECASE)


class Router:
    """The inbox of every adapter."""

    def __init__(
        self, catalog: Catalog, house: House, adapters: Mapping[str, Adapter[Any]], *, default_agent: str
    ) -> None:
        self.drafts = house.journal
        self._catalog = catalog
        self._journal = house.journal
        self._adapters = adapters
        self._default_agent = default_agent
        self._seen = Seen()
        self._sessions = Sessions(catalog, house, adapters)
        self._background = Background()

    async def receive(self, event: Inbound) -> Receipt:
        """Take an event (`bridge.ports.Inbox`)."""
        if not self._seen.claim(event.id):
            return TAKEN
        try:
            match event:
                case Said():
                    return await self._hear(event)
                case Clicked():
                    return await self._click(event)
                case Submitted():
                    return await self._submit(event)
        except Exception:
            self._seen.release(event.id)
            error_id = new_error_id()
            log.exception("event_failed", thread=event.thread.key, error_id=error_id)
            reason = texts.BROKEN.format(error_id=error_id)
            if isinstance(event, Submitted):
                return refuse(event, reason)
            self._tell(event, reason)
            return IGNORED

    async def question(self, thread: Thread, question: str) -> Question | None:
        """The question, if it waits (`bridge.ports.Inbox`)."""
        conversation = await self._sessions.find(thread)
        return None if conversation is None else await conversation.question(question)

    async def recover(self) -> None:
        """Take up what an earlier bridge had accepted, and what people wrote since. Comes when the platforms can be
        reached.
        """
        await self._sessions.recover()
        for missed in await self._sessions.missed():
            await self.receive(missed)

    async def tend(self) -> None:
        """Have the journal forget what no platform delivers again, every hour, until cancelled."""
        while True:
            try:
                await self._journal.prune()
            except JournalError as error:
                log.warning("journal_not_pruned", reason=str(error))
            await asyncio.sleep(TENDING)

    async def close(self, patience: float) -> None:
        """Let turns that run end for up to `patience` seconds, then end every conversation's task and process. What is
        received from now on, or not answered yet, is for the next bridge.
        """
        await self._sessions.close(patience)
        await self._background.drain()

    # ── messages ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _hear(self, said: Said) -> Receipt:
        conversation = await self._sessions.find(said.thread)
        command = COMMAND.match(said.text.strip())
        if command and (conversation or said.address in (Address.MENTION, Address.DIRECT)):
            return await self._command(command[1].lower(), said, conversation)
        if conversation is not None:
            # People talk to each other in a thread; only what is meant for the agent is answered. What was said before
            # the agent was called is its history, although platforms may deliver it later.
            if not self._may(said, conversation) or said.at < conversation.since:
                return IGNORED
            return await conversation.hear(said)
        bound = self._catalog.bound_to(said.thread)
        if said.address is Address.REPLY or (said.address is Address.CHANNEL and bound is None):
            return IGNORED
        return await self._begin(said, bound)

    async def _begin(self, said: Said, bound: Agent | None) -> Receipt:
        """Somebody addresses the bot where no conversation is: find the agent that is meant, or ask."""
        candidates = [bound] if bound else self._catalog.usable_by(said.person)
        named, rest = self._named(said.text)
        if bound is None and named is not None:
            candidates, said = [named], replace(said, text=rest)
        elif bound is None and any(agent.name == self._default_agent for agent in candidates):
            candidates = [agent for agent in candidates if agent.name == self._default_agent]
        if not candidates:
            self._tell(said, texts.NO_AGENTS)
            return IGNORED
        record = SessionRecord(
            id=secrets.token_hex(8), thread=said.thread, agent="", starter=said.person, since=said.at
        )
        if len(candidates) == 1:
            return await self._start(replace(record, agent=candidates[0].name), candidates[0], said)
        record, letter = replace(record, state="picking"), Letter(said, secrets.token_hex(6))
        if await self._journal.accept(said, letter.turn, record):
            self._sessions.pick(record, letter)
        return TAKEN

    async def _start(self, record: SessionRecord, agent: Agent, said: Said) -> Receipt:
        refusal = authorize(said.person, agent, None)
        if refusal:
            self._tell(said, refusal)
            return IGNORED
        session = self._sessions.begin(record, agent)
        log.info("session_started", thread=said.thread.key, agent=agent.name, person=said.person.id)
        return await session.hear(said)

    def _named(self, text: str) -> tuple[Agent | None, str]:
        """The agent the text names first, and the text without it."""
        word, _, rest = text.strip().partition(" ")
        name = word.strip(",:").casefold()
        agent = next((a for a in self._catalog.agents.values() if a.name.casefold() == name), None)
        return agent, rest.strip()

    async def _command(self, name: str, said: Said, conversation: Conversation | None) -> Receipt:
        """`!stop`, `!restart`, `!agents`, `!help`: Slack has no slash commands inside threads."""
        if conversation is not None and (refusal := self._refusal(said, conversation)):
            self._tell(said, refusal)
            return IGNORED
        match name, conversation:
            case "stop", Session():
                conversation.stop(said.person)
            case "restart", Session():
                return await conversation.hear(said)
            case "agents", _:
                usable = self._catalog.usable_by(said.person)
                lines = [f"• {a.name}: {a.manifest.summary or a.manifest.title}" for a in usable]
                self._tell(said, "\n".join(lines) or texts.NO_AGENTS)
            case "help", _:
                self._tell(said, texts.HELP)
            case _:
                self._tell(said, texts.NOTHING_RUNS)
        return TAKEN

    # ── clicks and forms ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _click(self, clicked: Clicked) -> Receipt:
        conversation = await self._sessions.find(clicked.thread)
        if conversation is None and clicked.press is Press.RESTART:
            return await self._begin(_as_mention(clicked), self._catalog.bound_to(clicked.thread))
        if conversation is None:
            self._tell(clicked, texts.INTERRUPTED, restart=True)
            return IGNORED
        if refusal := self._refusal(clicked, conversation):
            self._tell(clicked, refusal)
            return IGNORED
        return await conversation.click(clicked)

    async def _submit(self, submitted: Submitted) -> Receipt:
        conversation = await self._sessions.find(submitted.thread)
        if conversation is None:
            self._tell(submitted, texts.INTERRUPTED, restart=True)
            return refuse(submitted, texts.INTERRUPTED)
        refusal = self._refusal(submitted, conversation)
        return refuse(submitted, refusal) if refusal else await conversation.submit(submitted)

    # ── shared ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def _refusal(self, event: Inbound, conversation: Conversation) -> str:
        if isinstance(conversation, Picker):
            return ""  # whoever may not use the agent they pick is told when it is picked
        return authorize(event.person, conversation.agent, conversation.starter)

    def _may(self, event: Inbound, conversation: Conversation) -> bool:
        return not self._refusal(event, conversation)

    def _adapter(self, event: Inbound) -> Adapter[Any]:
        return self._adapters[event.thread.platform]

    def _tell(self, event: Inbound, text: str, *, restart: bool = False) -> None:
        telling = self._adapter(event).tell(event.thread, event.person, text, restart=restart)
        self._background.start(telling, f"tell {event.thread.key}")


def _as_mention(clicked: Clicked) -> Said:
    """Asking to begin again, in a thread whose conversation is forgotten, is as good as a mention there."""
    return Said(
        id=clicked.id,
        at=clicked.at,
        thread=clicked.thread,
        person=clicked.person,
        text="",
        address=Address.MENTION,
        message=clicked.message,
    )
