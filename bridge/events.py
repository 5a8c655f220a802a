"""The event bus: what happens to questions and sessions, told to whoever subscribed.

A subscriber that raises is logged and does not disturb the others or the one who emits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

log = structlog.get_logger("chatbridge.events")


@dataclass(frozen=True, slots=True)
class BusEvent:
    """Base of everything that is told on the bus."""


E = TypeVar("E", bound=BusEvent)


class EventBus:
    """Subscribers by event class; a subscriber to a base class hears its subclasses."""

    def __init__(self) -> None:
        self._subscribers: list[tuple[type[BusEvent], Callable[[Any], None]]] = []

    def subscribe(self, kind: type[E], subscriber: Callable[[E], None]) -> None:
        self._subscribers.append((kind, subscriber))

    def emit(self, event: BusEvent) -> None:
        for kind, subscriber in self._subscribers:
            if isinstance(event, kind):
                try:
                    subscriber(event)
                except Exception:
                    log.exception("subscriber_failed", event_kind=type(event).__name__)
