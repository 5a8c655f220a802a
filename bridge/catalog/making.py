"""Make or update an agent's environment, as `chatbridge env` does.

Guarantee: what failed or was broken off never looks ready, and an environment that worked is there afterwards, too.
"""

import fcntl
import os
import shutil
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from bridge.catalog import recipe, stamp
from bridge.catalog.command import run
from bridge.catalog.environment import Environment, place_of, unfinished
from bridge.catalog.interpreter import OLDEST, Interpreter, probe
from bridge.catalog.recipe import Step
from bridge.errors import AgentError


class Outcome(StrEnum):
    """What became of it."""

    SYSTEM = "system"  # it runs in our own interpreter: there is nothing to make
    UP_TO_DATE = "up to date"
    MADE = "made"
    UPDATED = "updated"


class Progress(Protocol):
    """Whoever watches."""

    def step(self, text: str, number: int, of: int) -> None:
        """Step `number` of so many begins."""
        ...

    def line(self, text: str) -> None:
        """A line of what the running program says."""
        ...


def make(environment: Environment, progress: Progress) -> Outcome:
    """Make the environment or bring it up to date; one that is up to date is left alone.

    Raises:
        AgentError: it cannot be made; the text says what failed and what to do.
    """
    place = place_of(environment)
    if place is None:
        return Outcome.SYSTEM
    digest = stamp.asked(environment)
    try:
        with _alone(place):
            if stamp.up_to_date(environment, place):
                return Outcome.UP_TO_DATE
            outcome = _make(environment, place, digest, progress)
    except OSError as error:
        raise AgentError(
            f"{error.filename or place}: {error.strerror}; the environment cannot be made there."
        ) from error
    return outcome


def _make(environment: Environment, place: Path, digest: str, progress: Progress) -> Outcome:
    _check(environment, place)
    _put_back(place)
    found = probe(place / "bin" / "python") if _is_environment(place) else None
    if found is not None and _fits(environment, place, found):
        _update(environment, place, digest, progress, found)
        return Outcome.UPDATED
    made_here = bool(stamp.found(place))
    if found is not None and not made_here:
        asked = f"{environment.kind} {environment.python_version}".strip()
        raise AgentError(
            f"{environment.folder}: python_environment: {place} is an environment that chatbridge did not make, of "
            f"another kind or with another Python ({found.version}); expected {asked}. "
            "Move it away, name another folder, or ask for what it is."
        )
    _remake(environment, place, digest, progress, keep=found is not None or not made_here)
    return Outcome.MADE


def _update(environment: Environment, place: Path, digest: str, progress: Progress, found: Interpreter) -> None:
    """In place: pip and conda take back what they cannot finish. What is no longer asked for stays installed."""
    steps = recipe.updating(environment, place, found)
    remedy = f"The environment is used as it was. Mend what it says, then run {environment.command} again."
    unfinished(place).touch()
    try:
        _take(steps, environment, place, progress, remedy)
        stamp.note(place, digest)
    except (AgentError, OSError):
        unfinished(place).unlink(missing_ok=True)
        raise
    unfinished(place).unlink()


def _remake(environment: Environment, place: Path, digest: str, progress: Progress, *, keep: bool) -> None:
    """Anew, in its own place: environments cannot be moved. What was there stands aside meanwhile.

    `keep` puts it back after a failure.
    """
    steps = recipe.creating(environment, place, progress.line)
    before, aside = os.path.lexists(place), _aside(place)
    left = "What was there before was put back." if before and keep else "Nothing was left behind."
    remedy = f"{left} Mend what it says, then run {environment.command} again."
    _remove(aside)
    if before:
        place.rename(aside)
    try:
        unfinished(place).touch()
        _take(steps, environment, place, progress, remedy)
        stamp.note(place, digest)
    except BaseException:
        _remove(place)
        if before and keep:
            aside.rename(place)
        _remove(aside)
        unfinished(place).unlink(missing_ok=True)
        raise
    unfinished(place).unlink()
    _remove(aside)


def _take(steps: Sequence[Step], environment: Environment, place: Path, progress: Progress, remedy: str) -> None:
    for number, step in enumerate(steps, 1):
        progress.step(step.text, number, len(steps))
        run(step.command, environment.folder, progress.line, remedy)
    made = probe(place / "bin" / "python")
    if made is None or made.too_old:
        problem = f"is {made.version}" if made else "does not run"
        oldest = ".".join(map(str, OLDEST))
        raise AgentError(
            f"{environment.folder}: python_environment: {place / 'bin' / 'python'} {problem}; "
            f"expected Python {oldest} or newer. {remedy}"
        )


def _check(environment: Environment, place: Path) -> None:
    """Nothing but an environment is ever updated, moved or removed."""
    folder = environment.folder.resolve()
    if place.resolve() in (folder, *folder.parents):
        raise AgentError(
            f"{folder}: python_environment.path: {place} holds the agent itself; expected a folder of its own, "
            'such as "env".'
        )
    if (place / "condabin").exists():
        raise AgentError(
            f"{folder}: python_environment: {place} is conda itself; expected an environment of the agent's own. "
            "What it lacks is yours to install."
        )
    if unfinished(place).exists() or not os.path.lexists(place):
        return
    if not place.is_dir() or (any(place.iterdir()) and not _is_environment(place)):
        raise AgentError(
            f"{folder}: python_environment: {place} holds something that is no environment. "
            "Move it away, or name another folder."
        )


def _put_back(place: Path) -> None:
    """After a making that was broken off: what came of it is not used, what was there before may be."""
    if unfinished(place).exists():
        _remove(place)
    if os.path.lexists(_aside(place)) and not os.path.lexists(place):
        _aside(place).rename(place)
    unfinished(place).unlink(missing_ok=True)


def _fits(environment: Environment, place: Path, found: Interpreter) -> bool:
    """Whether it can be brought up to date; conda changes the version of Python by itself."""
    if environment.kind == "conda":
        return (place / "conda-meta").is_dir()
    return (place / "pyvenv.cfg").is_file() and found.is_a(environment.python_version) and not found.too_old


def _is_environment(place: Path) -> bool:
    return (place / "pyvenv.cfg").is_file() or (place / "conda-meta").is_dir()


def _aside(place: Path) -> Path:
    return place.parent / f".{place.name}.replaced"


def _remove(place: Path) -> None:
    if place.is_symlink() or place.is_file():
        place.unlink()
    elif place.exists():
        shutil.rmtree(place)


@contextmanager
def _alone(place: Path) -> Generator[None]:
    """No two makings in one place: the folder around it is locked while inside.

    Raises:
        AgentError: another one is at work there.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AgentError(f"{place}: another `chatbridge env` is at work there; wait until it has ended.") from error
        yield
    finally:
        os.close(handle)
