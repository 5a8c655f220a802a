"""A platform that takes everything at once and shows nothing: for what the bridge costs by itself."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bridge.content.text import plain_text
from bridge.interaction.values import RemoteFile
from bridge.ports import (
    Address,
    Capabilities,
    Inbox,
    MessageRef,
    Person,
    Question,
    Reply,
    Said,
    Thread,
    Utterance,
)

ANN = Person("ann", "Ann")


class Quiet:
    """``await quiet.turn(3)`` says something in the third thread and returns what the agent asks or says then."""

    name = "quiet"
    capabilities = Capabilities(edit_interval=0.5)

    def __init__(self) -> None:
        self._inbox: Inbox | None = None
        self._answers: dict[str, asyncio.Future[str]] = {}
        self._said = 0

    async def turn(self, number: int, text: str = "hello") -> str:
        """Say it, with a mention, and wait for the whole answer."""
        assert self._inbox is not None, "inside run()"
        self._said += 1
        thread = Thread("quiet", "team", "channel", str(number))
        answered = self._answers[thread.key] = asyncio.get_running_loop().create_future()
        said = Said(
            id=f"e{self._said}", at=float(self._said), thread=thread, person=ANN, text=text, address=Address.MENTION,
            message=MessageRef("channel", str(self._said)),
        )  # fmt: skip
        await self._inbox.receive(said)
        return await answered

    @asynccontextmanager
    async def run(self, inbox: Inbox) -> AsyncGenerator[None]:
        self._inbox = inbox
        yield

    def render(self, reply: Reply) -> Sequence[Reply]:
        return [reply]

    async def post(self, thread: Thread, payload: Reply, key: str = "") -> MessageRef:
        waiting = self._answers.get(thread.key)
        if payload.question is not None and waiting is not None and not waiting.done():
            waiting.set_result(plain_text(payload.content))
        return MessageRef("channel", key)

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        return {}

    async def edit(self, message: MessageRef, payload: Reply) -> None: ...

    async def delete(self, message: MessageRef) -> None: ...

    async def show_status(self, thread: Thread, status: str) -> None: ...

    async def tell(self, thread: Thread, person: Person, text: str, *, restart: bool = False) -> None: ...

    async def open_form(self, opener: object, thread: Thread, question: Question) -> None: ...

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        return ()

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        return ()

    async def download(self, file: RemoteFile, target: Path) -> None: ...
