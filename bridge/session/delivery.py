"""Show one turn's reply on its platform: first posts, then edits, until it is whole.

Guarantees: messages appear in order and each once, also if the bridge was killed while it posted; partial replies are
coalesced to the platform's pace, the newest wins; a failed edit never becomes a second post; the whole reply is always
the last thing shown.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Protocol

import structlog

from bridge.errors import DeliveryError, new_error_id
from bridge.journal.records import Shown
from bridge.ports import Adapter, MessageRef, Reply, Thread

log = structlog.get_logger("chatbridge.delivery")

WAITING = "w"
"""The part of a turn that says that it runs; the others are numbered."""
UNKNOWN = ""
"""The digest of a message of which it is not known what it shows."""


class Outbox(Protocol):
    """Where it is written down what was shown (`bridge.journal`)."""

    def shown(self, thread: Thread, turn: str, parts: Mapping[str, Shown]) -> None: ...

    def gone(self, turn: str, part: str) -> None: ...

    async def messages(self, turn: str) -> Mapping[str, Shown]: ...


@dataclass(slots=True)
class Posted:
    """One platform message of ours, and what it shows."""

    message: MessageRef
    digest: str


class Delivery:
    """The messages that show one turn."""

    def __init__(
        self,
        adapter: Adapter[Any],
        thread: Thread,
        turn: str,
        outbox: Outbox,
        *,
        shown: Mapping[str, Shown] | None = None,
        in_doubt: bool = False,
    ) -> None:
        """Begin with what is shown already.

        Args:
            adapter: the platform.
            thread: where to show it.
            turn: whose reply it is.
            outbox: what was shown is written there.
            shown: the messages of this turn that are known, by part.
            in_doubt: a bridge that ended may have shown more than is known: the platform is asked first.
        """
        self._adapter = adapter
        self._thread = thread
        self._turn = turn
        self._outbox = outbox
        self._posted: list[Posted] = []
        self._waiting_line: MessageRef | None = None
        self._in_doubt = in_doubt
        self._confirming = in_doubt
        self._status = ""
        self._shown: Reply | None = None
        self._latest: Reply | None = None
        self._pump: asyncio.Task[None] | None = None
        self._finishing = asyncio.Event()
        self._lock = asyncio.Lock()
        self._take_up(shown or {})

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
                payload = self._adapter.render(reply)[0]
                try:
                    await self._settle_doubt()
                    if self._waiting_line is None:
                        self._waiting_line = await self._post(payload, WAITING)
                        self._outbox.shown(self._thread, self._turn, {WAITING: Shown(self._waiting_line, UNKNOWN)})
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

    async def leave(self) -> None:
        """The bridge stops in the middle: what is shown stays as it is, for the next one to go on with."""
        self._finishing.set()
        if self._pump is not None:
            await self._pump
        if self._status:
            await self._adapter.show_status(self._thread, "")

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
            changed: dict[str, Shown] = {}
            try:
                await self._settle_doubt()
                await self._reconcile(self._adapter.render(reply), changed)
            except DeliveryError as error:
                self._report(error)
            if changed:
                self._outbox.shown(self._thread, self._turn, changed)

    async def _reconcile(self, payloads: Sequence[object], changed: dict[str, Shown]) -> None:
        for index, payload in enumerate(payloads):
            digest = digest_of(payload)
            if index == len(self._posted):
                message = await self._post(payload, str(index))
                self._posted.append(Posted(message, UNKNOWN if self._confirming else digest))
                changed[str(index)] = Shown(message, digest)
            posted = self._posted[index]
            if posted.digest != digest:
                await self._edit(posted, payload, digest)
                changed[str(index)] = Shown(posted.message, digest)
        while len(self._posted) > len(payloads):
            await self._adapter.delete(self._posted.pop().message)
            self._outbox.gone(self._turn, str(len(self._posted)))
        # The waiting line is not edited into the reply: an edit notifies nobody. It goes once the reply is there.
        if self._waiting_line is not None:
            line, self._waiting_line = self._waiting_line, None
            await self._adapter.delete(line)
            self._outbox.gone(self._turn, WAITING)

    async def _post(self, payload: object, part: str) -> MessageRef:
        message = await self._adapter.post(self._thread, payload, f"{self._turn}.{part}")
        if self._status and not self._finishing.is_set():
            await self._adapter.show_status(self._thread, self._status)  # a post of ours takes it away
        return message

    async def _edit(self, posted: Posted, payload: object, digest: str) -> None:
        """One message that cannot be edited (a person deleted it, say) does not keep the next ones from being shown."""
        try:
            await self._adapter.edit(posted.message, payload)
        except DeliveryError as error:
            self._report(error)
        posted.digest = digest

    # ── after a crash ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def _settle_doubt(self) -> None:
        """Find what stands in the thread already. What is posted after this may still turn out to be an earlier post
        that the platform remembers by its key, so it is confirmed by an edit.
        """
        if not self._in_doubt:
            return
        self._in_doubt = False
        known = dict(await self._outbox.messages(self._turn))
        for key, message in (await self._adapter.posted(self._thread, self._turn)).items():
            known.setdefault(key.rpartition(".")[2], Shown(message, UNKNOWN))
        self._take_up(known)

    def _take_up(self, shown: Mapping[str, Shown]) -> None:
        if WAITING in shown:
            self._waiting_line = shown[WAITING].message
        while (part := shown.get(str(len(self._posted)))) is not None:
            self._posted.append(Posted(part.message, part.digest))

    def _report(self, error: DeliveryError) -> None:
        log.error("delivery_failed", thread=self._thread.key, error_id=new_error_id(), reason=str(error))


def digest_of(payload: object) -> str:
    """A word that equal payloads share, in every process."""
    return blake2b(repr(payload).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
