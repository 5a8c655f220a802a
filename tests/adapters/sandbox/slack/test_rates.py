"""Rate limits: each method's own, posting also per channel, on the sandbox's clock."""

import aiohttp
import pytest
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler

from adapters.sandbox import ManualClock, Sandbox
from adapters.sandbox.slack.methods import METHODS
from adapters.sandbox.slack.rates import PER_CHANNEL, TIERS, Rates
from tests.adapters.sandbox.conftest import client_of, post, refusal


def calls_until_refused(rates: Rates, method: str, channel: str = "C1") -> int:
    """Return how many calls are let through at once."""
    count = 0
    while not rates.take(method, METHODS[method].tier, channel):
        count += 1
    return count


@pytest.mark.requirement("twin-rates")
@pytest.mark.parametrize(
    ("method", "burst", "wait"), [("chat.update", 50, 2), ("views.open", 100, 1), ("users.list", 20, 3)]
)
def test_a_tier_is_per_method(clock: ManualClock, method: str, burst: int, wait: int) -> None:
    """A minute's worth may come at once; then the wait is what one call takes, in whole seconds."""
    rates = Rates(clock, enabled=True)
    assert calls_until_refused(rates, method) == burst == TIERS[METHODS[method].tier].burst
    assert rates.take(method, METHODS[method].tier, "") == wait
    clock.advance(wait)
    assert calls_until_refused(rates, method) >= 1
    assert rates.take("auth.test", METHODS["auth.test"].tier, "") == 0


@pytest.mark.requirement("twin-rates")
def test_posting_is_one_a_second_in_each_channel(clock: ManualClock) -> None:
    """After a short burst one message a second goes through, per channel."""
    rates = Rates(clock, enabled=True)
    assert calls_until_refused(rates, "chat.postMessage", "C1") == PER_CHANNEL.burst
    assert calls_until_refused(rates, "chat.postMessage", "C2") == PER_CHANNEL.burst
    clock.advance(3)
    assert calls_until_refused(rates, "chat.postMessage", "C1") == 3


@pytest.mark.requirement("twin-rates")
async def test_too_fast_is_429_with_whole_seconds(still: Sandbox, clock: ManualClock) -> None:
    """The answer is HTTP 429, its Retry-After an integer, and after so long the call goes through."""
    client, general = client_of(still), still.slack.world.channel("general").id
    for _ in range(PER_CHANNEL.burst):
        await post(client, channel=general)
    assert (await refusal(post(client, channel=general)))[0] == "ratelimited"
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {client.token}"}) as session:
        url = f"{still.settings['api_url']}chat.postMessage"
        async with session.post(url, json={"channel": general, "text": "x"}) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "1")
    clock.advance(1)
    await post(client, channel=general)


async def test_the_sdks_own_handler_waits_it_out(sandbox: Sandbox, general: str) -> None:
    """The official retry handler understands the twin's 429."""
    client = client_of(sandbox)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=1))
    sandbox.slack.fail_next("chat.postMessage", error="ratelimited", status=429, retry_after=0)
    await post(client, channel=general, text="in the end")
    assert [message["text"] for message in sandbox.slack.messages("general")] == ["in the end"]


async def test_limits_can_be_switched_off() -> None:
    """Without limits nothing is throttled."""
    async with Sandbox(limits=False) as sandbox:
        general = sandbox.slack.world.channel("general").id
        for _ in range(PER_CHANNEL.burst * 4):
            await post(client_of(sandbox), channel=general)
