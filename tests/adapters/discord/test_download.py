"""Files people give: fetched from Discord alone, and whole."""

from dataclasses import replace
from pathlib import Path

import pytest

from adapters.discord.app import DiscordAdapter
from adapters.files.saving import DOWNLOAD_BYTES
from adapters.sandbox import Sandbox
from adapters.sandbox.clock import ManualClock
from bridge.errors import PlatformRefused
from bridge.interaction.values import RemoteFile
from bridge.ports import Said
from tests import conformity
from tests.fakes.inbox import RecordingInbox

DAY = 24 * 60 * 60


async def given(sandbox: Sandbox, inbox: RecordingInbox) -> RemoteFile:
    """A file that ann wrote to the bot with."""
    file = await sandbox.discord.upload("ann", "data.csv", b"a,b\n1,2\n")
    await sandbox.discord.say("ann", "general", "@chatbridge look", files=(file["id"],))
    return (await inbox.next(Said)).files[0]


@pytest.mark.requirement("discord-download")
async def test_an_expired_address_is_asked_for_again(inbox: RecordingInbox, tmp_path: Path) -> None:
    """It holds for a day; the message gives a fresh one."""
    clock = ManualClock()
    async with Sandbox(limits=False, clock=clock) as sandbox:
        adapter = DiscordAdapter(sandbox.sections["discord"])
        async with adapter.run(inbox):
            file = await given(sandbox, inbox)
            sandbox.discord.gateway.hold()
            clock.advance(DAY + 1)
            await adapter.download(file, tmp_path / "saved.csv")
            assert (tmp_path / "saved.csv").read_bytes() == b"a,b\n1,2\n"
        conformity.check(sandbox.discord.calls)


@pytest.mark.requirement("discord-download")
async def test_a_file_that_is_gone_is_said_to_be(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: RecordingInbox, tmp_path: Path
) -> None:
    """Its message was deleted, or the form it came with is too long ago."""
    file = await given(sandbox, inbox)
    assert isinstance(file.handle, dict)
    gone = {**file.handle, "url": f"{sandbox.url}/discord/cdn/attachments/1/2/data.csv"}
    for handle in ({**gone, "id": "1"}, {"id": gone["id"], "url": gone["url"]}):
        with pytest.raises(PlatformRefused, match=r"data\.csv is not in Discord any more"):
            await adapter.download(replace(file, handle=handle), tmp_path / "saved.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.requirement("discord-download")
@pytest.mark.parametrize("url", ["https://example.org/data.csv", "http://169.254.169.254/latest", "file:///etc/passwd"])
async def test_nothing_is_fetched_from_elsewhere(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: RecordingInbox, tmp_path: Path, url: str
) -> None:
    """An address is Discord's own or it is not used."""
    file = await given(sandbox, inbox)
    with pytest.raises(PlatformRefused, match="not in Discord"):
        await adapter.download(replace(file, handle={"id": "1", "url": url}), tmp_path / "saved.csv")


async def test_a_huge_file_is_not_even_asked_for(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: RecordingInbox, tmp_path: Path
) -> None:
    """People with Nitro may send half a gigabyte."""
    file = replace(await given(sandbox, inbox), size=DOWNLOAD_BYTES + 1)
    with pytest.raises(PlatformRefused, match="at most"):
        await adapter.download(file, tmp_path / "saved.csv")
