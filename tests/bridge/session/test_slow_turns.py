"""Turns that take their time: a status, a way to stop, and partial replies."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bridge.host.port import Frame, Part
from bridge.ports import Capabilities, Press
from bridge.session import texts
from bridge.session.announcer import STATUS_AFTER, WORKING
from tests.fakes.talk import asks, echo, talk


def waits_for(gate: asyncio.Event, *parts: Part):
    """A script whose `on_input` shows the parts, then waits."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            for part in parts:
                yield part
            await gate.wait()
        yield Part({"outputs": f"end of {function}", "next_inputs": asks()}, last=True)

    return script


@pytest.mark.requirement("status-late")
async def test_a_fast_turn_shows_no_status() -> None:
    """It would only flicker."""
    async with talk(echo()) as t:
        await t.say("hi")
        await t.until("You said")
        assert t.adapter.statuses == []


@pytest.mark.requirement("status-late")
async def test_a_slow_turn_shows_a_status_after_a_third_of_a_second_and_clears_it() -> None:
    """The person knows that something happens."""
    gate = asyncio.Event()
    async with talk(waits_for(gate)) as t:
        await t.say("hi")
        began = asyncio.get_running_loop().time()
        await t.adapter.until(lambda adapter: adapter.statuses)
        assert asyncio.get_running_loop().time() - began >= STATUS_AFTER * 0.9
        assert t.adapter.statuses == [WORKING]
        gate.set()
        await t.adapter.until(lambda adapter: adapter.statuses == [WORKING, ""])


async def test_the_agents_own_status_is_shown() -> None:
    """`status` says what takes so long."""
    gate = asyncio.Event()
    async with talk(waits_for(gate, Part({"status": "is reading…"}, last=False))) as t:
        await t.say("hi")
        await t.adapter.until(lambda adapter: adapter.statuses == ["is reading…"])
        gate.set()


@pytest.mark.requirement("status-late")
async def test_the_status_stays_although_something_is_posted() -> None:
    """A post takes it away; the turn still runs."""
    gate = asyncio.Event()
    async with talk(waits_for(gate)) as t:
        await t.say("hi")
        await t.adapter.until(lambda adapter: any(page.reply.running for page in adapter.shown.values()))
        await t.adapter.until(lambda adapter: adapter.status == WORKING)
        gate.set()
        await t.until("end of on_input")
        await t.adapter.until(lambda adapter: adapter.statuses[-1] == "")


@pytest.mark.requirement("stop-button")
async def test_a_slow_turn_offers_a_stop_button_that_stops_it() -> None:
    """The line with the button goes when the turn has ended, and the conversation goes on."""
    gate = asyncio.Event()
    async with talk(waits_for(gate)) as t:
        await t.say("hi")
        await t.adapter.until(lambda adapter: any(page.reply.running for page in adapter.shown.values()))
        turn = next(page.reply.turn for page in t.adapter.shown.values() if page.reply.running)
        await t.click(turn, press=Press.STOP)
        await t.until("Stopped.")
        assert not any(page.reply.running for page in t.adapter.shown.values())
        await t.click(turn, press=Press.STOP)
        await t.told(texts.NOTHING_RUNS)
        gate.set()
        await t.reply("go on")
        await t.until("end of on_input")


@pytest.mark.requirement("partial-edits")
async def test_partial_outputs_appear_as_they_come_in_one_message() -> None:
    """The first is posted, the others are edited into it, the whole comes last."""
    gate = asyncio.Event()
    one, two = Part({"outputs": "one"}, last=False), Part({"outputs": "two"}, last=False)
    async with talk(waits_for(gate, one, two)) as t:
        await t.say("hi")
        await t.until("two")
        assert [page.text for page in t.adapter.shown.values()][-1].split() == ["one", "two"]
        gate.set()
        await t.until("end of on_input")
        assert len(t.adapter.shown) == 2, "the greeting and one message for the turn"


@pytest.mark.requirement("partial-edits")
async def test_partial_outputs_are_coalesced_to_the_platforms_pace() -> None:
    """Within one interval only the first partial reply is sent, then the whole one at once."""
    gate = asyncio.Event()
    parts = [Part({"outputs": f"part {n}"}, last=False) for n in range(50)]
    async with talk(waits_for(gate, *parts)) as t:
        t.adapter.capabilities = Capabilities(edit_interval=3600.0)
        await t.say("hi")
        await t.until("part 0")
        gate.set()
        await t.until("end of on_input")
        assert len(t.adapter.edits) <= 1
        assert "part 49" in t.adapter.texts()[-1]


async def test_append_false_replaces_what_the_turn_has_shown() -> None:
    """A progress line gives way to the next."""
    gate = asyncio.Event()
    one, two = Part({"outputs": "10 %"}, last=False), Part({"outputs": "90 %", "append": False}, last=False)
    async with talk(waits_for(gate, one, two)) as t:
        await t.say("hi")
        await t.until("90 %")
        assert t.adapter.texts()[-1] == "90 %"
        gate.set()
