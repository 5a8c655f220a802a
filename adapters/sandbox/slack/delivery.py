"""How a payload gets to the app, whichever way it listens: the deadline, the retries, and a record of both.

Guarantee: an app has three seconds to acknowledge. Events that it does not acknowledge come again, up to three times;
what a person clicks comes once, and the person is told when it failed (Slack docs, "Events API: error handling";
interactive payloads are never retried, measured in python-slack-sdk #1940).
"""

import asyncio
from collections import deque
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from adapters.sandbox.clock import Clock, sleep, within
from adapters.sandbox.slack import events
from adapters.sandbox.slack.wire import Json
from adapters.sandbox.slack.world import World

Kind = Literal["events_api", "interactive", "slash_commands"]

ACK_SECONDS = 3.0
RETRY_AFTER = (0.0, 60.0, 300.0)  # Slack docs: "nearly immediately", after a minute, after five
DELIVERIES_KEPT = 1000

# The scope without which an app is not sent a kind of event (Slack docs: each event's reference page).
MESSAGE_SCOPES = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "file_shared": "files:read",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
}


@dataclass(slots=True)
class Delivery:
    """One payload on one attempt. `acked_after` is in seconds, None until then; `failure` says why it never came."""

    kind: Kind
    payload: Json
    attempt: int = 0
    retry_reason: str = ""
    envelope_id: str = ""
    acked_after: float | None = None
    response: object = None
    failure: str = ""


class Unreachable(Exception):  # noqa: N818
    """The app did not take a payload; the text is Slack's word for why, as in ``x-slack-retry-reason``."""

    def __init__(self, reason: str, *, retry: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry = retry


class Transport(Protocol):
    """A way to the app: Socket Mode or HTTP."""

    @property
    def listening(self) -> bool:
        """Whether a payload could be sent at all."""
        ...

    async def send(self, delivery: Delivery) -> object:
        """Send a payload and return the body of its acknowledgement, None if it had none.

        Raises:
            Unreachable: it was refused or could not be sent.
        """
        ...


class Nowhere:
    """The way to an app that does not listen."""

    listening = False

    async def send(self, delivery: Delivery) -> object:
        """Refuse."""
        raise Unreachable("connection_failed")


class Courier:
    """Sends payloads over the first transport that listens, and remembers the last thousand."""

    def __init__(self, clock: Clock, world: World) -> None:
        self.transports: list[Transport] = []
        self.deliveries: deque[Delivery] = deque(maxlen=DELIVERIES_KEPT)
        self._clock = clock
        self._world = world
        self._running: set[asyncio.Task[None]] = set()

    def announce(self, event: Json) -> None:
        """Send an event if the app is subscribed to it and listening; it is lost when nobody listens.

        Slack gives no promise across a gap without any connection (measured, python-slack-sdk #1940).
        """
        scope = MESSAGE_SCOPES.get(event.get("channel_type", "")) or EVENT_SCOPES.get(event["type"], "")
        if scope in self._world.app.scopes and self._listening() is not None:
            payload = events.callback(self._world, event, self._world.new_id("Ev"))
            self._start(self._insist(payload))

    async def deliver(self, kind: Kind, payload: Json) -> Delivery:
        """Send what a person did, once. Look at `failure` of what is returned."""
        delivery = Delivery(kind, payload)
        await self._attempt(delivery)
        return delivery

    async def close(self) -> None:
        """Give up every delivery under way."""
        for task in tuple(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _listening(self) -> Transport | None:
        return next((transport for transport in self.transports if transport.listening), None)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _insist(self, payload: Json) -> None:
        delivery = Delivery("events_api", payload)
        for wait in (*RETRY_AFTER, None):
            if not await self._attempt(delivery) or wait is None:
                return
            if wait:
                await sleep(self._clock, wait)
            delivery = Delivery("events_api", payload, delivery.attempt + 1, retry_reason=delivery.failure)

    async def _attempt(self, delivery: Delivery) -> bool:
        """Try once, and return whether another try is due."""
        self.deliveries.append(delivery)
        self._world.touch()
        transport = self._listening() or Nowhere()
        started = self._clock.now()
        try:
            delivery.response = await within(self._clock, ACK_SECONDS, transport.send(delivery))
            delivery.acked_after = self._clock.now() - started
        except TimeoutError:
            delivery.failure = "timeout"
        except Unreachable as refusal:
            delivery.failure = refusal.reason
            return refusal.retry
        finally:
            self._world.touch()
        return bool(delivery.failure)
