"""What the bridge says of its conversations, so that they outlive it.

Guarantees: what was accepted is there after any crash of ours, once; what has ended is whole: the turn, the question it
asks, the input it came from and the messages that show it are written together.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import Connection, delete, update

from bridge.journal import database, rows
from bridge.journal.given import to_plain, to_rich
from bridge.journal.ledger import Ledger
from bridge.journal.records import Found, Rating, RunRecord, SessionRecord, Shown, Told, to_body
from bridge.journal.schema import ACCEPTED, DONE, answers, drafts, inbox, outbox, runs
from bridge.ports import Inbound, Thread

DRAFT_SECONDS = 30 * 24 * 3600.0
"""How long a form that was begun can be gone on with."""
KEPT_SECONDS = 24 * 3600.0
"""How long the identity of an event is remembered: Slack may deliver events again within hours (docs, "Events API")."""


class Journal:
    """The journal of one bridge."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    # ── what comes in ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def accept(self, event: Inbound, turn: str, session: SessionRecord | None = None) -> bool:
        """Take an event, with the conversation it begins, if it does. From here on it will be answered.

        Returns:
            Whether it is new: False if a bridge has taken it before.

        Raises:
            JournalError: it could not be written; it is not taken.
        """
        values = _event(event, turn)

        def write(connection: Connection) -> bool:
            if not rows.NEW_EVENT.run(connection, values):
                return False
            if session is not None:
                rows.new_session(connection, session)
            return True

        return await self._ledger.do(write)

    def taken(self, event_id: str) -> None:
        """An event needs nothing more: it was answered with a word, or not meant for the agent."""
        self._ledger.keep(lambda connection: rows.EVENT_DONE.run(connection, {"event": event_id}))

    async def answer(self, event: Inbound, turn: str, question: str, body: Mapping[str, Any]) -> bool:
        """Take an event as the answer to what a turn asks on its way; nothing more has to come of it.

        Returns:
            Whether it is new, as `accept`.

        Raises:
            JournalError: it could not be written; it is not taken.
        """
        values = {**_event(event, turn), "status": DONE}

        def write(connection: Connection) -> bool:
            if not rows.NEW_EVENT.run(connection, values):
                return False
            rows.PUT_ANSWER.run(connection, {"turn": turn, "question": question, "body": body})
            return True

        return await self._ledger.do(write)

    async def answer_of(self, turn: str, question: str) -> Mapping[str, Any] | None:
        """What was answered to a question of a turn that has not ended."""
        return to_rich(await self._ledger.do(lambda connection: rows.answer(connection, turn, question)))

    async def again(self, turns: Sequence[str]) -> None:
        """Count one more attempt at these, before they are tried: what ends a bridge does not do so for ever."""
        counted = update(inbox).where(inbox.c.turn.in_(turns)).values(attempts=inbox.c.attempts + 1)
        await self._ledger.do(lambda connection: connection.execute(counted) and None)

    # ── what goes out ─────────────────────────────────────────────────────────────────────────────────────────────────

    def shown(self, thread: Thread, turn: str, parts: Mapping[str, Shown]) -> None:
        """These messages show the turn now, by part."""
        self._ledger.keep(lambda connection: rows.put_shown(connection, thread, turn, parts))

    def gone(self, turn: str, part: str) -> None:
        """A message is there no more."""
        removed = delete(outbox).where(outbox.c.turn == turn, outbox.c.part == part)
        self._ledger.keep(lambda connection: connection.execute(removed) and None)

    async def messages(self, turn: str) -> Mapping[str, Shown]:
        """The messages of a turn, by part."""
        return await self._ledger.do(lambda connection: rows.shown(connection, turn))

    # ── drafts ────────────────────────────────────────────────────────────────────────────────────────────────────────

    async def draft(self, question: str, person: str) -> Mapping[str, Any] | None:
        """What a person has entered in a form so far."""
        return to_rich(await self._ledger.do(lambda connection: rows.draft(connection, question, person)))

    async def keep_draft(self, question: str, person: str, body: Mapping[str, object]) -> None:
        """Keep what a person has entered, in the place of what they had.

        Raises:
            JournalError: it could not be written.
        """
        plain = to_plain(body)
        await self._ledger.do(lambda connection: rows.put_draft(connection, question, person, plain))

    def forget_draft(self, question: str, person: str) -> None:
        """It was sent, and taken."""
        sent = delete(drafts).where(drafts.c.question == question, drafts.c.person == person)
        self._ledger.keep(lambda connection: connection.execute(sent) and None)

    # ── what people think of it ───────────────────────────────────────────────────────────────────────────────────────

    def rated(self, turn: str, person: str, *, good: bool) -> None:
        """A person has said whether an answer was good; they may change their mind."""
        values = {"turn": turn, "person": person, "good": good, "comment": "", "at": time.time()}
        self._ledger.keep(lambda connection: rows.PUT_RATING.run(connection, values))

    def commented(self, turn: str, person: str, comment: str) -> None:
        """And has said why."""
        words = {"rated": turn, "by": person, "words": comment}
        self._ledger.keep(lambda connection: connection.execute(rows.COMMENTED, words) and None)

    async def rating(self, turn: str, person: str) -> tuple[Rating, Told] | None:
        """What a person thinks of a turn, with the turn; None if either is not known."""

        def read(connection: Connection) -> tuple[Rating, Told] | None:
            rating, told = rows.rating(connection, turn, person), rows.told(connection, turn)
            return (rating, told) if rating and told else None

        return await self._ledger.do(read)

    # ── what was shown, later ─────────────────────────────────────────────────────────────────────────────────────────

    async def switch(self, turn: str, number: int, chosen: int) -> Told | None:
        """Keep what a person has chosen in a dropdown of a turn, and return the turn, if it has ended."""

        def write(connection: Connection) -> Told | None:
            rows.PUT_VIEW.run(connection, {"turn": turn, "number": number, "chosen": chosen})
            return rows.told(connection, turn)

        return await self._ledger.do(write)

    def concluded(self, turn: str, how: Mapping[str, Any]) -> None:
        """Note what stands in the place of what the turn asked (`RunRecord.concluded`)."""
        changed = update(runs).where(runs.c.id == turn).values(concluded=how)
        self._ledger.keep(lambda connection: connection.execute(changed) and None)

    # ── conversations ─────────────────────────────────────────────────────────────────────────────────────────────────

    def end(self, run: RunRecord, session: SessionRecord, *, events: Sequence[str] = ()) -> asyncio.Future[None]:
        """A turn has ended, and the conversation stands as `session` says.

        Args:
            run: the turn.
            session: the conversation after it.
            events: the inputs that are answered by it.

        Returns:
            A future that is done when it is written.
        """

        def write(connection: Connection) -> None:
            rows.put_session(connection, session)
            rows.PUT_RUN.run(connection, rows.as_values(run))
            if run.asks:
                connection.execute(delete(answers).where(answers.c.turn == run.id))
            for event in events:
                rows.EVENT_DONE.run(connection, {"event": event})

        return self._ledger.keep(write)

    def keep(self, session: SessionRecord) -> asyncio.Future[None]:
        """The conversation stands like this now."""
        return self._ledger.keep(lambda connection: rows.put_session(connection, session))

    async def find(self, thread: Thread) -> Found | None:
        """All there is of a thread; None if there is nothing."""
        return await self._ledger.do(lambda connection: rows.find(connection, thread))

    async def history(self, session: str) -> Sequence[RunRecord]:
        """Every turn of a conversation, oldest first."""
        return await self._ledger.do(lambda connection: rows.runs_of(connection, session))

    async def unfinished(self) -> Sequence[Thread]:
        """The threads in which something was accepted and not answered, the longest waiting first."""
        return await self._ledger.do(rows.unfinished)

    async def recent(self, since: float, most: int) -> Sequence[tuple[Thread, float]]:
        """The threads in which something was received since then, newest first, and the platform's time of the last."""
        return await self._ledger.do(lambda connection: rows.recent(connection, since, most))

    async def prune(self, now: float | None = None) -> None:
        """Forget the identities of events that no platform delivers again, and drafts that nobody has gone on with."""
        now = time.time() if now is None else now
        old = delete(inbox).where(inbox.c.status == DONE, inbox.c.received < now - KEPT_SECONDS)
        left = delete(drafts).where(drafts.c.touched < now - DRAFT_SECONDS)

        def forget(connection: Connection) -> None:
            connection.execute(old)
            connection.execute(left)

        await self._ledger.do(forget)


def _event(event: Inbound, turn: str) -> dict[str, Any]:
    """An event as a row that waits."""
    kind, body = to_body(event)
    return {
        "id": event.id, "thread": event.thread.key, "turn": turn, "at": event.at, "kind": kind, "body": body,
        "status": ACCEPTED, "attempts": 0, "received": time.time(),
    }  # fmt: skip


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[Journal]:
    """The journal behind this URL, open inside the context.

    Raises:
        JournalError: it cannot be used.
    """
    engine = await asyncio.to_thread(database.connect, url)
    ledger = Ledger(engine)
    try:
        yield Journal(ledger)
    finally:
        await ledger.close()
