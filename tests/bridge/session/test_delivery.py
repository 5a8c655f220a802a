"""One reply on its platform."""

import pytest

from bridge.content.items import Paragraph, Text
from bridge.ports import Reply, Thread
from bridge.session.delivery import Delivery
from tests.fakes.adapter import FakeAdapter

THREAD = Thread("fake", "team", "general", "1")


def reply(text: str) -> Reply:
    return Reply(turn="t", content=(Text(content=(Paragraph(text),)),))


@pytest.mark.requirement("partial-edits")
async def test_what_stands_there_already_is_not_sent_again() -> None:
    """Edits are rare on every platform: only what looks different is one."""
    adapter = FakeAdapter()
    delivery = Delivery(adapter, THREAD)
    await delivery.finish(reply("one"))
    await delivery.finish(reply("one"))
    assert (adapter.texts(), adapter.edits) == (["one"], [])
    await delivery.finish(reply("two"))
    assert (adapter.texts(), len(adapter.edits)) == (["two"], 1)
