"""What the running turn has answered so far, as far as it is still to be seen: the bridge may not live to hear it.

Guarantee: bounded by `limits.output_bytes` and in number, however many responses a turn has.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


MOST_PARTS = 10_000
"""Responses that add something to one turn: more are a mistake, and would make showing them slow."""


class TooLong(Exception):
    """The turn shows more than it may. The text is a sentence."""


class Answer:
    """The frames of one turn. `turn` is its name; `whole` says that it has ended."""

    def __init__(self, turn: str, most: int) -> None:
        self.turn = turn
        self.whole = False
        self.frames: list[bytes] = []
        self._most = most
        self._size = 0

    def add(self, response: dict[str, Any], frame: bytes, last: bool) -> None:
        """Keep a response with its frame.

        Raises:
            TooLong: the turn shows too much with it.
        """
        shows = bool(response.get("outputs"))
        if not (shows or last or "append" in response):
            return  # a status
        if not (response.get("append", True) or (last and not shows)):
            del self.frames[:]
            self._size = 0
        self._size += len(frame)
        if self._size > self._most:
            raise TooLong("shows more than the {:,} bytes of limits.output_bytes in one turn".format(self._most))
        if len(self.frames) == MOST_PARTS:
            raise TooLong("shows more than {:,} parts in one turn; use append: false".format(MOST_PARTS))
        self.frames.append(frame)
        self.whole = last

    def fail(self, frame: bytes) -> None:
        """The turn has failed; what it has shown stays."""
        self.frames.append(frame)
        self.whole = True
