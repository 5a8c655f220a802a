"""The whole contract an adapter sees: what it reports, what it is asked to show, and what it must promise.

An adapter turns its platform's payloads into `Inbound` events and hands them to the `Inbox`; it turns a `Reply` into
its own payloads (`render`, pure) and sends those. A member of `Adapter` exists only where two platforms have the
concept.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bridge.content.items import Item
from bridge.interaction.form import Form
from bridge.interaction.values import RemoteFile

# ── where and who ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Thread:
    """A place on a platform where one conversation happens. `root` is None where the channel itself is the thread."""

    platform: str
    team: str
    channel: str
    root: str | None = None

    @property
    def key(self) -> str:
        """The session key: one conversation per key."""
        return "/".join((self.platform, self.team, self.channel, self.root or ""))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone on a platform. `name` is for display and may be empty."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message we posted, as the platform names it."""

    channel: str
    id: str


# ── what reaches us ───────────────────────────────────────────────────────────────────────────────────────────────────


class Address(StrEnum):
    """How a message was addressed, which decides whether it may start a conversation."""

    MENTION = "mention"
    CHANNEL = "channel"  # a top-level message of a channel, meant for the channel's agent if one is bound
    DIRECT = "direct"
    REPLY = "reply"  # in a thread, without a mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every inbound event carries.

    Attributes:
        id: the identity of what happened, equal for repeated deliveries of it.
        at: the platform's time of it in seconds; events of a thread are taken in this order.
    """

    id: str
    at: float
    thread: Thread
    person: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Said(Event):
    """A person wrote something. `text` is plain text without the mention; `message` is what they wrote it in."""

    text: str
    address: Address
    message: MessageRef
    files: tuple[RemoteFile, ...] = ()


class Press(StrEnum):
    """What a button we posted is for."""

    ANSWER = "answer"  # `choice` is the index of the chosen option of the question's only field
    OPEN = "open"  # show the form
    STOP = "stop"  # stop the running turn
    RESTART = "restart"  # begin the conversation again
    RATE = "rate"  # say whether an answer was good: `question` is its turn, `choice` is 1 for good and 0 for bad
    SHOW = "show"  # show another subsection: `question` is the dropdown's `view`, `choice` the index of the option


PRESSES = {str(press): press for press in Press}


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button or a select of ours means, written into its id: it works after a restart, with nothing in memory.

    `question` and `choice` are those of `Clicked`.
    """

    press: Press
    question: str
    choice: int = 0

    @property
    def token(self) -> str:
        """The id; distinct for distinct choices."""
        return f"{self.press}/{self.choice}/{self.question}"

    @classmethod
    def read(cls, token: str, selected: str | None = None) -> "Pressed | None":
        """What an id means, or None if it is not one of ours. `selected` is a select's value: the chosen index."""
        press, _, rest = token.partition("/")
        choice, _, question = rest.partition("/")
        choice = choice if selected is None else selected
        if press not in PRESSES or not question or not choice.isdecimal():
            return None
        return cls(PRESSES[press], question, int(choice))


@dataclass(frozen=True, slots=True, kw_only=True)
class Clicked(Event):
    """A person used a button or a select of ours.

    `question` is the `Question.id` it was posted with. `opener` is what `open_form` needs; it expires in seconds.
    """

    press: Press
    question: str
    message: MessageRef
    opener: object
    choice: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted(Event):
    """A person sent a form: raw values by field name, as the platform's fields gave them."""

    question: str
    values: Mapping[str, object]


Inbound = Said | Clicked | Submitted


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an event, known before it is acknowledged.

    `errors` go beside the fields of a submitted form and keep it open, so that nothing typed is lost. If they are
    `final`, sending it again is no use: what was typed is only there to be copied. Whatever else the person has to
    know, the bridge has told them (`Adapter.tell`).
    """

    accepted: bool
    errors: Mapping[str, str] = field(default_factory=dict[str, str])
    final: bool = False


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

    async def question(self, thread: Thread, question: str) -> "Question | None":
        """Return the question of this id if it waits in the thread: what a form is about that is open, restarts
        included.
        """
        ...

    async def receive(self, event: Inbound) -> Receipt:
        """Take an event. Returns within milliseconds: agents run later. Never raises for what a person did."""
        ...


# ── what we show ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Question:
    """A form that waits for an answer. `id` is unguessable and unique across restarts."""

    id: str
    form: Form


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answered, as label and value in words; drawn in the place of the question's buttons."""

    person: Person
    entries: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The entries as people write them: a label that asks or ends a sentence needs no colon."""
        return tuple(
            f"{label} {value}" if label.endswith(("?", ":", "!", ".")) else f"{label}: {value}"
            for label, value in self.entries
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one turn shows, so far or whole.

    Attributes:
        content: the items, in order.
        question: what it asks at the end, if anything.
        answer: set once the question was answered: its buttons give way to the answer.
        closed: why nothing is awaited any more ("The conversation has ended."); or empty. Drawn in the place of the
            question, with a button that begins again (`Press.RESTART`, its `Clicked.question` is `turn`).
        rated: people can say whether it was good (`Press.RATE`).
        running: the turn goes on; a Stop button belongs under it. Its `Clicked.question` is `turn`.
        turn: the id of the turn.
    """

    turn: str
    content: tuple[Item, ...] = ()
    question: Question | None = None
    answer: Answer | None = None
    closed: str = ""
    running: bool = False
    rated: bool = False


NO_TURN = "none"
"""The `turn` of a reply that offers to begin again where no turn is known any more."""


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
