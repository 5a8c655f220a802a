"""Rows of the tables, written and read: what the journal does inside one transaction."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from bridge.journal.prepared import change, insert_new, upsert
from bridge.journal.records import Found, Letter, Rating, RunRecord, SessionRecord, Shown, Told, to_event
from bridge.journal.schema import DONE, WAITS, answers, drafts, feedback, inbox, outbox, runs, sessions, threads, views
from bridge.ports import MessageRef, Person, Thread

NEW_EVENT = insert_new(inbox)
EVENT_DONE = change(update(inbox).where(inbox.c.id == bindparam("event")).values(status=DONE))
PUT_RUN = upsert(runs)
PUT_SHOWN = upsert(outbox)
PUT_DRAFT = upsert(drafts)
PUT_VIEW = upsert(views)
PUT_ANSWER = upsert(answers)
PUT_RATING = upsert(feedback, keeps=("comment",))
COMMENTED = (
    update(feedback)
    .where(feedback.c.turn == bindparam("rated"), feedback.c.person == bindparam("by"))
    .values(comment=bindparam("words"))
)
PUT_SESSION = upsert(sessions, keeps=("thread", "begun"))
NEW_THREAD = insert_new(threads)
SESSION_OF = (
    select(sessions, threads.c.platform, threads.c.team, threads.c.channel, threads.c.root)
    .join(threads)
    .where(sessions.c.thread == bindparam("key"))
    .order_by(sessions.c.begun.desc())
    .limit(1)
)
WAITING_OF = select(inbox).where(inbox.c.thread == bindparam("key"), WAITS).order_by(inbox.c.received)


def put_session(connection: Connection, session: SessionRecord) -> None:
    """Write how a conversation stands. Its thread has to be there."""
    now = time.time()
    values = {
        "id": session.id, "thread": session.thread.key, "agent": session.agent, "starter": session.starter.id,
        "starter_name": session.starter.name, "since": session.since, "state": session.state,
        "question": session.question, "history": list(session.history), "touched": now, "begun": now,
    }  # fmt: skip
    PUT_SESSION.run(connection, values)


def new_session(connection: Connection, session: SessionRecord) -> None:
    """Write a conversation that begins, with its thread."""
    thread = session.thread
    place = {"platform": thread.platform, "team": thread.team, "channel": thread.channel, "root": thread.root}
    NEW_THREAD.run(connection, {"key": thread.key, **place})
    put_session(connection, session)


def put_shown(connection: Connection, thread: Thread, turn: str, parts: Mapping[str, Shown]) -> None:
    now = time.time()
    for part, shown in parts.items():
        values = {
            "turn": turn, "part": part, "thread": thread.key, "posted": now, "channel": shown.message.channel,
            "message": shown.message.id, "digest": shown.digest,
        }  # fmt: skip
        PUT_SHOWN.run(connection, values)


def shown(connection: Connection, turn: str) -> dict[str, Shown]:
    found = connection.execute(select(outbox).where(outbox.c.turn == turn)).mappings()
    return {row["part"]: Shown(MessageRef(row["channel"], row["message"]), row["digest"]) for row in found}


def put_draft(connection: Connection, question: str, person: str, body: Any) -> None:
    PUT_DRAFT.run(connection, {"question": question, "person": person, "body": body, "touched": time.time()})


def draft(connection: Connection, question: str, person: str) -> Any:
    found = select(drafts.c.body).where(drafts.c.question == question, drafts.c.person == person)
    return connection.execute(found).scalar()


def answer(connection: Connection, turn: str, question: str) -> Any:
    found = select(answers.c.body).where(answers.c.turn == turn, answers.c.question == question)
    return connection.execute(found).scalar()


def rating(connection: Connection, turn: str, person: str) -> Rating | None:
    found = select(feedback.c.good, feedback.c.comment).where(feedback.c.turn == turn, feedback.c.person == person)
    row = connection.execute(found).first()
    return None if row is None else Rating(row.good, row.comment)


def find(connection: Connection, thread: Thread) -> Found | None:
    row = connection.execute(SESSION_OF, {"key": thread.key}).mappings().first()
    if row is None:
        return None
    session = _session(row)
    letters = connection.execute(WAITING_OF, {"key": thread.key}).mappings()
    waiting = tuple(_letter(letter, thread) for letter in letters)
    number = connection.execute(select(func.count()).select_from(runs).where(runs.c.session == session.id)).scalar()
    if session.question is None:
        return Found(session=session, runs=number or 0, waiting=waiting)
    asked = told(connection, session.question)
    if asked is None:
        return Found(session=session, runs=number or 0, shown=shown(connection, session.question), waiting=waiting)
    return Found(
        session=session, runs=number or 0, run=asked.run, shown=asked.shown, views=asked.views, waiting=waiting
    )


def told(connection: Connection, turn: str) -> Told | None:
    """One turn; None if it has not ended."""
    run = connection.execute(select(runs).where(runs.c.id == turn)).mappings().first()
    if run is None:
        return None
    chosen = connection.execute(select(views.c.number, views.c.chosen).where(views.c.turn == turn))
    return Told(RunRecord(**run), shown(connection, turn), {row.number: row.chosen for row in chosen})


def runs_of(connection: Connection, session: str) -> Sequence[RunRecord]:
    found = connection.execute(select(runs).where(runs.c.session == session).order_by(runs.c.number)).mappings()
    return [RunRecord(**row) for row in found]


def unfinished(connection: Connection) -> Sequence[Thread]:
    first = func.min(inbox.c.received)
    waiting = select(inbox.c.thread).where(WAITS).group_by(inbox.c.thread).order_by(first)
    keys = connection.execute(waiting).scalars().all()
    found = {row["key"]: row for row in connection.execute(select(threads).where(threads.c.key.in_(keys))).mappings()}
    return [_thread(found[key]) for key in keys if key in found]


def recent(connection: Connection, since: float, most: int) -> Sequence[tuple[Thread, float]]:
    last = (
        select(inbox.c.thread, func.max(inbox.c.at).label("at"), func.max(inbox.c.received).label("received"))
        .where(inbox.c.received >= since)
        .group_by(inbox.c.thread)
        .subquery()
    )
    found = connection.execute(
        select(threads, last.c.at)
        .join(last, last.c.thread == threads.c.key)
        .order_by(last.c.received.desc())
        .limit(most)
    )
    return [(_thread(row), row["at"]) for row in found.mappings()]


def _thread(row: RowMapping) -> Thread:
    return Thread(row["platform"], row["team"], row["channel"], row["root"])


def _session(row: RowMapping) -> SessionRecord:
    return SessionRecord(
        id=row["id"], thread=_thread(row), agent=row["agent"], starter=Person(row["starter"], row["starter_name"]),
        since=row["since"], state=row["state"], question=row["question"], history=row["history"],
    )  # fmt: skip


def _letter(row: RowMapping, thread: Thread) -> Letter:
    event = to_event(row["kind"], row["body"], event_id=row["id"], at=row["at"], thread=thread)
    return Letter(event, row["turn"], row["attempts"])


def as_values(record: Any) -> dict[str, Any]:
    """A record as the values of its row."""
    return {name: getattr(record, name) for name in record.__dataclass_fields__}
