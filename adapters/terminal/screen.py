"""What stands in the terminal. The newest message may still change in place; what stands above a prompt does not.

On a pipe nothing can be taken back: there, of a message that is still being written only whole lines are printed, and
one that was replaced is printed again under a rule.
"""

import io
import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO, cast

from rich.console import Console
from rich.text import Text as Words

from adapters.terminal.ink import Colours
from adapters.terminal.printable import printable
from bridge.errors import PlatformRefused

RULE = "─" * 20


@dataclass(frozen=True, slots=True)
class Look:
    """What the output can show.

    Attributes:
        styled: whether it obeys SGR sequences and cursor movements: a terminal that is not called "dumb".
        colours: how many colours it has; None for none, which is also what NO_COLOR asks for (https://no-color.org).
    """

    styled: bool
    colours: Colours | None

    @classmethod
    def of(cls, out: TextIO) -> "Look":
        console = Console(file=out)
        styled = out.isatty() and not console.is_dumb_terminal
        return cls(styled, None if console.no_color else cast("Colours | None", console.color_system))


class Tone(StrEnum):
    """How a line of ours looks, as the parameter of an SGR sequence (ECMA-48, 8.3.117)."""

    PLAIN = "0"
    ASKING = "1"
    QUIET = "2"
    ALARM = "31"


class Screen:
    """The end of a stream of text: a cursor after the last character of what stands there."""

    def __init__(self, out: TextIO) -> None:
        if isinstance(out, io.TextIOWrapper):
            out.reconfigure(errors="replace")  # a character that the locale has not must not cost the message
        self.look = Look.of(out)
        self._out = out
        self._texts: dict[str, str] = {}
        self._message = ""
        self._body = ""
        self._status = ""
        self._standing = ""
        self._prompting = False
        self._used = False

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows; those of a VT100 where none are known."""
        columns, rows = os.get_terminal_size(self._out.fileno()) if self.look.styled else (0, 0)
        return columns or 80, rows or 24

    def show(self, message: str, text: str, *, whole: bool = True) -> None:
        """Make the message show this text. `whole` is false while more of it is expected."""
        before = self._texts.get(message, "")
        self._texts[message] = text
        if message == self._message:
            self._body = text
        elif text == before:
            return
        elif text.startswith(before):
            self._begin(message, text[len(before) :].lstrip("\n"))
        else:
            self._begin(message, f"{RULE}\n{text}")
        self._draw(whole=whole)

    def status(self, text: str) -> None:
        """Show under the message that work goes on; an empty text shows nothing. A pipe carries none of it."""
        if self.look.styled and not self._prompting:
            line = Words(" ".join(printable(text).split()))
            line.truncate(self.size[0] - 3, overflow="ellipsis")  # a row that wraps would be counted as one
            self._status = text and self._toned(f"⋯ {line.plain}", Tone.QUIET)
            self._draw()

    def say(self, text: str, tone: Tone = Tone.PLAIN) -> None:
        """Print lines that stay."""
        self._begin("", self._toned(text, tone))
        self._draw()

    def ask(self, prompt: str, above: Sequence[tuple[Tone, str]] = ()) -> None:
        """Print the lines above, and leave the cursor after the prompt."""
        self._begin("", "\n".join(self._toned(text, tone) for tone, text in (*above, (Tone.ASKING, prompt))))
        self._draw()
        self._prompting = True

    def answered(self) -> None:
        """A line was typed after the prompt; a terminal's own echo has ended it."""
        if self.look.styled:
            self._message = self._body = self._standing = ""
        self.rest()

    def rest(self) -> None:
        """What stands is final; the cursor goes to the beginning of a line."""
        self._prompting = False
        self._status = ""
        self._draw()
        if self._standing:
            self._write("\n")
        self._message = self._body = self._standing = ""

    def _begin(self, message: str, body: str) -> None:
        self.rest()
        self._message, self._body = message, body

    def _draw(self, *, whole: bool = True) -> None:
        """Bring what stands up to date, with an empty line before it if anything stands above."""
        wanted = "\n".join(part for part in (self._body, self._status) if part)
        if not whole and not self.look.styled:
            wanted = wanted[: wanted.rfind("\n") + 1]
            if not wanted.startswith(self._standing):
                return
        gap = "\n" if self._used and wanted and not self._standing else ""
        self._write(gap + amend(self._standing, wanted, reach=self.size[1] if self.look.styled else 0))
        self._standing = wanted

    def _toned(self, text: str, tone: Tone) -> str:
        text = printable(text)
        return f"\x1b[{tone}m{text}\x1b[0m" if self.look.styled and tone is not Tone.PLAIN else text

    def _write(self, text: str) -> None:
        if not text:
            return
        self._used = True
        try:
            self._out.write(text)
            self._out.flush()
        except OSError as error:  # EPIPE from a pipe whose reader went, EIO from a window that was closed
            # What is still in the buffer would fail again at exit (Python docs: "Note on SIGPIPE").
            with Path(os.devnull).open("wb") as nowhere:
                os.dup2(nowhere.fileno(), self._out.fileno())
            raise PlatformRefused("Nobody reads the output any more.", code="output_closed") from error


def amend(old: str, new: str, *, reach: int) -> str:
    """What to write after `old` so that `new` stands there. Rows further up than `reach` cannot be changed any more."""
    if new.startswith(old):
        return new[len(old) :]
    was, will = old.split("\n"), new.split("\n")
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(was, will, strict=False))
    kept = min(sum(1 for _ in same), len(was) - 1, len(will) - 1)
    up = len(was) - 1 - kept
    if up >= reach:
        return ("\n" if was[-1] else "") + f"{RULE}\n{new}"
    return "\r" + (f"\x1b[{up}A" if up else "") + "\x1b[J" + "\n".join(will[kept:])
