"""Whose turn it is to speak: a pure reduction of what was shown and sent."""

from dataclasses import dataclass, replace

from adapters.terminal.payload import TerminalMessage
from bridge.ports import MessageRef, Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Who is expected to speak.

    Attributes:
        question: what waits for an answer; None leaves it to the person what to say.
        at: the message that shows the question.
        turn: the id of the running turn, if one is known.
        awaiting: the agent has the word: something was sent, and what comes of it was not shown yet.
        over: the conversation has ended, or the person left.
    """

    question: Question | None = None
    at: MessageRef | None = None
    turn: str = ""
    awaiting: bool = False
    over: bool = False


def shown(floor: Floor, at: MessageRef, message: TerminalMessage) -> Floor:
    """After a message was posted or edited."""
    if message.ended:
        return Floor(over=True)
    if message.running:
        floor = replace(floor, turn=message.turn)
    elif message.turn == floor.turn:
        floor = replace(floor, turn="")
    if message.question is None:
        return removed(floor, at)
    if message.question == floor.question:
        return floor
    return replace(floor, question=message.question, at=at, awaiting=False)


def removed(floor: Floor, at: MessageRef) -> Floor:
    """After a message went, or the question in it."""
    return replace(floor, question=None, at=None) if at == floor.at else floor


def sent(floor: Floor) -> Floor:
    """While the person's words are on their way: the agent has the word before it can answer."""
    return replace(floor, awaiting=True)


def came_back(floor: Floor) -> Floor:
    """The person is told that nothing comes of what they sent, so they have the word again."""
    return replace(floor, awaiting=False, turn="")
