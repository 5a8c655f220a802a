"""A bridge's edge in a sandbox: the real discord.py against the strict twin."""

from collections.abc import AsyncIterator

import pytest

from adapters.discord.app import DiscordAdapter
from adapters.sandbox import Sandbox
from bridge.content.items import Inline
from bridge.ports import Said
from tests import conformity
from tests.fakes.inbox import RecordingInbox

PNG = Inline(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    ),
    "image/png",
)
"""A dot."""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(limits=False) as running:
        yield running
        conformity.check(running.discord.calls)


@pytest.fixture
def inbox() -> RecordingInbox:
    return RecordingInbox()


@pytest.fixture
async def adapter(sandbox: Sandbox, inbox: RecordingInbox) -> AsyncIterator[DiscordAdapter]:
    """A connected adapter."""
    adapter = DiscordAdapter(sandbox.sections["discord"])
    async with adapter.run(inbox):
        yield adapter


@pytest.fixture
async def said(sandbox: Sandbox, adapter: DiscordAdapter, inbox: RecordingInbox) -> Said:
    """What ann said to the bot in #general."""
    await sandbox.discord.say("ann", "general", "@chatbridge hello")
    return await inbox.next(Said)
