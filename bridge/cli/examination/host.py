"""The machine: its Python, and what it lets a process have."""

import resource
import sys

from bridge.cli.examination.row import Row, State

PYTHONS = ((3, 11), (3, 13))
SESSION_FILES = 3
"""File descriptors of the bridge for each session that is awake (`bridge.host.local`)."""
SESSIONS = 1000


def python() -> Row:
    found = ".".join(map(str, sys.version_info[:3]))
    oldest, newest = (".".join(map(str, version)) for version in PYTHONS)
    if PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        return Row("host", "Python", State.OK, f"{found} ({sys.executable})")
    text = f"found {found}, expected {oldest} to {newest}"
    return Row("host", "Python", State.WRONG, text, f"Install chatbridge with Python {newest}.")


def open_files() -> Row:
    """The bridge raises its soft limit by itself, up to the hard one."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard == resource.RLIM_INFINITY:
        return Row("host", "open files", State.OK, "no limit")
    text = f"{hard:,}: about {hard // SESSION_FILES:,} conversations awake at once"
    if hard >= SESSIONS * SESSION_FILES:
        return Row("host", "open files", State.OK, text)
    return Row(
        "host", "open files", State.WRONG, text, "Raise it: ulimit -Hn 65536, or LimitNOFILE=65536 of the service."
    )
