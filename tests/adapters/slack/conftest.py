"""A bridge's edge in a sandbox: the real slack-bolt and slack_sdk against the strict twin."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from adapters.slack.pace import Pace
from bridge.content.items import Inline
from bridge.ports import Thread
from tests.fakes.inbox import RecordingInbox

PNG = Inline(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    ),
    "image/png",
)
"""A dot."""


@dataclass
class Waits:
    """Time that passes only by waiting: `waited` holds the seconds of each wait."""

    time: float = 1_000.0
    waited: list[float] = field(default_factory=list[float])

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.time += seconds


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as running:
        yield running


@pytest.fixture
def inbox() -> RecordingInbox:
    return RecordingInbox()


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
async def adapter(sandbox: Sandbox, inbox: RecordingInbox, waits: Waits) -> AsyncIterator[SlackAdapter]:
    """A connected adapter that waits in no time."""
    adapter = SlackAdapter(sandbox.settings, pace=Pace(waits.now, waits.sleep))
    async with adapter.run(inbox):
        yield adapter


@pytest.fixture
async def thread(sandbox: Sandbox) -> Thread:
    """A thread in #general that ann began."""
    ts = await sandbox.slack.say("ann", "general", "hello")
    world = sandbox.slack.world
    return Thread("slack", world.team["id"], world.channel("general").id, ts)
