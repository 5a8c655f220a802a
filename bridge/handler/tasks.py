"""A file of tasks as a handler: a conversation is one run of its workflows.

What the tasks print is what they say: in a terminal it stands there too. Nothing of a run is kept between two turns;
one that is interrupted begins again, and finds what people have answered (`bridge.session.questions`).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import sys
import traceback
from _thread import get_ident
from pathlib import Path
from types import ModuleType

from . import serve
from .state import HANDLER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncGenerator
    from typing import Any

AGAIN = {"name": "again", "type": "button", "constraints": {"options": [{"value": True, "label": "Run again"}]}}


def install(file: str) -> None:
    """Put the functions of a handler in the place of its module."""
    module: Any = ModuleType(HANDLER)
    module.initialize = lambda: _run(file)
    module.on_input = lambda data: _run(file)
    module.save_state = lambda: None
    module.load_state = lambda state: None
    sys.modules[HANDLER] = module


async def _run(file: str) -> AsyncGenerator[dict[str, Any]]:
    """Run all workflows of the file, and say what they print as they print it, and what failed."""
    loading: Any = importlib.import_module("bridge.interaction.loading")  # of the agent's own Python
    said: asyncio.Queue[str | None] = asyncio.Queue()
    _before_questions(asyncio.get_running_loop(), said)
    with contextlib.redirect_stdout(_Speech(said)):
        running = asyncio.ensure_future(_all(loading, Path(file)))
        running.add_done_callback(lambda _: said.put_nowait(None))
        try:
            while (text := await said.get()) is not None:
                yield {"outputs": [_paragraph(text)]}
                said.task_done()
            errors = running.result()
        finally:
            running.cancel()
    yield {"outputs": [{"type": "error", "error": error} for error in errors], "next_inputs": [AGAIN]}


def _before_questions(loop: asyncio.AbstractEventLoop, said: asyncio.Queue[str | None]) -> None:
    """What is printed before a question is asked stands above it."""

    async def all_is_said() -> None:
        if asyncio.get_running_loop() is loop:
            await said.join()

    agent = serve.current
    assert agent is not None, "this is its code"
    agent.questions().before = all_is_said


async def _all(loading: Any, path: Path) -> list[str]:
    """Run the workflows, one after the other; return what to tell of the tasks that failed, or were not run."""
    errors_of_ours: Any = importlib.import_module("bridge.errors")
    errors: list[str] = []
    for workflow in loading.load_workflows(path).values():
        with contextlib.suppress(errors_of_ours.TasksFailed):
            await workflow.run()
        for name, error in workflow.failed.items():
            traceback.print_exception(type(error), error, error.__traceback__, file=sys.stderr)
            errors.append("%s failed: %s" % (name, error))
        errors += ["%s was not run: it depends on %s" % each for each in workflow.skipped.items()]
    return errors


class _Speech:
    """What is printed, a line or several at a time. Threads of the tasks may print, too."""

    encoding = "utf-8"

    def __init__(self, said: asyncio.Queue[str | None]) -> None:
        self._said = said
        self._loop = asyncio.get_running_loop()
        self._main = get_ident()
        self._rest = ""

    def write(self, text: str) -> int:
        *lines, self._rest = (self._rest + text).split("\n")
        if lines and get_ident() == self._main:
            self._said.put_nowait("\n".join(lines))
        elif lines:
            self._loop.call_soon_threadsafe(self._said.put_nowait, "\n".join(lines))
        return len(text)

    def flush(self) -> None:
        """Lines are said when they are whole."""

    def isatty(self) -> bool:
        return False


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "text", "content": [{"type": "paragraph", "text": text}]}
