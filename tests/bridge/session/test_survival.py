"""A conversation outlives the bridge: stopped or killed at any moment, the next one goes on where it was."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from bridge.errors import AgentPaused
from bridge.host.port import Failure, FailureKind, Frame, Part
from bridge.journal import database
from bridge.session import texts
from bridge.session.conversation import MOST_ATTEMPTS
from tests.fakes.adapter import FakeAdapter
from tests.fakes.host import FakeHost, Script
from tests.fakes.talk import agent, answers, asks, echo, talk

YES_NO = answers(
    {"outputs": "Ready?", "next_inputs": asks("ready", "yes_no")},
    lambda data: {"outputs": f"got {data}", "next_inputs": asks("ready", "yes_no")},
)


def waiting(gate: asyncio.Event, begun: asyncio.Event) -> Script:
    """Greets, then answers once the gate is open."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            yield Part({"outputs": "begun"}, last=False)
            begun.set()
            await gate.wait()
        yield Part({"outputs": f"end of {function} {argument}", "next_inputs": asks()}, last=True)

    return script


@pytest.fixture
def journal(tmp_path: Path) -> str:
    return database.default_url(tmp_path)


# ── a bridge that is stopped ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("question-survives")
async def test_a_button_and_a_message_work_after_a_restart(journal: str) -> None:
    """The question that was posted before is answered, and its buttons give way to the answer."""
    adapter, host = FakeAdapter(), FakeHost(YES_NO)
    async with talk(YES_NO, journal=journal, adapter=adapter, host=host) as t:
        await t.say("")
        question = await t.asked()
    async with talk(YES_NO, journal=journal, adapter=adapter, host=host) as t:
        await t.click(question, 0)
        await t.until("got {'ready': True}")
        first = next(iter(adapter.shown.values()))
        assert first.reply.answer is not None, "the buttons of the old message gave way"
        await t.click(question, 1)
        await t.told(texts.TOO_LATE)
    async with talk(YES_NO, journal=journal, adapter=adapter, host=host) as t:
        await t.reply("no")
        await t.until("got {'ready': False}")
        assert adapter.texts() == ["Ready?", "got {'ready': True}", "got {'ready': False}"]
        assert [process.calls for process in host.processes[1:]] == [
            [("on_input", {"ready": True})],
            [("on_input", {"ready": False})],
        ], "the agent greets once"


@pytest.mark.requirement("drain")
async def test_what_is_not_answered_when_the_bridge_stops_is_answered_by_the_next(journal: str) -> None:
    """A turn that takes too long for the bridge to wait is taken again; what came meanwhile waits its turn."""
    gate, begun = asyncio.Event(), asyncio.Event()
    adapter, host = FakeAdapter(), FakeHost(waiting(gate, begun))
    async with talk(host.script, journal=journal, adapter=adapter, host=host) as t:
        await t.say("one")
        await begun.wait()
        await t.reply("two")
    assert [page.text for page in adapter.shown.values()][-1] == "begun", "what was shown stays as it is"
    gate.set()
    async with talk(host.script, journal=journal, adapter=adapter, host=host) as t:
        await t.until("'two'")
        assert [text.split("on_input")[-1].strip() for text in adapter.texts()[1:]] == [
            "{'message': 'one'}",
            "{'message': 'two'}",
        ]


@pytest.mark.requirement("drain")
async def test_a_bridge_that_stops_waits_for_turns_that_run(journal: str) -> None:
    """They end as if nothing had been."""
    gate, begun = asyncio.Event(), asyncio.Event()
    async with talk(waiting(gate, begun), journal=journal) as t:
        await t.say("one")
        await begun.wait()
        closing = asyncio.create_task(t.router.close(20.0))
        await t.reply("two")
        gate.set()
        await closing
        assert "'one'" in t.adapter.texts()[-1], "what runs is shown whole; what came later is for the next bridge"


@pytest.mark.requirement("dedupe", "journal-accepts-once")
async def test_an_event_that_is_delivered_again_to_the_next_bridge_has_no_second_effect(journal: str) -> None:
    """Slack delivers again what was not acknowledged, for hours."""
    adapter, host = FakeAdapter(), FakeHost(echo())
    async with talk(echo(), journal=journal, adapter=adapter, host=host) as t:
        event = t.said("hi")
        await t.router.receive(event)
        await t.until("You said")
    async with talk(echo(), journal=journal, adapter=adapter, host=host) as t:
        assert (await t.router.receive(event)).accepted
        await t.reply("next")
        await t.until("'next'")
        assert len(adapter.texts()) == 3


# ── a bridge that is killed ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("survives", "in-doubt")
@pytest.mark.parametrize("when", ["before it is answered", "after it is answered", "after it is shown"])
async def test_a_killed_bridges_turn_is_gone_on_with(journal: str, when: str) -> None:
    """Answered once and shown once, whether the handler had an answer or not."""
    gate, begun = asyncio.Event(), asyncio.Event()
    async with talk(waiting(gate, begun), journal=journal) as t:
        await t.say("")
        await t.until("None")
        posting = asyncio.Event()
        if when == "after it is answered":
            t.adapter.gate = posting
            t.host.processes[0].answered.clear()
        await t.reply("one")
        await begun.wait()
        match when:
            case "before it is answered":
                await t.until("begun")
                world = t.killed()
                gate.set()
            case "after it is answered":
                gate.set()
                await t.adapter.until(lambda adapter: adapter.held)
                await t.host.processes[0].answered.wait()
                world = t.killed()
                posting.set()
            case _:
                gate.set()
                await t.until("'one'")
                world = t.killed()
    async with talk(waiting(gate, begun), **world) as t:
        await t.until("'one'")
        await t.reply("two")
        await t.until("'two'")
        assert [text.split()[-1] for text in t.adapter.texts()] == ["None", "'one'}", "'two'}"]
        asked = [call for process in t.host.processes for call in process.calls]
        again = [("on_input", {"message": "one"})] if when == "before it is answered" else []
        assert asked == [*again, ("on_input", {"message": "two"})]


@pytest.mark.requirement("survives")
async def test_a_greeting_that_was_under_way_is_gone_on_with(journal: str) -> None:
    """What was said with the mention is still the first input."""
    gate, begun = asyncio.Event(), asyncio.Event()

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "initialize":
            begun.set()
            await gate.wait()
        yield Part({"outputs": f"{function} {argument}", "next_inputs": asks()}, last=True)

    async with talk(script, journal=journal) as t:
        await t.say("hello")
        await begun.wait()
        world = t.killed()
        gate.set()
    async with talk(script, **world) as t:
        await t.until("on_input {'message': 'hello'}")
        assert t.adapter.texts() == ["initialize None", "on_input {'message': 'hello'}"]


@pytest.mark.requirement("survives", "question-survives")
async def test_a_click_waits_for_the_question_that_a_crash_has_interrupted(journal: str) -> None:
    """It was shown already; the next bridge first has to find out that it was asked."""
    async with talk(YES_NO, journal=journal) as t:
        await t.say("")
        question = await t.asked()
        await t.click(question, 0)
        await t.until("got {'ready': True}")
        again = await t.asked()
        world = t.killed()
        _unwrite(world, again, question)
    async with talk(YES_NO, **world) as t:
        await t.click(again, 1)
        await t.until("got {'ready': False}")
        assert t.adapter.told == []


@pytest.mark.requirement("survives", "question-survives")
async def test_a_second_click_does_not_overtake_the_one_that_was_accepted(journal: str, tmp_path: Path) -> None:
    """The handler has answered that one already: it is shown, and whoever clicks again is told so."""
    async with talk(YES_NO, journal=journal) as t:
        await t.say("")
        question = await t.asked()
        await t.click(question, 0)
        await t.until("got {'ready': True}")
        again = await t.asked()
        world = t.killed()
        session = _unwrite(world, again, question)
        state = tmp_path / "states" / session / "state"
        state.parent.mkdir(parents=True)
        state.touch()
        (kept,) = world["host"].kept.values()
        world["host"].kept = {state.parent: kept}
        world["host"].gate = asyncio.Event()
    async with talk(YES_NO, states=tmp_path / "states", **world) as t:
        clicking = asyncio.create_task(t.click(question, 0))  # while the handler is being woken
        await asyncio.wait({clicking}, timeout=0)
        world["host"].gate.set()
        await clicking
        await t.told(texts.TOO_LATE)
        await t.click(again, 1)
        await t.until("got {'ready': False}")
        assert t.host.processes[-1].calls == [("on_input", {"ready": False})]


@pytest.mark.requirement("survives", "agent-choice")
async def test_a_choice_of_agents_survives(journal: str) -> None:
    """The buttons that were posted before still choose."""
    agents = (agent("one"), agent("two"))
    async with talk(echo(), *agents, journal=journal) as t:
        await t.say("hello")
        question = await t.asked()
        world = t.killed()
    async with talk(echo(), *agents, **world) as t:
        await t.click(question, 1)
        await t.until("You said: {'message': 'hello'}")
        assert t.host.started == ["two"]
        assert t.adapter.texts() == [texts.CHOOSE, "Hello!", "You said: {'message': 'hello'}"]


@pytest.mark.requirement("gives-up")
async def test_what_ends_every_bridge_is_given_back_to_the_person(journal: str) -> None:
    """The conversation goes on without it."""
    gate, begun = asyncio.Event(), asyncio.Event()
    world: dict[str, object] = {"journal": journal}
    for attempt in range(MOST_ATTEMPTS + 1):
        begun.clear()
        async with talk(waiting(gate, begun), **world) as t:  # pyright: ignore[reportArgumentType]
            if attempt == 0:
                await t.say("deadly")
            await begun.wait()
            world = dict(t.killed())
    gate.set()
    async with talk(waiting(gate, begun), **world) as t:  # pyright: ignore[reportArgumentType]
        await t.until("This was interrupted. Please try again.")
        await t.reply("harmless")
        await t.until("'harmless'")


# ── the handler's state ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("state-survives")
async def test_a_person_is_told_once_that_the_agent_started_afresh(journal: str) -> None:
    """Nothing was left of its state; the question is answered all the same."""
    adapter, host = FakeAdapter(), FakeHost(echo())
    async with talk(echo(), journal=journal, adapter=adapter, host=host) as t:
        await t.say("")
        await t.until("Hello!")
    host.kept.clear()
    with capture_logs() as logs:
        async with talk(echo(), journal=journal, adapter=adapter, host=host) as t:
            await t.reply("one")
            await t.until("'one'")
            await t.reply("two")
            await t.until("'two'")
            afresh = texts.AFRESH.format(agent="Echo")
            assert [told for _, told in adapter.told] == [afresh]
    assert "state_not_restored" in [log["event"] for log in logs]


@pytest.mark.requirement("state-history", "state-survives")
async def test_a_handler_that_names_the_history_is_given_all_of_it(journal: str, tmp_path: Path) -> None:
    """What was said before the agent was called, and every turn since."""
    (tmp_path / "handler_io.py").write_text("def initialize(conversation_history=None): ...")
    asking = agent(folder=tmp_path)
    adapter, host = FakeAdapter(), FakeHost(echo())
    async with talk(echo(), asking, journal=journal, adapter=adapter, host=host) as t:
        await t.say("hi")
        await t.until("You said")
    async with talk(echo(), asking, journal=journal, adapter=adapter, host=host) as t:
        await t.reply("next")
        await t.until("'next'")
        assert host.processes[-1].restored == [
            [
                {"role": "assistant", "content": "Hello!"},
                {"role": "user", "content": "Message: hi"},
                {"role": "assistant", "content": "You said: {'message': 'hi'}"},
            ]
        ]


@pytest.mark.requirement("crash-kept", "next-message-works")
async def test_after_its_process_has_died_the_conversation_goes_on_from_the_turn_before(journal: str) -> None:
    """The person sees one line and the question again."""
    deaths = [Failure(kind=FailureKind.EXITED, message="exit status 3", alive=False)]

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input" and deaths:
            yield deaths.pop()
            return
        yield Part({"outputs": f"{function} {argument}", "next_inputs": asks()}, last=True)

    async with talk(script, journal=journal) as t:
        await t.say("one")
        await t.until("Echo ended unexpectedly.")
        await t.reply("two")
        await t.until("on_input {'message': 'two'}")
        assert [call[0] for process in t.host.processes for call in process.calls] == [
            *("initialize", "on_input"),
            "on_input",
        ], "it does not greet again"
        assert t.adapter.told == []


@pytest.mark.requirement("restart-budget")
async def test_an_agent_that_keeps_ending_is_said_to_rest() -> None:
    """A clear message instead of a crash loop."""
    async with talk(echo()) as t:
        t.host.refuse = AgentPaused("echo: its processes ended 10 times", retry_after=30.0)
        await t.say("")
        await t.until("Echo keeps ending unexpectedly and rests for 30 seconds.")


def _unwrite(world: dict[str, Any], turn: str, question: str) -> str:
    """Have the kill come before the end of this turn was written down, which answers the question. The conversation."""
    with closing(sqlite3.connect(world["journal"].removeprefix("sqlite:///"))) as disk, disk:
        disk.execute("UPDATE inbox SET status = 'accepted' WHERE kind = 'clicked'")
        disk.execute("UPDATE sessions SET question = ?", (question,))
        disk.execute("DELETE FROM runs WHERE id = ?", (turn,))
        (session,) = disk.execute("SELECT id FROM sessions").fetchone()
    return session
