"""Ids of Discord's form: they rise, and tell when they were made.

Guarantee: no id is given twice, and ids rise with the clock even when it stands still. discord.py reads ages out of
them (it deletes young and old messages through different buckets), so they must hold real time.
Source: Discord docs, "Snowflakes".
"""

from datetime import UTC, datetime
from typing import Final

from adapters.sandbox.clock import Clock

EPOCH_MS: Final = 1_420_070_400_000
TIME_SHIFT: Final = 22


class Snowflakes:
    """A source of ids."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> str:
        """Return an id greater than every one before."""
        self._last = max(int(self._clock.now() * 1000) - EPOCH_MS << TIME_SHIFT, self._last + 1)
        return str(self._last)


def made_at(snowflake: str) -> float:
    """Return when an id was made, in seconds since the epoch."""
    return ((int(snowflake) >> TIME_SHIFT) + EPOCH_MS) / 1000


def timestamp(seconds: float) -> str:
    """Return a time as Discord writes it: ISO 8601 with microseconds and offset."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")


def seconds_of(time: str) -> float:
    """Return a time that Discord wrote, in seconds since the epoch."""
    return datetime.fromisoformat(time).timestamp()
