"""What happens, told to whoever wants to know.

Guarantee: a subscriber that fails is logged and harms nobody: the others are told, and what happened goes on. They are
told one after the other, in the order they subscribed, before `emit` returns; so one that has much to do starts a task.
"""

import inspect
from collections.abc import Awaitable, Callable
from types import TracebackType
from typing import Any, Self, TypeVar

import structlog

log = structlog.get_logger("chatbridge.events")

E = TypeVar("E", bound="Event")


class Event:
    """Something that happened. Kinds of events are subclasses, told by their class."""


class Subscription:
    """That somebody wants to know. Lasts until `end` is called, or as long as the `with` block it is used for."""

    def __init__(self, bus: "EventBus", event: type[Event], subscriber: Callable[[Any], object]) -> None:
        self._bus = bus
        self.event = event
        self.subscriber = subscriber

    def end(self) -> None:
        """Tell the subscriber nothing more. Ending twice is ending once."""
        self._bus.forget(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()


class EventBus:
    """Subscribers by the class of event they want.

    >>> import asyncio
    >>> class Greeted(Event):
    ...     pass
    >>> bus = EventBus()
    >>> with bus.subscribe(Greeted, lambda event: print("somebody was greeted")):
    ...     asyncio.run(bus.emit(Greeted()))
    somebody was greeted
    >>> asyncio.run(bus.emit(Greeted()))  # nobody listens any more
    """

    def __init__(self) -> None:
        self._subscriptions: list[Subscription] = []

    def subscribe(self, event: type[E], subscriber: Callable[[E], Awaitable[object] | object]) -> Subscription:
        """Call the subscriber, a function or coroutine function, with each event of this class or of a subclass."""
        subscription = Subscription(self, event, subscriber)
        self._subscriptions.append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """End a subscription."""
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    async def emit(self, event: Event) -> None:
        """Tell everybody who wants to know, and return when they have been told."""
        for subscription in tuple(self._subscriptions):
            if isinstance(event, subscription.event):
                await _tell(subscription.subscriber, event)


async def _tell(subscriber: Callable[[Any], object], event: Event) -> None:
    try:
        returned = subscriber(event)
        if inspect.isawaitable(returned):
            await returned
    except Exception:
        log.exception("subscriber_failed", event_kind=type(event).__name__, subscriber=repr(subscriber))


bus = EventBus()
"""The bus of the process: where everything is told that was not given a bus of its own."""
