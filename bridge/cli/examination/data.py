"""Where the bridge keeps what must not be lost: its folder, the space there, the journal."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from bridge.cli.examination.row import Row, State
from bridge.config import Settings

FREE = 512 * 1024 * 1024
"""Bytes on the disk of data_dir below which an operator should make room: a journal that cannot grow takes nothing."""


def data_dir(folder: Path) -> Iterator[Row]:
    """Whether the bridge can write there, nobody else can read it, and there is room."""
    place = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        text = f"{folder} cannot be written"
        do = "Give it to the bridge's user, or set [bridge] data_dir to another folder."
        yield Row("data", "data_dir", State.WRONG, text, do)
        return
    if place != folder:
        yield Row("data", "data_dir", State.OK, f"{folder} is made at the first start")
    elif stat.S_IMODE(folder.stat().st_mode) & 0o077:
        text = f"{folder} can be read by other users (mode {stat.S_IMODE(folder.stat().st_mode):04o})"
        yield Row("data", "data_dir", State.WRONG, text, f"Make it private: chmod 700 {folder}")
    else:
        yield Row("data", "data_dir", State.OK, f"{folder} can be written and is private")
    free = shutil.disk_usage(place).free
    text = f"{free / 1024**3:,.1f} GiB"
    if free < FREE:
        yield Row(
            "data",
            "free space",
            State.WRONG,
            text,
            f"Make room on the disk of {place}: nothing is taken once it is full.",
        )
    else:
        yield Row("data", "free space", State.OK, text)


def journal(settings: Settings) -> Row:
    """Where the journal is. It is not opened: the bridge that has it may be running."""
    from sqlalchemy import make_url  # only where it is needed: it takes a while to import
    from sqlalchemy.exc import ArgumentError

    from bridge.journal import database

    url = settings.journal or database.default_url(settings.data_dir)
    try:
        parsed = make_url(url)
    except ArgumentError:
        text = f"found {url!r}, which is no URL"
        do = 'Set [bridge] journal to one such as "postgresql+psycopg://bridge@localhost/bridge", or leave it out.'
        return Row("data", "journal", State.WRONG, text, do)
    if parsed.get_backend_name() != "sqlite":
        return Row("data", "journal", State.OK, f"{parsed.render_as_string(hide_password=True)}; not connected to here")
    file = Path(parsed.database or "")
    if not file.exists():
        return Row("data", "journal", State.OK, f"{file} is made at the first start")
    if not os.access(file, os.R_OK | os.W_OK):
        do = "Give it to the bridge's user: chown it, or set [bridge] journal."
        return Row("data", "journal", State.WRONG, f"{file} cannot be written", do)
    return Row("data", "journal", State.OK, f"{file}, {file.stat().st_size / 1024**2:,.1f} MiB")
