"""What the frames between the bridge and a handler process say."""

import json
from typing import Any

import orjson

from bridge.host.port import Asking, Failure, FailureKind, Frame, Part, Withdrawn
from bridge.host.wire import Garbage


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
    response, last = body.get("part"), body.get("last")
    if isinstance(response, dict) and isinstance(last, bool):  # nearly all are: `match` takes five times as long
        return Part(response, last) if last or interrupted is None else None
    match body:
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
