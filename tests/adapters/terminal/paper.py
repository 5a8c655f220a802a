"""The few things a terminal does with what we write, so that tests can read what stands there in the end."""

import re

ROWS = 24
SGR = re.compile(r"\x1b\[[\d;]*m")
STROKES = re.compile(r"\x1b\[\d*[AJ]|\r|\n|[^\x1b\r\n]+")


class Paper:
    """A terminal as wide as needed. Rows above the newest `ROWS` are out of the cursor's reach."""

    def __init__(self) -> None:
        self._rows = [""]
        self._row = 0
        self._column = 0

    @property
    def text(self) -> str:
        return "\n".join(self._rows)

    def take(self, written: str) -> None:
        for stroke in STROKES.findall(SGR.sub("", written)):
            if stroke == "\n":
                self._row += 1
                self._rows[self._row :] = self._rows[self._row :] or [""]
            elif stroke == "\r":
                self._column = 0
                continue
            elif stroke.endswith("A") and stroke.startswith("\x1b"):
                self._row -= int(stroke[2:-1])
                assert self._row >= max(0, len(self._rows) - ROWS), "the cursor left the screen"
                continue
            elif stroke == "\x1b[J":
                self._rows[self._row :] = [self._rows[self._row][: self._column]]
                continue
            else:
                row = self._rows[self._row]
                self._rows[self._row] = row[: self._column] + stroke + row[self._column + len(stroke) :]
            self._column = len(self._rows[self._row])
