"""A file that a message shows, and how its bytes are made: a chart is drawn, a table is drawn or written as CSV.

Made only when the message is sent, so that rendering stays pure and quick.
"""

import asyncio
import csv
import io
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from adapters.charts import ChartError
from bridge.content.items import Chart, Inline, LocalFile, Table
from bridge.errors import DeliveryError

Draw = Callable[[Chart | Table], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A table drawn as PNG, as much of it as `adapters.charts.shown` says; a bare `Table` is all of it as CSV."""

    table: Table


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by name and by what it is made of. `name` has no slash."""

    name: str
    source: LocalFile | Inline | Chart | Table | Picture

    @property
    def key(self) -> str:
        """A word that equal attachments share, and no others."""
        content = self.source.data if isinstance(self.source, Inline) else repr(self.source).encode()
        digest = sha256(f"{self.name}/".encode() + content).hexdigest()
        return f"attachment-{digest[:16]}"

    async def read(self, draw: Draw, limit: int, platform: str) -> bytes:
        """Return its bytes.

        Args:
            draw: draws charts and tables as PNG.
            limit: bytes the platform takes.
            platform: its name, for people.

        Raises:
            DeliveryError: it cannot be read or drawn, or has no or too many bytes; the text says which.
        """
        match self.source:
            case Inline(data):
                found = data
            case LocalFile(path):
                try:
                    found = await asyncio.to_thread(_beginning, path, limit + 1)
                except OSError as wrong:
                    raise DeliveryError(f"{self.name} cannot be read: {wrong.strerror}.") from wrong
            case Table() as table:
                found = await asyncio.to_thread(as_csv, table)
            case Picture(drawn) | drawn:
                try:
                    found = await draw(drawn)
                except ChartError as wrong:
                    raise DeliveryError(str(wrong)) from wrong
        if not 0 < len(found) <= limit:
            amount = "too many" if found else "no"
            raise DeliveryError(f"{self.name} has {amount} bytes; {platform} takes 1 to {limit:,}.")
        return found


def as_csv(table: Table) -> bytes:
    """Return the whole table as a CSV file; a missing value is an empty field."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([column.header for column in table.columns])
    writer.writerows(table.rows)
    return file.getvalue().encode()


def _beginning(path: Path, count: int) -> bytes:
    """Up to `count` bytes: a file that is too large for the platform may be too large for memory."""
    with path.open("rb") as file:
        return file.read(count)
