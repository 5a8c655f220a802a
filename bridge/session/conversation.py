"""What a person and an agent say to each other: every input becomes a turn, or a word to the one who gave it.

Guarantees: a question is answered once; whatever an agent's code does, the person sees one line and the next message
works; a turn that was under way when the bridge ended is gone on with, not begun a second time.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import structlog

from bridge.catalog.catalog import Agent
from bridge.content.views import place_of
from bridge.errors import DeliveryError, HostError
from bridge.host.port import Failure, FailureKind, Host, Recovery
from bridge.interaction.form import Composer, Form
from bridge.journal.journal import Journal
from bridge.ports import Adapter, Answer, Clicked, Person, Said, Submitted
from bridge.session import texts
from bridge.session.asked import Asked, Input
from bridge.session.feedback import Feedback, rated_turn
from bridge.session.files import SessionFiles
from bridge.session.handler import Handler, History
from bridge.session.midway import Midway
from bridge.session.pending import Pending
from bridge.session.standing import Standing, history_of
from bridge.session.taking import Call, Prepare, TurnTaker
from bridge.session.turn import Turn
from bridge.session.turnstiles import Turnstiles
from bridge.session.views import Views

log = structlog.get_logger("chatbridge.session")

MOST_ATTEMPTS = 20
"""How often a turn is taken up that a bridge did not survive: it may be what ends it."""

Tell = Callable[[Person, str], None]
"""Say a line to one person, soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What all conversations share. `uploads` and `states` are folders that hold one for each conversation."""

    host: Host
    journal: Journal
    turnstiles: Turnstiles
    uploads: Path
    states: Path


class Conversation:
    """One conversation between people and an agent.

    Attributes:
        pending: the question that waits while no turn runs.
    """

    def __init__(self, standing: Standing, agent: Agent, adapter: Adapter[Any], house: House, tell: Tell) -> None:
        self._standing = standing
        self._agent = agent
        self._adapter = adapter
        self._journal = house.journal
        self._tell = tell
        session = standing.record.id
        self._handler = Handler(agent.program, house.host, house.states / session)
        self._files = SessionFiles(house.uploads / session, adapter)
        self._turns = TurnTaker(
            standing, agent, adapter, self._handler, house.journal, house.turnstiles, self._files, tell
        )
        self.pending = Pending(standing, house.journal, self._turns.announced)
        self._feedback = Feedback(standing, agent, house.journal, self._handler, self._said_so_far)
        self._views = Views(standing, agent, adapter, house.journal)

    @property
    def running(self) -> str:
        """The turn that runs, or empty."""
        return self._turns.running

    @property
    def asks(self) -> asyncio.Event:
        """Set while the running turn has asked something on its way."""
        return self._turns.asks

    # ── what is taken ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def take(self, given: Input) -> None:
        """Take one input, and return when what came of it is shown."""
        said, asked = given.event, self._standing.asked
        if given.attempts > MOST_ATTEMPTS:
            await self._give_up(given)
        elif rated_turn(said):
            await self._feedback.take(given)
            self.done(given)
        elif given.restarts:
            await self.close(texts.OVER)
            await self._begin(given)
        elif not isinstance(said, Said):
            await self._take_answer(given, said)
        elif asked is None:
            await self._begin(given)
        elif asked.question.id == given.turn:
            await self._go_on(given, said)  # a crash came after the greeting
        else:
            await self._understand(given, said, asked)

    async def under_way(self) -> str:
        """After a crash: wake the handler, and return the turn it has answered without being heard, or ""."""
        if self._handler.kept:
            try:
                await self._handler.wake(self._said_so_far)
            except HostError as error:
                log.warning("agent_not_woken", agent=self._agent.name, reason=str(error))
        return self._handler.last_turn

    async def switch(self, view: str, option: int) -> bool:
        """Show another subsection of something that was shown; False if nothing is known of it.

        Raises:
            JournalError: it could not be written, and nothing has changed.
        """
        place = place_of(view)
        if place is None:
            return False
        await self._turns.ended(place[0])  # its first messages are seen before it is whole
        return await self._views.switch(*place, option)

    async def cancel(self) -> None:
        """Stop the running turn."""
        await self._turns.cancel()

    async def close(self, reason: str) -> None:
        """Nothing waits any more, and nothing is remembered."""
        await self.pending.close(reason)
        await self._forget()

    async def sleep(self) -> bool:
        """Save the handler's state and end its process. False if it has to stay awake."""
        return await self._handler.sleep()

    async def leave(self) -> None:
        """The bridge stops. What a turn that is under way has done to the state is not kept: it is taken again."""
        if self._standing.record.state == "over":
            await self._forget()
        elif self.running or not await self._handler.sleep():
            await self._handler.rest()
        await self.pending.drain()

    # ── what the running turn asks ────────────────────────────────────────────────────────────────────────────────────

    def midway(self, question: str) -> Midway | None:
        """The question of that id, if the turn that runs waits for its answer."""
        return self._turns.asked(question)

    def midway_for(self, said: Said) -> tuple[Midway, Mapping[str, object]] | None:
        """The question of the running turn that a message answers, with the raw answer: the longest waiting one."""
        questions = self._turns.questions
        if questions is None or not self.running or not questions.waiting:
            return None
        first = questions.waiting[0]
        raw = first.question.form.typed(said.text, said.files)
        return None if raw is None else (first, raw)

    # ── from an input to a turn ───────────────────────────────────────────────────────────────────────────────────────

    async def _begin(self, given: Input) -> None:
        """Let the agent greet; what was said with the mention may be its first input."""
        said = given.event if isinstance(given.event, Said) and not given.restarts else None
        standing = self._standing
        standing.record = replace(standing.record, history=await self._history(said), question=None)
        standing.form = standing.inputs = None

        async def prepare() -> Failure | None:
            if given.attempts and self._handler.kept:
                await self._handler.wake(self._said_so_far)
            if self._handler.last_turn != given.turn:
                await self._handler.begin()
            return None

        def ends(turn: Turn) -> bool:
            return said is None or turn.form is None or not turn.form.is_answered_by(said.text, said.files)

        argument = standing.record.history or None
        await self._turns.take(Call(function="initialize", argument=argument, given=given, prepare=prepare, ends=ends))
        if standing.record.state == "over":
            await self._forget()
        elif said is not None:
            await self._go_on(given, said)

    async def _go_on(self, given: Input, said: Said) -> None:
        """The agent has greeted. What was said with the mention is next, if it answers what is asked."""
        asked = self._standing.asked
        if asked is not None and asked.question.form.is_answered_by(said.text, said.files):
            await self._understand(replace(given, turn=f"{given.turn}a"), said, asked)
        else:
            self.done(given)

    async def _understand(self, given: Input, said: Said, asked: Asked) -> None:
        """A typed message while a question waits."""
        form = asked.question.form
        raw = form.typed(said.text, said.files)
        parsed = None if raw is None else await form.parse(raw)
        if parsed is None or parsed.errors:
            no_answer = texts.FILL_IN if len(form.fields) > 1 else texts.FILES_UNUSED
            self._tell(said.person, no_answer if parsed is None else next(iter(parsed.errors.values())))
            self.done(given)
            await self.pending.refused(asked, parsed.errors if parsed else {})
            return
        if said.files and form.composer is Composer.TEXT:
            self._tell(said.person, texts.FILES_UNUSED)
        self.pending.answered(asked, said.person, parsed.values, typed=True)
        await self._put_to_agent(given, parsed.values, form)

    async def _take_answer(self, given: Input, event: Clicked | Submitted) -> None:
        """A click or a form. One that was accepted before a crash is checked again."""
        form, values = self._standing.form, given.answer
        if values is None:
            asked = self.pending.find(event.question)
            parsed = await asked.question.form.parse(raw_answer(event, asked.question.form)) if asked else None
            if asked is None or parsed is None or parsed.errors:
                self._tell(event.person, texts.TOO_LATE)
                self.done(given)
                return
            form, values = asked.question.form, parsed.values
            self.pending.answered(asked, event.person, values)
        assert form is not None, "what is answered was asked"
        await self._put_to_agent(given, values, form)

    async def _put_to_agent(self, given: Input, values: Mapping[str, Any], form: Form) -> None:
        words = "\n".join(Answer(given.event.person, form.in_words(values)).lines)
        data: dict[str, Any] | None = None
        prepare: Prepare
        try:
            data = await self._files.localise(values, given.turn)
        except (DeliveryError, OSError) as error:
            prepare = _failing(Failure(kind=FailureKind.FILE_LOST, message=str(error)))
        else:
            prepare = self._waking(given.event.person)
        await self._turns.take(Call(function="on_input", argument=data, given=given, prepare=prepare, words=words))
        if self._standing.record.state == "over":
            await self._forget()

    def _waking(self, person: Person) -> Prepare:
        """Have the handler awake; this person is told if it had to start afresh."""

        async def prepare() -> Failure | None:
            await self._handler.wake(self._said_so_far)
            news = self._handler.news()
            if news is None:
                return None
            if news.how is Recovery.AFRESH:
                self._tell(person, texts.AFRESH.format(agent=self._agent.manifest.title))
            return news.failure

        return prepare

    async def _give_up(self, given: Input) -> None:
        """Bridges keep ending while this is taken: the person is asked again, and it ends no other one."""
        failure = Failure(kind=FailureKind.INTERRUPTED, message=f"{given.attempts - 1} bridges ended while it ran")
        await self._turns.take(Call(function="", argument=None, given=given, prepare=_failing(failure)))

    # ── what was said, and the end ────────────────────────────────────────────────────────────────────────────────────

    async def _history(self, said: Said | None) -> History:
        """What was said before, where the agent is called into a thread that has begun without it."""
        thread = self._standing.record.thread
        if said is None or thread.root in (None, said.message.id):
            return ()
        try:
            utterances = await self._adapter.history(thread, said.message)
        except DeliveryError as error:
            log.warning("history_unreadable", thread=thread.key, reason=str(error))
            return ()
        return [{"role": "assistant" if u.own else "user", "content": u.text} for u in utterances]

    async def _said_so_far(self) -> History:
        record = self._standing.record
        return history_of(record, await self._journal.history(record.id), self._agent.program.folder)

    def done(self, given: Input) -> None:
        """Nothing more comes of this input."""
        for event in (given.event.id, *given.events):
            self._journal.taken(event)

    async def _forget(self) -> None:
        await self._handler.forget()
        await self._files.remove()


def raw_answer(event: Clicked | Submitted, form: Form) -> Mapping[str, object]:
    """What a click or a form says, as a form reads it."""
    return form.choice(event.choice) if isinstance(event, Clicked) else event.values


def _failing(failure: Failure) -> Prepare:
    async def prepare() -> Failure | None:
        return failure

    return prepare
