"""Trigger ids: the short, single right to open a modal that comes with a click."""

import itertools
import re
import secrets
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.clock import Clock
from adapters.sandbox.slack.wire import Refused

LIVES_SECONDS: Final = 3.0  # Slack docs: "Handling user interaction: trigger_id"
FORM: Final = re.compile(r"\d+\.\d+\.[0-9a-f]+")


@dataclass(slots=True)
class Trigger:
    """Who clicked, where in a modal if anywhere, until when it holds, and whether it was used."""

    user: str
    view_id: str
    until: float
    used: bool = False


class Triggers:
    """The trigger ids that were issued."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._issued: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str = "") -> str:
        """Return a new trigger id."""
        trigger_id = f"{next(self._numbers)}.1000000000.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user, view_id, self._clock.now() + LIVES_SECONDS)
        return trigger_id

    def redeem(self, trigger_id: str) -> Trigger:
        """Use a trigger id.

        Raises:
            Refused: ``invalid_trigger_id``, ``exchanged_trigger_id`` (used before) or ``expired_trigger_id``.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise Refused("invalid_trigger_id", [] if FORM.fullmatch(trigger_id) else ["not of the form n.n.hex"])
        if trigger.used:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() > trigger.until:
            raise Refused("expired_trigger_id")
        trigger.used = True
        return trigger
