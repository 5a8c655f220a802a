"""The drawing process: reads requests from its standard input, writes PNGs to its standard output, ends with its input.

Run as ``python -m adapters.charts.worker`` by `adapters.charts.process`.
"""

import gc
import os
import pickle
import sys
from typing import BinaryIO, cast

from adapters.charts.excerpt import Drawable
from adapters.charts.wire import HEADER, Kind, frame


def main() -> None:
    """Answer requests until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not get between the frames
    # A collection in the middle of a drawing takes as long as the drawing (measured: 45 ms): collect while idle, and
    # keep what is left (matplotlib's modules and caches) out of the next one.
    gc.disable()
    while asked := _read(sys.stdin.buffer):
        answers.write(_answer(*asked))
        answers.flush()
        gc.collect()
        gc.freeze()


def _read(source: BinaryIO) -> tuple[Kind, bytes] | None:
    header = source.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length = HEADER.unpack(header)
    return Kind(kind), source.read(length)


def _answer(kind: Kind, body: bytes) -> bytes:
    try:
        from adapters.charts.drawing import draw  # here, so that a missing matplotlib is an answer, too

        item = cast("Drawable", pickle.loads(body))  # noqa: S301 - written by our own parent
        return frame(Kind.PNG, draw(item, dark=kind is Kind.DARK))
    except Exception as error:  # noqa: BLE001 - whatever an item does to matplotlib is an answer, not the end
        return frame(Kind.ERROR, f"{type(error).__name__}: {error}".encode())


if __name__ == "__main__":
    main()
