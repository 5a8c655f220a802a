"""A turn that asks while it goes on: shown, checked, answered once, and remembered by the next bridge."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bridge.events import bus
from bridge.host.port import Asking, Failure, FailureKind, Frame, Outcome, Part, Withdrawn
from bridge.interaction import InteractionEvent
from bridge.journal import database
from bridge.ports import Ask
from bridge.session import texts
from tests.fakes.adapter import FakeAdapter
from tests.fakes.host import FakeHost
from tests.fakes.talk import BEN, Talk, agent, answers, asks, talk

NAME = {"value_key": "name", "title": "Your name"}
AGE = {"value_key": "age", "title": "Age", "min": 1, "max": 99}
SURE = {"value_key": "sure", "title": "Sure?"}


def asking(number: int, kind: str, fields: dict[str, Any], retries: int = 3) -> Asking:
    return Asking(number=number, kinds=[kind], fields=fields, max_retries=retries)


def host_that(*steps: Frame) -> FakeHost:
    """Whose handler greets, then takes these steps, waits for what becomes of each question, and says it."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "initialize":
            yield Part({"outputs": "hello", "next_inputs": asks()}, last=True)
            return
        heard: list[Outcome] = []
        for step in steps:
            yield step
            if isinstance(step, Asking):
                heard.append(await host.outcomes.get())
        yield Part({"outputs": f"heard {[said(outcome) for outcome in heard]}", "next_inputs": asks()}, last=True)

    def said(outcome: Outcome) -> object:
        failure: Any = outcome.get("failure")
        return failure["kind"] if failure else outcome["value"]

    host = FakeHost(script)
    return host


async def asked(t: Talk, label: str) -> Ask:
    """The question of this label, once it waits."""

    def found(adapter: FakeAdapter) -> list[Ask]:
        pages = [page.reply for page in adapter.shown.values()]
        return [a for r in pages for a in r.asks if a.waits and a.question.form.fields[0].label == label]

    await t.adapter.until(found)
    return found(t.adapter)[0]


async def begin(t: Talk) -> None:
    await t.say("")
    await t.asked()
    await t.reply("go")


@pytest.mark.requirement("asks-in-threads")
async def test_a_message_answers_what_the_turn_asks() -> None:
    """One that does not parse is corrected, and the question waits on."""
    host = host_that(Part({"outputs": "first"}, last=False), asking(1, "int", AGE))
    async with talk(host.script, host=host) as t:
        await begin(t)
        await asked(t, "Age")
        await t.reply("old")
        await t.told("Enter a whole number")
        await t.reply("42")
        await t.until("heard [42]")
        shown = [page.reply for page in t.adapter.shown.values()][-1]
        assert [(a.at, a.answer and a.answer.lines) for a in shown.asks] == [(1, ("Age: 42",))]
        assert shown.question is not None, "and the conversation goes on"


@pytest.mark.requirement("asks-in-threads")
async def test_a_click_answers_once() -> None:
    """Whoever comes second is told so."""
    host = host_that(asking(1, "confirm", SURE), asking(2, "string", NAME))
    async with talk(host.script, host=host) as t:
        await begin(t)
        question = (await asked(t, "Sure?")).question.id
        await t.click(question, 1)
        await t.click(question, 0, person=BEN)
        await t.told(texts.TOO_LATE)
        await asked(t, "Your name")
        await t.reply("Ann")
        await t.until("heard [False, 'Ann']")


@pytest.mark.requirement("asks-in-threads")
async def test_a_form_says_what_is_wrong_and_gives_up_after_so_many_answers() -> None:
    """`max_retries` counts those that are asked for again."""
    host = host_that(asking(1, "int", AGE, retries=1))
    async with talk(host.script, host=host) as t:
        await begin(t)
        question = (await asked(t, "Age")).question.id
        first = await t.submit(question, {"age": "old"})
        second = await t.submit(question, {"age": "200"})
        assert (first.errors, first.final) == ({"age": "Enter a whole number, such as 42."}, False)
        assert (second.errors, second.final) == ({"age": "Enter 99 or less."}, True)
        await t.until("heard ['refused']")
        assert not (await t.submit(question, {"age": "42"})).accepted
        shown = [page.reply for page in t.adapter.shown.values()][-1]
        assert [ask.closed for ask in shown.asks] == [texts.GIVEN_UP]


@pytest.mark.requirement("asks-in-threads")
async def test_what_was_asked_is_announced() -> None:
    """On the bus of the bridge."""
    host = host_that(asking(1, "int", AGE))
    announced: list[tuple[str, str]] = []

    def note(event: InteractionEvent) -> None:
        announced.append((event.interaction.value_key, type(event).__name__))

    with bus.subscribe(InteractionEvent, note):
        async with talk(host.script, host=host) as t:
            await begin(t)
            await asked(t, "Age")
            await t.reply("old")
            await t.reply("42")
            await t.until("heard [42]")
    about = [what for key, what in announced if key == "age"]
    assert about == [f"Interaction{what}Event" for what in ("Asked", "Retry", "Answered")]


@pytest.mark.requirement("asks-in-threads")
async def test_nothing_seems_to_work_while_a_person_is_waited_for() -> None:
    """The status goes when the question comes, and comes back with the answer."""
    gate = asyncio.Event()
    host = FakeHost(answers({}, lambda data: {}))

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            yield Part({"status": "is reading…"}, last=False)
            await gate.wait()
            yield asking(1, "string", NAME)
            await host.outcomes.get()
        yield Part({"outputs": f"end of {function}", "next_inputs": asks()}, last=True)

    host.script = script
    async with talk(script, host=host) as t:
        await begin(t)
        await t.adapter.until(lambda adapter: adapter.status == "is reading…")
        gate.set()
        await asked(t, "Your name")
        await t.adapter.until(lambda adapter: adapter.status == "" and adapter.statuses[-1] == "")
        await t.reply("Ann")
        await t.until("end of on_input")


@pytest.mark.requirement("ask-events")
async def test_fields_of_forms_are_announced_too() -> None:
    """Asked, refused as often as it takes, and answered with their values; what another one hides, once it is asked."""
    told: list[tuple[str, str, object, object]] = []

    def tell(event: InteractionEvent) -> None:
        what = type(event).__name__.removeprefix("Interaction").removesuffix("Event")
        asked = event.interaction
        told.append((what, asked.value_key, asked.value, getattr(event, "attempt", None)))

    hidden = {"input_name": "age", "mapping": {"None": {"hidden": True}}}
    fields = [{"name": "age", "type": "int"}, {"name": "name", "default": "Ann"}, {"name": "job", "depends_on": hidden}]
    script = answers({"next_inputs": fields}, lambda data: {"outputs": f"got {data}", "next_inputs": []})
    with bus.subscribe(InteractionEvent, tell):
        async with talk(script) as t:
            await t.say("")
            question = await t.asked()
            for age in ("old", "older", "42"):
                await t.submit(question, {"age": age})
            await t.until("got {'age': 42, 'name': 'Ann', 'job': ''}")
    assert told == [
        ("Asked", "age", None, None),
        ("Asked", "name", None, None),
        ("Retry", "age", None, 1),
        ("Retry", "age", None, 2),
        ("Asked", "job", None, None),
        ("Answered", "age", 42, None),
        ("Answered", "name", "Ann", None),
        ("Answered", "job", "", None),
    ]


@pytest.mark.requirement("asks-in-threads")
@pytest.mark.parametrize(
    ("kinds", "fields"), [(["unheard"], NAME), (["int"], {**AGE, "step": -1}), ([], NAME), (["string"], {})]
)
async def test_a_question_that_cannot_be_asked_is_the_agents_error(kinds: list[str], fields: dict[str, Any]) -> None:
    """Nothing is shown."""
    host = host_that(Asking(number=1, kinds=kinds, fields=fields, max_retries=3))
    async with talk(host.script, host=host) as t:
        await begin(t)
        await t.until("heard ['unusable']")
        assert [page.reply.asks for page in t.adapter.shown.values()][-1] == ()


@pytest.mark.requirement("asks-in-threads")
@pytest.mark.parametrize(
    "end",
    [
        Withdrawn(1),
        Failure(kind=FailureKind.EXITED, message="exit status 3", alive=False),
        Failure(kind=FailureKind.CANCELLED, message="stopped"),
    ],
)
async def test_a_question_nobody_waits_for_any_more_is_closed(end: Frame) -> None:
    """It was withdrawn, or its task died while it waited, or was stopped."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            yield asking(1, "confirm", SURE)
            yield end
        yield Part({"outputs": "end", "next_inputs": asks()}, last=True)

    async with talk(script) as t:
        await begin(t)
        await t.adapter.until(
            lambda adapter: any(a.closed == texts.NOT_NEEDED for p in adapter.shown.values() for a in p.reply.asks)
        )
        question = next(a.question.id for p in t.adapter.shown.values() for a in p.reply.asks)
        await t.click(question, 0)
        await t.told(texts.TOO_LATE)


@pytest.mark.requirement("asks-in-threads", "answers-kept")
async def test_the_next_bridge_asks_only_what_was_not_answered(tmp_path: Any) -> None:
    """The turn is taken again from its beginning; what people answered is there."""
    journal = database.default_url(tmp_path)
    host = host_that(asking(1, "confirm", SURE), asking(2, "string", NAME))
    async with talk(host.script, journal=journal, host=host) as t:
        await begin(t)
        await t.click((await asked(t, "Sure?")).question.id, 1)
        name = (await asked(t, "Your name")).question.id
        left = t.killed()
    again = host_that(asking(1, "string", NAME), asking(2, "confirm", SURE))  # in another order, as tasks may
    left["host"] = again
    async with talk(again.script, **left) as t:
        assert (await asked(t, "Your name")).question.id == name
        await t.reply("Ann")
        await t.until("heard ['Ann', False]")


@pytest.mark.requirement("asks-in-threads", "answers-kept")
async def test_a_click_of_before_the_crash_works_after_it(tmp_path: Any) -> None:
    """Also if it comes before the turn has asked again."""
    journal = database.default_url(tmp_path)
    host = host_that(asking(1, "confirm", SURE))
    async with talk(host.script, journal=journal, host=host) as t:
        await begin(t)
        question = (await asked(t, "Sure?")).question.id
        left = t.killed()
    left["host"] = host_that(asking(1, "confirm", SURE))
    async with talk(left["host"].script, **left) as t:
        await t.click(question, 0)
        await t.until("heard [True]")


@pytest.mark.requirement("asks-in-threads", "fair")
async def test_a_turn_that_waits_for_a_person_lets_others_in() -> None:
    """`max_running` counts those that work."""
    host = host_that(asking(1, "string", NAME))
    async with talk(host.script, agent(max_running=1), host=host) as t:
        await begin(t)
        await asked(t, "Your name")
        await t.say("", thread=t.thread("2"))
        await t.adapter.until(lambda adapter: len(adapter.texts(t.thread("2"))) == 1)
        await t.reply("Ann")
        await t.until("heard ['Ann']")


@pytest.mark.requirement("asks-in-threads", "fair")
async def test_a_turn_that_has_withdrawn_its_question_counts_again() -> None:
    """It works on: nobody is let in until it has ended."""
    going, ending = asyncio.Event(), asyncio.Event()

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            yield asking(1, "string", NAME)
            yield Withdrawn(1)
            going.set()
            await ending.wait()
        yield Part({"outputs": f"end of {function}", "next_inputs": asks()}, last=True)

    async with talk(script, agent(max_running=1)) as t:
        await begin(t)
        await going.wait()
        await t.say("", thread=t.thread("2"))
        await t.adapter.until(lambda adapter: any("is waiting for another turn" in said for said in adapter.statuses))
        assert t.adapter.texts(t.thread("2")) == []
        ending.set()
        await t.adapter.until(lambda adapter: adapter.texts(t.thread("2")) == ["end of initialize"])


@pytest.mark.requirement("asks-in-threads")
async def test_the_handler_is_given_what_was_picked_too() -> None:
    """A kind of its own parses the answer once more, as it was given."""
    host = host_that()
    outcomes: list[Outcome] = []

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            yield asking(1, "confirm", SURE)
            outcomes.append(await host.outcomes.get())
        yield Part({"outputs": f"end of {function}", "next_inputs": asks()}, last=True)

    host.script = script
    async with talk(script, host=host) as t:
        await begin(t)
        await t.click((await asked(t, "Sure?")).question.id, 1)
        await t.until("end of on_input")
    assert outcomes == [{"value": False, "raw": {"__picked__": 1}}]
