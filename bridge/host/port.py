"""The contract between a session and the place where its handler runs.

A host starts one process per session. A process runs one call at a time and answers it with frames; the last frame of a
call has `last=True`. A process never raises for what the agent's code does: that is a `Failure` frame.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one session of an agent may use. Times in seconds, sizes in bytes; None is no limit.

    `memory` bounds the address space of the handler process; `idle` ends a conversation nobody has written in.
    """

    turn_timeout: float = 600.0
    start_timeout: float = 60.0
    stop_grace: float = 2.0
    output_bytes: int = 4 * 1024 * 1024
    memory: int | None = None
    idle: float | None = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """What to run: a folder with `handler_io.py`, an interpreter, and the only environment variables it gets."""

    name: str
    folder: Path
    python: Path
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
    limits: Limits = Limits()


class FailureKind(StrEnum):
    """Why a call did not end as it should."""

    RAISED = "raised"  # the agent's code raised; `traceback` is its own
    UNUSABLE = "unusable"  # it returned something that cannot be shown (not a dict, too large, not JSON)
    EXITED = "exited"  # the process ended: sys.exit, os._exit, a signal
    TIMED_OUT = "timed_out"  # it ran past `turn_timeout` and was stopped
    CANCELLED = "cancelled"  # a person stopped it


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


Frame = Part | Failure


class Process(Protocol):
    """One handler process. Its state lives until `stop`."""

    @property
    def alive(self) -> bool:
        """Whether it can take a call."""
        ...

    def call(self, function: str, argument: object) -> AsyncIterator[Frame]:
        """Run ``initialize`` (argument: the history or None) or ``on_input`` (argument: the data) and yield its frames.

        Ends after the first frame with `last`. Enforces `Limits.turn_timeout`. Closing the iterator
        early cancels the call.
        """
        ...

    async def cancel(self) -> None:
        """Stop the running call: ask, then after `Limits.stop_grace` kill.

        The call then ends with a `Failure`, or with the answer that was on its way already.
        """
        ...

    async def stop(self) -> None:
        """End the process and everything it started. Idempotent; never raises for what the process does."""
        ...


class Host(Protocol):
    """A place where handler processes run."""

    async def start(self, program: Program) -> Process:
        """Start a process for a new session.

        Raises:
            HostError: the interpreter is missing or the process did not come up.
        """
        ...

    async def close(self) -> None:
        """Stop every process this host started."""
        ...
