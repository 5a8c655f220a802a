"""How often something may happen on the gateway, as data, and the window that counts.

Source: Discord docs, "Gateway: Rate Limiting" and "Max Concurrency", and the change log on requests for all members.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.clock import Clock


@dataclass(frozen=True, slots=True)
class Allowance:
    """`times` within any `seconds`."""

    times: int
    seconds: float


FRAMES: Final = Allowance(120, 60)  # that an app sends over one connection, heartbeats included
IDENTIFIES: Final = Allowance(1, 5)  # for each rate limit key, which is the shard's number modulo max_concurrency
ALL_MEMBERS: Final = Allowance(1, 30)  # requests for every member of one guild


class Pace:
    """Counts what happens against an allowance, on the sandbox's clock."""

    def __init__(self, clock: Clock, allowance: Allowance, *, enabled: bool) -> None:
        self._clock = clock
        self._allowance = allowance
        self._times: deque[float] | None = deque(maxlen=allowance.times) if enabled else None

    def take(self) -> float:
        """Count once and return 0, or return the seconds after which it may happen again."""
        if self._times is None:
            return 0
        now = self._clock.now()
        if len(self._times) == self._allowance.times:
            wait = self._times[0] + self._allowance.seconds - now
            if wait > 0:
                return wait
        self._times.append(now)
        return 0
