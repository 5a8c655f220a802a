"""The last interaction of each person in each thread: the only way to say something to them alone."""

from typing import Final

from adapters.discord.exchange import TOKEN_LIFE, Exchange
from bridge.ports import Person, Thread
from bridge.remembered import Remembered

KNOWN: Final = 1_000


class Exchanges:
    """Interactions that can still be answered."""

    def __init__(self) -> None:
        self._last: Remembered[tuple[str, str], Exchange] = Remembered(KNOWN)

    def note(self, thread: Thread, person: Person, exchange: Exchange) -> None:
        """Remember that this person has just used something here."""
        self._last.put((thread.key, person.id), exchange)

    def of(self, thread: Thread, person: Person) -> Exchange | None:
        """Return their last interaction here, or None if it is too old to be answered."""
        last = self._last.get((thread.key, person.id))
        return last if last is not None and last.age < TOKEN_LIFE else None
