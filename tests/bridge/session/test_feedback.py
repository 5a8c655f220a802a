"""People say what they think of an answer; it is kept, and told to an agent that wants to know."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.catalog.manifest import Manifest
from bridge.host.port import Failure, FailureKind, Frame, Part
from bridge.journal import database
from bridge.journal.records import Rating
from bridge.ports import Press
from tests.fakes.adapter import FakeAdapter, Page
from tests.fakes.host import FakeHost
from tests.fakes.talk import ANN, BEN, Talk, agent, asks, echo, talk

PLAIN = agent()
RATED = replace(PLAIN, manifest=replace(PLAIN.manifest, allow_feedback=True))


@pytest.fixture
def journal(tmp_path: Path) -> str:
    return database.default_url(tmp_path)


async def answered(t: Talk) -> str:
    """An answer; its turn."""
    await t.say("one")
    await t.until("'one'")
    return newest(t.adapter).reply.turn


async def taken(t: Talk) -> None:
    """Until the agent has heard of all that was done: what is said now comes after it."""
    await t.reply("so far")
    await t.until("'so far'")


def newest(adapter: FakeAdapter) -> Page:
    return list(adapter.shown.values())[-1]


def opinions(t: Talk) -> list[Any]:
    """What the handler has heard."""
    return [data for process in t.host.processes for call, data in process.calls if call == "on_feedback"]


async def rating(t: Talk, turn: str, person: str) -> Rating | None:
    found = await t.router._journal.rating(turn, person)
    return found[0] if found else None


@pytest.mark.requirement("feedback")
async def test_an_answer_can_be_rated_and_the_agent_hears_of_it() -> None:
    """With what was asked and answered; a greeting has no thumbs. A comment is asked for, and need not be given."""
    async with talk(echo(), RATED) as t:
        turn = await answered(t)
        assert [page.reply.rated for page in t.adapter.shown.values()] == [False, True]
        await t.click(turn, 1, Press.RATE)
        await taken(t)
        said = {"input": {"message": "one"}, "answer": "You said: {'message': 'one'}"}
        assert opinions(t) == [{"rating": "positive", "comment": "", **said}]
        (asked,) = t.adapter.opened
        await t.submit(asked.id, {"comment": " Just right. "})
        await t.reply("two")
        await t.until("'two'")
        assert opinions(t)[1] == {"rating": "positive", "comment": "Just right.", **said}


@pytest.mark.requirement("feedback")
async def test_each_person_has_an_opinion_and_may_change_it() -> None:
    """A comment that was given stays."""
    async with talk(echo(), RATED) as t:
        turn = await answered(t)
        await t.click(turn, 1, Press.RATE)
        await t.submit(t.adapter.opened[0].id, {"comment": "Good."})
        await t.click(turn, 0, Press.RATE)
        await t.click(turn, 0, Press.RATE, person=BEN)
        await taken(t)
        assert len(opinions(t)) == 4
        assert await rating(t, turn, ANN.id) == Rating(good=False, comment="Good.")
        assert await rating(t, turn, BEN.id) == Rating(good=False)


@pytest.mark.requirement("feedback")
async def test_an_opinion_on_an_old_answer_counts_after_a_restart(journal: str) -> None:
    """The thumbs work as long as they are seen."""
    adapter, host = FakeAdapter(), FakeHost(echo())
    async with talk(echo(), RATED, journal=journal, adapter=adapter, host=host) as t:
        turn = await answered(t)
        await t.reply("two")
        await t.until("'two'")
    async with talk(echo(), RATED, journal=journal, adapter=adapter, host=host) as t:
        await t.click(turn, 0, Press.RATE)
        await taken(t)
        assert opinions(t)[0]["answer"] == "You said: {'message': 'one'}"
        assert await rating(t, turn, ANN.id) == Rating(good=False)


@pytest.mark.requirement("feedback")
async def test_an_opinion_that_waits_its_turn_outlives_a_crash(journal: str) -> None:
    """It was accepted while the agent was busy, and the bridge was killed before it could be taken."""
    gate, busy = asyncio.Event(), asyncio.Event()

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if argument == {"message": "two"}:
            busy.set()
            await gate.wait()
        yield Part({"outputs": f"You said: {argument}", "next_inputs": asks()}, last=True)

    async with talk(script, RATED, journal=journal) as t:
        turn = await answered(t)
        await t.reply("two")
        await busy.wait()
        await t.click(turn, 0, Press.RATE)
        world = t.killed()
        gate.set()
    async with talk(script, RATED, **world) as t:
        await taken(t)
        assert await rating(t, turn, ANN.id) == Rating(good=False)
        assert [opinion["rating"] for opinion in opinions(t)] == ["negative"]


@pytest.mark.requirement("feedback")
async def test_an_agent_that_fails_over_an_opinion_changes_nothing(journal: str) -> None:
    """It is kept, the operator's log says so, and the conversation goes on."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_feedback":
            yield Failure(kind=FailureKind.RAISED, message="ValueError: no")
        else:
            yield Part({"outputs": f"{function} {argument}", "next_inputs": asks()}, last=True)

    async with talk(script, RATED, journal=journal) as t:
        turn = await answered(t)
        await t.click(turn, 1, Press.RATE)
        await t.reply("two")
        await t.until("'two'")
        assert await rating(t, turn, ANN.id) == Rating(good=True)
        assert len(t.adapter.shown) == 3


async def test_without_the_manifests_word_nobody_is_asked() -> None:
    """`allow_feedback` is the author's choice."""
    assert Manifest(title="x", environment={}).allow_feedback is False
    async with talk(echo()) as t:
        await answered(t)
        assert not newest(t.adapter).reply.rated
