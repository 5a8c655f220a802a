"""Whoever wants to know is told, and harms nobody."""

import pytest
from structlog.testing import capture_logs

from bridge.events import Event, EventBus


class Rain(Event):
    pass


class Hail(Rain):
    pass


class Sun(Event):
    pass


@pytest.mark.requirement("event-bus")
async def test_a_class_stands_for_its_subclasses() -> None:
    """Who wants rain gets hail, but no sun; functions and coroutine functions are told alike, in order."""
    bus, seen = EventBus(), list[str]()

    async def later(event: Rain) -> None:
        seen.append(f"async {type(event).__name__}")

    bus.subscribe(Rain, lambda event: seen.append(type(event).__name__))
    bus.subscribe(Rain, later)
    for event in (Rain(), Hail(), Sun()):
        await bus.emit(event)
    assert seen == ["Rain", "async Rain", "Hail", "async Hail"]


@pytest.mark.requirement("event-bus")
async def test_a_subscription_ends() -> None:
    """With its block or when it is told to, twice if need be, and while an event is being told."""
    bus, seen = EventBus(), list[Event]()
    with bus.subscribe(Sun, seen.append):
        await bus.emit(Sun())
    once = bus.subscribe(Sun, lambda event: (seen.append(event), once.end()))
    bus.subscribe(Sun, seen.append)
    await bus.emit(Sun())
    once.end()
    await bus.emit(Sun())
    assert len(seen) == 1 + 2 + 1


@pytest.mark.requirement("event-bus")
async def test_a_failing_subscriber_is_logged_and_harms_nobody() -> None:
    """Neither those told after it nor the one who tells."""
    bus, seen = EventBus(), list[Event]()

    async def broken(event: Sun) -> None:
        raise RuntimeError("clouds")

    def broken_at_once(event: Sun) -> None:
        raise RuntimeError("dusk")

    for subscriber in (broken, broken_at_once, seen.append):
        bus.subscribe(Sun, subscriber)
    with capture_logs() as logs:
        await bus.emit(Sun())
    assert len(seen) == 1
    assert [(line["event"], line["event_kind"]) for line in logs] == [("subscriber_failed", "Sun")] * 2
