"""Which agent, which conversation, who may: what the router decides for every inbound event."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.access import authorize
from bridge.ports import Address, Person, Press
from bridge.seen import Seen
from bridge.session import texts
from tests.fakes.adapter import FakeAdapter
from tests.fakes.talk import ANN, BEN, agent, echo, talk

ONE, TWO = agent("one"), agent("two")


@pytest.mark.requirement("agent-choice")
@pytest.mark.parametrize(
    ("text", "channel", "default", "begun", "first_input"),
    [
        ("hello", "bound", "", "two", "hello"),
        ("one: hello", "general", "", "one", "hello"),
        ("TWO hello", "general", "one", "two", "hello"),
        ("hello", "general", "one", "one", "hello"),
    ],
    ids=["the channel's binding", "named first", "named first, over the default", "the default"],
)
async def test_the_agent_is_chosen(text: str, channel: str, default: str, begun: str, first_input: str) -> None:
    """Binding, then name, then default; the name is not part of what the agent is told."""
    bound = replace(TWO, channels={"fake": ("bound",)})
    async with talk(echo(), ONE, bound, default=default) as t:
        await t.say(text, thread=t.thread(channel=channel))
        await t.until(f"You said: {{'message': '{first_input}'}}")
        assert t.host.started == [begun]


@pytest.mark.requirement("agent-choice")
async def test_without_a_default_the_person_picks_and_what_they_said_is_kept() -> None:
    """Nobody has to write their question twice."""
    async with talk(echo(), ONE, TWO) as t:
        await t.say("hello")
        await t.until(texts.CHOOSE)
        question = await t.asked()
        await t.click("something else")
        await t.told(texts.TOO_LATE)
        await t.click(question, 1)
        await t.until("You said: {'message': 'hello'}")
        assert t.host.started == ["two"]


@pytest.mark.requirement("agent-choice")
async def test_the_picker_takes_a_typed_name() -> None:
    """As every question with buttons does."""
    async with talk(echo(), ONE, TWO) as t:
        await t.say("hello")
        await t.asked()
        await t.reply("three")
        await t.told("Choose one of: One, Two.")
        await t.reply("one")
        await t.until("You said: {'message': 'hello'}")


@pytest.mark.parametrize(
    ("address", "channel", "starts"),
    [
        (Address.MENTION, "general", True),
        (Address.DIRECT, "general", True),
        (Address.CHANNEL, "general", False),
        (Address.CHANNEL, "bound", True),
        (Address.REPLY, "general", False),
        (Address.REPLY, "bound", False),
    ],
)
async def test_what_starts_a_conversation(address: Address, channel: str, *, starts: bool) -> None:
    """The design's table: a mention, a direct message, a message in a bound channel; nothing else."""
    async with talk(echo(), agent(channels={"fake": ("bound",)})) as t:
        receipt = await t.say("hi", address=address, thread=t.thread(channel=channel))
        assert receipt.accepted is starts
        if starts:
            await t.until("You said: {'message': 'hi'}")
    assert t.host.started == (["echo"] if starts else [])


@pytest.mark.requirement("history")
async def test_what_was_said_before_the_mention_but_is_delivered_after_it_is_no_input() -> None:
    """Platforms deliver concurrently; it is in the history already."""
    async with talk(echo()) as t:
        earlier = t.said("the bot might know", BEN, address=Address.REPLY)
        await t.say("hello")
        assert not (await t.router.receive(earlier)).accepted
        await t.until("You said: {'message': 'hello'}")
        assert len(t.adapter.texts()) == 2


@pytest.mark.requirement("dedupe")
async def test_an_event_that_is_delivered_twice_has_its_effect_once() -> None:
    """Slack sends a mention as two events, and every event again when in doubt."""
    async with talk(echo()) as t:
        event = t.said("hi")
        await asyncio.gather(*(t.router.receive(event) for _ in range(5)))
        await t.until("You said")
        await t.reply("next")
        await t.until("next")
        assert [function for function, _ in t.host.processes[0].calls] == ["initialize", "on_input", "on_input"]


def test_a_released_claim_can_be_taken_again_and_old_ones_are_forgotten() -> None:
    """An event whose handling failed is taken when the platform sends it again."""
    seen = Seen(remembered=2)
    assert seen.claim("a")
    assert not seen.claim("a")
    seen.release("a")
    assert seen.claim("a")
    assert seen.claim("b")
    assert seen.claim("c")
    assert seen.claim("a"), "only two are remembered"


@pytest.mark.requirement("commands")
async def test_commands_in_a_thread() -> None:
    """Slack has no slash commands there."""
    async with talk(echo()) as t:
        await t.say("")
        await t.until("Hello!")
        await t.reply("!help")
        await t.told("`!restart` begins again")
        await t.reply("!agents")
        await t.told("• echo: Echo")
        await t.reply("!stop")
        await t.told(texts.NOTHING_RUNS)
        await t.reply("!restart")
        await t.adapter.until(lambda adapter: adapter.texts().count("Hello!") == 2)
        assert t.host.processes[0].stopped


@pytest.mark.requirement("stale-click")
@pytest.mark.parametrize("press", [Press.ANSWER, Press.OPEN, Press.STOP])
async def test_a_click_in_a_thread_nobody_knows_is_answered(press: Press) -> None:
    """A button from before a restart is never silent, and there is a way on."""
    async with talk(echo()) as t:
        assert not (await t.click("old", press=press)).accepted
        await t.told(texts.INTERRUPTED)
        assert t.adapter.offered_restart == 1


@pytest.mark.requirement("stale-click")
async def test_begin_again_works_in_a_thread_nobody_knows() -> None:
    """The button under a conversation from before a restart begins a new one there."""
    async with talk(echo()) as t:
        assert (await t.click("old", press=Press.RESTART)).accepted
        await t.until("Hello!")


@pytest.mark.requirement("stale-form")
async def test_a_form_in_a_thread_nobody_knows_stays_open_with_the_reason() -> None:
    """What was typed can be copied."""
    async with talk(echo()) as t:
        receipt = await t.submit("old", {"name": "Ann"})
        assert texts.INTERRUPTED in receipt.errors["name"]
        assert "still here" in receipt.errors["name"]
        assert receipt.final
        await t.told(texts.INTERRUPTED)
        assert t.adapter.offered_restart == 1


@pytest.mark.requirement("authorize")
@pytest.mark.parametrize(
    ("person", "people", "answers", "starter", "refusal"),
    [
        (ANN, (), "anyone", None, ""),
        (ANN, (), "anyone", BEN, ""),
        (ANN, ("ann",), "anyone", None, ""),
        (ANN, ("ben",), "anyone", None, texts.NOT_ALLOWED),
        (ANN, (), "starter", ANN, ""),
        (ANN, (), "starter", BEN, texts.NOT_YOURS),
        (Person(""), (), "anyone", None, texts.NOT_ALLOWED),
    ],
)
def test_who_may(person: Person, people: tuple[str, ...], answers: str, starter: Person | None, refusal: str) -> None:
    """Named people only, if any are named; only the starter, if the agent says so; nobody without an identity."""
    assert authorize(person, agent(people=people, answers=answers), starter) == refusal


@pytest.mark.requirement("authorize")
async def test_every_way_in_is_guarded() -> None:
    """A message, every kind of click, a form and every command of somebody else have no effect."""
    async with talk(echo(), agent(answers="starter")) as t:
        await t.say("hi")
        await t.until("You said")
        await t.adapter.until(FakeAdapter.questions)
        shown = len(t.adapter.shown)
        assert not (await t.reply("mine", BEN)).accepted
        for press in Press:
            assert not (await t.click(t.adapter.questions()[-1].id, press=press, person=BEN)).accepted
        receipt = await t.submit(t.adapter.questions()[-1].id, {"message": "mine"}, BEN)
        assert texts.NOT_YOURS in receipt.errors["message"]
        for command in ("!stop", "!restart"):
            assert not (await t.reply(command, BEN)).accepted
        await t.told(texts.NOT_YOURS)
        assert len(t.adapter.shown) == shown
        assert len(t.host.processes[0].calls) == 2


@pytest.mark.requirement("authorize")
async def test_who_may_not_use_an_agent_is_told_when_they_name_or_pick_it() -> None:
    """And the picker does not offer it."""
    async with talk(echo(), agent("one", people=("ann",)), agent("two", people=("ann",))) as t:
        assert not (await t.say("one hi", BEN)).accepted
        await t.told(texts.NOT_ALLOWED)
        assert not (await t.say("hi", BEN)).accepted
        await t.told(texts.NO_AGENTS)


@pytest.mark.requirement("question-found")
async def test_a_question_is_found_while_it_waits_after_a_restart_too(tmp_path: Path) -> None:
    """By its thread and id: what a form is about that is still open."""
    journal = f"sqlite:///{tmp_path / 'journal.db'}"
    async with talk(echo(), journal=journal) as t:
        assert await t.router.question(t.thread(), "q") is None
        await t.say("")
        waits = await t.asked()
        before = await t.router.question(t.thread(), waits)
        left = t.killed()
    async with talk(echo(), **left) as t:
        after = await t.router.question(t.thread(), waits)
        assert before is not None
        assert after == before
        assert await t.router.question(t.thread(), "another") is None
        assert await t.router.question(t.thread(root="2"), waits) is None
