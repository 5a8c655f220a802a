"""Run one turn: the agent's frames as they come → what the thread shows."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from bridge.host.port import Asking, Frame, Withdrawn
from bridge.ports import Reply
from bridge.session.announcer import Announcer
from bridge.session.delivery import Delivery
from bridge.session.questions import Questions
from bridge.session.turn import Outcome, Turn, apply


async def run_turn(
    turn: Turn, frames: AsyncGenerator[Frame], delivery: Delivery, folder: Path, questions: Questions
) -> Turn:
    """Show what the agent says and asks while it does so, and return the turn when the agent is done.

    The last of it is not shown yet: what is asked at its end is for the session to say.
    """
    announcer = Announcer(delivery, turn.id)

    def show() -> None:
        announcer.say(None if questions.waiting else turn.status)
        if turn.outcome is Outcome.RUNNING and (turn.content or questions.asks):
            delivery.show(Reply(turn=turn.id, content=turn.content, asks=questions.asks, running=True))

    questions.changed = show
    announcer.start()
    try:
        async with aclosing(frames):
            async for frame in frames:
                match frame:
                    case Asking():
                        questions.ask(frame, at=len(turn.content))
                    case Withdrawn(number=number):
                        questions.withdraw(number)
                    case _:
                        turn = apply(turn, frame, folder)
                show()
    finally:
        await questions.end()
        await announcer.end()
    return turn
