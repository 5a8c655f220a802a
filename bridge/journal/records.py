"""What the journal gives back, and how an event becomes JSON and an event again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, assert_never

from bridge.journal.given import to_plain, to_rich
from bridge.ports import Address, Clicked, Inbound, MessageRef, Person, Press, Said, Submitted, Thread

SessionState = Literal["new", "open", "over", "picking"]
"""Nothing was said yet; it goes on; it has ended, and a message begins it again; an agent is being chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """One conversation. `question` is the id of the one that waits; `history` what was said before it began."""

    id: str
    thread: Thread
    agent: str
    starter: Person
    since: float
    state: SessionState = "new"
    question: str | None = None
    history: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """One turn that has ended.

    Attributes:
        inputs: the input definitions of what it asks, if it does.
        said: the agent's responses, as far as they are still to be seen.
        words: what the person said, in words.
        failure: how it failed: the fields of `bridge.host.port.Failure`, and `error_id`.
        concluded: what stands in the place of what it asks: who answered what, or why it is closed.
        asks: what it had asked on its way, and what was answered; None if nothing.
    """

    id: str
    session: str
    number: int
    function: str
    person: str
    agent: str
    version: str
    argument: Any
    inputs: Any
    words: str
    said: Sequence[Mapping[str, Any]]
    status: str
    failure: Mapping[str, Any] | None
    accepted: float
    started: float
    ended: float
    concluded: Mapping[str, Any] | None = None
    asks: Sequence[Mapping[str, Any]] | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """Something accepted that waits to be taken: the turn it will be, and how often a bridge has taken it already."""

    event: Inbound
    turn: str
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of ours and what it shows, as a hash."""

    message: MessageRef
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """All there is of one thread: its conversation, the question that waits, and what was accepted but not taken up.

    Attributes:
        run: the turn that asked it.
        shown: the messages of that turn, by part.
        views: what is chosen in its dropdowns.
    """

    session: SessionRecord
    runs: int = 0
    run: RunRecord | None = None
    shown: Mapping[str, Shown] = field(default_factory=dict[str, Shown])
    views: Mapping[int, int] = field(default_factory=dict[int, int])
    waiting: Sequence[Letter] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """What one person thinks of an answer."""

    good: bool
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One turn that has ended, with the messages that show it and what is chosen in its dropdowns."""

    run: RunRecord
    shown: Mapping[str, Shown]
    views: Mapping[int, int]


def to_body(event: Inbound) -> tuple[str, dict[str, Any]]:
    """The kind of an event, and all of it that is not in a column of its own."""
    person = {"person": event.person.id, "name": event.person.name}
    match event:
        case Said():
            files = [to_plain(file) for file in event.files]
            where = {"channel": event.message.channel, "message": event.message.id}
            return "said", {**person, **where, "text": event.text, "address": str(event.address), "files": files}
        case Clicked():
            where = {"channel": event.message.channel, "message": event.message.id}
            chosen = {"press": str(event.press), "question": event.question, "choice": event.choice}
            return "clicked", {**person, **where, **chosen}
        case Submitted():
            values = {name: to_plain(value) for name, value in event.values.items()}
            return "submitted", {**person, "question": event.question, "values": values}
        case _:
            assert_never(event)


def to_event(kind: str, body: Mapping[str, Any], *, event_id: str, at: float, thread: Thread) -> Inbound:
    """The event that became this. A click is no opener any more: that was good for seconds."""
    person = Person(body["person"], body["name"])
    match kind:
        case "said":
            files = tuple(to_rich(file) for file in body["files"])
            message = MessageRef(body["channel"], body["message"])
            return Said(
                id=event_id, at=at, thread=thread, person=person, text=body["text"], address=Address(body["address"]),
                message=message, files=files,
            )  # fmt: skip
        case "clicked":
            message = MessageRef(body["channel"], body["message"])
            return Clicked(
                id=event_id, at=at, thread=thread, person=person, press=Press(body["press"]), opener=None,
                question=body["question"], choice=body["choice"], message=message,
            )  # fmt: skip
        case _:
            values = {name: to_rich(value) for name, value in body["values"].items()}
            return Submitted(id=event_id, at=at, thread=thread, person=person, question=body["question"], values=values)
