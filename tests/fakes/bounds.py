"""Bounds for questions of property tests."""

import math
from typing import Any


def in_order(bounds: tuple[Any, Any]) -> tuple[Any, Any]:
    """A lower and an upper bound: no question can be made whose bounds contradict each other."""
    low, high = bounds
    if low is None or high is None:
        return bounds
    low, high = (low, high) if low <= high else (high, low)
    return low, max(high, math.ceil(low)) if math.isfinite(low) and math.isfinite(high) else high
