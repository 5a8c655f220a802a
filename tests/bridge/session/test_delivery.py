"""One reply on its platform."""

from collections.abc import Mapping

import pytest

from bridge.content.items import Paragraph, Text
from bridge.journal import database
from bridge.journal.journal import opened
from bridge.ports import MessageRef, Reply, Thread
from bridge.session.delivery import Delivery
from tests.fakes.adapter import FakeAdapter

THREAD = Thread("fake", "team", "general", "1")


def reply(text: str) -> Reply:
    return Reply(turn="t", content=(Text(content=(Paragraph(text),)),))


@pytest.mark.requirement("partial-edits")
async def test_what_stands_there_already_is_not_sent_again() -> None:
    """Edits are rare on every platform: only what looks different is one."""
    adapter = FakeAdapter()
    async with opened(database.MEMORY) as journal:
        delivery = Delivery(adapter, THREAD, "t", journal)
        await delivery.finish(reply("one"))
        await delivery.finish(reply("one"))
        assert (adapter.texts(), adapter.edits) == (["one"], [])
        await delivery.finish(reply("two"))
        assert (adapter.texts(), len(adapter.edits)) == (["two"], 1)


@pytest.mark.requirement("in-doubt")
@pytest.mark.parametrize("written_down", [True, False], ids=["in the journal", "on the platform alone"])
async def test_what_an_earlier_bridge_has_posted_is_gone_on_with(*, written_down: bool) -> None:
    """It was killed after it posted; its message becomes what it should be, and none is posted again."""
    adapter = FakeAdapter()
    async with opened(database.MEMORY) as journal, opened(database.MEMORY) as empty:
        await Delivery(adapter, THREAD, "t", journal).finish(reply("half"))
        later = Delivery(adapter, THREAD, "t", journal if written_down else empty, in_doubt=True)
        await later.finish(reply("whole"))
        assert (adapter.texts(), len(adapter.edits)) == (["whole"], 1)


@pytest.mark.requirement("in-doubt")
async def test_a_post_that_turns_out_to_be_an_earlier_one_is_brought_up_to_date() -> None:
    """Discord answers a post whose key it remembers with the message that stands there."""
    adapter = ForgetfulAdapter()
    async with opened(database.MEMORY) as journal, opened(database.MEMORY) as empty:
        await Delivery(adapter, THREAD, "t", journal).finish(reply("half"))
        await Delivery(adapter, THREAD, "t", empty, in_doubt=True).finish(reply("whole"))
        assert adapter.texts() == ["whole"]


@pytest.mark.requirement("in-doubt")
async def test_the_line_that_said_that_a_turn_runs_is_taken_away_by_the_next_bridge() -> None:
    """Nothing is left that seems to run."""
    adapter = FakeAdapter()
    async with opened(database.MEMORY) as journal:
        await Delivery(adapter, THREAD, "t", journal).show_waiting(Reply(turn="t", running=True))
        assert len(adapter.shown) == 1
        await Delivery(adapter, THREAD, "t", journal, in_doubt=True).finish(reply("whole"))
        assert adapter.texts() == ["whole"]
        assert set(await journal.messages("t")) == {"0"}


class ForgetfulAdapter(FakeAdapter):
    """Remembers keys, but cannot find messages by them."""

    async def posted(self, thread: Thread, turn: str) -> Mapping[str, MessageRef]:
        return {}
