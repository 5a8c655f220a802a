"""The gateway's frames: opcodes, close codes, and what is sent as text.

Guarantee: every frame that is read here is an object with an opcode that apps may send; anything else is a `Violation`
with Discord's close code. Source: Discord docs, "Opcodes and Status Codes: Gateway" and "Gateway Events".
"""

import json
import zlib
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from adapters.sandbox.wire import Json

FRAME_BYTES: Final = 4096  # Discord docs, "Sending events": a longer frame of an app is answered with close code 4002
ZLIB_STREAM: Final = "zlib-stream"


class Op(IntEnum):
    """What a frame is."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE_UPDATE = 3
    VOICE_STATE_UPDATE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_GUILD_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    HEARTBEAT_ACK = 11
    REQUEST_SOUNDBOARD_SOUNDS = 31
    REQUEST_CHANNEL_INFO = 43


_RECEIVE_ONLY: Final = {Op.DISPATCH, Op.RECONNECT, Op.INVALID_SESSION, Op.HELLO, Op.HEARTBEAT_ACK}
_SENT_BY_APPS: Final = {op.value: op for op in Op if op not in _RECEIVE_ONLY}


class Close(IntEnum):
    """Why Discord closes a connection."""

    UNKNOWN_ERROR = 4000
    UNKNOWN_OPCODE = 4001
    DECODE_ERROR = 4002
    NOT_AUTHENTICATED = 4003
    AUTHENTICATION_FAILED = 4004
    ALREADY_AUTHENTICATED = 4005
    INVALID_SEQ = 4007
    RATE_LIMITED = 4008
    SESSION_TIMED_OUT = 4009
    INVALID_SHARD = 4010
    SHARDING_REQUIRED = 4011
    INVALID_API_VERSION = 4012
    INVALID_INTENTS = 4013
    DISALLOWED_INTENTS = 4014


_REASONS: Final = {code.value: f"{code.name.replace('_', ' ').capitalize()}." for code in Close}


class Violation(Exception):  # noqa: N818 - names what happened
    """An app broke the gateway's rules; the connection is closed with this code."""

    def __init__(self, code: Close) -> None:
        super().__init__(reason(code))
        self.code = code


@dataclass(frozen=True, slots=True)
class Command:
    """A frame of an app."""

    op: Op
    data: Any


def reason(code: int) -> str:
    """Return the sentence that goes with a close code, empty for codes that are not Discord's."""
    return _REASONS.get(code, "")


def read(text: str | bytes) -> Command:
    """Return the command in a frame.

    Raises:
        Violation: it is too long, no JSON object, or has no opcode that apps send.
    """
    if len(text if isinstance(text, bytes) else text.encode()) > FRAME_BYTES:
        raise Violation(Close.DECODE_ERROR)
    try:
        frame = json.loads(text)
    except ValueError as error:
        raise Violation(Close.DECODE_ERROR) from error
    if not isinstance(frame, dict) or type(frame.get("op")) is not int:
        raise Violation(Close.DECODE_ERROR)
    if frame["op"] not in _SENT_BY_APPS:
        raise Violation(Close.UNKNOWN_OPCODE)
    return Command(_SENT_BY_APPS[frame["op"]], frame.get("d"))


def encode(data: object) -> str:
    """Return data as JSON, compact."""
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)


def dispatch(event: str, seq: int, data: str) -> str:
    """Return the frame of an event whose data is encoded already, as many sessions may get the same data."""
    return f'{{"t":"{event}","s":{seq},"op":0,"d":{data}}}'


def plain(op: Op, data: Json | bool | None = None) -> str:
    """Return a frame that is no event: its `s` and `t` are null."""
    return f'{{"t":null,"s":null,"op":{op.value},"d":{encode(data)}}}'


class Deflate:
    """The zlib context that all frames of one connection share.

    Every frame ends in ``00 00 FF FF`` (Discord docs, "Transport Compression").
    """

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def compress(self, text: str) -> bytes:
        """Return a frame, compressed."""
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)
