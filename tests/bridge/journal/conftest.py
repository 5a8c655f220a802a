"""A database for a test: a file, and a PostgreSQL server of the tests' own where one is installed."""

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bridge.journal import database

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(p).parent for p in [shutil.which("initdb")] if p]
OWNER = "postgres" if os.getuid() == 0 else getpass.getuser()
"""PostgreSQL refuses to run as root."""


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The folder of the server's socket."""
    if not SERVERS:
        pytest.skip("no PostgreSQL server is installed: what the journal does on one was not tested")
    folder = Path(tempfile.mkdtemp(prefix="chatbridge-pg-"))
    shutil.chown(folder, OWNER)
    control = [str(SERVERS[-1] / "pg_ctl"), "-D", str(folder / "data"), "-w", "-s"]
    _run([*control, "initdb", "-o", "-A trust -N"])
    _run([*control, "start", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses= -c fsync=off"])
    try:
        yield str(folder)
    finally:
        _run([*control, "stop", "-m", "immediate"])
        shutil.rmtree(folder)


def _run(command: list[str]) -> None:
    # Its output must not be a pipe of ours: the server inherits it, and it would never end.
    subprocess.run(command, check=True, user=OWNER, cwd="/", stdout=subprocess.DEVNULL, timeout=50)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a journal may be made."""
    if request.param == "sqlite":
        return database.default_url(tmp_path)
    folder: str = request.getfixturevalue("server")
    name = f"test_{abs(hash(tmp_path))}"
    with psycopg.connect(f"host={folder} user={OWNER} dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"postgresql+psycopg://{OWNER}@/{name}?host={folder}"
