"""A person at a terminal who fills in forms: answers whatever is prompted, and reads what was wrong with it."""

import asyncio
import io
import os
import pty
import termios
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from adapters.terminal import TerminalAdapter
from tests.e2e.forms.plans import USUAL, Answer, Files, Left, Picks, Plan, Sheet, Tick, Words

PATIENCE = 20.0
"""Seconds somebody waits for a prompt."""


class Paper(io.StringIO):
    """What was printed and not read yet; whoever waits for more is woken."""

    def __init__(self) -> None:
        super().__init__()
        self.unread = ""
        self.printed = asyncio.Event()

    def write(self, text: str, /) -> int:
        self.unread += text
        self.printed.set()
        return len(text)


class TerminalPerson:
    """Somebody at a keyboard. Files that they give are written into `folder`."""

    def __init__(self, window: int, paper: Paper, adapter: TerminalAdapter, folder: Path) -> None:
        self.adapter = adapter
        self._window = window
        self._paper = paper
        self._folder = folder

    async def begin(self, word: str) -> None:
        await self._prompted()
        self._type(word)

    async def fill(self, plan: Plan, after: str) -> None:
        """Answer every prompt of the form, until it is taken: `after` is what the agent says then."""
        sheet, tried = Sheet(plan), set[str]()
        shown = await self._prompted()
        assert plan.title in shown, f"expected {plan.title} in {shown}"
        while after not in shown:
            if _is_prompt(shown.splitlines()[-1], USUAL):
                self._type(plan.preset)
                shown = await self._prompted(after)
                continue
            label = _label(shown, plan)
            if label in tried:
                assert f"⚠ {label} – " in shown or plan.by_message, f"{label} is asked again without a word: {shown}"
                sheet.refused(label, shown)
            tried.add(label)
            for line in self._lines(sheet.answer(label)):
                self._type(line)
                shown = await self._prompted(after)
        self._paper.unread = shown  # it asks the next form
        sheet.done()

    def _lines(self, answer: Answer) -> list[str]:
        match answer:
            case Words(text):
                *more, last = text.split("\n")
                return [*(f"{line}\\" for line in more), last]
            case Picks(labels):
                return [", ".join(labels)]
            case Tick(on):
                return ["yes" if on else "no"]
            case Files(files):
                for file in files:
                    (self._folder / file.name).write_text(file.content, encoding="utf-8")
                return [" ".join(f"'{self._folder / file.name}'" for file in files)]
            case Left():
                return [""]

    def _type(self, line: str) -> None:
        os.write(self._window, f"{line}\n".encode())

    async def _prompted(self, last: str = "") -> str:
        """What is printed up to the next prompt, or to the agent's last words."""
        paper = self._paper
        async with asyncio.timeout(PATIENCE):
            while not (paper.unread.endswith("> ") or (last and last in paper.unread)):
                paper.printed.clear()
                await paper.printed.wait()
        shown, paper.unread = paper.unread, ""
        return shown


def _label(shown: str, plan: Plan) -> str:
    """The field that is prompted last: its label begins the line of the prompt, which a default may continue."""
    for line in reversed(shown.splitlines()):
        for label in (each.label for each in plan.fields):
            if _is_prompt(line, label):
                return label
    raise AssertionError(f"no field of {plan} is prompted in {shown!r}")


def _is_prompt(line: str, label: str) -> bool:
    return line.startswith((f"{label}>", f"{label} [", f"{label} ("))


@contextmanager
def keyboard(folder: Path) -> Generator[TerminalPerson]:
    """A terminal, and somebody at it. What is printed goes to a pipe, so that no cursor moves."""
    folder.mkdir()
    window, inside = pty.openpty()
    settings: list[Any] = termios.tcgetattr(inside)
    settings[3] &= ~termios.ECHO
    termios.tcsetattr(inside, termios.TCSANOW, settings)
    paper = Paper()
    with os.fdopen(inside, encoding="utf-8") as stdin:
        try:
            yield TerminalPerson(window, paper, TerminalAdapter({}, stdin=stdin, stdout=paper), folder)
        finally:
            os.close(window)
