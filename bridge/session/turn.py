"""One turn as a pure reduction: the frames of a handler → what the person sees, what is asked next, how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bridge.content.items import Error, Item
from bridge.content.parse import parse_outputs
from bridge.host.port import Failure, FailureKind, Part, Response
from bridge.interaction.definitions import parse_inputs
from bridge.interaction.form import Form


class Outcome(StrEnum):
    """How a turn stands."""

    RUNNING = "running"
    ASKING = "asking"  # it asks `form`
    DONE = "done"  # it ended without asking anything new
    OVER = "over"  # the agent ended the conversation
    FAILED = "failed"  # it did not work; `failure` says why


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn has come to so far.

    Attributes:
        said: the responses that made `content`, as the agent gave them: `replay` makes the same turn of them.
        inputs: the input definitions that `form` was made of.
    """

    id: str
    content: tuple[Item, ...] = ()
    said: tuple[Mapping[str, object], ...] = ()
    status: str = ""
    form: Form | None = None
    inputs: object = None
    outcome: Outcome = Outcome.RUNNING
    failure: Failure | None = None


def apply(turn: Turn, frame: Response, folder: Path) -> Turn:
    """Return the turn after one more frame. `folder` is the agent's, for the files it shows."""
    match frame:
        case Failure():
            return replace(turn, outcome=Outcome.FAILED, failure=frame, status="")
        case Part():
            return _respond(turn, frame, folder)


def replay(turn_id: str, said: Sequence[Mapping[str, object]], folder: Path) -> Turn:
    """Return the turn that these responses make (`Turn.said`)."""
    turn = Turn(id=turn_id)
    for number, response in enumerate(said, 1):
        turn = apply(turn, Part(response, last=number == len(said)), folder)
    return turn


def _respond(turn: Turn, part: Part, folder: Path) -> Turn:
    response = part.response
    outputs = parse_outputs(response["outputs"], folder=folder) if "outputs" in response else ()
    adds = response.get("append", True) or (part.last and not outputs)
    content = turn.content + outputs if adds else outputs
    seen = bool(outputs) or part.last or not adds  # else it is a status, say
    said = ((*turn.said, response) if adds else (response,)) if seen else turn.said
    turn = replace(turn, content=content, said=said)
    status = str(response.get("status") or "")
    inputs = response.get("next_inputs")
    if inputs is not None:
        form, errors = parse_inputs(inputs)
        turn = replace(turn, content=content + errors, status="")
        if form is None:
            return replace(turn, outcome=Outcome.DONE if errors else Outcome.OVER)
        return replace(turn, form=form, inputs=inputs, outcome=Outcome.ASKING)
    if response.get("done") is True or part.last:
        return replace(turn, outcome=Outcome.DONE, status="")
    return replace(turn, status=status or turn.status)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a failure means: one line for the person, and whether the operator should look at it."""

    line: str
    alarming: bool


EXPLANATIONS: Mapping[FailureKind, Explanation] = {
    FailureKind.RAISED: Explanation("Something went wrong in {agent}.", alarming=True),
    FailureKind.UNUSABLE: Explanation(
        "{agent} answered with something that cannot be shown: {message}.", alarming=True
    ),
    FailureKind.EXITED: Explanation("{agent} ended unexpectedly.", alarming=True),
    FailureKind.TIMED_OUT: Explanation("{agent} took longer than {timeout} and was stopped.", alarming=True),
    FailureKind.CANCELLED: Explanation("Stopped.", alarming=False),
    FailureKind.NOT_STARTED: Explanation("{agent} could not be started.", alarming=True),
    FailureKind.PAUSED: Explanation(
        "{agent} keeps ending unexpectedly and rests for {message}. Please try again then.", alarming=True
    ),
    FailureKind.FILE_LOST: Explanation("The file could not be fetched. Please send it again.", alarming=True),
    FailureKind.INTERRUPTED: Explanation("This was interrupted. Please try again.", alarming=True),
}


def explain(failure: Failure, *, agent: str, timeout: str, error_id: str) -> Item:
    """Return the item that tells the person about a failure: one friendly line, and the id the operator can look up."""
    explanation = EXPLANATIONS[failure.kind]
    line = explanation.line.format(agent=agent, message=failure.message.rstrip("."), timeout=timeout)
    return Error(error=f"{line} (error {error_id})" if explanation.alarming else line)
