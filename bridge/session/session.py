"""One conversation of one thread with one agent: a state machine that takes one turn at a time.

Guarantees: inputs are taken in order, one turn at a time; a question is answered once; whatever an agent's code does,
the person sees one line and the next message works; other conversations notice nothing.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog

from bridge import units
from bridge.background import Background
from bridge.catalog.catalog import Agent
from bridge.content.items import Error
from bridge.errors import DeliveryError, HostError, new_error_id
from bridge.host.port import Failure, FailureKind, Host, Process
from bridge.interaction.form import Composer, Form
from bridge.ports import Adapter, Answer, Clicked, Person, Press, Question, Receipt, Reply, Said, Submitted
from bridge.session import texts
from bridge.session.asked import Answered, Asked, Restart, refuse
from bridge.session.delivery import Delivery
from bridge.session.files import SessionFiles
from bridge.session.mailbox import Mailbox
from bridge.session.running import run_turn
from bridge.session.turn import Outcome, Turn, explain

log = structlog.get_logger("chatbridge.session")

AT_ONCE = 0.0
"""The answer to what is asked comes before messages that wait for the next question, whenever they were written."""


class Session:
    """One conversation. `hear`, `click` and `submit` return within milliseconds; `run` does the work."""

    def __init__(self, begun_by: Said, agent: Agent, *, adapter: Adapter[Any], host: Host, uploads: Path) -> None:
        self.thread = begun_by.thread
        self.agent = agent
        self.starter = begun_by.person
        self.since = begun_by.at
        self._adapter = adapter
        self._host = host
        self._files = SessionFiles(uploads / secrets.token_hex(8), adapter)
        self._mailbox: Mailbox[Said | Answered | Restart] = Mailbox()
        self._background = Background()
        self._process: Process | None = None
        self._running: str = ""
        self._asked: Asked | None = None
        self._form: Form | None = None

    # ── what the router hands over ────────────────────────────────────────────────────────────────────────────────────

    def hear(self, said: Said) -> None:
        """A person wrote something: the answer to what is asked, or the beginning."""
        if self._running:
            self._tell(said.person, texts.QUEUED)
        self._mailbox.put(said, said.at)

    async def click(self, clicked: Clicked) -> None:
        """A person used a button or a select."""
        match clicked.press:
            case Press.STOP:
                self.stop(clicked.person, clicked.question)
            case Press.RESTART:
                self.restart(clicked.at)
            case Press.OPEN:
                asked = self._waiting(clicked.question)
                if asked is None:
                    self._tell(clicked.person, texts.TOO_LATE)
                else:
                    await self._open_form(clicked, asked.question)
            case Press.ANSWER:
                asked = self._waiting(clicked.question)
                errors = await self._answer(asked, asked.question.form.choice(clicked.choice), clicked) if asked else {}
                if asked is None or errors:
                    self._tell(clicked.person, next(iter(errors.values()), texts.TOO_LATE))

    async def submit(self, submitted: Submitted) -> Receipt:
        """A person sent a form. What is wrong with it is known at once; the agent sees it later."""
        asked = self._waiting(submitted.question)
        if asked is None:
            return refuse(submitted, texts.TOO_LATE)
        errors = await self._answer(asked, submitted.values, submitted)
        return Receipt(accepted=not errors, errors=errors)

    async def _open_form(self, clicked: Clicked, question: Question) -> None:
        try:
            await self._adapter.open_form(clicked.opener, self.thread, question)
        except DeliveryError as error:
            error_id = new_error_id()
            log.error("form_not_opened", thread=self.thread.key, error_id=error_id, reason=str(error))
            self._tell(clicked.person, texts.FORM_NOT_OPENED.format(error_id=error_id))

    def stop(self, person: Person, turn: str = "") -> None:
        """Stop the running turn (or only if it is this one)."""
        if self._process is None or not self._running or turn not in ("", self._running):
            self._tell(person, texts.NOTHING_RUNS)
        else:
            self._background.start(self._process.cancel(), f"stop {self.thread.key}")

    def restart(self, at: float) -> None:
        """Begin again with a fresh process; a running turn is stopped first."""
        if self._running and self._process is not None:
            self._background.start(self._process.cancel(), f"stop {self.thread.key}")
        self._mailbox.put(Restart(), at)

    # ── the conversation ──────────────────────────────────────────────────────────────────────────────────────────────

    async def run(self) -> None:
        """Take inputs until cancelled."""
        try:
            while True:
                await self._take_next()
        finally:
            await self._background.drain()
            await self._end_process()

    async def _take_next(self) -> None:
        try:
            async with asyncio.timeout(self.agent.program.limits.idle if self._process else None):
                letter = await self._mailbox.take()
        except TimeoutError:
            await self._expire()
            return
        try:
            await self._take(letter)
        except Exception:
            error_id = new_error_id()
            log.exception("session_failed", thread=self.thread.key, agent=self.agent.name, error_id=error_id)
            self._tell(self.starter, texts.BROKEN.format(error_id=error_id))

    async def _take(self, letter: Said | Answered | Restart) -> None:
        match letter:
            case Answered():
                await self._put_to_agent(letter.values)
            case Restart():
                await self._close(texts.OVER)
                await self._begin(None)
            case Said():
                asked = self._asked
                await (self._begin(letter) if asked is None else self._understand(letter, asked))

    async def _begin(self, said: Said | None) -> None:
        """Start a process and let the agent greet; what was said with the mention may be its first input."""
        history = await self._history(said)
        await self._end_process()
        try:
            self._process = await self._host.start(self.agent.program)
        except HostError as error:
            error_id = new_error_id()
            log.error("agent_not_started", agent=self.agent.name, error_id=error_id, reason=str(error))
            trouble = Error(error=texts.NOT_STARTED.format(agent=self.agent.manifest.title, error_id=error_id))
            reply = Reply(turn=secrets.token_hex(6), content=(trouble,), closed=texts.BEGIN_AGAIN)
            await Delivery(self._adapter, self.thread).finish(reply)
            return
        self._form = None
        await self._take_turn("initialize", history or None, then=said)

    async def _history(self, said: Said | None) -> list[dict[str, str]]:
        """What was said before, where the agent is called into a thread that has begun without it."""
        if said is None or self.thread.root in (None, said.message.id):
            return []
        try:
            utterances = await self._adapter.history(self.thread, said.message)
        except DeliveryError as error:
            log.warning("history_unreadable", thread=self.thread.key, reason=str(error))
            return []
        return [{"role": "assistant" if u.own else "user", "content": u.text} for u in utterances]

    async def _understand(self, said: Said, asked: Asked) -> None:
        """A typed message while a question waits."""
        raw = asked.question.form.typed(said.text, said.files)
        if raw is None:
            self._tell(said.person, texts.FILL_IN)
            return
        parsed = await asked.question.form.parse(raw)
        if parsed.errors:
            self._tell(said.person, next(iter(parsed.errors.values())))
            return
        if said.files and asked.question.form.composer is Composer.TEXT:
            self._tell(said.person, texts.FILES_UNUSED)
        self._settle(asked, said.person, parsed.values, typed=True)
        await self._put_to_agent(parsed.values)

    async def _put_to_agent(self, values: Mapping[str, Any]) -> None:
        try:
            data = await self._files.localise(values)
        except (DeliveryError, OSError) as error:
            error_id = new_error_id()
            log.error("file_not_fetched", thread=self.thread.key, error_id=error_id, reason=str(error))
            trouble = Error(error=texts.FILE_LOST.format(error_id=error_id))
            turn = Turn(id=secrets.token_hex(6), content=(trouble,), outcome=Outcome.DONE)
            await self._conclude(turn, Delivery(self._adapter, self.thread))
            return
        await self._take_turn("on_input", data)

    # ── one turn ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _take_turn(self, function: str, argument: object, then: Said | None = None) -> None:
        """Call the agent and show what it answers, as it comes. `then` is put to it if that is the answer."""
        assert self._process is not None, "a turn needs a process"
        turn = Turn(id=secrets.token_hex(6))
        delivery = Delivery(self._adapter, self.thread)
        self._running = turn.id
        try:
            frames = self._process.call(function, argument)
            turn = await run_turn(turn, frames, delivery, self.agent.program.folder)
        except asyncio.CancelledError:
            await delivery.close(turn.id, texts.INTERRUPTED)  # the bridge stops: nobody shall wait for this turn
            raise
        finally:
            self._running = ""
        answered = bool(turn.form and then and turn.form.is_answered_by(then.text, then.files))
        await self._conclude(turn, delivery, asks=not answered)
        if answered and then and self._asked:
            await self._understand(then, self._asked)

    async def _conclude(self, turn: Turn, delivery: Delivery, *, asks: bool = True) -> None:
        """Show the whole turn, and what it asks."""
        if turn.failure is not None:
            turn = self._explained(turn, turn.failure)
        self._form = turn.form or self._form
        lost = turn.failure is not None and not turn.failure.alive
        if turn.outcome is Outcome.OVER or lost or self._form is None:
            closed = texts.BEGIN_AGAIN if turn.failure else texts.OVER
            self._asked = None
            await delivery.finish(Reply(turn=turn.id, content=turn.content, closed=closed))
            await self._end_process()
            return
        question = Question(secrets.token_hex(6), self._form)
        reply = Reply(turn=turn.id, content=turn.content, question=question if asks else None)
        self._asked = Asked(question, reply, delivery)
        await delivery.finish(reply)

    def _explained(self, turn: Turn, failure: Failure) -> Turn:
        """The turn with a line about its failure; the operator's log has the rest."""
        error_id = new_error_id()
        context = {"thread": self.thread.key, "agent": self.agent.name, "error_id": error_id, "where": failure.where}
        if failure.kind is FailureKind.CANCELLED:
            log.info("turn_stopped", **context)
        else:
            log.error(
                "turn_failed", kind=str(failure.kind), reason=failure.message, **context, traceback=failure.traceback
            )
        timeout = units.in_words(self.agent.program.limits.turn_timeout)
        line = explain(failure, agent=self.agent.manifest.title, timeout=timeout, error_id=error_id)
        return replace(turn, content=(*turn.content, line))

    # ── the question that waits ───────────────────────────────────────────────────────────────────────────────────────

    def _waiting(self, question: str) -> Asked | None:
        return self._asked if self._asked and self._asked.question.id == question else None

    async def _answer(self, asked: Asked, raw: Mapping[str, object], event: Clicked | Submitted) -> Mapping[str, str]:
        """Check an answer; take it up if it is right, else return what is wrong by field."""
        parsed = await asked.question.form.parse(raw)
        if parsed.errors:
            return parsed.errors
        if self._asked is not asked:
            return dict.fromkeys(raw, texts.TOO_LATE)
        self._settle(asked, event.person, parsed.values)
        self._mailbox.put(Answered(parsed.values), AT_ONCE)
        return {}

    def _settle(self, asked: Asked, person: Person, values: Mapping[str, Any], *, typed: bool = False) -> None:
        """The question is answered: its buttons give way to the answer. A typed answer stands in the thread already."""
        self._asked = None
        form = asked.question.form
        if not (typed and form.composer is Composer.TEXT):
            answered = replace(asked.reply, answer=Answer(person, form.in_words(values)))
            self._background.start(asked.delivery.finish(answered), f"answer {self.thread.key}")

    async def _expire(self) -> None:
        idle = self.agent.program.limits.idle or 0.0
        await self._close(texts.IDLE.format(idle=units.in_words(idle)))

    async def _close(self, reason: str) -> None:
        """Nothing waits any more, and the process ends."""
        asked, self._asked = self._asked, None
        if asked is not None:
            await asked.delivery.close(asked.reply.turn, reason)
        await self._end_process()

    async def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            await process.stop()
        await self._files.remove()

    def _tell(self, person: Person, text: str) -> None:
        self._background.start(self._adapter.tell(self.thread, person, text), f"tell {self.thread.key}")
