"""What reaches us from a platform, and what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bridge.interaction.values import RemoteFile
from bridge.ports.places import MessageRef, Person, Thread


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
    PRESET = "preset"  # show the form filled in: `choice` is the preset's place among all of the form's
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
