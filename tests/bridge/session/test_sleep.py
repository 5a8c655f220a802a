"""A conversation in which nobody writes sleeps; one that was left alone catches up."""

from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bridge.host.port import Limits
from bridge.journal import database
from bridge.ports import Address, Press
from bridge.session import texts
from tests.bridge.session.test_survival import YES_NO
from tests.fakes.adapter import FakeAdapter
from tests.fakes.host import FakeHost
from tests.fakes.talk import BEN, agent, echo, talk


@pytest.fixture
def journal(tmp_path: Path) -> str:
    return database.default_url(tmp_path)


# ── sleep ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

SLEEPY = agent(limits=Limits(idle=0.01))


@pytest.mark.requirement("sleeps", "idle")
async def test_an_idle_conversation_sleeps_and_the_next_message_wakes_it() -> None:
    """Its process is given back; nobody notices."""
    async with talk(echo(), SLEEPY) as t:
        await t.say("")
        await t.until("Hello!")
        await t.host.processes[0].ended.wait()
        shown = t.adapter.texts()
        await t.reply("still there?")
        await t.until("You said: {'message': 'still there?'}")
        assert t.adapter.texts() == [*shown, "You said: {'message': 'still there?'}"]
        assert t.adapter.told == []


@pytest.mark.requirement("sleeps")
async def test_a_conversation_that_cannot_be_saved_stays_awake() -> None:
    """Its process is all there is of it."""
    with capture_logs() as logs:
        async with talk(echo(), SLEEPY) as t:
            await t.say("")
            await t.adapter.until(lambda _: t.host.processes)
            process = t.host.processes[0]
            process.problem = "too large"
            await process.saving.wait()
            await t.reply("hi")
            await t.until("'hi'")
            assert t.host.processes == [process]
    assert "state_not_saved" in [log["event"] for log in logs]


# ── what was missed, and what is gone ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("catch-up")
async def test_what_was_written_while_no_bridge_was_there_is_answered(journal: str) -> None:
    """Discord does not deliver it again."""
    adapter, host = FakeAdapter(), FakeHost(echo())
    async with talk(echo(), journal=journal, adapter=adapter, host=host) as t:
        await t.say("")
        await t.until("Hello!")
        adapter.unheard = [t.said("anyone?", BEN, address=Address.REPLY)]
    async with talk(echo(), journal=journal, adapter=adapter, host=host) as t:
        await t.until("You said: {'message': 'anyone?'}")


async def test_a_conversation_whose_agent_is_gone_offers_to_begin_again(journal: str) -> None:
    """Whoever clicks is told; a mention chooses another one."""
    adapter, host = FakeAdapter(), FakeHost(YES_NO)
    async with talk(YES_NO, agent("one"), journal=journal, adapter=adapter, host=host) as t:
        await t.say("")
        question = await t.asked()
    async with talk(YES_NO, agent("two"), journal=journal, adapter=adapter, host=host) as t:
        await t.click(question, 0)
        await t.told(texts.INTERRUPTED)
        assert adapter.offered_restart == 1
        await t.click("any", press=Press.RESTART)
        await t.adapter.until(lambda adapter: adapter.texts().count("Ready?") == 2)
        assert host.started[-1] == "two"
    async with talk(YES_NO, replace(agent("two")), journal=journal, adapter=adapter, host=host) as t:
        await t.reply("yes")
        await t.until("got {'ready': True}")
