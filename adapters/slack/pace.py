"""Slack's rates, kept: a bucket for the edits of the whole app, and a pause wherever Slack asked for one."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.slack.limits import EDITS_AT_ONCE, EDITS_PER_MINUTE


@dataclass(slots=True)
class Pace:
    """When the next call may be made. Its clock is injected; times are in seconds of that clock."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    _edits_until: float = 0.0
    _pauses: dict[str, float] = field(default_factory=dict[str, float])

    async def turn(self, what: str) -> None:
        """Wait until Slack's last `pause` for this kind of call is over."""
        while (left := self._pauses.get(what, 0.0) - self.now()) > 0:
            await self.sleep(left)
        self._pauses.pop(what, None)

    def pause(self, what: str, seconds: float) -> None:
        """Slack asked for it (429 with Retry-After): everyone waits who calls the same, not only who was told."""
        self._pauses[what] = max(self._pauses.get(what, 0.0), self.now() + seconds)

    async def edit(self) -> None:
        """Take one edit out of the bucket, waiting for it in the order of asking.

        `_edits_until` is when the bucket would be full again; it may be ahead of now by what fits into it at once.
        """
        each = 60.0 / EDITS_PER_MINUTE
        self._edits_until = max(self._edits_until, self.now()) + each
        wait = self._edits_until - EDITS_AT_ONCE * each - self.now()
        if wait > 0:
            await self.sleep(wait)
