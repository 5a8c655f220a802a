"""An adapter without a platform: it keeps what it is asked to show, and tests wait for that."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bridge.content.text import plain_text
from bridge.errors import DeliveryError
from bridge.ports import (
    Capabilities,
    Inbox,
    MessageRef,
    Person,
    Question,
    RemoteFile,
    Reply,
    Said,
    Thread,
    Utterance,
)

AT_ONCE = Capabilities(edit_interval=0.0)


@dataclass(frozen=True, slots=True)
class Page:
    """The payload of the fake platform: one reply is one message."""

    text: str
    reply: Reply


@dataclass
class FakeAdapter:
    """A platform that takes everything at once.

    Attributes:
        shown: what stands in the threads, by message id.
        statuses: every status that was asked for.
        status: the one that stands; a post takes it away, as on Slack.
        told: what was said to one person alone.
        offered_restart: how often that came with a button that begins again.
        refuse: an error to raise from the next post.
        gate: posts wait for it, if there is one; `held` is how many do.
        keys: the messages that were posted with a key; clear it for a platform that has forgotten them.
        unheard: what people wrote while no bridge was there.
    """

    name: str = "fake"
    capabilities: Capabilities = AT_ONCE
    shown: dict[str, Page] = field(default_factory=dict[str, Page])
    threads: dict[str, str] = field(default_factory=dict[str, str])
    edits: list[Page] = field(default_factory=list[Page])
    deleted: list[Page] = field(default_factory=list[Page])
    statuses: list[str] = field(default_factory=list[str])
    status: str = ""
    told: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    offered_restart: int = 0
    opened: list[Question] = field(default_factory=list[Question])
    past: Sequence[Utterance] = ()
    refuse: DeliveryError | None = None
    gate: asyncio.Event | None = None
    held: int = 0
    keys: dict[str, MessageRef] = field(default_factory=dict[str, MessageRef])
    unheard: Sequence[Said] = ()

    def __post_init__(self) -> None:
        self._changed = asyncio.Event()

    def copy(self) -> "FakeAdapter":
        """The same platform at this moment, for another bridge."""
        return FakeAdapter(
            self.name, self.capabilities, dict(self.shown), dict(self.threads), keys=dict(self.keys), past=self.past
        )

    @asynccontextmanager
    async def run(self, inbox: Inbox) -> AsyncGenerator[None]:
        yield

    def render(self, reply: Reply) -> Sequence[Page]:
        return [Page(plain_text(reply.content), reply)]

    async def post(self, thread: Thread, payload: Page, key: str = "") -> MessageRef:
        if self.gate is not None:
            self.held += 1
            self._changed.set()
            await self.gate.wait()
        if self.refuse is not None:
            error, self.refuse = self.refuse, None
            raise error
        if key in self.keys:
            return self.keys[key]
        message = MessageRef(thread.channel, f"m{len(self.threads) + 1}")
        self.shown[message.id] = payload
        self.threads[message.id] = thread.key
        if key:
            self.keys[key] = message
        self.status = ""
        self._changed.set()
        return message

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        return {key: ref for key, ref in self.keys.items() if key.startswith(f"{turn}.")}

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        return [said for said in self.unheard if said.thread == thread and said.at > after]

    async def edit(self, message: MessageRef, payload: Page) -> None:
        self.shown[message.id] = payload
        self.edits.append(payload)
        self._changed.set()

    async def delete(self, message: MessageRef) -> None:
        self.deleted.append(self.shown.pop(message.id))
        self._changed.set()

    async def show_status(self, thread: Thread, status: str) -> None:
        self.statuses.append(status)
        self.status = status
        self._changed.set()

    async def tell(self, thread: Thread, person: Person, text: str, *, restart: bool = False) -> None:
        self.told.append((person.id, text))
        self.offered_restart += restart
        self._changed.set()

    async def open_form(self, opener: object, thread: Thread, question: Question) -> None:
        self.opened.append(question)
        self._changed.set()

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        return self.past

    async def download(self, file: RemoteFile, target: Path) -> None:
        await asyncio.to_thread(target.write_text, str(file.handle))

    def texts(self, thread: Thread | None = None) -> list[str]:
        """What stands in the thread (or in all), in the order it was posted."""
        return [p.text for ref, p in self.shown.items() if thread is None or self.threads[ref] == thread.key]

    def questions(self) -> list[Question]:
        """The questions that wait, as far as the platform shows."""
        replies = [page.reply for page in self.shown.values()]
        return [r.question for r in replies if r.question and not r.answer and not r.closed]

    async def until(self, true: Callable[["FakeAdapter"], object]) -> None:
        """Wait until the platform shows this. Woken by every change; fails with what is shown instead."""
        try:
            async with asyncio.timeout(20):
                while not true(self):
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(f"not shown; shown are {self.texts()}, told {self.told}") from None
