"""Writes beside the loop: grouped, in order, durable when they say so."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import structlog
from sqlalchemy import Column, Connection, Integer, MetaData, Table, Text, create_engine, func, insert, inspect, select
from sqlalchemy.exc import OperationalError

from bridge.errors import JournalError
from bridge.journal.database import connect, default_url
from bridge.journal.ledger import Change, Entry, Ledger

NUMBERS = Table("numbers", MetaData(), Column("id", Integer, primary_key=True), Column("word", Text))


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[Ledger]:
    engine = await asyncio.to_thread(_with_table, tmp_path)
    ledger = Ledger(engine)
    yield ledger
    await ledger.close()


def _with_table(folder: Path):
    engine = create_engine(f"sqlite:///{folder / 'numbers.db'}", connect_args={"check_same_thread": False})
    NUMBERS.metadata.create_all(engine)
    return engine


def added(number: int) -> Change[int]:
    """Add a number; how many there are then."""

    def change(connection: Connection) -> int:
        connection.execute(insert(NUMBERS), {"id": number})
        return connection.execute(select(func.count()).select_from(NUMBERS)).scalar_one()

    return change


async def count(ledger: Ledger) -> int:
    return await ledger.do(lambda c: c.execute(select(func.count()).select_from(NUMBERS)).scalar_one())


@pytest.mark.requirement("journal-grouped")
async def test_what_is_written_at_once_is_one_transaction(ledger: Ledger) -> None:
    """A disk is asked once for fifty conversations."""
    statements: list[str] = []
    await ledger.do(lambda connection: _traced(connection, statements.append))
    statements.clear()
    counts = await asyncio.gather(*(ledger.do(added(number)) for number in range(50)))
    assert counts == list(range(1, 51)), "in order"
    assert [word for word in statements if word in ("BEGIN IMMEDIATE", "COMMIT")] == ["BEGIN IMMEDIATE", "COMMIT"]


def _traced(connection: Connection, heard: Callable[[str], object]) -> None:
    _driver(connection).set_trace_callback(heard)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


@pytest.mark.requirement("journal-grouped")
async def test_one_that_fails_does_not_take_the_others_with_it(ledger: Ledger) -> None:
    """Each has its own fate."""
    await ledger.do(added(3))
    results = await asyncio.gather(*(ledger.do(added(number)) for number in (2, 3, 4)), return_exceptions=True)
    assert [type(result) for result in results] == [int, JournalError, int]
    assert await count(ledger) == 3


@pytest.mark.requirement("journal-keeps")
async def test_what_has_to_last_is_tried_until_it_is_written_and_nothing_overtakes_it(ledger: Ledger) -> None:
    """A full disk delays, it does not lose; what cannot wait is told at once."""
    full = [True]

    def refused(number: int) -> Change[int]:
        def change(connection: Connection) -> int:
            if full:
                raise OperationalError("INSERT", {}, Exception("database or disk is full"))
            return added(number)(connection)

        return change

    first, second = ledger.keep(refused(1)), ledger.keep(added(2))
    with pytest.raises(JournalError, match="the disk is full; nothing was lost"):
        await ledger.do(refused(9))
    assert await count(ledger) == 0, "the second waits behind the first"
    full.clear()
    await asyncio.wait([first, second])
    assert (first.result(), second.result()) == (1, 2)


async def test_closing_writes_what_waits(tmp_path: Path) -> None:
    """Nobody has to wait for what was given before the end."""
    ledger = Ledger(await asyncio.to_thread(_with_table, tmp_path))
    for number in range(10):
        ledger.keep(added(number))
    await ledger.close()
    with create_engine(f"sqlite:///{tmp_path / 'numbers.db'}").connect() as other:
        assert other.execute(select(func.count()).select_from(NUMBERS)).scalar_one() == 10


@pytest.mark.requirement("journal-settles")
@pytest.mark.parametrize(("settle_after", "survive"), [(0.0, 1), (3600.0, 0)])
async def test_what_was_written_is_on_the_disk_a_moment_later(
    settle_after: float, survive: int, tmp_path: Path
) -> None:
    """A commit leaves it with the system, in a file beside the database, which a power cut may take."""
    ledger = await _settling(tmp_path, settle_after)
    settled = await _noticed(ledger, "INSERT", "wal_checkpoint")
    await ledger.do(added(1))
    if survive:
        await asyncio.wait_for(settled.wait(), 20)
    assert await count(ledger) == 1  # comes after the settling, if there was any
    await asyncio.to_thread(shutil.copy, tmp_path / "journal.db", tmp_path / "left.db")
    await ledger.close()
    with create_engine(f"sqlite:///{tmp_path / 'left.db'}").connect() as left:
        found = inspect(left).has_table("numbers")
        assert (left.execute(select(func.count()).select_from(NUMBERS)).scalar_one() if found else 0) == survive


@pytest.mark.requirement("journal-settles")
async def test_those_who_write_without_a_break_do_not_put_it_off(tmp_path: Path) -> None:
    """When it is time, it comes before what is there already to be written."""
    ledger = await _settling(tmp_path, after=0.0)
    statements: list[str] = []
    await ledger.do(lambda connection: _traced(connection, statements.append))
    all_there, loop = Event(), asyncio.get_running_loop()
    changes: list[Change[Any]] = [lambda _: all_there.wait(20), *(added(number) for number in range(3))]
    entries = [Entry(change, loop.create_future(), lasting=False) for change in changes]
    for entry in entries:
        ledger._groups.put([entry])
    all_there.set()
    await asyncio.gather(*(entry.done for entry in entries))
    await ledger.close()
    kinds = ("BEGIN", "wal_checkpoint")
    told = [kind for statement in statements for kind in kinds if kind in statement]
    assert told == ["wal_checkpoint", *kinds * len(entries)], "the first is that of the tracing"


@pytest.mark.requirement("journal-settles")
async def test_a_disk_that_does_not_take_it_is_told_once(tmp_path: Path) -> None:
    """Until it does again: who writes on meanwhile does not fill the log."""
    ledger = await _settling(tmp_path, after=0.0)
    with structlog.testing.capture_logs() as entries:
        for number, judge in enumerate((_refuse_to_settle, None) * 2):
            await ledger.do(lambda connection, judge=judge: _driver(connection).set_authorizer(judge))
            await ledger.do(added(2 * number))
            await ledger.do(added(2 * number + 1))
        await ledger.close()
    assert [entry["event"] for entry in entries] == ["journal_not_settled"] * 2


async def _settling(folder: Path, after: float) -> Ledger:
    """A ledger of the journal's own database."""
    engine = await asyncio.to_thread(connect, default_url(folder))
    await asyncio.to_thread(NUMBERS.metadata.create_all, engine)
    return Ledger(engine, after)


def _refuse_to_settle(_action: int, what: str | None, *_: object) -> int:
    return sqlite3.SQLITE_DENY if what == "wal_checkpoint" else sqlite3.SQLITE_OK


async def _noticed(ledger: Ledger, *words: str) -> asyncio.Event:
    """An event that is set when there were statements with these words, one after the other."""
    loop, event = asyncio.get_running_loop(), asyncio.Event()
    awaited = list(words)

    def look(statement: str) -> None:
        if awaited and awaited[0] in statement:
            awaited.pop(0)
            if not awaited:
                loop.call_soon_threadsafe(event.set)

    await ledger.do(lambda connection: _traced(connection, look))
    return event
