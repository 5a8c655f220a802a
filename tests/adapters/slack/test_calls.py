"""One call of the Web API: paced, repeated where that is safe."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.calls import Calls
from adapters.slack.limits import EDITS_AT_ONCE, EDITS_PER_MINUTE
from adapters.slack.pace import Pace
from bridge.errors import DeliveryError
from tests.adapters.slack.conftest import Waits


class BrokenLine:
    """A server that takes the first calls and hangs up, and then answers."""

    def __init__(self, breaks: int) -> None:
        self.received = 0
        self._breaks = breaks

    async def handle(self, request: web.Request) -> web.Response:
        self.received += 1
        if self.received <= self._breaks:
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"ok": True})


@pytest.fixture
async def line(request: pytest.FixtureRequest, waits: Waits) -> AsyncIterator[tuple[Calls, BrokenLine]]:
    server = BrokenLine(breaks=request.param)
    site = web.Application()
    site.router.add_post("/api/{method}", server.handle)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        client = AsyncWebClient(token="xoxb-1", base_url=url, session=session, retry_handlers=[])
        yield Calls(client, Pace(waits.now, waits.sleep)), server
    await runner.cleanup()


@pytest.mark.requirement("slack-never-twice")
@pytest.mark.parametrize("line", [1], indirect=True)
async def test_a_post_whose_answer_was_lost_is_not_repeated(line: tuple[Calls, BrokenLine], waits: Waits) -> None:
    """It may have arrived: the error says so, and nobody sees the message twice."""
    calls, server = line
    with pytest.raises(DeliveryError, match="may or may not have arrived"):
        await calls.post("chat.postMessage", {"channel": "C", "text": "hello"}, repeatable=False)
    assert (server.received, waits.waited) == (1, [])


@pytest.mark.parametrize("line", [2], indirect=True)
async def test_an_edit_whose_answer_was_lost_is_repeated(line: tuple[Calls, BrokenLine], waits: Waits) -> None:
    """Twice the same edit is the same edit."""
    calls, server = line
    assert (await calls.post("chat.update", {"ts": "1.1"}))["ok"]
    assert (server.received, waits.waited) == (3, [0.5, 1.0])


@pytest.mark.parametrize("line", [99], indirect=True)
async def test_a_line_that_stays_broken_is_told(line: tuple[Calls, BrokenLine], waits: Waits) -> None:
    """After three repetitions."""
    calls, server = line
    with pytest.raises(DeliveryError, match="api_url"):
        await calls.post("chat.update", {"ts": "1.1"})
    assert (server.received, waits.waited) == (4, [0.5, 1.0, 2.0])


async def test_a_post_that_was_never_sent_is_repeated(waits: Waits, unused_port: int) -> None:
    """Where there is no connection nothing can have arrived."""
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{unused_port}/api/"
        client = AsyncWebClient(token="xoxb-1", base_url=url, session=session, retry_handlers=[])
        with pytest.raises(DeliveryError, match="it did not arrive"):
            await Calls(client, Pace(waits.now, waits.sleep)).post("chat.postMessage", {}, repeatable=False)
    assert waits.waited == [0.5, 1.0, 2.0]


@pytest.fixture
async def unused_port() -> int:
    """A port that was free a moment ago."""
    runner = web.AppRunner(web.Application())
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port: int = runner.addresses[0][1]
    await runner.cleanup()
    return port


@pytest.mark.requirement("slack-rates")
async def test_no_minute_sees_more_than_fifty_edits(waits: Waits) -> None:
    """Whatever the threads ask for: the bucket refills at 40 a minute and holds 10."""
    pace = Pace(waits.now, waits.sleep)
    times: list[float] = []
    for _ in range(200):
        await pace.edit()
        times.append(waits.now())
    windows = [sum(start <= time < start + 60 for time in times) for start in times]
    assert EDITS_PER_MINUTE < max(windows) <= EDITS_PER_MINUTE + EDITS_AT_ONCE == 50


async def test_an_idle_bucket_is_full_again(waits: Waits) -> None:
    """And no fuller."""
    pace = Pace(waits.now, waits.sleep)
    for _ in range(10):
        await pace.edit()
    waits.time += 3_600
    for _ in range(11):
        await pace.edit()
    assert waits.waited == pytest.approx([1.5])


async def test_a_pause_holds_everyone_who_calls_the_same(waits: Waits) -> None:
    """And nobody else."""
    pace = Pace(waits.now, waits.sleep)
    pace.pause("chat.postMessageC1", 5)
    await pace.turn("chat.postMessageC2")
    assert waits.waited == []
    await pace.turn("chat.postMessageC1")
    await pace.turn("chat.postMessageC1")
    assert waits.waited == [5]
