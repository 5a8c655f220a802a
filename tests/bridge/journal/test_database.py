"""Opening the journal: its tables, and everything that can be wrong with it."""

import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from bridge.errors import JournalError
from bridge.journal import database, rows
from bridge.journal.records import Shown
from bridge.journal.schema import HEAD, metadata
from bridge.ports import MessageRef

HOLDS = """
import pathlib, sys
from bridge.journal import database, rows
with database.held(pathlib.Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def _migrated(url: str, to: str = "head") -> None:
    """A database made by the migrations alone."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(database.MIGRATIONS))
        command.upgrade(config, to)
    engine.dispose()


@pytest.mark.requirement("journal-migrations")
def test_the_migrations_make_the_tables_of_the_schema(url: str) -> None:
    """A new journal and one that was migrated are the same."""
    _migrated(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


@pytest.mark.requirement("journal-migrations")
def test_a_journal_of_the_first_version_is_taken_along(url: str) -> None:
    """What waits in it is answered by the new version, and what was shown is known."""
    _migrated(url, "0001")
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in OLD:
            connection.execute(text(statement))
    engine.dispose()
    engine = database.connect(url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == HEAD
        assert [thread.key for thread in rows.unfinished(connection)] == ["fake/t/c/1"]
        assert rows.shown(connection, "t1") == {"0": Shown(MessageRef("c", "5"), "abc")}
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


OLD = (
    "INSERT INTO threads VALUES ('fake/t/c/1', 'fake', 't', 'c', '1')",
    "INSERT INTO inbox VALUES ('e1', 'fake/t/c/1', 't1', 1.0, 'said', '{}', 'accepted', 0, 1.0)",
    "INSERT INTO inbox VALUES ('e0', 'fake/t/c/0', 't0', 1.0, 'said', '{}', 'done', 0, 1.0)",
    "INSERT INTO outbox VALUES ('t1.0', 't1', '0', 'fake/t/c/1', 'c', '5', 'abc', 1.0)",
)
"""A turn under way."""


def test_what_waits_is_found_by_its_index(tmp_path: Path) -> None:
    """A journal may hold years: nothing that a message needs looks through all of it."""
    engine = database.connect(database.default_url(tmp_path))
    with engine.connect() as connection:
        for query in (rows.WAITING_OF, rows.SESSION_OF):
            words = str(query.compile(engine, compile_kwargs={"render_postcompile": True}))
            plan = connection.execute(text(f"EXPLAIN QUERY PLAN {words.replace('?', ':a')}"), {"a": 1}).all()
            assert not [step for step in plan if step[3].startswith("SCAN")], plan
    engine.dispose()


def test_a_journal_is_made_and_opened_again(tmp_path: Path) -> None:
    """The second bridge finds the tables of the first."""
    url = database.default_url(tmp_path)
    database.connect(url).dispose()
    engine = database.connect(url)
    assert {"drafts", "inbox", "outbox", "runs", "sessions", "threads"} <= set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
    engine.dispose()


@pytest.mark.requirement("journal-newer")
def test_a_journal_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    """Going back to an older chatbridge harms nothing."""
    url = database.default_url(tmp_path)
    engine = database.connect(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    before = (tmp_path / "journal.db").read_bytes()
    with pytest.raises(JournalError, match=r"was written by a newer chatbridge .*'9999'.*nothing was changed"):
        database.connect(url)
    assert (tmp_path / "journal.db").read_bytes() == before


@pytest.mark.requirement("journal-trouble")
@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: path.write_bytes(b"no database at all" * 100), "this is no journal. Move the file away"),
        (lambda path: path.mkdir(), "the journal cannot be opened"),
    ],
    ids=["something else", "a folder"],
)
def test_what_is_no_journal_is_said(tmp_path: Path, make: Callable[[Path], object], says: str) -> None:
    """With the place and what to do."""
    make(tmp_path / "journal.db")
    with pytest.raises(JournalError, match=says):
        database.connect(database.default_url(tmp_path))


@pytest.mark.requirement("journal-trouble")
@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("nonsense", r"\[bridge\] journal: found \'nonsense\', expected a URL such as"),
        ("oracle+oracledb://h/d", "needs a driver that is not installed"),
    ],
)
def test_a_wrong_url_is_said(url: str, says: str) -> None:
    """It is the operator's to mend."""
    with pytest.raises(JournalError, match=says):
        database.connect(url)


@pytest.mark.requirement("journal-trouble")
def test_a_data_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    """A file stands in its place."""
    (tmp_path / "var").write_text("")
    with (
        pytest.raises(JournalError, match=r"var: cannot be written \(.*Give it to the bridge's user"),
        database.held(tmp_path / "var"),
    ):
        pass


@contextmanager
def anybody() -> Generator[None]:
    """Be a user who may not do everything, if we may."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.requirement("journal-trouble")
@pytest.mark.parametrize("inside", [False, True], ids=["not there yet", "there, with a journal"])
def test_a_data_directory_that_is_read_only_is_said(inside: bool) -> None:
    """Whether the bridge is to make it or to write into it; what is in it stays as it is."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "var" if not inside else Path(place)
        if inside:
            database.connect(database.default_url(folder)).dispose()
        before = {file.name: file.read_bytes() for file in Path(place).iterdir()}
        Path(place).chmod(0o555)
        try:
            says = r"cannot be written \(Permission denied\); .*Give it to the bridge's user"
            with anybody(), pytest.raises(JournalError, match=says), database.held(folder):
                pass
            assert {file.name: file.read_bytes() for file in Path(place).iterdir()} == before
        finally:
            Path(place).chmod(0o700)


@pytest.mark.requirement("journal-trouble")
def test_a_journal_that_is_read_only_is_said() -> None:
    """Although its folder can be written, as after a copy by another user."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        url = database.default_url(Path(place))
        database.connect(url).dispose()
        (Path(place) / "journal.db").chmod(0o444)
        with anybody(), pytest.raises(JournalError, match="Give its file and folder to the bridge's user"):
            database.connect(url)


def test_the_data_directory_is_private(tmp_path: Path) -> None:
    """It holds what people wrote."""
    with database.held(tmp_path / "var"):
        assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


@pytest.mark.requirement("one-bridge")
def test_a_second_bridge_on_the_same_data_directory_is_refused(tmp_path: Path) -> None:
    """It is told who has it; when that one has ended, it may."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    with pytest.raises(JournalError, match=f"another bridge uses it .process {other.pid}."), database.held(tmp_path):
        pass
    other.kill()
    other.wait()
    with database.held(tmp_path):
        assert str(os.getpid()) in (tmp_path / "lock").read_text()
    other.stdin.close()
    other.stdout.close()


@pytest.mark.requirement("journal-settles")
@pytest.mark.parametrize(("query", "level"), [("", 1), ("?synchronous=normal", 1), ("?synchronous=full", 2)])
def test_the_url_says_whether_a_commit_waits_for_the_disk(query: str, level: int, tmp_path: Path) -> None:
    """SQLite's own words and numbers for it."""
    engine = database.connect(database.default_url(tmp_path) + query)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar() == level
    engine.dispose()
    assert (tmp_path / "journal.db").exists()


@pytest.mark.requirement("journal-settles")
def test_another_word_for_it_is_refused(tmp_path: Path) -> None:
    """Nothing is made then."""
    with pytest.raises(JournalError, match=r"found synchronous=off, expected one of normal, full"):
        database.connect(database.default_url(tmp_path) + "?synchronous=OFF")
    assert not (tmp_path / "journal.db").exists()
