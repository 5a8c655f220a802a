"""How often an agent's processes may end unexpectedly before it is paused: a clear message instead of a crash loop."""

import time
from collections import deque
from collections.abc import Callable, Hashable

from bridge.errors import AgentPaused

ENDS = 10
"""Unexpected ends within `WINDOW` that an agent has free."""
WINDOW = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 300.0
"""Seconds; each pause after another, without a turn that was answered between them, is twice as long."""


class Budget:
    """The budget of one agent, in one version of its code."""

    def __init__(self, agent: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.agent = agent
        self._clock = clock
        self._ends: deque[float] = deque(maxlen=ENDS)
        self._pauses = 0
        self._until = 0.0
        self._reason = ""

    def check(self) -> None:
        """Say whether a process may start.

        Raises:
            AgentPaused: not now.
        """
        left = self._until - self._clock()
        if left > 0:
            reason = f" The last time: {self._reason}." if self._reason else ""
            raise AgentPaused(
                f"{self.agent}: its processes ended unexpectedly {ENDS} times within {WINDOW:g} s, so none is started "
                f"for {left:.0f} s.{reason} Look at the agent's log; a change of its code ends the pause",
                retry_after=left,
            )

    def ended(self, reason: str = "") -> None:
        """A process ended unexpectedly, or did not start."""
        now = self._clock()
        self._ends.append(now)
        self._reason = reason or self._reason
        if len(self._ends) == ENDS and now - self._ends[0] <= WINDOW:
            self._until = now + min(FIRST_PAUSE * 2**self._pauses, LONGEST_PAUSE)
            self._pauses += 1
            self._ends.clear()

    def answered(self) -> None:
        """A turn was answered: the agent works."""
        self._ends.clear()
        self._pauses = 0


class Budgets:
    """The budgets of all agents."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Budget] = {}

    def of(self, agent: str, what: Hashable) -> Budget:
        """The budget of an agent, while `what` is run of it; the budgets of what was run before are forgotten."""
        if what not in self._known:
            self._known = {key: budget for key, budget in self._known.items() if budget.agent != agent}
            self._known[what] = Budget(agent)
        return self._known[what]
