"""Show one turn's reply on its platform: first posts, then edits, until it is whole.

Guarantees: messages appear in order and each once; partial replies are coalesced to the platform's pace, the newest
wins; a failed edit never becomes a second post; the whole reply is always the last thing shown.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bridge.errors import DeliveryError, new_error_id
from bridge.ports import Adapter, MessageRef, Reply, Thread

log = structlog.get_logger("chatbridge.delivery")


@dataclass(slots=True)
class Posted:
    """One platform message of ours, and what it shows."""

    message: MessageRef
    payload: object


class Delivery:
    """The messages that show one turn."""

    def __init__(self, adapter: Adapter[Any], thread: Thread) -> None:
        self._adapter = adapter
        self._thread = thread
        self._posted: list[Posted] = []
        self._waiting_line: MessageRef | None = None
        self._status = ""
        self._shown: Reply | None = None
        self._latest: Reply | None = None
        self._pump: asyncio.Task[None] | None = None
        self._finishing = asyncio.Event()
        self._lock = asyncio.Lock()

    def show(self, reply: Reply) -> None:
        """Show what there is so far, soon. A newer reply replaces one that was not shown yet."""
        self._latest = reply
        if self._pump is None:
            self._pump = asyncio.create_task(self._show_latest(), name=f"delivery {self._thread.key}")

    async def show_status(self, status: str) -> None:
        """Show what the turn is doing, beside the thread; it goes when the reply is whole."""
        self._status = status
        await self._adapter.show_status(self._thread, status)

    async def show_waiting(self, reply: Reply) -> None:
        """Show that the turn runs although it has nothing to show, with the means to stop it."""
        async with self._lock:
            if not self._posted and self._waiting_line is None and not self._finishing.is_set():
                self._shown = reply
                payloads = self._adapter.render(reply)
                try:
                    self._waiting_line = await self._post(payloads[0])
                except DeliveryError as error:
                    self._report(error)

    async def finish(self, reply: Reply) -> None:
        """Show the whole reply and return when it is there. Also takes later changes to it, such as its answer."""
        self._finishing.set()
        if self._pump is not None:
            await self._pump
            self._pump = None
        await self._bring_about(reply)
        if self._status:
            self._status = ""
            await self._adapter.show_status(self._thread, "")

    async def close(self, turn: str, reason: str) -> None:
        """Nothing more will come of this turn: what is shown stays, with the reason in place of what was asked."""
        shown = self._latest or self._shown or Reply(turn=turn)
        await self.finish(replace(shown, running=False, closed=reason))

    async def _show_latest(self) -> None:
        while self._latest is not None and not self._finishing.is_set():
            reply, self._latest = self._latest, None
            await self._bring_about(reply)
            if await self._pause():
                return
        self._pump = None

    async def _pause(self) -> bool:
        """Wait until the next edit is due; True if the whole reply came instead."""
        try:
            async with asyncio.timeout(self._adapter.capabilities.edit_interval):
                return await self._finishing.wait()
        except TimeoutError:
            return False

    async def _bring_about(self, reply: Reply) -> None:
        """Make the thread show exactly this reply."""
        async with self._lock:
            self._shown = reply
            try:
                await self._reconcile(self._adapter.render(reply))
            except DeliveryError as error:
                self._report(error)

    async def _reconcile(self, payloads: Sequence[object]) -> None:
        for index, payload in enumerate(payloads):
            if index == len(self._posted):
                self._posted.append(Posted(await self._post(payload), payload))
            elif self._posted[index].payload != payload:
                await self._edit(self._posted[index], payload)
        while len(self._posted) > len(payloads):
            await self._adapter.delete(self._posted.pop().message)
        # The waiting line is not edited into the reply: an edit notifies nobody. It goes once the reply is there.
        if self._waiting_line is not None:
            line, self._waiting_line = self._waiting_line, None
            await self._adapter.delete(line)

    async def _post(self, payload: object) -> MessageRef:
        message = await self._adapter.post(self._thread, payload)
        if self._status and not self._finishing.is_set():
            await self._adapter.show_status(self._thread, self._status)  # a post of ours takes it away
        return message

    async def _edit(self, posted: Posted, payload: object) -> None:
        """One message that cannot be edited (a person deleted it, say) does not keep the next ones from being shown."""
        try:
            await self._adapter.edit(posted.message, payload)
        except DeliveryError as error:
            self._report(error)
        posted.payload = payload

    def _report(self, error: DeliveryError) -> None:
        log.error("delivery_failed", thread=self._thread.key, error_id=new_error_id(), reason=str(error))
