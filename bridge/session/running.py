"""Run one turn: the agent's frames as they come → what the thread shows."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path

from bridge.host.port import Frame
from bridge.ports import Reply
from bridge.session.announcer import Announcer
from bridge.session.delivery import Delivery
from bridge.session.turn import Outcome, Turn, apply


async def run_turn(turn: Turn, frames: AsyncGenerator[Frame], delivery: Delivery, folder: Path) -> Turn:
    """Show what the agent says while it says it, and return the turn when the agent is done.

    The last of it is not shown yet: what is asked at its end is for the session to say.
    """
    announcer = Announcer(delivery, turn.id)
    announcer.start()
    try:
        async with aclosing(frames):
            async for frame in frames:
                turn = apply(turn, frame, folder)
                announcer.say(turn.status)
                if turn.outcome is Outcome.RUNNING and turn.content:
                    delivery.show(Reply(turn=turn.id, content=turn.content, running=True))
    finally:
        await announcer.end()
    return turn
