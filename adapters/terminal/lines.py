"""Lines of standard input, whatever it is, without blocking the event loop and without a thread.

The descriptor is read only while somebody waits for a line, so what is typed ahead stays with the system, and it is
never made non-blocking: a terminal's input and output share that flag, and output would begin to fail.
"""

import asyncio
import io
import os
import stat
from typing import IO

CHUNK = 65536
"""Bytes asked for at once."""


class Lines:
    """The lines of a file's descriptor. The file's own buffer is not used, unless it is all (`io.StringIO`)."""

    def __init__(self, source: IO[str] | IO[bytes]) -> None:
        self._source = source
        self._descriptor = _descriptor(source)
        self.interactive = self._descriptor is not None and os.isatty(self._descriptor)
        self._buffer = b""
        self._ended = False

    async def read(self) -> str:
        """Return the next line without its end. Cancelling loses nothing.

        Raises:
            EOFError: there are no more lines, or the terminal is gone.
        """
        while b"\n" not in self._buffer and not self._ended:
            chunk = await self._chunk()
            self._buffer += chunk
            self._ended = not chunk
        if not self._buffer:
            raise EOFError
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.removesuffix(b"\r").decode("utf-8", "replace")

    async def _chunk(self) -> bytes:
        """More bytes; none at the end."""
        if self._descriptor is None:
            line = self._source.readline()
            return line.encode() if isinstance(line, str) else line
        if self.interactive or _can_be_waited_for(self._descriptor):
            await _readable(self._descriptor)
        try:
            return os.read(self._descriptor, CHUNK)
        except OSError:  # a closed terminal window answers EIO (read(2))
            return b""


async def _readable(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    arrived = asyncio.Event()
    loop.add_reader(descriptor, arrived.set)
    try:
        await arrived.wait()
    finally:
        loop.remove_reader(descriptor)


def _descriptor(source: IO[str] | IO[bytes]) -> int | None:
    try:
        return source.fileno()
    except io.UnsupportedOperation:
        return None


def _can_be_waited_for(descriptor: int) -> bool:
    """Regular files and /dev/null are always ready, and epoll refuses them (epoll_ctl(2): EPERM)."""
    mode = os.fstat(descriptor).st_mode
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)
