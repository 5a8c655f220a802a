"""One thread's conversation as the router sees it: takes inputs in order, one at a time, and sleeps when nobody writes.

Guarantees: an input counts as accepted once it is in the journal; inputs are taken in order; what fails is told, and
the next input works; other conversations notice nothing.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import structlog

from bridge.background import Background
from bridge.catalog.catalog import Agent
from bridge.errors import DeliveryError, JournalError, new_error_id
from bridge.journal.records import Letter, SessionRecord
from bridge.ports import Adapter, Clicked, Inbound, Person, Press, Question, Receipt, Said, Submitted
from bridge.session import texts
from bridge.session.asked import Asked, Input, refuse, restarts
from bridge.session.conversation import Conversation, House, raw_answer
from bridge.session.feedback import asks_why, rated_turn
from bridge.session.mailbox import Mailbox
from bridge.session.midway import Midway
from bridge.session.overlap import Overlap, settle
from bridge.session.standing import Standing

log = structlog.get_logger("chatbridge.session")

AT_ONCE = 0.0
"""The answer to what is asked comes before messages that wait for the next question, whenever they were written."""
BEFORE_ALL = -1.0
CATCHING_UP = 2.0
"""Seconds a click waits for what a crash has interrupted: that may ask what it answers. Platforms wait three."""
TAKEN = Receipt(accepted=True)


class Session:
    """One conversation. `hear`, `click` and `submit` return once the journal has what they were given; `run` does the
    work, and ends when the conversation has gone to sleep: the journal has all that is needed to go on.
    """

    def __init__(
        self, standing: Standing, agent: Agent, *, adapter: Adapter[Any], house: House, retire: Callable[[], object]
    ) -> None:
        """Take how the conversation stands. `retire` is called when nothing may reach this object any more."""
        record = standing.record
        self.thread = record.thread
        self.agent = agent
        self.starter = record.starter
        self.since = record.since
        self._begun_by: SessionRecord | None = record if record.state == "new" else None
        self._adapter = adapter
        self._journal = house.journal
        self._conversation = Conversation(standing, agent, adapter, house, self._tell)
        self._retire = retire
        self._mailbox: Mailbox[Input] = Mailbox()
        self._recovered: tuple[Input, ...] = ()
        self._behind = 0
        self._caught_up = asyncio.Event()
        self._background = Background()
        self._entering = 0
        self._leaving = False

    def recover(self, letters: Sequence[Letter]) -> None:
        """Take up what was accepted before a crash. Comes before `run`."""
        self._recovered = tuple(Input(letter.event, letter.turn, attempts=letter.attempts + 1) for letter in letters)
        self._behind = len(self._recovered)

    # ── what the router hands over ────────────────────────────────────────────────────────────────────────────────────

    async def hear(self, said: Said) -> Receipt:
        """A person wrote something: the answer to what is asked, or the beginning, or `!restart`."""
        midway = None if restarts(said) else await self._midway_for(said)
        if midway is not None:
            receipt = await midway[0].take(said, midway[1])
            if not receipt.accepted:
                self._tell(said.person, next(iter(receipt.errors.values())))
            return TAKEN
        given = await self._accept(said)
        if given is None:
            return TAKEN
        if self._conversation.running and (given.restarts or self.agent.overlap == Overlap.INTERRUPT):
            self._background.start(self._conversation.cancel(), f"stop {self.thread.key}")
        elif self._conversation.running:
            self._tell(said.person, texts.QUEUED)
        self._mailbox.put(given, said.at)
        return TAKEN

    async def click(self, clicked: Clicked) -> Receipt:
        """A person used a button or a select."""
        match clicked.press:
            case Press.STOP:
                self.stop(clicked.person, clicked.question)
            case Press.RESTART:
                await self._restart(clicked)
            case Press.RATE:
                await self._opine(clicked)
                await self._open_form(clicked, asks_why(clicked.question))
            case Press.SHOW:
                self._background.start(self._show(clicked), f"show {self.thread.key}")
            case Press.OPEN | Press.PRESET:
                asked = await self._waiting(clicked.question)
                if asked is None:
                    self._tell(clicked.person, texts.TOO_LATE)
                else:
                    await self._open_form(clicked, asked.question)
            case Press.ANSWER:
                receipt = await self._answer(clicked)
                if not receipt.accepted:
                    self._tell(clicked.person, next(iter(receipt.errors.values())))
        return TAKEN

    async def submit(self, submitted: Submitted) -> Receipt:
        """A person sent a form. What is wrong with it is known at once; the agent sees it later."""
        if rated_turn(submitted):
            await self._opine(submitted)
            return TAKEN
        return await self._answer(submitted)

    async def question(self, question: str) -> Question | None:
        """The question, if it is this one that waits."""
        asked = await self._waiting(question)
        return None if asked is None else asked.question

    def stop(self, person: Person, turn: str = "") -> None:
        """Stop the running turn (or only if it is this one)."""
        if not self._conversation.running or turn not in ("", self._conversation.running):
            self._tell(person, texts.NOTHING_RUNS)
        else:
            self._background.start(self._conversation.cancel(), f"stop {self.thread.key}")

    async def _restart(self, clicked: Clicked) -> None:
        """Begin again with a fresh process; a running turn is stopped first."""
        given = await self._accept(clicked)
        if given is not None:
            if self._conversation.running:
                self._background.start(self._conversation.cancel(), f"stop {self.thread.key}")
            self._mailbox.put(given, clicked.at)

    async def _opine(self, event: Clicked | Submitted) -> None:
        """Accept what a person thinks of an answer; it is kept, and told to the agent, in its turn."""
        given = await self._accept(event)
        if given is not None:
            self._mailbox.put(given, event.at)

    async def _show(self, clicked: Clicked) -> None:
        """Switch a dropdown of what was shown."""
        try:
            known = await self._conversation.switch(clicked.question, clicked.choice)
        except JournalError as error:
            error_id = new_error_id()
            log.error("view_not_kept", thread=self.thread.key, error_id=error_id, reason=str(error))
            self._tell(clicked.person, texts.BROKEN.format(error_id=error_id))
        else:
            if not known:
                self._tell(clicked.person, texts.TOO_LATE)

    async def _open_form(self, clicked: Clicked, question: Question) -> None:
        try:
            await self._adapter.open_form(clicked.opener, self.thread, question)
        except DeliveryError as error:
            error_id = new_error_id()
            log.error("form_not_opened", thread=self.thread.key, error_id=error_id, reason=str(error))
            self._tell(clicked.person, texts.FORM_NOT_OPENED.format(error_id=error_id))

    async def _answer(self, event: Clicked | Submitted) -> Receipt:
        """Check an answer; take it up if it is right, else return what is wrong by field."""
        asked = await self._waiting(event.question)
        if asked is None:
            return _too_late(event)
        if isinstance(asked, Midway):
            return await asked.take(event, raw_answer(event, asked.question.form))
        parsed = await asked.question.form.parse(raw_answer(event, asked.question.form))
        if parsed.errors:
            await self._conversation.pending.refused(asked, parsed.errors)
            return Receipt(accepted=False, errors=parsed.errors)
        if not self._conversation.pending.claim(asked):
            return _too_late(event)
        given = await self._accept_claimed(event, asked)
        if given is not None:
            self._conversation.pending.answered(asked, event.person, parsed.values)
            self._mailbox.put(Input(event, given.turn, answer=parsed.values), AT_ONCE)
        return TAKEN

    async def _waiting(self, question: str) -> Asked | Midway | None:
        """The question, if it is this one that waits. After a crash it may take a moment until it does again."""
        if self._behind and self._asked(question) is None:
            await self._catch_up()
        return self._asked(question)

    async def _midway_for(self, said: Said) -> tuple[Midway, Mapping[str, object]] | None:
        """The question of the running turn that a message answers, if one is waiting. After a crash as `_waiting`."""
        if self._behind and self._conversation.midway_for(said) is None:
            await self._catch_up()
        return self._conversation.midway_for(said)

    async def _catch_up(self) -> None:
        """Wait a moment until the conversation is where it was before a crash, or a turn asks on the way there."""
        ways = [asyncio.create_task(event.wait()) for event in (self._caught_up, self._conversation.asks)]
        await asyncio.wait(ways, timeout=CATCHING_UP, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()

    def _asked(self, question: str) -> Asked | Midway | None:
        """While a crash is not made good, what seems to wait is what something accepted before it has answered."""
        waiting = None if self._behind else self._conversation.pending.find(question)
        return waiting or self._conversation.midway(question)

    async def _accept_claimed(self, event: Inbound, asked: Asked) -> Input | None:
        """Accept the answer to a question that was claimed for it; if that fails, the question waits again."""
        given = None
        try:
            given = await self._accept(event)
        finally:
            if given is None:
                self._conversation.pending.release(asked)
        return given

    async def _accept(self, event: Inbound) -> Input | None:
        """Write an event into the journal, with the conversation if this begins it. None if it was there already.

        Raises:
            JournalError: it could not be written, and is not accepted.
        """
        self._entering += 1
        try:
            turn = secrets.token_hex(6)
            if not await self._journal.accept(event, turn, self._begun_by):
                return None
            self._begun_by = None
            return Input(event, turn)
        finally:
            self._entering -= 1

    # ── the work ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Take inputs until nobody writes any more, or the bridge stops."""
        try:
            await self._take_up_recovered()
            while not self._leaving:
                if not await self._take_next() and await self._rests():
                    return
        finally:
            self._retire()
            await self._background.drain()
            await self._conversation.leave()

    def leave(self) -> None:
        """Take nothing after what is being taken: the bridge stops. The next one finds the rest in the journal."""
        self._leaving = True
        self._mailbox.close()

    def take_over(self, given: Input) -> None:
        """Take something that is in the journal already."""
        self._mailbox.put(given, given.event.at)

    async def _take_up_recovered(self) -> None:
        """What was under way comes first: its answer may be there already."""
        recovered, self._recovered = self._recovered, ()
        if not recovered:
            return
        under_way = await self._conversation.under_way()
        # An attempt counts once the handler is awake: a bridge that ended before that did not end because of the turn.
        await self._journal.again([given.turn for given in recovered])
        for given in recovered:
            first = bool(under_way) and under_way in (given.turn, f"{given.turn}a")
            self._mailbox.put(given, BEFORE_ALL if first else given.event.at)

    async def _take_next(self) -> bool:
        """Take one input; False if none came for as long as the agent's `idle` allows."""
        try:
            async with asyncio.timeout(self.agent.program.limits.idle):
                given = await self._mailbox.take()
        except TimeoutError:
            return False
        if given is not None:
            given, superseded = settle(self.agent.overlap, given, self._mailbox)
            for other in superseded:
                self._conversation.done(other)
                self._tell(other.event.person, texts.NEWEST)
            await self._take(given)
            if given.attempts:
                self._behind -= 1
                if not self._behind:
                    self._caught_up.set()
        return True

    async def _take(self, given: Input) -> None:
        try:
            await self._conversation.take(given)
        except Exception:
            error_id = new_error_id()
            log.exception("session_failed", thread=self.thread.key, agent=self.agent.name, error_id=error_id)
            self._tell(given.event.person, texts.BROKEN.format(error_id=error_id))
            self._conversation.done(given)

    async def _rests(self) -> bool:
        """Go to sleep; False if that is not possible, or something came meanwhile."""
        asleep = await self._conversation.sleep()
        # No step may come between this look and the end of `run`: what is handed over later finds another session.
        return asleep and not len(self._mailbox) and not self._entering

    def _tell(self, person: Person, text: str) -> None:
        self._background.start(self._adapter.tell(self.thread, person, text), f"tell {self.thread.key}")


def _too_late(event: Clicked | Submitted) -> Receipt:
    if isinstance(event, Submitted):
        return refuse(event, texts.TOO_LATE)
    return Receipt(accepted=False, errors={"": texts.TOO_LATE})
