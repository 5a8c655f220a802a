"""What people think of an answer: thumbs under it, a word if they like, told to a handler that wants to know.

Guarantee: an opinion is kept with its turn before the agent hears of it; an agent that does not ask for it, or fails
over it, changes nothing for the person.
"""

from typing import Any

import structlog

from bridge.catalog.catalog import Agent
from bridge.content.text import plain_text
from bridge.errors import HostError
from bridge.host.port import Asking, Failure
from bridge.interaction.form import Form
from bridge.interaction.kinds import TextareaInteraction
from bridge.journal.journal import Journal
from bridge.ports import Clicked, Inbound, Press, Question, Submitted
from bridge.session.asked import Input
from bridge.session.handler import Handler, SaidSoFar
from bridge.session.standing import Standing
from bridge.session.turn import replay

log = structlog.get_logger("chatbridge.session")

FUNCTION = "on_feedback"
NOBODY = {"failure": {"kind": "nobody", "message": f"{FUNCTION} is told something: nobody is there to be asked"}}
COMMENT = "comment"
PREFIX = "rate:"
"""Begins the id of the question for a comment; the turn follows."""
FORM = Form((TextareaInteraction(value_key=COMMENT, title="Anything to add?", description="Thank you. This is kept."),))


def rated_turn(event: Inbound) -> str:
    """The turn that this is an opinion on, or "" if it is none."""
    match event:
        case Clicked(press=Press.RATE):
            return event.question
        case Submitted() if event.question.startswith(PREFIX):
            return event.question.removeprefix(PREFIX)
        case _:
            return ""


def asks_why(turn: str) -> Question:
    """What is asked of somebody who has used a thumb."""
    return Question(f"{PREFIX}{turn}", FORM)


class Feedback:
    """What people think of one conversation's answers."""

    def __init__(
        self, standing: Standing, agent: Agent, journal: Journal, handler: Handler, said_so_far: SaidSoFar
    ) -> None:
        self._standing = standing
        self._agent = agent
        self._journal = journal
        self._handler = handler
        self._said_so_far = said_so_far

    async def take(self, given: Input) -> None:
        """Write an opinion down, again if it was taken before a crash, and tell the handler, if it wants to know."""
        event, turn, person = given.event, rated_turn(given.event), given.event.person.id
        match event:
            case Clicked():
                self._journal.rated(turn, person, good=event.choice == 1)
            case Submitted():
                self._journal.commented(turn, person, str(event.values.get(COMMENT) or "").strip())
            case _:
                return  # words are no opinion
        known = await self._journal.rating(turn, person)
        if known is None:
            return
        rating, told = known
        answer = plain_text(replay(told.run.id, told.run.said, self._agent.program.folder).content)
        data: dict[str, Any] = {
            "rating": "positive" if rating.good else "negative",
            "comment": rating.comment,
            "input": told.run.argument,
            "answer": answer,
        }
        try:
            await self._handler.wake(self._said_so_far)
            async for frame in self._handler.call(FUNCTION, data, given.turn):
                match frame:
                    case Failure():
                        self._report(frame.message, frame.traceback)
                    case Asking():
                        self._handler.answer(frame.number, NOBODY)
                    case _:
                        pass
        except HostError as error:
            self._report(str(error), "")
        if self._standing.record.state == "over":
            await self._handler.forget()

    def _report(self, reason: str, traceback: str) -> None:
        log.warning("feedback_not_heard", agent=self._agent.name, reason=reason, traceback=traceback)
