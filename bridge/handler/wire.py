"""Frames over a socket: four bytes of length (big endian), then that many bytes of JSON."""

from __future__ import annotations

import json
import os
from _thread import allocate_lock

HEADER_BYTES = 4
READ_BYTES = 1 << 20


_sending = allocate_lock()
"""Threads of the agent may ask."""


class Closed(Exception):
    """The other end is gone."""


class Wire:
    """Our end of the socket pair. Blocking; one frame at a time."""

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self._unread: list[dict[str, object]] = []
        os.set_inheritable(fd, False)

    def receive(self) -> dict[str, object]:
        """Wait for a frame and return it.

        Raises:
            Closed: the bridge is gone.
        """
        if self._unread:
            return self._unread.pop(0)
        length = int.from_bytes(self._read(HEADER_BYTES), "big")
        return json.loads(self._read(length).decode())

    @property
    def waits(self) -> bool:
        """Whether a frame is there that was unread."""
        return bool(self._unread)

    def unread(self, frame: dict[str, object]) -> None:
        """Have a frame received once more, when it is its turn."""
        self._unread.append(frame)

    def send(self, body: bytes) -> None:
        """Send an encoded frame.

        Raises:
            OSError: the bridge is gone, or the agent closed our end.
        """
        rest = memoryview(len(body).to_bytes(HEADER_BYTES, "big") + body)
        with _sending:
            while rest:
                rest = rest[os.write(self.fd, rest) :]

    def close(self) -> None:
        """Close our end; no frame can be sent from here on."""
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)

    def _read(self, count: int) -> bytes:
        part = os.read(self.fd, min(count, READ_BYTES))
        if len(part) == count and count:
            return part
        parts = [part]
        while part and len(part) < count:
            count -= len(part)
            part = os.read(self.fd, min(count, READ_BYTES))
            parts.append(part)
        if not part:
            raise Closed
        return b"".join(parts)
