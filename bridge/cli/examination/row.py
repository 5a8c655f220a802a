"""What one look at this host found."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands."""

    OK = "ok"
    NOTE = "note"  # good to know; nothing is wrong
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was looked at. `do` is the operator's next step where something is wrong."""

    area: str
    what: str
    state: State
    text: str
    do: str = ""
