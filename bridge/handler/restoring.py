"""Bring a handler back to where its conversation was, from what was saved and what was said.

Guarantee: whatever is wrong with either, the handler can take the next turn, and it is told how it came to be.
"""

from __future__ import annotations

from . import state
from .answer import Answer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .memory import Memory

STATE, HISTORY, AFRESH = "state", "history", "afresh"


def restored(
    memory: Memory, run: Callable[[str, object], None], history: object, folder: str
) -> tuple[dict[str, Any], Answer | None]:
    """Restore the handler.

    Args:
        memory: where it was saved.
        run: calls a function of the agent silently.
        history: what was said so far, for a handler that asks for it.
        folder: the agent's.

    Returns:
        What came of it, as `bridge.host.port.Restored` has it, and what the last turn answered.
    """
    saved, reason = memory.load()
    told: dict[str, Any] = {"how": AFRESH, "turn": "", "lost": [], "reason": reason}
    answer = None
    if saved is not None and saved.turn:
        told["turn"], told["lost"] = saved.turn, saved.lost
        answer = Answer(saved.turn, 0)
        answer.frames, answer.whole = saved.answer, True
    try:
        if saved is not None and not reason:
            told["how"], told["reason"] = _from(saved.kind, saved.state, run, history)
        if told["how"] == AFRESH:
            run("initialize", history or None)
    except (Exception, GeneratorExit) as error:  # the latter is what a stopped turn raises
        from . import report

        told["failure"] = report.raised(error, folder)
    return told, answer


def _from(kind: str, value: bytes | memoryview, run: Callable[[str, object], None], history: object) -> tuple[str, str]:
    """How it came back, and why it did not."""
    __import__(state.HANDLER)
    if kind == state.HISTORY or (kind == state.OWN and history):
        run("initialize", history or None)
    if kind == state.HISTORY:
        return HISTORY, ""
    try:
        state.put_back(kind, value)
    except Exception as error:
        return AFRESH, "the saved state cannot be used: %s: %s" % (type(error).__name__, error)
    return STATE, ""
