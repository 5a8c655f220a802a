"""What a platform's edge does, and what it finds on our side."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bridge.interaction.values import RemoteFile
from bridge.ports.inbound import Inbound, Receipt, Said
from bridge.ports.places import MessageRef, Person, Thread
from bridge.ports.shown import Question, Reply


class Drafts(Protocol):
    """Where an adapter keeps what people have entered in forms that they have not sent as a whole; restarts included.

    A draft is one person's, of one question. What is in it is the adapter's: plain values, `Picked`, `RemoteFile`.
    """

    async def draft(self, question: str, person: str) -> Mapping[str, Any] | None: ...

    async def keep_draft(self, question: str, person: str, body: Mapping[str, object]) -> None: ...

    def forget_draft(self, question: str, person: str) -> None: ...


class Inbox(Protocol):
    """Where an adapter hands over what happened."""

    @property
    def drafts(self) -> Drafts: ...

    async def question(self, thread: Thread, question: str) -> Question | None:
        """Return the question of this id if it waits in the thread: what a form is about that is open, restarts
        included.
        """
        ...

    async def receive(self, event: Inbound) -> Receipt:
        """Take an event. Returns within milliseconds: agents run later. Never raises for what a person did."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a platform can do, as far as the core decides on it.

    Attributes:
        edit_interval: seconds between two edits of a reply that is still being written.
    """

    edit_interval: float


@dataclass(frozen=True, slots=True)
class Utterance:
    """One earlier message of a thread. `own` is true for what this bot said."""

    own: bool
    text: str


P = TypeVar("P")
"""One platform message, ready to send. Equal payloads look the same, so an edit between them is not sent."""


class Adapter(Protocol[P]):
    """One platform's edge.

    Promises: `run` acknowledges every event within the platform's deadline and never waits for an agent; the methods
    that send keep the platform's rates, retry what is safe to retry, and raise `bridge.errors.DeliveryError` otherwise.
    """

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    def run(self, inbox: Inbox) -> AbstractAsyncContextManager[None]:
        """Be connected inside the context: events go to `inbox`. Entering it means that events are being received."""
        ...

    def render(self, reply: Reply) -> Sequence[P]:
        """Return the platform messages that show all of `reply`, in order. Pure and total: nothing is cut, nothing
        raises. Appending to `reply.content` changes only the last payloads, so that delivery can edit in place.
        """
        ...

    async def post(self, thread: Thread, payload: P, key: str = "") -> MessageRef:
        """Post a message. `key` names this post for good, in at most 20 characters: as long as the platform remembers
        it, posting again with it shows nothing new and returns the message that stands there, whatever that shows.
        """
        ...

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        """Return the messages in the thread that were posted with a key of this turn (``{turn}.…``), by key: those
        that the platform lets us recognise. Asked after a crash only, when it is in doubt what was posted.
        """
        ...

    async def edit(self, message: MessageRef, payload: P) -> None: ...

    async def delete(self, message: MessageRef) -> None: ...

    async def show_status(self, thread: Thread, status: str) -> None:
        """Show that work goes on ("is working…"); an empty status clears it. A courtesy: it does not raise."""
        ...

    async def tell(self, thread: Thread, person: Person, text: str, *, restart: bool = False) -> None:
        """Say one line to this person alone; with `restart` beside a button that begins the conversation again."""
        ...

    async def open_form(self, opener: object, thread: Thread, question: Question) -> None:
        """Show the form of `question` to the person whose click gave `opener`."""
        ...

    async def history(self, thread: Thread, before: MessageRef) -> Sequence[Utterance]:
        """Return what was said in the thread before this message, oldest first."""
        ...

    async def missed(self, thread: Thread, after: float) -> Sequence[Said]:
        """Return what people wrote in the thread after this time of the platform, as it would have been delivered: what
        was said while no bridge was there.
        """
        ...

    async def download(self, file: RemoteFile, target: Path) -> None:
        """Save the file as `target`."""
        ...
