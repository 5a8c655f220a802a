"""What went wrong in the agent's code, as the bridge reports it: in words, with the place, without our own frames."""

from __future__ import annotations

import os
import traceback

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

OURS = os.path.dirname(os.path.abspath(__file__)) + os.sep
LONGEST_MESSAGE = 1000
LONGEST_TRACEBACK = 8000
"""Characters: an exception may quote all of the agent's data. The end of a traceback is what says most."""


def failure(kind: str, message: str, where: str = "", text: str = "") -> dict[str, str]:
    """The body of a failure frame, within its bounds and without what is no text."""
    if len(message) > LONGEST_MESSAGE:
        message = message[:LONGEST_MESSAGE] + "…"
    if len(text) > LONGEST_TRACEBACK:
        text = "…" + text[-LONGEST_TRACEBACK:]
    body = {"kind": kind, "message": message, "where": where, "traceback": text}
    return {key: value.encode("utf-8", "replace").decode() for key, value in body.items()}


def raised(error: BaseException, folder: str, kind: str = "raised") -> dict[str, str]:
    """Describe an exception of the agent's code."""
    trace = _the_agents_part(error.__traceback__, folder)
    # The lines before the exception's own are indented source (of a SyntaxError), those after it are its notes.
    only = traceback.format_exception_only(type(error), error)
    words = next((line for line in only if not line.startswith(" ")), type(error).__name__)
    lines = traceback.format_exception(type(error), error, trace)
    return failure(kind, " ".join(words.split()), _where(error, trace, folder), "".join(lines))


def _the_agents_part(trace: TracebackType | None, folder: str) -> TracebackType | None:
    """From the agent's first frame on, else from where ours end. A signal handler of ours may stand at the end."""
    steps: list[TracebackType] = []
    while trace is not None:
        steps.append(trace)
        trace = trace.tb_next
    while steps and _file(steps[-1]).startswith(OURS):
        steps.pop()
        if steps:
            steps[-1].tb_next = None
    begin = next((index for index, step in enumerate(steps) if _is_the_agents(_file(step), folder)), None)
    if begin is None:
        begin = 1 + max((index for index, step in enumerate(steps) if _file(step).startswith(OURS)), default=-1)
    return steps[begin] if begin < len(steps) else None


def _where(error: BaseException, trace: TracebackType | None, folder: str) -> str:
    """The innermost place in the agent's own code."""
    if isinstance(error, SyntaxError) and error.filename:
        return f"{os.path.relpath(error.filename, folder)}:{error.lineno}"
    frames = traceback.extract_tb(trace)
    mine = [frame for frame in frames if _is_the_agents(frame.filename, folder)] or frames
    if not mine:
        return ""
    return f"{os.path.relpath(mine[-1].filename, folder)}:{mine[-1].lineno} in {mine[-1].name}"


def _is_the_agents(filename: str, folder: str) -> bool:
    """Whether it is in the agent's folder, but not in an environment that was made there."""
    return filename.startswith(folder + os.sep) and "site-packages" not in filename


def _file(step: TracebackType) -> str:
    return step.tb_frame.f_code.co_filename
