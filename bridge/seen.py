"""What was received already: platforms deliver again when in doubt, and Slack sends two events for one mention."""

from collections import OrderedDict

REMEMBERED = 10_000
"""Events kept. Slack retries for about five minutes; this is some 30 events a second over that time."""


class Seen:
    """Identities of events. A claim that comes to nothing is released, so that the retry is taken."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()
        self._remembered = remembered

    def claim(self, event_id: str) -> bool:
        """Whether this is the first time; from now on it is not."""
        if event_id in self._ids:
            return False
        self._ids[event_id] = None
        if len(self._ids) > self._remembered:
            self._ids.popitem(last=False)
        return True

    def release(self, event_id: str) -> None:
        self._ids.pop(event_id, None)
