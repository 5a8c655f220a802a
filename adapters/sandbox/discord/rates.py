"""How often each route may be called, as data, and the buckets that count.

Guarantee: every answer can carry rate-limit headers, and time passes on the sandbox's clock only.
Source: Discord docs, "Rate Limits" (headers, body, scopes, 50 a second in all). Discord promises no other numbers;
those below are commonly observed.
"""

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.sandbox.clock import Clock
from adapters.sandbox.wire import Json

PARAMETER: Final = re.compile(r"\{[^}]*\}")
MAJORS: Final = ("channel", "guild", "token")  # names of path parameters; an interaction's token stands for its webhook
BUCKETS_KEPT: Final = 10_000  # windows that have passed are forgotten beyond this


@dataclass(frozen=True, slots=True)
class Rate:
    """`limit` calls in `seconds`. Routes with one `bucket` share it; a `hidden` rate is in no header and not global.

    `code` is the JSON error code of a 429, where it has one.
    """

    bucket: str
    limit: int
    seconds: float
    hidden: bool = False
    code: int | None = None
    sentence: str = "You are being rate limited."


REACTIONS: Final = Rate("reactions", 1, 0.25)
WEBHOOK: Final = Rate("webhook", 5, 2)
# Two names for what the template alone does not tell: pass them to `take` as templates of PATCH.
RENAME: Final = "/channels/{channel}#name"
OLD_EDIT: Final = "/channels/{channel}/messages/{message}#old"

RATES: Final[Mapping[str, Rate]] = {
    "POST /channels/{}/messages": Rate("create message", 5, 5),
    "PATCH /channels/{}/messages/{}": Rate("edit message", 5, 5),
    "DELETE /channels/{}/messages/{}": Rate("delete message", 5, 1),
    "PUT /channels/{}/messages/{}/reactions/{}/@me": REACTIONS,
    "DELETE /channels/{}/messages/{}/reactions/{}/@me": REACTIONS,
    "DELETE /channels/{}/messages/{}/reactions/{}/{}": REACTIONS,
    "DELETE /channels/{}/messages/{}/reactions/{}": REACTIONS,
    "DELETE /channels/{}/messages/{}/reactions": REACTIONS,
    "POST /channels/{}/typing": Rate("typing", 5, 5),
    "POST /webhooks/{}/{}": WEBHOOK,
    "PATCH /webhooks/{}/{}/messages/{}": WEBHOOK,
    "PATCH /webhooks/{}/{}/messages/@original": WEBHOOK,
    "DELETE /webhooks/{}/{}/messages/{}": WEBHOOK,
    "DELETE /webhooks/{}/{}/messages/@original": WEBHOOK,
    "PATCH /channels/{}#name": Rate("rename", 2, 600, hidden=True),
    "PATCH /channels/{}/messages/{}#old": Rate(
        "old edits",
        3,
        6,
        hidden=True,
        code=30046,
        sentence="Maximum number of edits to messages older than 1 hour reached. Try again later",
    ),
}
GLOBAL: Final = Rate("global", 50, 1)
OUTSIDE_GLOBAL: Final = ("/interactions/", "/webhooks/")  # Discord docs, "Rate Limits": not bound to the bot's limit
PLENTY: Final = 1_000_000  # what a route without a limit, or with a hidden one, says it has


@dataclass(frozen=True, slots=True)
class Taken:
    """The headers of the answer, and the body of the 429 if there is to be one."""

    headers: dict[str, str]
    limited: Json | None = None


@dataclass(slots=True)
class Window:
    """One bucket's present window: until when, and how many calls are left in it."""

    ends: float
    left: int


class Rates:
    """Fixed windows, each beginning with the first call in it."""

    def __init__(self, clock: Clock, enabled: bool) -> None:
        self._clock = clock
        self._enabled = enabled
        self._windows: dict[tuple[str, ...], Window] = {}

    def take(self, method: str, template: str, params: Mapping[str, str]) -> Taken:
        """Count a call of a route with these parameters in its path; those of `MAJORS` have buckets of their own."""
        route = f"{method} {PARAMETER.sub('{}', template)}"
        now = self._clock.now()
        if not self._enabled:
            return Taken(_free(route, now))
        rate = RATES.get(route)
        if not (rate and rate.hidden) and not template.startswith(OUTSIDE_GLOBAL):
            window = self._window(GLOBAL, (), now)
            if not window.left:
                return Taken({"X-RateLimit-Global": "true", **_wait("global", window, now)}, _body(GLOBAL, window, now))
            window.left -= 1
        if rate is None:
            return Taken(_free(route, now))
        window = self._window(rate, [params.get(major, "") for major in MAJORS], now)
        limited = None if window.left else _body(rate, window, now)
        window.left = max(0, window.left - 1)
        headers = _free(route, now) if rate.hidden else _headers(rate.bucket, rate.limit, window, now)
        if limited:
            headers |= _wait("shared" if rate.hidden else "user", window, now)
        return Taken(headers, limited)

    def _window(self, rate: Rate, majors: Sequence[str], now: float) -> Window:
        key = (rate.bucket, *majors)
        window = self._windows.get(key)
        if window is None or window.ends <= now:
            if len(self._windows) >= BUCKETS_KEPT:
                self._windows = {known: held for known, held in self._windows.items() if held.ends > now}
            window = self._windows[key] = Window(now + rate.seconds, rate.limit)
        return window


def _body(rate: Rate, window: Window, now: float) -> Json:
    body: Json = {"message": rate.sentence, "retry_after": round(window.ends - now, 3), "global": rate is GLOBAL}
    return body if rate.code is None else {**body, "code": rate.code}


def _wait(scope: str, window: Window, now: float) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(window.ends - now)), "X-RateLimit-Scope": scope}


def _free(bucket: str, now: float) -> dict[str, str]:
    return _headers(bucket, PLENTY, Window(now + 1, PLENTY - 1), now)


def _headers(bucket: str, limit: int, window: Window, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(window.left),
        "X-RateLimit-Reset": f"{window.ends:.3f}",
        "X-RateLimit-Reset-After": f"{window.ends - now:.3f}",
        "X-RateLimit-Bucket": hashlib.sha256(bucket.encode()).hexdigest()[:32],  # without the majors, as in Discord's
    }
