"""At most so many turns at once, of one agent and of one person; who has to wait is let in in order and knows it."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping

from bridge.host.port import Failure, FailureKind, Frame, Part

NO_LIMIT = 0
WAITING = "is waiting for {turns} to end…"


class Place:
    """One turn on its way in. `limits` says how many may run at once, by what they have in common."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self.limits = limits
        self.admitted = False
        self.cancelled = False
        self.moved = asyncio.Event()

    def cancel(self) -> None:
        """Wait no longer. What runs already is not concerned."""
        self.cancelled = True
        self.moved.set()


class Turnstiles:
    """Where every turn passes."""

    def __init__(self, per_person: int = NO_LIMIT) -> None:
        self._per_person = per_person
        self._running: Counter[str] = Counter()
        self._waiting: list[Place] = []

    def place(self, *, agent: str, most: int, person: str) -> Place:
        """A place for a turn of this agent, of which `most` may run at once, for this person."""
        limits = {f"agent {agent}": most, f"person {person}": self._per_person}
        return Place({name: limit for name, limit in limits.items() if limit != NO_LIMIT})

    async def through(self, place: Place, frames: Callable[[], AsyncIterator[Frame]]) -> AsyncGenerator[Frame]:
        """The frames, once there is room for them; until then, as a status, what is waited for."""
        self._waiting.append(place)
        self._admit()
        try:
            while not (place.admitted or place.cancelled):
                yield Part({"status": WAITING.format(turns=self._before(place))}, last=False)
                place.moved.clear()
                await place.moved.wait()
            if not place.admitted:
                yield Failure(kind=FailureKind.CANCELLED, message="stopped while it waited")
                return
            async for frame in frames():
                yield frame
        finally:
            self._leave(place)

    def step_out(self, place: Place) -> None:
        """A turn that waits for a person lets others in."""
        if place.admitted:
            place.admitted = False
            self._release(place)
            self._admit()

    async def step_in(self, place: Place) -> None:
        """It goes on, once there is room for it again; or is cancelled."""
        if not place.admitted:
            self._waiting.append(place)
            self._admit()
        while not (place.admitted or place.cancelled):
            place.moved.clear()
            await place.moved.wait()

    def _before(self, place: Place) -> str:
        """Those that have to end first: at least one that runs, and all who wait for the same before this one."""
        earlier = self._waiting[: self._waiting.index(place)]
        count = 1 + sum(1 for other in earlier if other.limits.keys() & place.limits.keys())
        return "another turn" if count == 1 else f"{count} other turns"

    def _admit(self) -> None:
        """Let in, in order, everyone there is room for; who waits keeps the place in front of later ones."""
        reserved: Counter[str] = Counter()
        for place in list(self._waiting):
            if all(self._running[name] + reserved[name] < limit for name, limit in place.limits.items()):
                self._waiting.remove(place)
                self._running.update(place.limits.keys())
                place.admitted = True
            else:
                reserved.update(place.limits.keys())
            place.moved.set()

    def _leave(self, place: Place) -> None:
        if place.admitted:
            self._release(place)
        elif place in self._waiting:
            self._waiting.remove(place)
        self._admit()

    def _release(self, place: Place) -> None:
        self._running.subtract(place.limits.keys())
        self._running = +self._running  # what is at zero is forgotten
