"""The contract between a session and the place where its handler runs.

A host starts one process per session. A process runs one call at a time and answers it with frames; the last frame of a
call has `last=True`. A process never raises for what the agent's code does: that is a `Failure` frame.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one session of an agent may use. Times in seconds, sizes in bytes; None is no limit.

    `memory` bounds the address space of the handler process, `cpu` the processor seconds of one turn, `processes` and
    `open_files` what it may have at once. `state_bytes` is the largest state that is kept. A conversation nobody has
    written in for `idle` is saved and its process ended; the next message wakes it.
    """

    turn_timeout: float = 600.0
    start_timeout: float = 60.0
    stop_grace: float = 2.0
    output_bytes: int = 4 * 1024 * 1024
    state_bytes: int = 64 * 1024 * 1024
    memory: int | None = None
    cpu: float | None = None
    processes: int | None = None
    open_files: int | None = None
    idle: float | None = 30 * 60.0


class Preload(StrEnum):
    """What a new session finds imported already (`Program.preload`)."""

    IMPORTS = "imports"  # what handler_io.py imports; the file itself is executed afresh in every session
    MODULE = "module"  # handler_io.py too: sessions begin with a copy of its globals
    OFF = "off"  # nothing: every session is an interpreter of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to run: a folder with `handler_io.py`, an interpreter, and the only environment variables it gets.

    `save_turns` keeps the state after each turn, not only when the session ends or the bridge is gone. `model` is what
    a model project greets with and asks (`bridge.handler.model`), `tasks` a file of tasks (`bridge.handler.tasks`); a
    handler with `initialize` and `on_input` has neither.
    """

    name: str
    folder: Path
    python: Path
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    limits: Limits = Limits()
    preload: Preload = Preload.IMPORTS
    save_turns: bool = True
    model: Mapping[str, object] | None = None
    tasks: Path | None = None


class FailureKind(StrEnum):
    """Why a call did not end as it should."""

    RAISED = "raised"  # the agent's code raised; `traceback` is its own
    UNUSABLE = "unusable"  # it returned something that cannot be shown (not a dict, too large, not JSON)
    EXITED = "exited"  # the process ended: sys.exit, os._exit, a signal
    TIMED_OUT = "timed_out"  # it ran past `turn_timeout` and was stopped
    CANCELLED = "cancelled"  # a person stopped it
    NOT_STARTED = "not_started"  # there is no process to call: it could not be started
    PAUSED = "paused"  # nor will there be one for a while (`AgentPaused`); `message` says how long
    FILE_LOST = "file_lost"  # a file a person gave could not be had
    INTERRUPTED = "interrupted"  # the bridge ended while it ran, again and again


@dataclass(frozen=True, slots=True)
class Part:
    """One response of the handler, as its dict. `last` ends the call."""

    response: Mapping[str, object]
    last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """The call failed. It is always the last frame.

    Attributes:
        kind: why.
        message: one line for the operator, such as ``ZeroDivisionError: division by zero`` or ``exit status 3``.
        where: file, line and function in the agent's code, such as ``handler_io.py:12 in on_input``; may be empty.
        traceback: the full traceback of the agent's code; may be empty.
        alive: whether the process can take another call with its state kept.
    """

    kind: FailureKind
    message: str
    where: str = ""
    traceback: str = ""
    alive: bool = True
    last: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """The running call asks a person, and goes on meanwhile, or waits for `Process.answer`.

    Attributes:
        number: which question of the process this is.
        kinds: what it is, the nearest first: a kind of the agent's own is made of one that chatbridge knows.
        fields: the question (`bridge.interaction.BaseInteraction`), as JSON.
        max_retries: how many wrong answers are asked for again.
    """

    number: int
    kinds: Sequence[str]
    fields: Mapping[str, object]
    max_retries: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The running call does not want to know any more."""

    number: int
    last: bool = False


Response = Part | Failure
"""What a running call has to show."""

Frame = Response | Asking | Withdrawn
"""What a running call says."""

Outcome = Mapping[str, object]
"""What became of a question: `value` and `raw`, the answer as a typed value and as it was given; or a `failure` with
`kind` (``refused``, ``nobody``, ``unusable``) and `message`.
"""


class Recovery(StrEnum):
    """How a process came by the state of its conversation."""

    STATE = "state"  # the handler's own: what `save_state` returned, or the module's globals
    HISTORY = "history"  # `initialize` was given what was said so far
    AFRESH = "afresh"  # nothing was left, or it could not be used: `initialize` has run as for a new conversation


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a process knows of the conversation it goes on with.

    Attributes:
        how: where the state came from.
        turn: the last turn that the state knows; "" if there was none or that is unknown.
        answer: what that turn answered, whole: its last frame has `last`. The bridge may have been gone by then.
        lost: names of the handler's globals that could not be kept.
        reason: why nothing could be used, for the operator; "" otherwise.
        failure: `initialize` or `load_state` failed on the way, if it did.
    """

    how: Recovery
    turn: str = ""
    answer: tuple[Frame, ...] = ()
    lost: tuple[str, ...] = ()
    reason: str = ""
    failure: Failure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """What became of saving the state. `problem` says why it was not saved, or is empty."""

    size: int = 0
    lost: tuple[str, ...] = ()
    problem: str = ""


class Process(Protocol):
    """One handler process. Its state lives until `stop`; what was saved of it lives in the session's state folder."""

    @property
    def alive(self) -> bool:
        """Whether it can take a call."""
        ...

    def call(self, function: str, argument: object, turn: str = "") -> AsyncIterator[Frame]:
        """Run ``initialize`` (argument: the history or None) or ``on_input`` (argument: the data) and yield its frames.

        `turn` names the call in the saved state (`Restored.turn`). Ends after the first frame with `last`. Enforces
        `Limits.turn_timeout`. Closing the iterator early cancels the call.
        """
        ...

    def answer(self, number: int, outcome: Outcome) -> None:
        """Tell the running call what became of its question `number`. While one waits, the call's time stands still."""
        ...

    async def cancel(self) -> None:
        """Stop the running call: ask, then after `Limits.stop_grace` kill.

        The call then ends with a `Failure`, or with the answer that was on its way already.
        """
        ...

    async def restore(self, history: Sequence[Mapping[str, str]]) -> Restored:
        """Go on with the conversation whose state folder this process was started with. Comes before any call.

        `history` is for a handler that asks for it. Never raises for what the agent's code does.
        """
        ...

    async def save(self) -> Saved:
        """Save the state now; no call may be running. Never raises for what the agent's code does."""
        ...

    async def stop(self) -> None:
        """End the process and everything it started. Idempotent; never raises for what the process does."""
        ...


class Host(Protocol):
    """A place where handler processes run."""

    async def start(self, program: Program, state: Path | None = None) -> Process:
        """Start a process for a session.

        Args:
            program: what to run.
            state: the session's own folder for its saved state, made if it is missing; None keeps nothing. A process
                of the same session that is still ending, as after a crash of the bridge, is waited for.

        Raises:
            AgentPaused: the agent's processes ended unexpectedly too often.
            HostError: the interpreter is missing or the process did not come up.
        """
        ...

    async def close(self) -> None:
        """Stop every process this host started."""
        ...
