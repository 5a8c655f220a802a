"""What of a platform its twin speaks, row by row."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

from adapters.sandbox.wire import Json

Level = Literal["full", "partial", "absent"]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing the platform has. `kind` is the platform's own sort of thing, such as a method or an event."""

    name: str
    kind: str
    level: Level
    note: str = ""


def rows(table: Iterable[Row]) -> list[Json]:
    """Return a table as JSON objects."""
    return [asdict(row) for row in table]
