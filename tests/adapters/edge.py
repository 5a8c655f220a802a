"""What a contract test has in its hands: a connected adapter, and the people on the other side of its platform."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from bridge.content.items import Paragraph, Text
from bridge.interaction import ConfirmInteraction, Form, StringInteraction
from bridge.ports import (
    Adapter,
    Clicked,
    Inbound,
    MessageRef,
    Press,
    Question,
    Receipt,
    Reply,
    Said,
    Thread,
)
from tests.fakes.inbox import RecordingInbox

SURE = Question("q-sure", Form((ConfirmInteraction(value_key="sure", title="Sure?"),)))
PERSONAL = Question(
    "q-form",
    Form((StringInteraction(value_key="name", title="Your name"), StringInteraction(value_key="note", title="Note"))),
)


class Core(RecordingInbox):
    """Takes every event once, and opens forms at once, as the core does.

    Attributes:
        repeated: what was delivered again.
        opening: called with a click that asks for a form.
    """

    def __init__(self) -> None:
        super().__init__()
        self.repeated: list[Inbound] = []
        self.opening: Callable[[Clicked], Awaitable[None]] | None = None

    async def receive(self, event: Inbound) -> Receipt:
        if any(event.id == known.id for known in self.events):
            self.repeated.append(event)
            return Receipt(accepted=True)
        if isinstance(event, Clicked) and event.press in (Press.OPEN, Press.PRESET) and self.opening:
            await self.opening(event)
        return await super().receive(event)


class Edge(Protocol):
    """A connected adapter with an inbox like the core's, and the people on the other side of the platform."""

    @property
    def adapter(self) -> Adapter[Any]: ...

    @property
    def inbox(self) -> Core: ...

    async def write(self, text: str, *, by: str = "ann", thread: Thread | None = None) -> str:
        """Write at the top of a channel ("@chatbridge" is a mention), or in a thread; the message's id."""
        ...

    async def write_directly(self, text: str) -> None:
        """Write to the bot alone."""
        ...

    async def write_as_a_program(self, text: str) -> None:
        """Another bot writes at the top of the channel."""
        ...

    async def give_file(self, name: str, content: bytes) -> None:
        """Mention the bot with a file."""
        ...

    async def deliver_twice(self) -> None:
        """Have the platform deliver what happens next two times."""
        ...

    def messages(self, thread: Thread) -> Sequence[str]:
        """What each message of the bot in the thread shows, in order, as plain words."""
        ...

    def whispers(self, person: str) -> Sequence[str]:
        """What only this person sees."""
        ...

    async def press(self, message: MessageRef, label: str, *, by: str = "ann") -> bool:
        """Use a button; whether the platform was content with our answer."""
        ...

    async def press_stray(self, message: MessageRef) -> bool:
        """Use a button that is of our making no more (its id means nothing to us)."""
        ...

    async def fill(self, **values: str) -> str:
        """Send the open form, by label; what is wrong with it in the person's eyes, or an empty text."""
        ...

    async def reopen(self) -> None:
        """Get back to a form that was sent with errors, if the platform has closed it."""
        ...

    async def lose_next_post(self) -> None:
        """Have the platform fail at the next message we post, before it takes it."""
        ...

    async def lose_next_answer(self) -> None:
        """Have the platform take the next message we post, and break the connection before it says so."""
        ...

    async def restart(self) -> None:
        """Take the adapter down and bring up another one with the same settings."""
        ...


def text(words: str) -> Text:
    return Text(content=(Paragraph(words),))


async def post(edge: Edge, thread: Thread, reply: Reply) -> list[MessageRef]:
    return [await edge.adapter.post(thread, payload) for payload in edge.adapter.render(reply)]


async def post_as(edge: Edge, thread: Thread, key: str, words: str) -> MessageRef:
    (payload,) = edge.adapter.render(Reply(turn=key.partition(".")[0], content=(text(words),)))
    return await edge.adapter.post(thread, payload, key)


async def begun(edge: Edge, words: str = "@chatbridge hello") -> Said:
    """A conversation: somebody mentions the bot, and it answers."""
    await edge.write(words)
    said = await edge.inbox.next(Said)
    await post(edge, said.thread, Reply(turn="t0", content=(text("welcome"),)))
    return said
