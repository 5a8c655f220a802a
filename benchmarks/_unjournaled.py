"""The bridge without a journal: it writes nothing down, and forgets all when it ends. For `benchmarks.journal_cost`.

python -m benchmarks._unjournaled SECTION
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bridge import app
from bridge.cli.serving import stop_signal
from bridge.config import AgentEntry, Settings
from bridge.journal.journal import Journal
from bridge.journal.records import Found, RunRecord, SessionRecord, Shown
from bridge.ports import Inbound, Thread

ECHO = Path(__file__).parent.parent / "agents" / "echo"


class Forgetful(Journal):
    """Takes everything, keeps nothing."""

    def __init__(self) -> None:
        """Without a database."""

    async def accept(self, event: Inbound, turn: str, session: SessionRecord | None = None) -> bool:
        return True

    def taken(self, event_id: str) -> None: ...

    def shown(self, thread: Thread, turn: str, parts: Mapping[str, Shown]) -> None: ...

    def gone(self, turn: str, part: str) -> None: ...

    def end(self, run: RunRecord, session: SessionRecord, *, events: Sequence[str] = ()) -> asyncio.Future[None]:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        done.set_result(None)
        return done

    async def find(self, thread: Thread) -> Found | None:
        return None

    async def unfinished(self) -> Sequence[Thread]:
        return ()

    async def prune(self, now: float | None = None) -> None: ...

    async def recent(self, since: float, most: int) -> Sequence[tuple[Thread, float]]:
        return ()


@asynccontextmanager
async def forgetful(url: str) -> AsyncGenerator[Journal]:
    yield Forgetful()


async def main() -> None:
    app.opened = forgetful
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            source="benchmark",
            data_dir=Path(folder),
            sections={"slack": json.loads(sys.argv[1])},
            agents=(AgentEntry(path=ECHO),),
        )
        async with stop_signal() as stop, app.running(settings):
            await stop.wait()


if __name__ == "__main__":
    asyncio.run(main())
