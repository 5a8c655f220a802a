"""What happens to a question that is asked, as events of `bridge.events`.

Guarantee: a question is announced once as asked, and once as answered or as failed; between the two, once for every
answer that was refused and asked for again. One that nobody can show is announced as failed only.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bridge.events import Event
from bridge.interaction.base import BaseInteraction

if TYPE_CHECKING:
    from bridge.interaction.transport import BaseInteractionTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionEvent(Event):
    """Anything that happens to a question; subscribe to it for all of them.

    >>> from bridge.events import EventBus
    >>> everything = EventBus().subscribe(InteractionEvent, print)
    """

    interaction: BaseInteraction[Any]
    transport: "BaseInteractionTransport"


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionAskedEvent(InteractionEvent):
    """A question is about to be shown.

    >>> from bridge.events import EventBus
    >>> bus = EventBus()
    >>> asked = bus.subscribe(InteractionAskedEvent, lambda event: print(event.interaction.value_key))
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionRetryEvent(InteractionEvent):
    """An answer was refused, and the question is asked again. `attempt` counts from 1: the one that failed. For a field
    of a form `max_retries` is None: people may try as often as they like.

    >>> from bridge.events import EventBus
    >>> bus = EventBus()
    >>> again = bus.subscribe(InteractionRetryEvent, lambda event: print(event.attempt, event.error))
    """

    attempt: int
    max_retries: int | None
    error: ValueError


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionAnsweredEvent(InteractionEvent):
    """A question was answered: `interaction.value` is the typed value.

    >>> from bridge.events import EventBus
    >>> bus = EventBus()
    >>> answered = bus.subscribe(InteractionAnsweredEvent, lambda event: print(event.interaction.value))
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionFailedEvent(InteractionEvent):
    """A question will not be answered; `error` is what the one who asked is told.

    >>> from bridge.events import EventBus
    >>> bus = EventBus()
    >>> failed = bus.subscribe(InteractionFailedEvent, lambda event: print(event.error))
    """

    error: BaseException
