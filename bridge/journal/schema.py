"""The tables. A change here comes with a migration; a test holds both against each other.

Times are seconds since 1970. What an agent or a person said is JSON as it came, so that a later version of the bridge
reads it with its own parsers.
"""

import json
import re
from typing import Any, Final

import orjson
from sqlalchemy import (
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    literal_column,
)

HEAD: Final = "0003"
"""The newest migration."""
ACCEPTED, DONE = "accepted", "done"
"""What becomes of an input."""
ID: Final = 64
KEY: Final = 255
LONG_NUMBER: Final = re.compile(r"\d{19}")
"""A whole number that may have more than 64 bits, which orjson does not write, and reads as another one."""


class Json(TypeDecorator[Any]):
    """A value as JSON in a text column."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return self.written(value)

    @staticmethod
    def written(value: Any) -> str | None:
        """The value as it stands in the column."""
        if value is None:
            return None
        try:
            return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()
        except TypeError:
            return json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        return json.loads(value) if LONG_NUMBER.search(value) else orjson.loads(value)


metadata = MetaData()

threads = Table(
    "threads",
    metadata,
    Column("key", String(KEY), primary_key=True),
    Column("platform", String(ID), nullable=False),
    Column("team", String(ID), nullable=False),
    Column("channel", String(ID), nullable=False),
    Column("root", String(ID)),
)
"""Places on a platform (`bridge.ports.Thread`)."""

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(ID), primary_key=True),
    Column("thread", String(KEY), ForeignKey("threads.key"), nullable=False, index=True),
    Column("agent", String(KEY), nullable=False),
    Column("starter", String(ID), nullable=False),
    Column("starter_name", Text, nullable=False),
    Column("since", Float, nullable=False),
    Column("state", String(16), nullable=False),
    Column("question", String(ID)),
    Column("history", Json, nullable=False),
    Column("begun", Float, nullable=False),
    Column("touched", Float, nullable=False),
)
"""Conversations; the newest of a thread is the one that goes on. `question` is the turn
whose question waits."""

runs = Table(
    "runs",
    metadata,
    Column("id", String(ID), primary_key=True),
    Column("session", String(ID), ForeignKey("sessions.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("function", String(16), nullable=False),
    Column("person", String(ID), nullable=False),
    Column("agent", String(KEY), nullable=False),
    Column("version", String(ID), nullable=False),
    Column("argument", Json),
    Column("inputs", Json),
    Column("words", Text, nullable=False),
    Column("said", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("failure", Json),
    Column("concluded", Json),
    Column("asks", Json),
    Column("accepted", Float, nullable=False),
    Column("started", Float, nullable=False),
    Column("ended", Float, nullable=False),
    Index("runs_of_session", "session", "number"),
)
"""Turns that have ended: who asked what, what the agent said and asked (`inputs`), how it ended, how long it took."""

outbox = Table(
    "outbox",
    metadata,
    Column("turn", String(ID), primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("thread", String(KEY), nullable=False),
    Column("channel", String(ID), nullable=False),
    Column("message", String(ID), nullable=False),
    Column("digest", String(ID), nullable=False),
    Column("posted", Float, nullable=False),
    sqlite_with_rowid=False,
)
"""Messages of ours, by the turn and part that are their idempotency key, and what each shows, as a hash."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", String(KEY), primary_key=True),
    Column("thread", String(KEY), nullable=False),
    Column("turn", String(ID), nullable=False),
    Column("at", Float, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", Json, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("received", Float, nullable=False),
    sqlite_with_rowid=False,
)
"""What was accepted, by the platform's identity of it, and the turn it will be."""

WAITS: Final = inbox.c.status == literal_column(f"'{ACCEPTED}'")
"""With a constant, or the index is of no use. Only what waits is looked for by its thread: other rows cost nothing."""
Index("inbox_waiting", inbox.c.thread, inbox.c.received, sqlite_where=WAITS, postgresql_where=WAITS)

feedback = Table(
    "feedback",
    metadata,
    Column("turn", String(ID), primary_key=True),
    Column("person", String(ID), primary_key=True),
    Column("good", Boolean, nullable=False),
    Column("comment", Text, nullable=False),
    Column("at", Float, nullable=False),
    sqlite_with_rowid=False,
)
"""What people think of an answer."""

views = Table(
    "views",
    metadata,
    Column("turn", String(ID), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("chosen", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Which subsection people have chosen in the dropdowns of a turn."""

drafts = Table(
    "drafts",
    metadata,
    Column("question", String(ID), primary_key=True),
    Column("person", String(ID), primary_key=True),
    Column("body", Json, nullable=False),
    Column("touched", Float, nullable=False),
    sqlite_with_rowid=False,
)
"""What people have entered in forms that they have not sent as a whole, as their platform's adapter says it."""

answers = Table(
    "answers",
    metadata,
    Column("turn", String(ID), primary_key=True),
    Column("question", String(ID), primary_key=True),
    Column("body", Json, nullable=False),
    sqlite_with_rowid=False,
)
"""What was answered to turns that go on, until they end: one that is taken again asks nobody twice."""
