"""What a `Drawer` and its processes say to each other: frames of a kind, a length and a body, over a pipe each way.

Requests and answers are pickled values of ours; both ends of the pipe are our own code.
"""

import pickle
import struct
from enum import Enum

from adapters.charts.excerpt import Drawable

HEADER = struct.Struct(">cI")
"""The kind of a frame, and the length of its body in bytes."""


class Kind(Enum):
    LIGHT = b"l"
    DARK = b"d"
    PNG = b"p"
    ERROR = b"e"


def request(item: Drawable, *, dark: bool) -> bytes:
    """The frame that asks for a picture."""
    return frame(Kind.DARK if dark else Kind.LIGHT, pickle.dumps(item, pickle.HIGHEST_PROTOCOL))


def frame(kind: Kind, body: bytes) -> bytes:
    return HEADER.pack(kind.value, len(body)) + body
