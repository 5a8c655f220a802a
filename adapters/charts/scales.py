"""Where values stand on an axis, and its ticks with their labels: known before anything is drawn."""

import itertools
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import numpy.typing as npt
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num, num2date
from matplotlib.ticker import MaxNLocator

from bridge.content.items import Number

Numbers = npt.NDArray[np.float64]

MARGIN = 0.04
"""Room beyond the outermost points, as a part of the axis."""

TICKS = 6
SUFFIXES = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))
PLAIN = 10_000.0
"""Numbers below this are written in full."""

SCIENTIFIC = (1e-4, 1e15)
"""Steps below and numbers above are written with an exponent."""

YEARS = range(1000, 9000)
"""Dates outside are labels: matplotlib's locators leave the calendar near its ends."""

_DATE = re.compile(r"\d{4}-\d{2}(-\d{2}([T ].+)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis: its limits and its ticks. `note` belongs beside the axis ("2026-Nov" under days of that month)."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    note: str = ""


def number_scale(values: Iterable[float], *, zero: bool = False, margin: float = MARGIN) -> Scale:
    """An axis of numbers, with `margin` beyond them on both sides; with `zero` it begins or ends there, as bars do."""
    present = [value for value in values if math.isfinite(value)]
    low, high = min(present, default=0.0), max(present, default=1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        spread = abs(low) / 2 or 1.0
        low, high = (low, low + 2 * spread) if zero else (low - spread, high + spread)
    room = (high - low) * margin
    low, high = (low - room * (low < 0 or not zero), high + room * (high > 0 or not zero))
    found = MaxNLocator(TICKS, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    ticks = tuple(float(tick) for tick in found if low <= tick <= high)
    return Scale(low, high, ticks, number_labels(ticks))


def date_scale(days: Sequence[float]) -> Scale:
    """An axis of dates, given as matplotlib's day numbers."""
    low, high = min(days), max(days)
    room = (high - low) * MARGIN or 0.5
    locator = AutoDateLocator(minticks=3, maxticks=TICKS + 1)
    formatter = ConciseDateFormatter(locator)
    found = locator.tick_values(num2date(low - room), num2date(high + room))
    ticks = [float(tick) for tick in found if low - room <= tick <= high + room]
    return Scale(low - room, high + room, tuple(ticks), tuple(formatter.format_ticks(ticks)), formatter.get_offset())


def label_scale(labels: Sequence[str]) -> Scale:
    """An axis of labels, one step each."""
    return Scale(-0.5, max(len(labels), 1) - 0.5, tuple(map(float, range(len(labels)))), tuple(labels))


def number_labels(ticks: Sequence[float]) -> tuple[str, ...]:
    """Tick labels with as many decimals as tell neighbours apart, and thousands as k, M, B, T."""
    largest = max(map(abs, ticks), default=0.0)
    step = min((abs(b - a) for a, b in itertools.pairwise(ticks)), default=largest) or 1.0
    if largest >= SCIENTIFIC[1] or step < SCIENTIFIC[0]:
        return tuple(f"{tick:.4g}" for tick in ticks)
    unit, suffix = next((found for found in SUFFIXES if largest >= max(PLAIN, found[0])), (1.0, ""))
    if step / unit < 1e-3:
        unit, suffix = 1.0, ""
    decimals = next(n for n in range(9) if n == 8 or math.isclose(round(step / unit, n), step / unit, rel_tol=1e-6))
    return tuple(f"{tick / unit:,.{decimals}f}{suffix}".replace("-", "−") if tick else "0" for tick in ticks)


@dataclass(frozen=True, slots=True)
class Placed:
    """The x values of several series on one axis."""

    columns: tuple[Numbers, ...]
    scale: Scale
    labelled: bool = False


def place(columns: Sequence[Sequence[Number | str]]) -> Placed:
    """Numbers on an axis of numbers, ISO 8601 dates on one of dates; a mix, or other text, as labels in order."""
    every = [x for column in columns for x in column]
    if all(not isinstance(x, str) for x in every):
        numbers = tuple(np.array([float(x) for x in column]) for column in columns)
        return Placed(numbers, number_scale(float(x) for x in every))
    moments = {x: read_date(x) if isinstance(x, str) else None for x in every}
    if all(moment is not None for moment in moments.values()):
        day = {x: float(date2num(moment)) for x, moment in moments.items() if moment is not None}
        return Placed(tuple(np.array([day[x] for x in column]) for column in columns), date_scale(list(day.values())))
    order = {x: float(number) for number, x in enumerate(dict.fromkeys(every))}
    scale = label_scale([str(x) for x in order])
    return Placed(tuple(np.array([order[x] for x in column]) for column in columns), scale, labelled=True)


def read_date(text: str) -> datetime | None:
    """A date, month or moment in ISO 8601, in UTC; None if the text is none."""
    if not _DATE.fullmatch(text.strip()):
        return None
    words = text.strip()
    try:
        moment = datetime.fromisoformat(words if len(words) > len("2026-11") else f"{words}-01")
    except ValueError:
        return None
    if moment.year not in YEARS:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
