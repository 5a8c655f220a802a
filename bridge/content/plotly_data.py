"""The arrays of Plotly's JSON, unpacked, and its histogram binning.

plotly.py 6 writes arrays as `{"dtype": "f8", "bdata": "<base64>", "shape": …}` (Plotly's typed arrays, little endian).
"""

import array
import base64
import math
import sys
from collections import Counter
from collections.abc import Sequence
from typing import cast

from bridge.content.items import Number
from bridge.content.raw import Misfit, Raw, as_object, as_text

TYPECODES = {"i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I", "f4": "f", "f8": "d"}
"""Plotly's dtypes as codes of Python's `array`."""

MAX_BINS = 60
NICE_STEPS = (1, 2, 2.5, 5, 10)


def values(raw: Raw) -> list[object]:
    """The members of an array in any of its spellings; a bare value is a list of one; what is broken is empty."""
    fields = as_object(raw.value)
    if "bdata" in fields:
        return _unpacked(as_text(fields.get("dtype")), as_text(fields["bdata"]))
    return [member.value for member in raw.each()]


def numbers(raw: Raw) -> list[Number | None]:
    """The members as numbers; what is none is missing."""
    return [_number(value) for value in values(raw)]


def places(raw: Raw) -> list[Number | str | None]:
    """The members as positions on an axis: numbers, or text (labels and dates)."""
    return [value if isinstance(value, str) else _number(value) for value in values(raw)]


def labels(raw: Raw) -> list[str]:
    """The members as text. A list of lists is Plotly's multi-level category axis: its levels are joined."""
    members = values(raw)
    if members and all(isinstance(member, list | tuple) for member in members):
        levels = cast("list[list[object]]", members)
        return [" / ".join(as_text(part) for part in parts) for parts in zip(*levels, strict=False)]
    return [as_text(member) for member in members]


def binned(raw: Raw, wanted: int) -> list[tuple[str, int]]:
    """A histogram's bars: how often each value occurs, numbers in `wanted` bins or so (0: as many as suit them)."""
    members = places(raw)
    present = [member for member in members if isinstance(member, int | float)]
    if len(present) < sum(member is not None for member in members):
        return list(Counter(as_text(member) for member in members if member is not None).items())
    return _numeric_bins(present, wanted) if present else []


def _numeric_bins(present: Sequence[Number], wanted: int) -> list[tuple[str, int]]:
    """Bins of a round width. Without a wish, Sturges' rule says how many suit the count of values."""
    low, high = float(min(present)), float(max(present))
    count = min(wanted, MAX_BINS) if wanted > 0 else math.ceil(math.log2(len(present)) + 1)
    width = _nice((high / count) - (low / count))
    first = math.floor(low / width)
    tally = Counter(math.floor(number / width) for number in present)
    steps = range(first, max(tally) + 1)
    return [(f"{step * width:.6g} – {(step + 1) * width:.6g}", tally[step]) for step in steps]


def _nice(width: float) -> float:
    """The next round number from `width` on."""
    if width <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in NICE_STEPS if step * power >= width * (1 - 1e-9) or step == NICE_STEPS[-1])


def _unpacked(dtype: str, packed: str) -> list[object]:
    try:
        members = array.array(TYPECODES[dtype.lstrip("<|=")], base64.b64decode(packed))
    except (KeyError, ValueError):
        return []
    if sys.byteorder == "big":
        members.byteswap()
    return list(members)


def _number(value: object) -> Number | None:
    try:
        return Raw(value).number()
    except Misfit:
        return None
