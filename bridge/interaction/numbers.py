"""Numbers as people write and read them. Pure."""

import math
from decimal import Decimal


def written(number: float) -> str:
    """A number as people write it: no exponent, no needless zeros."""
    if not math.isfinite(number):
        return str(number)
    text = format(Decimal(repr(number)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
