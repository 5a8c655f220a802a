"""A question that waits for its answer, and what people say on its way to the agent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bridge.ports import Clicked, Inbound, Press, Question, Receipt, Reply, Said, Submitted
from bridge.session import texts
from bridge.session.delivery import Delivery

RESTART = "!restart"


@dataclass(slots=True, eq=False)
class Asked:
    """A question that waits, with the reply that shows it; the reply may change. `refused` counts wrong answers."""

    question: Question
    reply: Reply
    delivery: Delivery
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Input:
    """Something accepted that waits to be taken.

    Attributes:
        event: what a person did.
        turn: the turn it will be; its id is known from the beginning, so that a crash does not make another of it.
        answer: typed values, where it is a click or a form that was checked already.
        attempts: how often a bridge has ended while it was being taken.
        events: the identities of all that is answered with it.
    """

    event: Inbound
    turn: str
    answer: Mapping[str, Any] | None = None
    attempts: int = 0
    events: tuple[str, ...] = ()

    @property
    def restarts(self) -> bool:
        """Whether a person wants to begin again."""
        return restarts(self.event)

    def joined(self, later: "Input") -> "Input":
        """Both messages as one."""
        first, second = self.event, later.event
        assert isinstance(first, Said), "only messages are joined"
        assert isinstance(second, Said), "only messages are joined"
        text = "\n".join(part for part in (first.text, second.text) if part)
        said = replace(first, text=text, files=(*first.files, *second.files), person=second.person)
        return replace(self, event=said, events=(*self.events, *later.events))


def restarts(event: Inbound) -> bool:
    """Whether a person wants to begin again."""
    match event:
        case Said(text=text):
            return text.strip().lower() == RESTART
        case Clicked(press=press):
            return press is Press.RESTART
        case Submitted():
            return False


def refuse(submitted: Submitted, reason: str) -> Receipt:
    """Keep the form open with the reason beside its first field, so that nothing typed is lost."""
    first = next(iter(submitted.values), "")
    return Receipt(accepted=False, errors={first: texts.KEEP_FORM.format(reason=reason)}, final=True)
