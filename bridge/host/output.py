"""What a handler process prints → the agent's log, line by line, within bounds whatever it prints."""

import asyncio
import os
from collections import deque
from typing import Any

READ_BYTES = 64 * 1024
"""As much as a pipe holds: a read that is full is one of a process that waits for us."""
PAUSE = 0.02
"""Seconds between two full reads, so that a process that floods its output is slowed down and not the bridge."""
LONGEST_LINE = 2000
"""Characters of a line that are logged."""
LINES_AT_ONCE = 100
"""Lines logged of one read; with `PAUSE` this bounds what a flood leaves in the log."""
KEPT_LINES = 20
"""Last lines that are quoted when the process ends unexpectedly: a crash report of the interpreter, with its place."""
LAST_READS = 16
"""Reads after the end of the process; what it left behind may still hold the pipe and write."""


class Output:
    """The reading end of a process's stdout and stderr."""

    def __init__(self, fd: int, log: Any) -> None:
        self.last_lines: deque[str] = deque(maxlen=KEPT_LINES)
        self._fd = fd
        self._log = log
        self._rest = b""
        self._paused: asyncio.TimerHandle | None = None
        os.set_blocking(fd, False)
        self._resume()

    def close(self) -> None:
        """Take what is still there, then close. The process has ended."""
        for _ in range(LAST_READS):
            if self._fd < 0 or not self._read():
                break
        self._close()

    def _resume(self) -> None:
        self._paused = None
        asyncio.get_running_loop().add_reader(self._fd, self._readable)

    def _readable(self) -> None:
        if self._read() == READ_BYTES:
            loop = asyncio.get_running_loop()
            loop.remove_reader(self._fd)
            self._paused = loop.call_later(PAUSE, self._resume)

    def _read(self) -> int:
        """Log what has come, and return how much that was."""
        try:
            data = os.read(self._fd, READ_BYTES)
        except BlockingIOError:
            return 0
        if not data:
            self._close()
            return 0
        *lines, rest = (self._rest + data).split(b"\n")
        self._rest = rest[-LONGEST_LINE:]
        self._say(lines)
        return len(data)

    def _say(self, lines: list[bytes]) -> None:
        for line in lines[:LINES_AT_ONCE]:
            text = line.decode("utf-8", "replace")[:LONGEST_LINE]
            self.last_lines.append(text)
            self._log.info("agent_output", line=text)
        if len(lines) > LINES_AT_ONCE:
            self._log.warning("agent_output_left_out", lines=len(lines) - LINES_AT_ONCE)

    def _close(self) -> None:
        """Close the pipe; a last line without an end is a line too."""
        if self._fd < 0:
            return
        if self._paused is not None:
            self._paused.cancel()
        asyncio.get_running_loop().remove_reader(self._fd)
        os.close(self._fd)
        self._fd = -1
        if self._rest:
            self._say([self._rest])
