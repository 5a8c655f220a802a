"""The prompt: a question's lines are shown above it, and the line that is typed there is its answer.

Guarantees: one question stands at a prompt at a time; what was typed ahead of it, or piped in, is not lost between two
of them. Without a person at it, the same lines are read, and only what is wrong is printed.
"""

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from typing import IO, TextIO

from adapters.terminal import fields
from adapters.terminal.lines import Lines
from adapters.terminal.screen import Screen, Tone
from bridge.interaction.form import AnyInteraction

FREE = "> "
"""The prompt when nothing is asked."""

Above = Sequence[tuple[Tone, str]]
"""Lines over a prompt."""
KEPT = 8
"""Streams whose buffers are remembered. A process has one or two; tests have more, one after the other."""


class Prompt:
    """Where lines are typed, and what stands above. Whoever asks may be cancelled at any line."""

    def __init__(self, lines: Lines, screen: Screen) -> None:
        self._lines = lines
        self._screen = screen
        self._free = asyncio.Lock()
        self._complaint = ("", "")
        self._heading: Above = ()

    def head(self, heading: Above) -> None:
        """Put these lines above the next question."""
        self._heading = heading

    def complain(self, asked: AnyInteraction, wrong: str) -> None:
        """Say what is wrong with the last answer above this question when it is asked again."""
        self._complaint = (asked.value_key, f"⚠ {asked.label} – {wrong}")

    async def enter(self, asked: AnyInteraction, *, several: bool = False) -> str:
        """Ask for one field; what is typed, over several lines if it may be continued.

        Raises:
            EOFError: there are no more lines.
        """
        (about, complaint), self._complaint = self._complaint, ("", "")
        heading, self._heading = self._heading, ()
        wrong = [(Tone.ALARM, complaint)] if about == asked.value_key else []
        async with self._free:
            line = await self.line(fields.prompt(asked), [*heading, *wrong, *self.above(asked)])
            while several and line.endswith(fields.CONTINUES):
                line = f"{line.removesuffix(fields.CONTINUES)}\n{await self.line(FREE)}"
        return line

    def above(self, asked: AnyInteraction) -> Above:
        """What helps to answer."""
        return [(Tone.QUIET, hint) for hint in fields.hints(asked)]

    async def words(self, prompt: str, above: Above = ()) -> str:
        """The next line that is not empty."""
        while not (line := (await self.line(prompt, above)).strip()):
            continue
        return line

    async def line(self, prompt: str, above: Above = ()) -> str:
        """The next line, whatever it is."""
        if not self._lines.interactive:
            for tone, text in above:
                if tone is Tone.ALARM:
                    self._screen.say(text, tone)
            self._screen.rest()  # whoever reads our output by lines has the whole question now
            return await self._lines.read()
        self._screen.ask(prompt, above)
        try:
            line = await self._lines.read()
        except EOFError:
            self._screen.rest()  # Ctrl-D leaves the cursor after the prompt
            raise
        self._screen.answered()
        return line


@lru_cache(maxsize=KEPT)
def prompt_of(stdin: IO[str] | IO[bytes], stdout: TextIO) -> Prompt:
    """The one prompt of these streams: whoever asks there next finds the lines that were typed ahead."""
    return Prompt(_lines_of(stdin), Screen(stdout))


@lru_cache(maxsize=KEPT)
def _lines_of(stdin: IO[str] | IO[bytes]) -> Lines:
    return Lines(stdin)
