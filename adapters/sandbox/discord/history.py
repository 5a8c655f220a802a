"""What was said before: one message, pages of messages, fresh addresses of files.

Source: Discord docs, "Get Channel Messages"; without READ_MESSAGE_HISTORY the list is empty and no error.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from adapters.sandbox.discord.access import Access, whole_number
from adapters.sandbox.discord.attachments import REFRESHED, Attachments
from adapters.sandbox.discord.call import Answer, Call, Route
from adapters.sandbox.discord.conversation import Conversation
from adapters.sandbox.discord.entities import Channel
from adapters.sandbox.discord.wire import Flaw, Refused, invalid
from adapters.sandbox.wire import Json

DEFAULT: Final = 50
MOST: Final = 100
BOUNDS: Final = ("around", "before", "after")


class History:
    """GET under /channels/{channel}/messages."""

    def __init__(self, access: Access, conversation: Conversation, files: Attachments) -> None:
        self._access = access
        self._conversation = conversation
        self._files = files

    def routes(self) -> list[Route]:
        """Return the addresses served here."""
        return [
            Route("GET", "/channels/{channel}/messages", self.page),
            Route("GET", "/channels/{channel}/messages/{message}", self.one),
            Route("POST", "/attachments/refresh-urls", self.refresh),
        ]

    def page(self, call: Call) -> Answer:
        """Get Channel Messages, newest first."""
        channel = self._access.text_channel(call["channel"])
        limit = whole_number(call.query, "limit", DEFAULT, 1, MOST)
        bounds = {name: whole_number(call.query, name, 0, 0, 2**63) for name in BOUNDS if name in call.query}
        if len(bounds) > 1:
            raise invalid([Flaw((name,), "MESSAGES_BOUNDS", "Use one of around, before and after") for name in bounds])
        if not self._access.has(channel, "READ_MESSAGE_HISTORY"):
            return Answer([])
        return Answer([self._conversation.shown(channel, message) for message in _page(channel, bounds, limit)])

    def one(self, call: Call) -> Answer:
        """Get Channel Message."""
        channel = self._access.text_channel(call["channel"], "READ_MESSAGE_HISTORY")
        return Answer(self._conversation.shown(channel, self._access.message(channel, call["message"])))

    def refresh(self, call: Call) -> Answer:
        """Refresh attachment URLs."""
        urls = call.body.get("attachment_urls")
        if not isinstance(urls, list) or not 1 <= len(urls) <= REFRESHED:
            sentence = f"Must be between 1 and {REFRESHED} in length."
            raise invalid([Flaw(("attachment_urls",), "BASE_TYPE_BAD_LENGTH", sentence)])
        if not all(isinstance(url, str) for url in urls):
            raise Refused(400, 50035, "Invalid Form Body")
        return Answer({"refreshed_urls": self._files.refreshed(urls)})


def _page(channel: Channel, bounds: dict[str, int], limit: int) -> Iterable[Json]:
    """Return one page, newest first. Messages are stored oldest first, and ids rise."""
    if "after" in bounds:
        later = [message for message in _newest(channel) if int(message["id"]) > bounds["after"]]
        return later[-limit:]
    if "around" in bounds:
        middle = bounds["around"]
        later = [message for message in _newest(channel) if int(message["id"]) >= middle][-(limit // 2 + 1) :]
        earlier = (message for message in _newest(channel) if int(message["id"]) < middle)
        return [*later, *islice(earlier, max(limit - len(later), 0))]
    most = bounds.get("before", 2**64)
    return islice((message for message in _newest(channel) if int(message["id"]) < most), limit)


def _newest(channel: Channel) -> Iterator[Json]:
    return reversed(channel.messages.values())
