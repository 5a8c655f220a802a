"""Messages that came while a turn ran: what each agent wants done with them (design 5).

`queue` takes them one after the other, `latest` only the newest, `collect` all as one; with `interrupt` the first of
them stops the turn. A click or a form is always taken.
"""

from enum import StrEnum

from bridge.ports import Said
from bridge.session.asked import Input
from bridge.session.mailbox import Mailbox


class Overlap(StrEnum):
    QUEUE = "queue"
    LATEST = "latest"
    COLLECT = "collect"
    INTERRUPT = "interrupt"


def settle(overlap: str, first: Input, mailbox: Mailbox[Input]) -> tuple[Input, list[Input]]:
    """Return the input that is taken now, and those that give way to it. `first` came from the mailbox."""
    if overlap not in (Overlap.LATEST, Overlap.COLLECT) or not _is_message(first):
        return first, []
    waiting = [first, *mailbox.take_waiting(_is_message)]
    if overlap == Overlap.LATEST:
        return waiting[-1], waiting[:-1]
    taken = waiting[0]
    for later in waiting[1:]:
        taken = taken.joined(later)
    return taken, []


def _is_message(given: Input) -> bool:
    return isinstance(given.event, Said) and not given.restarts and not given.attempts
