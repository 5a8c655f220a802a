"""One step from a value of a usual library towards plain JSON.

A table of the standard library's kinds, then a few shapes: libraries (pydantic, numpy, pandas) are never imported.
"""

from __future__ import annotations

import datetime
import decimal
import enum
import os
import uuid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Unknown(Exception):
    """Nothing simpler has the same meaning."""


def _decimal(value: decimal.Decimal) -> object:
    # Whole numbers stay exact; a special value (NaN, Infinity) is a missing number.
    if not value.is_finite():
        return None
    return int(value) if value == value.to_integral_value() and abs(value) < 2**63 else float(value)


def _moment(value: Any) -> object:
    return None if value != value else value.isoformat()  # pandas' NaT is a date that is not equal to itself


KINDS: tuple[tuple[type, Callable[[Any], object]], ...] = (
    (enum.Enum, lambda value: value.value),
    (str, str.__str__),
    (int, int.__int__),
    (float, float.__float__),
    (decimal.Decimal, _decimal),
    (datetime.date, _moment),
    (datetime.time, _moment),
    (datetime.timedelta, str),
    (uuid.UUID, str),
    (os.PathLike, os.fspath),
)
"""Kinds, subclasses included (an IntEnum, a numpy.float64), and how each is read. The first that fits is taken."""


def simpler(value: Any) -> object:
    """Return something simpler with the same meaning.

    Raises:
        Unknown: the value is none of the kinds and shapes.
    """
    for kind, read in KINDS:
        if isinstance(value, kind):
            return read(value)
    if isinstance(value, type):
        raise Unknown
    if is_frame(value):
        return table_data(value)
    if type(value).__module__ == "numpy" and value.dtype.kind in "mM":
        return value.astype(f"{value.dtype.kind}8[us]").tolist()  # finer units would come as bare numbers
    for method in ("model_dump", "tolist"):  # pydantic; numpy scalars and arrays, pandas series, tensors
        if callable(getattr(value, method, None)):
            return getattr(value, method)()
    if hasattr(type(value), "__dataclass_fields__"):
        return {name: getattr(value, name) for name in type(value).__dataclass_fields__}
    raise Unknown


def is_frame(value: object) -> bool:
    """Whether it is a data frame."""
    return hasattr(value, "columns") and hasattr(value, "itertuples") and not isinstance(value, type)


def is_series(value: object) -> bool:
    """Whether it is one column of a data frame, with its index."""
    return hasattr(value, "to_frame") and hasattr(value, "index") and not isinstance(value, type)


def table_data(frame: Any) -> dict[str, object]:
    """A data frame as a table's data. Its index is shown where it says something: where it is not the rows' numbers."""
    headers = [str(name) for name in frame.columns]
    if type(frame.index).__name__ == "RangeIndex":
        return {"headers": headers, "rows": list(frame.itertuples(index=False, name=None))}
    labels = ["" if name is None else str(name) for name in frame.index.names]
    deep = len(labels) > 1  # the labels of a row are then a tuple
    rows = [(*(row[0] if deep else row[:1]), *row[1:]) for row in frame.itertuples(name=None)]
    return {"headers": labels + headers, "rows": rows}
