"""The sandbox as a process of its own, and what a failed wait tells."""

import asyncio
import json
import signal
import sys

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import ManualClock, Sandbox
from adapters.sandbox.clock import sleep, within


@pytest.mark.requirement("twin-process")
async def test_the_process_says_where_it_is_and_ends_when_told() -> None:
    """One line of JSON holds url and settings; SIGTERM ends it with status 0 and nothing on stderr."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.sandbox", "--no-limits",
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    told = json.loads(await process.stdout.readline())
    settings = told["settings"]
    assert settings["api_url"] == f"{told['url']}/slack/api/"
    client = AsyncWebClient(token=settings["bot_token"], base_url=settings["api_url"])
    assert (await client.auth_test())["ok"]
    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()
    assert (process.returncode, errors) == (0, b"")


async def test_a_failed_wait_shows_what_was_said(sandbox: Sandbox) -> None:
    """The error of wait_for holds the transcript."""
    await sandbox.slack.say("ann", "general", "hello there")
    with pytest.raises(TimeoutError, match="hello there"):
        await sandbox.slack.wait_for(lambda _: False, timeout=0.01)


async def test_time_moves_only_by_hand(clock: ManualClock) -> None:
    """Calls fall due in their order, at their own time; a cancelled one never."""
    made: list[tuple[str, float]] = []
    start = clock.now()

    def note(name: str) -> None:
        made.append((name, clock.now() - start))

    clock.call_later(2, lambda: note("second"))

    def nested() -> None:
        clock.call_later(0.5, lambda: note("first"))

    clock.call_later(1, nested)
    cancel = clock.call_later(1.5, lambda: note("never"))
    cancel()
    clock.advance(1.9)
    assert made == [("first", pytest.approx(1.5))]
    clock.advance(0.1)
    assert [name for name, _ in made] == ["first", "second"]


async def test_work_that_takes_too_long_is_cancelled(clock: ManualClock) -> None:
    """`within` returns what is done in time, and cancels what is not."""

    async def quick() -> str:
        return "done"

    assert await within(clock, 1, quick()) == "done"
    cancelled = asyncio.Event()

    async def endless() -> None:
        try:
            await sleep(clock, 1000)
        finally:
            cancelled.set()

    waiting = asyncio.create_task(within(clock, 3, endless()))
    await asyncio.sleep(0)
    clock.advance(3)
    with pytest.raises(TimeoutError, match="within 3 s"):
        await waiting
    await cancelled.wait()
