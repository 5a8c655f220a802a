"""What happens in a twin's world, told to whoever watches: the page's feed, and programs that wait for something.

Guarantee: every change is told once, in order, to everyone who watches at that moment.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final, TypeVar

from adapters.sandbox.clock import Clock
from adapters.sandbox.wire import Json

PROBLEMS_KEPT: Final = 50
Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened: a frame for the page, or an empty one for what only programs wait for.

    `viewer` is a person's id on the platform when that person alone may see it.
    """

    frame: Json
    viewer: str = ""


class News:
    """The changes of one world, which is one of these."""

    platform: ClassVar[str]

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.problems: deque[Json] = deque(maxlen=PROBLEMS_KEPT)
        self.connected = False
        self._watchers: list[Callable[[Change], None]] = []

    def set_connected(self, connected: bool) -> None:
        """Note whether a bot listens."""
        if connected != self.connected:
            self.connected = connected
            self.publish({"type": "connected", "connected": connected})

    def add_problem(self, method: str, error: str, messages: list[str]) -> None:
        """Note a request of the bot that was refused."""
        problem: Json = {"method": method, "error": error, "messages": messages, "at": self.clock.now()}
        self.problems.append(problem)
        self.publish({"type": "problem", **problem})

    def watch(self, watcher: Callable[[Change], None]) -> Callable[[], None]:
        """Call `watcher` with every change from now on; the returned function ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def publish(self, frame: Json, viewer: str = "") -> None:
        """Tell every watcher of a change."""
        if self._watchers:
            change = Change({"platform": self.platform, **frame}, viewer)
            for watcher in tuple(self._watchers):
                watcher(change)

    def touch(self) -> None:
        """Wake those who wait for something, without news for the page."""
        for watcher in tuple(self._watchers):
            watcher(Change({}))

    async def until(self, look: Callable[[], Seen], timeout: float, transcript: Callable[[], str]) -> Seen:
        """Wait until `look` gives something truthy, and return it; it looks after each change.

        Raises:
            TimeoutError: it did not in `timeout` seconds of real time; the text holds the transcript.
        """
        changed = asyncio.Event()
        stop = self.watch(lambda _: changed.set())
        try:
            async with asyncio.timeout(timeout):
                while not (seen := look()):
                    await changed.wait()
                    changed.clear()
                return seen
        except TimeoutError as error:
            raise TimeoutError(f"Not seen within {timeout:g} s. The transcript:\n{transcript()}") from error
        finally:
            stop()
