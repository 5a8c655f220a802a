"""Run a program of the operator's to its end: its lines are shown as they come, its last ones explain a failure."""

import shlex
import subprocess
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path

from bridge.errors import AgentError

LAST_LINES = 12


def run(command: Sequence[str | Path], folder: Path, show: Callable[[str], None], remedy: str) -> None:
    """Run the command in a folder, with our own environment and nothing to read.

    Args:
        command: the program and its arguments.
        folder: where it runs.
        show: is given each line it prints.
        remedy: what the operator does after a failure.

    Raises:
        AgentError: it cannot be started or fails; the text has the command, its last lines and the remedy.
    """
    words = [str(word) for word in command]
    last: deque[str] = deque(maxlen=LAST_LINES)
    try:
        process = subprocess.Popen(
            words,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise AgentError(f"{shlex.join(words)}: cannot be started: {error.strerror}. {remedy}") from error
    with process:
        assert process.stdout is not None, "it is a pipe"
        try:
            for line in process.stdout:
                if line.strip():
                    last.append(line.rstrip())
                    show(line.rstrip())
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        said = "".join(f"\n    {line}" for line in last) or "\n    (it said nothing)"
        raise AgentError(
            f"{folder}: a command failed with exit status {process.returncode}:\n"
            f"  {shlex.join(words)}\nIts last lines:{said}\n{remedy}"
        )
