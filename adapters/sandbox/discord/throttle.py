"""The rate limits as a refusal: a request over one is answered with 429.

Guarantee: every 429 carries ``Via``, as everything behind Discord's proxy does; discord.py takes one without it for a
ban and gives up at once.
"""

from collections.abc import Mapping
from typing import Final

from adapters.sandbox.discord.rates import OLD_EDIT, RENAME, Rates
from adapters.sandbox.discord.wire import Refused

VIA: Final = {"Via": "1.1 google"}


class Throttle:
    """Counts requests. `hidden` says whether the limits hold that no header tells of: renames and old edits."""

    def __init__(self, rates: Rates) -> None:
        self.hidden = True
        self._rates = rates

    def take(self, method: str, template: str, params: Mapping[str, str]) -> dict[str, str]:
        """Count a request of a route, and return the headers of its answer.

        Raises:
            Refused: 429.
        """
        taken = self._rates.take(method, template, params)
        if taken.limited is None:
            return taken.headers
        more = dict(taken.limited)
        code, message = more.pop("code", 0), more.pop("message")
        raise Refused(429, code, message, headers={**taken.headers, **VIA}, **more)

    def rename(self, channel_id: str) -> None:
        """Count a change of a channel's name."""
        if self.hidden:
            self.take("PATCH", RENAME, {"channel": channel_id})

    def edit_old(self, channel_id: str) -> None:
        """Count an edit of a message that is older than an hour."""
        if self.hidden:
            self.take("PATCH", OLD_EDIT, {"channel": channel_id})
