"""What a button of ours means, written into its `action_id`: it works after a restart, with nothing in memory."""

from dataclasses import dataclass

from adapters.slack.message import Json
from bridge.ports import Press

PRESSES = {str(press): press for press in Press}


@dataclass(frozen=True, slots=True)
class Pressed:
    press: Press
    question: str
    choice: int = 0


def action_id(pressed: Pressed) -> str:
    """Return the `action_id`; it is unique in its block because `choice` is."""
    return f"{pressed.press}/{pressed.choice}/{pressed.question}"


def read_action(action: Json) -> Pressed | None:
    """Return what an entry of ``actions[]`` means, or None if the element is not one of ours."""
    press, _, rest = str(action.get("action_id", "")).partition("/")
    choice, _, question = rest.partition("/")
    if press not in PRESSES or not question:
        return None
    selected = action.get("selected_option")
    if selected is not None:
        choice = str(selected.get("value", ""))
    return Pressed(PRESSES[press], question, int(choice)) if choice.isdecimal() else None
