"""How often each method may be called, as data, and the buckets that count.

Source: Slack docs, "Rate limits" (tiers are per method, workspace and app; bursts are allowed), and each method's page.
"""

import math
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.clock import Clock


@dataclass(frozen=True, slots=True)
class Rate:
    """`per_minute` calls a minute on average, `burst` at once."""

    per_minute: float
    burst: int


TIERS: Final = {
    "1": Rate(1, 1),
    "2": Rate(20, 20),
    "3": Rate(50, 50),
    "4": Rate(100, 100),
    "status": Rate(600, 60),  # assistant.threads.setStatus: about 600 a minute per app and workspace
    "hundreds": Rate(300, 300),  # auth.test and chat.getPermalink: "hundreds per minute"
    "posting": Rate(300, 100),  # chat.postMessage: "several hundred per minute" in a workspace
    "free": Rate(1_000_000, 1_000_000),
}
# chat.postMessage: about one a second in a channel, "short bursts" allowed (the docs give no number for a burst).
PER_CHANNEL = Rate(60, 5)


class Rates:
    """Token buckets on the sandbox's clock."""

    def __init__(self, clock: Clock, *, enabled: bool) -> None:
        self._clock = clock
        self._enabled = enabled
        self._buckets: dict[tuple[str, str], tuple[float, float]] = {}  # left, and when that was

    def take(self, method: str, tier: str, channel: str) -> int:
        """Count a call, and return 0, or the whole seconds after which it may be made again."""
        if not self._enabled:
            return 0
        wanted = [((method, ""), TIERS[tier])]
        if tier == "posting":
            wanted.append(((method, channel), PER_CHANNEL))
        now = self._clock.now()
        left = {key: self._left(key, rate, now) for key, rate in wanted}
        waits = [(1 - left[key]) * 60 / rate.per_minute for key, rate in wanted if left[key] < 1]
        if waits:
            return max(1, math.ceil(max(waits)))
        for key, amount in left.items():
            self._buckets[key] = (amount - 1, now)
        return 0

    def _left(self, key: tuple[str, str], rate: Rate, now: float) -> float:
        amount, then = self._buckets.get(key, (float(rate.burst), now))
        return min(rate.burst, amount + (now - then) * rate.per_minute / 60)
