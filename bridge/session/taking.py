"""One turn from its call to its end: shown while it runs, then whole, then written down with what it asks.

Guarantee: a turn begins only when the one before it is written, so that after a crash at most one is in doubt.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bridge import units
from bridge.catalog.catalog import Agent
from bridge.content.views import in_views
from bridge.errors import HostError, new_error_id
from bridge.host.port import Failure, FailureKind, Frame
from bridge.journal.journal import Journal
from bridge.journal.records import RunRecord, SessionState
from bridge.ports import Adapter, Ask, Person, Question, Reply
from bridge.session import texts
from bridge.session.announced import Announced
from bridge.session.asked import Asked, Input
from bridge.session.delivery import Delivery
from bridge.session.files import SessionFiles
from bridge.session.handler import Handler, failed_start
from bridge.session.midway import Keeping, Midway
from bridge.session.questions import Questions
from bridge.session.running import run_turn
from bridge.session.standing import Standing, asks_as_json, is_rated
from bridge.session.turn import Outcome, Turn, explain
from bridge.session.turnstiles import Place, Turnstiles

log = structlog.get_logger("chatbridge.session")

Prepare = Callable[[], Awaitable[Failure | None]]
"""What comes before the call, such as waking the handler; what it returns is the turn's failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a turn calls. `words` are what the person said; `ends` is false if the input is good for one more turn."""

    function: str
    argument: object
    given: Input
    prepare: Prepare
    words: str = ""
    ends: Callable[[Turn], bool] = lambda _: True


class TurnTaker:
    """Takes the turns of one conversation, one at a time. `running` is the one that runs, or empty."""

    def __init__(
        self,
        standing: Standing,
        agent: Agent,
        adapter: Adapter[Any],
        handler: Handler,
        journal: Journal,
        turnstiles: Turnstiles,
        files: SessionFiles,
        tell: Callable[[Person, str], None],
    ) -> None:
        self.running = ""
        self.questions: Questions | None = None
        self.asks = asyncio.Event()
        self._standing = standing
        self._agent = agent
        self._adapter = adapter
        self._handler = handler
        self._journal = journal
        self._turnstiles = turnstiles
        self.announced = Announced(adapter.name)
        self._files = files
        self._tell = tell
        self._place: Place | None = None
        self._written: asyncio.Future[None] | None = None
        self._under_way: dict[str, asyncio.Event] = {}

    async def take(self, call: Call) -> None:
        """Call the agent and show what it answers, as it comes, and what it asks."""
        ended = self._under_way[call.given.turn] = asyncio.Event()
        try:
            await self._take(call)
        finally:
            del self._under_way[call.given.turn]
            ended.set()

    async def ended(self, turn: str) -> None:
        """Return when this turn is not under way any more."""
        if turn in self._under_way:
            await self._under_way[turn].wait()

    async def _take(self, call: Call) -> None:
        given = call.given
        started = time.time()
        delivery = Delivery(
            self._adapter, self._standing.record.thread, given.turn, self._journal, in_doubt=given.attempts > 0
        )
        self.running = given.turn
        questions = self.questions = self._asking(given)
        folder = self._agent.program.folder
        try:
            turn = await run_turn(Turn(id=given.turn), self._frames(call), delivery, folder, questions)
        except asyncio.CancelledError:
            await delivery.leave()  # the bridge stops: the turn is still the one that runs
            raise
        except BaseException:
            self.running = ""
            raise
        self.running = ""
        self.asks.clear()
        ends = call.ends(turn)
        failure = self._noted(turn.failure) if turn.failure else None
        reply = self._standing_after(turn, questions.asks, delivery, failure, function=call.function, asks=ends)
        await delivery.finish(reply)
        if reply.question is not None:
            await self.announced.asked(reply.question.form)
        run = self._record(call, turn, reply, failure, started)
        events = (given.event.id, *given.events) if ends else ()
        standing = self._standing
        self._written = self._journal.end(run, standing.record, events=events)

    def asked(self, question: str) -> Midway | None:
        """The question of that id, if the running turn waits for its answer."""
        return self.questions.find(question) if self.questions is not None and self.running else None

    async def cancel(self) -> None:
        """Stop the running turn, or its waiting."""
        if self._place is not None:
            self._place.cancel()
        await self._handler.cancel()

    async def _frames(self, call: Call) -> AsyncGenerator[Frame]:
        if self._written is not None:
            await self._written
        agent = self._agent
        place = self._turnstiles.place(agent=agent.name, most=agent.max_running, person=call.given.event.person.id)
        self._place = place
        async for frame in self._turnstiles.through(place, lambda: self._called(call)):
            yield frame

    async def _called(self, call: Call) -> AsyncGenerator[Frame]:
        try:
            failure = await call.prepare()
        except HostError as error:
            failure = failed_start(error)
        if failure is not None:
            yield failure
            return
        async for frame in self._handler.call(call.function, call.argument, call.given.turn):
            yield frame

    def _asking(self, given: Input) -> Questions:
        """What this turn asks on its way."""

        def pause() -> None:
            self.asks.set()
            if self._place is not None:
                self._turnstiles.step_out(self._place)

        async def resume() -> None:
            if self._place is not None:
                await self._turnstiles.step_in(self._place)

        keeping = Keeping(
            journal=self._journal, again=given.attempts > 0, fetch=self._files.fetch, tell=self._tell, pause=pause,
            resume=resume,
        )  # fmt: skip
        return Questions(given.turn, self._adapter.name, keeping, self._handler.answer)

    def _standing_after(
        self,
        turn: Turn,
        asked: tuple[Ask, ...],
        delivery: Delivery,
        failure: dict[str, Any] | None,
        *,
        function: str,
        asks: bool,
    ) -> Reply:
        """Note how the conversation stands after this turn, and return what shows it."""
        standing, content = self._standing, in_views(turn.content, turn.id, {})
        if turn.form is not None:
            standing.form, standing.inputs = turn.form, turn.inputs
        if failure is not None and turn.failure is not None:
            content = (*content, self._explained(turn.failure, failure))
        over = turn.outcome is Outcome.OVER or standing.form is None
        state: SessionState = "over" if over else "open"
        standing.record = replace(standing.record, state=state, question=None if over else turn.id)
        standing.runs += 1
        standing.asked = None
        rated = is_rated(self._agent, function, content, failed=failure is not None)
        if over or standing.form is None:
            closed = texts.BEGIN_AGAIN if turn.failure else texts.OVER
            return Reply(turn=turn.id, content=content, asks=asked, rated=rated, closed=closed)
        question = Question(turn.id, standing.form)
        reply = Reply(turn=turn.id, content=content, asks=asked, rated=rated, question=question if asks else None)
        standing.asked = Asked(question, reply, delivery)
        return reply

    def _noted(self, failure: Failure) -> dict[str, Any]:
        """A failure as the journal keeps it; the operator's log has the rest."""
        error_id = new_error_id()
        thread, agent = self._standing.record.thread.key, self._agent.name
        context = {"thread": thread, "agent": agent, "error_id": error_id, "where": failure.where}
        if failure.kind is FailureKind.CANCELLED:
            log.info("turn_stopped", **context)
        else:
            log.error(
                "turn_failed", kind=str(failure.kind), reason=failure.message, **context, traceback=failure.traceback
            )
        timeout = units.in_words(self._agent.program.limits.turn_timeout)
        return {"kind": str(failure.kind), "message": failure.message, "error_id": error_id, "timeout": timeout}

    def _explained(self, failure: Failure, noted: dict[str, Any]) -> Any:
        title = self._agent.manifest.title
        return explain(failure, agent=title, timeout=noted["timeout"], error_id=noted["error_id"])

    def _record(
        self, call: Call, turn: Turn, reply: Reply, failure: dict[str, Any] | None, started: float
    ) -> RunRecord:
        given = call.given
        return RunRecord(
            id=turn.id,
            session=self._standing.record.id,
            number=self._standing.runs,
            function=call.function,
            person=given.event.person.id,
            agent=self._agent.name,
            version=self._agent.manifest.version,
            argument=call.argument,
            inputs=self._standing.inputs,
            words=call.words,
            said=turn.said,
            status=failure["kind"] if failure else str(turn.outcome),
            failure=failure,
            accepted=given.event.at,
            started=started,
            ended=time.time(),
            concluded={"closed": reply.closed} if reply.closed else None,
            asks=asks_as_json(reply.asks) or None,
        )
