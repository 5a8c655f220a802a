"""Rate limits: buckets of their own for each channel, headers on every answer, a 429 that says how long to wait."""

import pytest

from adapters.sandbox.clock import ManualClock
from adapters.sandbox.discord.rates import OLD_EDIT, RENAME, Rates, Taken

MESSAGES = "/channels/{channel}/messages"
REACTION = "/channels/{channel}/messages/{message}/reactions/{emoji}/@me"
FOLLOWUP = "/webhooks/{application}/{token}"
ONE = {"channel": "1"}
NOON = 1_800_000_000.0


@pytest.fixture
def clock() -> ManualClock:
    """Return time that stands still."""
    return ManualClock(NOON)


@pytest.fixture
def rates(clock: ManualClock) -> Rates:
    """Return limits that count."""
    return Rates(clock, True)


def remaining(taken: Taken) -> tuple[str, str]:
    """Return how much a bucket holds, and how much is left."""
    return taken.headers["X-RateLimit-Limit"], taken.headers["X-RateLimit-Remaining"]


# method, template, how many calls in how many seconds
OBSERVED = [
    ("POST", MESSAGES, 5, 5.0),
    ("PATCH", f"{MESSAGES}/{{message}}", 5, 5.0),
    ("DELETE", f"{MESSAGES}/{{message}}", 5, 1.0),
    ("PUT", REACTION, 1, 0.25),
    ("POST", "/channels/{channel}/typing", 5, 5.0),
    ("POST", FOLLOWUP, 5, 2.0),
    ("PATCH", f"{FOLLOWUP}/messages/@original", 5, 2.0),
]


@pytest.mark.requirement("discord-twin-rate-limits")
@pytest.mark.parametrize(("method", "template", "limit", "seconds"), OBSERVED)
def test_a_bucket_takes_so_many_calls_and_is_full_again_after_its_window(
    rates: Rates, clock: ManualClock, method: str, template: str, limit: int, seconds: float
) -> None:
    """The last call in a window says 0 remaining; the next is limited until the window ends, and not after."""
    for left in reversed(range(limit)):
        taken = rates.take(method, template, ONE)
        assert taken.limited is None
        assert remaining(taken) == (str(limit), str(left))
        assert taken.headers["X-RateLimit-Reset-After"] == f"{seconds:.3f}"
        assert taken.headers["X-RateLimit-Reset"] == f"{NOON + seconds:.3f}"
    clock.advance(seconds / 4)
    refused = rates.take(method, template, ONE)
    wait = round(seconds * 3 / 4, 3)
    assert refused.limited == {"message": "You are being rate limited.", "retry_after": pytest.approx(wait, abs=0.001),
                               "global": False}  # fmt: skip
    assert refused.headers["X-RateLimit-Scope"] == "user"
    assert refused.headers["Retry-After"] == str(-int(-wait // 1))
    clock.advance(seconds)
    assert rates.take(method, template, ONE).limited is None


def test_each_channel_and_each_token_has_its_own_bucket_with_one_hash(rates: Rates) -> None:
    """Major parameters keep buckets apart; other parameters do not; the hash names the route alone."""
    edit = f"{MESSAGES}/{{message}}"
    first, *_ = [rates.take("PATCH", edit, {"channel": "1", "message": "7"}) for _ in range(5)]
    assert rates.take("PATCH", edit, {"channel": "1", "message": "8"}).limited is not None
    other = rates.take("PATCH", edit, {"channel": "2", "message": "7"})
    assert other.limited is None
    assert other.headers["X-RateLimit-Bucket"] == first.headers["X-RateLimit-Bucket"]
    assert rates.take("POST", MESSAGES, ONE).headers["X-RateLimit-Bucket"] != first.headers["X-RateLimit-Bucket"]
    for _ in range(5):
        rates.take("POST", FOLLOWUP, {"application": "9", "token": "a"})
    assert rates.take("POST", FOLLOWUP, {"application": "9", "token": "a"}).limited is not None
    assert rates.take("POST", FOLLOWUP, {"application": "9", "token": "b"}).limited is None


def test_routes_of_one_bucket_share_it(rates: Rates) -> None:
    """Adding a reaction and taking one away count together."""
    rates.take("PUT", REACTION, ONE)
    assert rates.take("DELETE", REACTION, ONE).limited is not None


def test_fifty_calls_a_second_in_all_and_interactions_beside_them(rates: Rates, clock: ManualClock) -> None:
    """The bot's limit is for all routes together; callbacks and follow-ups are outside it."""
    for number in range(50):
        assert rates.take("GET", "/channels/{channel}", {"channel": str(number)}).limited is None
    refused = rates.take("GET", "/users/@me", {})
    assert refused.limited == {"message": "You are being rate limited.", "retry_after": 1.0, "global": True}
    assert refused.headers == {"X-RateLimit-Global": "true", "X-RateLimit-Scope": "global", "Retry-After": "1"}
    assert rates.take("POST", "/interactions/{interaction}/{token}/callback", {"token": "a"}).limited is None
    assert rates.take("POST", FOLLOWUP, {"token": "a"}).limited is None
    clock.advance(1)
    assert rates.take("GET", "/users/@me", {}).limited is None


def test_a_hidden_limit_shows_in_no_header_until_it_is_hit(rates: Rates) -> None:
    """The third rename in ten minutes is refused with a shared scope, and headers that look fine."""
    for _ in range(2):
        taken = rates.take("PATCH", RENAME, ONE)
        assert taken.limited is None
        assert int(taken.headers["X-RateLimit-Remaining"]) > 1000
    refused = rates.take("PATCH", RENAME, ONE)
    assert refused.limited is not None
    assert refused.limited["retry_after"] == 600.0
    assert refused.headers["X-RateLimit-Scope"] == "shared"
    assert int(refused.headers["X-RateLimit-Remaining"]) > 1000


def test_edits_of_old_messages_have_an_error_code(rates: Rates) -> None:
    """The fourth edit of messages over an hour old within six seconds is 30046."""
    for _ in range(3):
        assert rates.take("PATCH", OLD_EDIT, ONE).limited is None
    limited = rates.take("PATCH", OLD_EDIT, ONE).limited
    assert limited is not None
    assert (limited["code"], limited["retry_after"], limited["global"]) == (30046, 6.0, False)


def test_without_limits_the_headers_are_still_there(clock: ManualClock) -> None:
    """A sandbox without limits answers as one that has plenty left."""
    rates = Rates(clock, False)
    answers = [rates.take("POST", MESSAGES, ONE) for _ in range(60)]
    assert all(taken.limited is None for taken in answers)
    assert remaining(answers[-1]) == ("1000000", "999999")
    assert set(answers[-1].headers) == {
        f"X-RateLimit-{key}" for key in ("Limit", "Remaining", "Reset", "Reset-After", "Bucket")
    }


def test_windows_that_have_passed_are_forgotten(rates: Rates, clock: ManualClock) -> None:
    """A bot that answers many interactions does not fill the sandbox's memory."""
    for number in range(10_000):
        rates.take("POST", FOLLOWUP, {"token": str(number)})
    clock.advance(60)
    rates.take("POST", FOLLOWUP, {"token": "new"})
    assert len(rates._windows) == 1
