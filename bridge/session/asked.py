"""A question that waits for its answer, and the answer on its way to the agent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bridge.ports import Question, Receipt, Reply, Submitted
from bridge.session import texts
from bridge.session.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits, with the reply that shows it."""

    question: Question
    reply: Reply
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Answered:
    """A question was answered by a click or a form: typed values, already checked."""

    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Restart:
    """A person wants to begin again."""


def refuse(submitted: Submitted, reason: str) -> Receipt:
    """Keep the form open with the reason beside its first field, so that nothing typed is lost."""
    first = next(iter(submitted.values), "")
    return Receipt(accepted=False, errors={first: texts.KEEP_FORM.format(reason=reason)}, final=True)
