"""What we show: replies, what they ask, and what was answered."""

from dataclasses import dataclass, replace

from bridge.content.items import Item, Paragraph, Style, Text
from bridge.interaction.form import Form
from bridge.ports.places import Person


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
class Ask:
    """A question of a turn that goes on. It stands where it was asked, and stays there with its answer.

    Attributes:
        at: how many items of the content come before it.
        question: a form of one field.
        answer: set once it was answered.
        closed: why it is not awaited any more, if it was not answered; or empty.
    """

    at: int
    question: Question
    answer: Answer | None = None
    closed: str = ""

    @property
    def waits(self) -> bool:
        return self.answer is None and not self.closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What one turn shows, so far or whole.

    Attributes:
        content: the items, in order.
        asks: what was asked on the way, in order.
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
    asks: tuple[Ask, ...] = ()
    question: Question | None = None
    answer: Answer | None = None
    closed: str = ""
    running: bool = False
    rated: bool = False

    @property
    def segments(self) -> tuple["Reply", ...]:
        """The reply as replies without `asks`, one after the other: each question ends the messages it stands in, so
        that people are called to it, and what the agent says afterwards stands below it.
        """
        parts: list[Reply] = []
        begin = 0
        for ask in self.asks:
            at = min(max(ask.at, begin), len(self.content))
            if self.content[begin:at]:
                parts.append(Reply(turn=self.turn, content=self.content[begin:at]))
            parts.append(_alone(self.turn, ask))
            begin = at
        rest = replace(self, content=self.content[begin:], asks=())
        shows = bool(rest.content or rest.question or rest.answer or rest.closed or rest.rated)
        return (*parts, rest) if shows or not parts else tuple(parts)


def _alone(turn: str, ask: Ask) -> Reply:
    """A question by itself; one that nobody waits for any more is words."""
    if not ask.closed:
        return Reply(turn=turn, question=ask.question, answer=ask.answer)
    label = ask.question.form.fields[0].label
    return Reply(
        turn=turn, content=(Text(content=(Paragraph(text=f"{label} — {ask.closed}", style=Style(italic=True)),)),)
    )


NO_TURN = "none"
"""The `turn` of a reply that offers to begin again where no turn is known any more."""
