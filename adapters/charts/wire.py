"""What a `Drawer` and its processes say to each other: frames of a kind, a length and a body, over a pipe each way.

Requests and answers are pickled values of ours; both ends of the pipe are our own code.
"""

import pickle
import struct
from enum import Enum

from bridge.content.items import Chart

HEADER = struct.Struct(">cI")
"""The kind of a frame, and the length of its body in bytes."""


class Kind(Enum):
    LIGHT = b"l"
    DARK = b"d"
    PNG = b"p"
    ERROR = b"e"


def request(chart: Chart, *, dark: bool) -> bytes:
    """The frame that asks for a chart."""
    return frame(Kind.DARK if dark else Kind.LIGHT, pickle.dumps(chart, pickle.HIGHEST_PROTOCOL))


def frame(kind: Kind, body: bytes) -> bytes:
    return HEADER.pack(kind.value, len(body)) + body
