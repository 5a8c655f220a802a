"""Which version of its code an agent's folder holds: a digest of its Python files.

A folder is looked through at each start of a session; a file is read again only if its time or size is another.
"""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

MOST_FILES = 2000
"""Files that are looked at; an agent has a few dozen."""
DIGITS = 16
NO_CODE = {"site-packages", "node_modules", "__pycache__"}
"""Folders with code of others, or none."""


class Versions:
    """The versions of agents' folders. Reads the disk: to be asked in a thread."""

    def __init__(self) -> None:
        self._digests: dict[str, tuple[tuple[int, int], bytes]] = {}

    def of(self, folder: Path) -> str:
        """Return the version of the code in a folder; empty if there is none."""
        whole = sha256()
        found = False
        for name, path, stamp in _files(folder):
            found = True
            whole.update(name.encode("utf-8", "surrogateescape") + b"\0" + self._digest(path, stamp))
        return whole.hexdigest()[:DIGITS] if found else ""

    def _digest(self, path: str, stamp: tuple[int, int]) -> bytes:
        known = self._digests.get(path)
        if known is None or known[0] != stamp:
            try:
                content = Path(path).read_bytes()
            except OSError:
                content = b""  # it is gone: the next look finds another set of files
            known = self._digests[path] = (stamp, sha256(content).digest())
        return known[1]


def _files(folder: Path) -> Iterator[tuple[str, str, tuple[int, int]]]:
    """The Python files by name, with path and stamp, in a fixed order."""
    waiting = [str(folder)]
    left = MOST_FILES
    for place in waiting:
        try:
            with os.scandir(place) as entries:
                ordered = sorted(entries, key=lambda entry: entry.name)
            for entry in ordered:
                if entry.name.startswith(".") or entry.name in NO_CODE:
                    continue
                if entry.is_dir():
                    if not (Path(entry.path) / "pyvenv.cfg").exists() and not entry.is_symlink():
                        waiting.append(entry.path)
                elif entry.name.endswith(".py") and left > 0:
                    left -= 1
                    status = entry.stat()
                    yield os.path.relpath(entry.path, folder), entry.path, (status.st_mtime_ns, status.st_size)
        except OSError:
            continue
