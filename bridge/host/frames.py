"""Frames between the bridge and a handler process: four bytes of length (big endian), then that many bytes of JSON."""

import asyncio
import json
from typing import Any

import orjson

from bridge.host.port import Asking, Failure, FailureKind, Frame, Part, Withdrawn

HEADER_BYTES = 4
FRAME_SLACK = 64 * 1024
"""Bytes a frame may have beyond `output_bytes`: its envelope, or a failure's traceback."""


class Garbage(ValueError):  # noqa: N818 - names what came
    """What came over the wire is no frame. The text says what it is instead."""


class Wire:
    """The bridge's end of the socket pair."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, output_bytes: int) -> None:
        self._reader = reader
        self._writer = writer
        self._most = output_bytes + FRAME_SLACK
        self._length: int | None = None  # of the frame whose header was read: a reader may be cancelled before its body

    def send(self, body: bytes) -> None:
        self._writer.write(len(body).to_bytes(HEADER_BYTES, "big") + body)

    async def receive(self) -> dict[str, Any] | None:
        """The next frame's body, or None if the process closed its end.

        Raises:
            Garbage: that is no frame.
        """
        try:
            if self._length is None:
                self._length = int.from_bytes(await self._reader.readexactly(HEADER_BYTES), "big")
            if self._length > self._most:
                raise Garbage("something else than frames")
            text = await self._reader.readexactly(self._length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        self._length = None
        try:
            body = orjson.loads(text)
        except orjson.JSONDecodeError as error:
            raise Garbage(f"what is no JSON ({error})") from error
        if not isinstance(body, dict):
            raise Garbage("something else than frames")
        return body

    def close(self) -> None:
        """Close it at once; what had been sent to us and was not received is not taken any more."""
        self._writer.transport.abort()  # not `close`, which would wait until the process has read what was sent
        self._reader, self._length = asyncio.StreamReader(), None
        self._reader.feed_eof()


def encoded(frame: dict[str, object]) -> bytes:
    try:
        return orjson.dumps(frame)
    except TypeError:
        return json.dumps(frame).encode()  # a person may enter a whole number of any length; orjson's have 64 bits


def understood(body: dict[str, Any], interrupted: FailureKind | None) -> Frame | None:
    """The frame of a turn; None where there is nothing to show, because the turn is being `interrupted`.

    Raises:
        Garbage: it is of no kind that a turn has.
    """
    match body:
        case {"part": dict(response), "last": bool(last)}:
            return Part(response, last) if last or interrupted is None else None
        case {"ask": int(number), "kinds": [*kinds], "fields": dict(fields), "max_retries": int(retries)}:
            return Asking(number=number, kinds=[str(kind) for kind in kinds], fields=fields, max_retries=retries)
        case {"withdraw": int(number)}:
            return Withdrawn(number)
        case {"failure": {"kind": "cancelled", **told}}:
            return failed(interrupted or FailureKind.CANCELLED, {**told, "message": "stopped when asked"})
        case {"failure": {"kind": "raised" | "unusable" as kind, **told}}:
            return failed(FailureKind(kind), told)
        case _:
            raise Garbage(f"a frame of an unknown kind ({', '.join(body)})")


def failed(kind: FailureKind, told: dict[str, Any]) -> Failure:
    message, where, text = (str(told.get(key, "")) for key in ("message", "where", "traceback"))
    return Failure(kind=kind, message=message, where=where, traceback=text)
