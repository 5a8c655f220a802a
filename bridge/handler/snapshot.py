"""The file that holds what a conversation's handler remembers, and what it answered last.

Guarantees: it is whole or it is the one before (written beside it, then renamed); only its user can read it; what is
damaged, or was made by other code, is told apart from what can be used, before anything of it is unpickled.

A line of JSON (what follows, and its checksum), the frames of the last answer, then the pickle.
"""

from __future__ import annotations

import json
import os
import sys
import zlib

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

FORMAT = 1
NAME = "state"
ASIDE = "state.unusable"
LONGEST_HEADER = 1 << 20


class Unusable(Exception):
    """The file cannot be used. The text says why."""


class Snapshot:
    """What was saved: `kind` says how `state` is to be understood (see `state`)."""

    def __init__(
        self,
        *,
        turn: str,
        kind: str,
        lost: Sequence[str],
        answer: Sequence[bytes],
        state: bytes | memoryview,
        problem: str = "",
    ) -> None:
        self.turn = turn
        self.kind = kind
        self.lost = list(lost)
        self.answer = list(answer)
        self.state = state
        self.problem = problem


def write(folder: str, version: str, snapshot: Snapshot, *, synced: bool) -> None:
    """Put the snapshot in place of the one before; `synced` waits until the disk has it.

    Raises:
        OSError: it could not be written; the one before is as it was.
    """
    body = b"".join([*snapshot.answer, snapshot.state])
    header = {
        "format": FORMAT,
        "version": version,
        "python": "%d.%d" % sys.version_info[:2],
        "turn": snapshot.turn,
        "kind": snapshot.kind,
        "lost": snapshot.lost,
        "problem": snapshot.problem,
        "answer": [len(frame) for frame in snapshot.answer],
        "state": len(snapshot.state),
        "crc32": zlib.crc32(body),
    }
    place = os.path.join(folder, NAME)
    beside = "%s.%d" % (place, os.getpid())
    fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        try:
            _write(fd, json.dumps(header).encode() + b"\n" + body)
            if synced:
                os.fsync(fd)
        finally:
            os.close(fd)
        os.replace(beside, place)
    except BaseException:
        os.unlink(beside)
        raise


def _write(fd: int, text: bytes) -> None:
    rest = memoryview(text)
    while rest:
        rest = rest[os.write(fd, rest) :]


def read(folder: str, version: str) -> tuple[Snapshot | None, str]:
    """Return what was saved, and why its state cannot be used, or "".

    The last answer can be used whatever became of the state. A file that is damaged is put aside, as it may be wanted.
    """
    place = os.path.join(folder, NAME)
    try:
        with open(place, "rb") as file:
            line = file.readline(LONGEST_HEADER)
            body = file.read()
    except FileNotFoundError:
        return None, "nothing was saved"
    except OSError as error:
        return None, "%s cannot be read: %s" % (place, error.strerror)
    try:
        return _understood(line, body, version)
    except Unusable as wrong:
        os.replace(place, os.path.join(folder, ASIDE))
        return None, "%s; it was kept as %s" % (wrong, os.path.join(folder, ASIDE))


def _understood(line: bytes, body: bytes, version: str) -> tuple[Snapshot, str]:
    try:
        header: dict[str, Any] = json.loads(line.decode())
        written = header["format"]
    except (ValueError, KeyError, TypeError):
        raise Unusable("the saved state is damaged") from None
    if written != FORMAT:
        raise Unusable("the saved state has format %r, this version knows %d" % (written, FORMAT))
    if zlib.crc32(body) != header["crc32"]:
        raise Unusable("the saved state is damaged")
    answer: list[bytes] = []
    at = 0
    for length in header["answer"]:
        answer.append(body[at : at + length])
        at += length
    state = memoryview(body)[at:]  # a copy of a large one would take as long as reading it
    snapshot = Snapshot(turn=header["turn"], kind=header["kind"], lost=header["lost"], answer=answer, state=state)
    here = "%d.%d" % sys.version_info[:2]
    if header["problem"]:
        return snapshot, header["problem"]
    if header["version"] != version:
        return snapshot, "the agent's code has changed since its state was saved"
    if header["python"] != here:
        return snapshot, "the state was saved by Python %s, this is %s" % (header["python"], here)
    return snapshot, ""
