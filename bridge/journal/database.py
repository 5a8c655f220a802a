"""Open the journal's database: its folder is ours alone, its tables are those of this version.

Guarantee: what cannot be used is said before anything is taken, with the place and what to do; nothing is changed then.
"""

import fcntl
import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bridge.errors import JournalError
from bridge.journal.schema import HEAD, metadata

MEMORY = "sqlite://"
"""A journal that ends with its bridge."""
MIGRATIONS = Path(__file__).parent / "migrations"
PRAGMAS = ("journal_mode=WAL", "foreign_keys=ON", "busy_timeout=5000", "wal_autocheckpoint=10000")
"""It is `settle` that makes the checkpoints, between two commits and not within one."""
SYNCHRONOUS = ("normal", "full")
"""A commit outlives the bridge when it returns. It outlives the machine once it is settled, or, with "full", when it
returns too, which costs more than all the rest of it (SQLite docs, "PRAGMA synchronous").
"""


def default_url(data_dir: Path) -> str:
    """The URL of the journal that lies in the data directory."""
    return f"sqlite:///{data_dir / 'journal.db'}"


@contextmanager
def held(data_dir: Path) -> Generator[None]:
    """Own the data directory while inside; it is made if it is missing, and private.

    Raises:
        JournalError: it cannot be written, or another bridge has it.
    """
    lock = data_dir / "lock"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise JournalError(
            f"{data_dir}: cannot be written ({error.strerror}); the journal needs a folder of its own. "
            "Give it to the bridge's user, or set [bridge] data_dir to another one."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            owner = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
            raise JournalError(
                f"{data_dir}: another bridge uses it (process {owner}). Stop that one first, or give this one a "
                "[bridge] data_dir of its own."
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)


def connect(url: str) -> Engine:
    """Open the database and bring its tables up to date.

    Raises:
        JournalError: it cannot be opened or written, is damaged, or was made by a newer chatbridge.
    """
    try:
        engine = _engine(url)
    except ModuleNotFoundError as error:
        raise JournalError(
            f"[bridge] journal: {url.partition(':')[0]} needs a driver that is not installed ({error.name}). "
            "Install it: pip install 'chatbridge[postgresql]'"
        ) from error
    except ArgumentError as error:
        raise JournalError(
            f'[bridge] journal: found {url!r}, expected a URL such as "postgresql+psycopg://bridge@localhost/bridge"'
        ) from error
    try:
        with autocommitting(engine) as connection, transaction(connection):
            _bring_up_to_date(connection, url)
    except refusals(engine) as error:
        raise JournalError(f"{_place(url)}: {reason(error)}") from error
    return engine


def autocommitting(engine: Engine) -> Connection:
    """A connection that begins transactions only when `transaction` says so."""
    return engine.connect().execution_options(isolation_level="AUTOCOMMIT")


@contextmanager
def transaction(connection: Connection) -> Generator[None]:
    """One transaction. The driver is spoken to directly: SQLAlchemy's own way takes as long as a short transaction.

    Raises:
        Exception: what the database's driver raises, see `refusals`.
    """
    raw: Any = connection.connection.driver_connection
    raw.execute("BEGIN IMMEDIATE" if connection.dialect.name == "sqlite" else "BEGIN")
    try:
        yield
    except BaseException:
        with suppress(*refusals(connection.engine)):  # it has done so itself where the disk is full, or it is gone
            raw.execute("ROLLBACK")
        raise
    raw.execute("COMMIT")


def settle(connection: Connection) -> None:
    """Have the disk take what was committed, where the system may hold it in its memory until now.

    Raises:
        Exception: what the database's driver raises, see `refusals`.
    """
    if connection.dialect.name == "sqlite":
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def refusals(engine: Engine) -> tuple[type[Exception], ...]:
    """What is raised when the database does not take something."""
    driver: Any = engine.dialect.dbapi
    return (SQLAlchemyError, driver.Error)


def is_lost(connection: Connection, error: Exception) -> bool:
    """Whether the error means that the connection is good for nothing any more."""
    dialect: Any = connection.dialect
    driver = connection.connection.driver_connection
    return isinstance(error, dialect.dbapi.Error) and dialect.is_disconnect(error, driver, None)


def reason(error: BaseException) -> str:
    """What is wrong with the database, and what to do."""
    words = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
    for sign, advice in ADVICE.items():
        if sign in words:
            return f"{advice} ({words})"
    return f"the journal cannot be used ({words})"


ADVICE = {
    "disk is full": "the disk is full; nothing was lost, but nothing more is taken. Make room on it",
    "disk I/O error": "the disk does not work as it should; nothing more is taken. Look at the system's log",
    "readonly database": "the journal cannot be written. Give its file and folder to the bridge's user",
    "unable to open database file": "the journal cannot be opened. Give its folder to the bridge's user",
    "file is not a database": "this is no journal. Move the file away, or name another one in [bridge] journal",
    "malformed": "the journal is damaged. Restore it from a backup, or move it away to begin with an empty one",
}
"""What drivers say, and what it means for the operator."""


def _engine(url: str) -> Engine:
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return create_engine(place, pool_size=1, max_overflow=0, pool_pre_ping=True)
    synchronous = str(place.query.get("synchronous", SYNCHRONOUS[0])).lower()
    if synchronous not in SYNCHRONOUS:
        raise JournalError(
            f"[bridge] journal: found synchronous={synchronous}, expected one of {', '.join(SYNCHRONOUS)}"
        )
    place = place.difference_update_query(["synchronous"])
    engine = create_engine(place, poolclass=StaticPool, connect_args={"check_same_thread": False})

    def prepare(connection: Any, _record: object) -> None:
        """Python's driver is not to begin transactions by itself, and a pragma is without effect inside one."""
        connection.isolation_level = None
        for pragma in (*PRAGMAS, f"synchronous={synchronous}"):
            connection.execute(f"PRAGMA {pragma}")

    event.listen(engine, "connect", prepare)
    return engine


def _bring_up_to_date(connection: Connection, url: str) -> None:
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        if "sessions" in tables:
            raise JournalError(f"{_place(url)}: holds tables of something else; name another one in [bridge] journal")
        metadata.create_all(connection)
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
        return
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found != HEAD:
        _migrate(connection, str(found), url)
    # A file that may only be read lets itself be opened: it is not the first message that should find out.
    connection.execute(text("UPDATE alembic_version SET version_num = version_num"))


def _migrate(connection: Connection, found: str, url: str) -> None:
    from alembic import command  # only where there is something to migrate: it takes a while to import
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(MIGRATIONS))
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    if found not in known:
        raise JournalError(
            f"{_place(url)}: was written by a newer chatbridge (its schema is {found!r}, this version knows up to "
            f"{HEAD!r}). Install that version again, or name another journal; nothing was changed."
        )
    command.upgrade(config, "head")


def _place(url: str) -> str:
    return make_url(url).render_as_string(hide_password=True)
