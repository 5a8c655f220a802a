"""How big a picture is, read from its first bytes.

Guarantee: any bytes give an answer; what is no PNG, GIF or JPEG, or is cut short, gives None.
Sources: PNG specification (IHDR), GIF89a (logical screen), JPEG (start of frame markers, ITU T.81).
"""

import struct
from typing import Final

Size = tuple[int, int]
PNG: Final = b"\x89PNG\r\n\x1a\n"
GIF: Final = (b"GIF87a", b"GIF89a")
JPEG: Final = b"\xff\xd8"
# Start-of-frame markers: C0–CF without DHT (C4), JPG (C8) and DAC (CC).
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def size(data: bytes) -> Size | None:
    """Return width and height in pixels."""
    if data.startswith(PNG) and len(data) >= 24:
        return struct.unpack(">II", data[16:24])
    if data.startswith(GIF) and len(data) >= 10:
        return struct.unpack("<HH", data[6:10])
    return _jpeg_size(data) if data.startswith(JPEG) else None


def _jpeg_size(data: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = struct.unpack(">xBH", data[at : at + 4])
        if marker in FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
