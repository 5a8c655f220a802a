"""A reply as one terminal message. In a terminal an answer needs no drawing: what a person typed stands there."""

from dataclasses import dataclass

from adapters.terminal.printable import printable
from bridge.content.degrade import degrade
from bridge.content.items import BarChart, Error, Image, Item, LineChart, Markdown, ScatterPlot, Section, Table, Text
from bridge.content.text import plain_text
from bridge.ports import Question, Reply

SHOWS = frozenset({Section, Text, Markdown, Table, BarChart, LineChart, ScatterPlot, Image, Error})
"""What a terminal shows by itself. Nothing can be switched there: a dropdown's subsections stand one below another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerminalMessage:
    """What one turn shows.

    Attributes:
        turn: the id of the turn.
        content: the items; drawn when they are printed, as wide as the terminal is then.
        note: a line under them, such as why a question no longer waits.
        question: what waits for an answer, if anything.
        running: the turn goes on.
        ended: nothing will follow: the conversation is over.
    """

    turn: str
    content: tuple[Item, ...] = ()
    note: str = ""
    question: Question | None = None
    running: bool = False
    ended: bool = False

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return printable("\n\n".join(part for part in (plain_text(self.content), self.note) if part))


def message_of(reply: Reply) -> TerminalMessage:
    """The message that shows the whole reply.

    A reply that is closed and asked nothing is the last one. Its reason is not repeated: the chat ends, that says it.
    """
    ended = bool(reply.closed) and reply.question is None and not reply.running
    waits = reply.answer is None and not reply.closed and not reply.running
    midway = next((ask.question for ask in reply.asks if ask.waits), None)
    return TerminalMessage(
        turn=reply.turn,
        content=degrade(reply.content, SHOWS),
        note="" if ended else reply.closed,
        question=midway or (reply.question if waits else None),
        running=reply.running,
        ended=ended,
    )
