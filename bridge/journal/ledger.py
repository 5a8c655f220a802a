"""Writes to the database, grouped, in a thread of their own: the loop never waits for the disk.

Guarantees: changes take effect in the order they were given; what `do` returns outlives the bridge, and soon the
machine (`SETTLE_SECONDS`); what is given to `keep` is written for certain, as soon as the database takes it. One
transaction serves all who write at the same time.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine

from bridge.errors import JournalError
from bridge.journal.database import autocommitting, is_lost, reason, refusals, settle, transaction

log = structlog.get_logger("chatbridge.journal")

T = TypeVar("T")
Change = Callable[[Connection], T]
"""Reads or writes; nothing but the database, as it may be done again."""

PATIENCE = 1.0
"""Seconds before a database that did not take something is tried again."""
SETTLE_SECONDS = 1.0
"""Seconds until the disk has what was written: nobody waits for it, and a power cut takes no more than that."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A change, who waits for it, and whether it is tried until it works."""

    change: Change[Any]
    done: asyncio.Future[Any]
    lasting: bool


class Ledger:
    """One connection to the database. Meant for one event loop."""

    def __init__(self, engine: Engine, settle_after: float = SETTLE_SECONDS) -> None:
        self._engine = engine
        self._settle_after = settle_after
        self._refusals = refusals(engine)
        self._connection: Connection | None = None
        self._loop = asyncio.get_running_loop()
        self._groups: SimpleQueue[list[Entry] | None] = SimpleQueue()
        self._thread = Thread(target=self._write, name="journal", daemon=True)
        self._waiting: list[Entry] = []
        self._writing = False
        self._idle = asyncio.Event()
        self._refusing = False
        self._settles = True
        self._thread.start()

    async def do(self, change: Change[T]) -> T:
        """Make the change and return what it returns, once that is written.

        Raises:
            JournalError: the database did not take it; it has had no effect.
        """
        return await self._put(change, lasting=False)

    def keep(self, change: Change[T]) -> asyncio.Future[T]:
        """Make the change soon, whatever it takes. The future is for who has to know when it is written."""
        return self._put(change, lasting=True)

    async def close(self) -> None:
        """Write what is there to be written, once more if need be, and close."""
        self._refusing = False
        self._begin()
        while self._writing:
            self._idle.clear()
            await self._idle.wait()
        for entry in self._waiting:
            log.error("journal_entry_lost", change=repr(entry.change))
            entry.done.cancel()
        self._groups.put(None)
        await asyncio.to_thread(self._thread.join)

    def _put(self, change: Change[T], *, lasting: bool) -> asyncio.Future[T]:
        done: asyncio.Future[T] = self._loop.create_future()
        self._waiting.append(Entry(change, done, lasting))
        if not self._writing:
            self._loop.call_soon(self._begin)  # what is given at the same moment is one group
        return done

    def _begin(self) -> None:
        if self._waiting and not self._writing:
            group, self._waiting = self._waiting, []
            self._writing = True
            self._groups.put(group)

    def _written(self, group: Sequence[Entry], results: Sequence[Any]) -> None:
        """Tell who waits. What has to last and was refused is first in the next group, so that the order stays."""
        self._writing = False
        self._idle.set()
        again: list[Entry] = []
        for entry, result in zip(group, results, strict=True):
            if isinstance(result, self._refusals) and entry.lasting:
                again.append(entry)
            elif entry.done.cancelled():
                pass  # who waited has gone
            elif isinstance(result, self._refusals):
                entry.done.set_exception(JournalError(reason(result)))
            elif isinstance(result, Exception):
                entry.done.set_exception(result)
            else:
                entry.done.set_result(result)
        if not again:
            self._refusing = False
            self._begin()
            return
        if not self._refusing:
            log.error("journal_unwritable", reason=reason(next(r for r in results if isinstance(r, self._refusals))))
        self._refusing = True
        self._waiting[:0] = again
        self._loop.call_later(PATIENCE, self._begin)

    # ── in the thread ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _write(self) -> None:
        due: float | None = None  # when what was written is to be settled, whoever waits to write more
        while True:
            if due is not None and due <= monotonic():
                self._settle()
                due = None
            try:
                group = self._groups.get(timeout=None if due is None else max(0.0, due - monotonic()))
            except Empty:
                continue
            if group is None:
                break
            self._loop.call_soon_threadsafe(self._written, group, self._commit(group))
            due = due or monotonic() + self._settle_after
        self._disconnect()

    def _settle(self) -> None:
        """Where the disk does not take it the system settles it in its own time. That is told once, until it does."""
        try:
            settle(self._connected())
        except self._refusals as error:
            if self._settles:
                log.error("journal_not_settled", reason=reason(error))
            self._settles = False
        else:
            self._settles = True

    def _commit(self, group: Sequence[Entry]) -> list[Any]:
        """Make the changes in one transaction; where one of them fails, each in its own."""
        try:
            return self._together(group)
        except Exception as error:  # noqa: BLE001 - handed to the one who waits
            self._reconnect_after(error)
            return [error] if len(group) == 1 else self._one_by_one(group)

    def _together(self, group: Sequence[Entry]) -> list[Any]:
        connection = self._connected()
        with transaction(connection):
            return [entry.change(connection) for entry in group]

    def _one_by_one(self, group: Sequence[Entry]) -> list[Any]:
        """After what has to last was refused, nothing that has to last overtakes it."""
        results: list[Any] = []
        refused: Exception | None = None
        for entry in group:
            [result] = [refused] if entry.lasting and refused else self._commit([entry])
            if entry.lasting and isinstance(result, self._refusals):
                refused = result
            results.append(result)
        return results

    def _connected(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = autocommitting(self._engine)
        return self._connection

    def _reconnect_after(self, error: Exception) -> None:
        connection = self._connection
        if connection is not None and not connection.closed and is_lost(connection, error):
            connection.invalidate(error)
            connection.close()

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._engine.dispose()
