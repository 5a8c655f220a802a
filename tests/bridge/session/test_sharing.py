"""Many turns on one machine, and many messages in one thread: who comes when, and how they know."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bridge.host.port import Frame, Part
from bridge.ports import Address, Person
from bridge.session import texts
from tests.fakes.host import Script
from tests.fakes.talk import ANN, BEN, agent, asks, talk


def gated(gate: asyncio.Event) -> Script:
    """Greets at once; every answer waits for the gate."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            await gate.wait()
        yield Part({"outputs": f"{function} {argument}", "next_inputs": asks()}, last=True)

    return script


@pytest.mark.requirement("fair")
@pytest.mark.parametrize(
    ("most", "per_person", "other"),
    [(1, 0, BEN), (0, 1, ANN)],
    ids=["of an agent", "of a person"],
)
async def test_turns_beyond_the_limit_wait_in_order_and_say_so(most: int, per_person: int, other: Person) -> None:
    """The status says what is waited for; whoever came first is next."""
    gate = asyncio.Event()
    async with talk(gated(gate), agent(max_running=most), per_person=per_person) as t:
        for root, person in (("1", ANN), ("2", other), ("3", other)):
            await t.say(f"from {root}", person, thread=t.thread(root))
        await t.adapter.until(lambda adapter: "is waiting for 2 other turns to end…" in adapter.statuses)
        assert "is waiting for another turn to end…" in t.adapter.statuses
        assert len(t.host.processes) == 1, "those that wait have no process yet"
        gate.set()
        await t.until("from 3")
        shown = [text for text in t.adapter.texts() if text.startswith("on_input")]
        assert [text.split("from ")[1][0] for text in shown] == ["1", "2", "3"]


@pytest.mark.requirement("fair")
async def test_people_do_not_wait_for_each_other_by_default() -> None:
    """There is no limit unless the operator sets one."""
    gate = asyncio.Event()
    async with talk(gated(gate)) as t:
        for root in ("1", "2", "3"):
            await t.say("hi", thread=t.thread(root))
        await t.adapter.until(lambda _: sum(len(process.calls) for process in t.host.processes) == 6)
        gate.set()


@pytest.mark.requirement("fair", "cancel")
async def test_a_turn_that_waits_can_be_stopped() -> None:
    """It gives its place to the next."""
    gate = asyncio.Event()
    async with talk(gated(gate), agent(max_running=1)) as t:
        await t.say("one", thread=t.thread("1"))
        await t.say("two", thread=t.thread("2"))
        await t.adapter.until(lambda adapter: "is waiting for another turn to end…" in adapter.statuses)
        await t.say("!stop", thread=t.thread("2"), address=Address.REPLY)
        await t.until("Stopped.")
        gate.set()
        await t.until("'one'")


async def overlapping(policy: str) -> tuple[list[str], list[str]]:
    """One turn runs while three more messages come; what is answered, and what people are told."""
    gate = asyncio.Event()
    async with talk(gated(gate), agent(overlap=policy)) as t:
        await t.say("one")
        await t.adapter.until(lambda _: t.host.processes and len(t.host.processes[0].calls) == 2)
        for text in ("two", "three", "four"):
            await t.reply(text)
        if policy == "interrupt":
            await t.until("Stopped.")
        gate.set()
        await t.adapter.until(lambda adapter: "four" in adapter.texts()[-1])
        shown = [text.rpartition("on_input ")[2] for text in t.adapter.texts()[1:]]
        return shown, [told for _, told in t.adapter.told]


@pytest.mark.requirement("overlap")
@pytest.mark.parametrize(
    ("policy", "answered", "told"),
    [
        ("queue", ["one", "two", "three", "four"], {texts.QUEUED}),
        ("latest", ["one", "four"], {texts.QUEUED, texts.NEWEST}),
        ("collect", ["one", "two\\nthree\\nfour"], {texts.QUEUED}),
        ("interrupt", ["Stopped.", "two", "three", "four"], set[str]()),
    ],
)
async def test_overlapping_messages_are_taken_as_the_agent_wants(
    policy: str, answered: list[str], told: set[str]
) -> None:
    """Nothing is dropped without a word."""
    shown, said = await overlapping(policy)
    assert ["Stopped." if "Stopped." in text else text.split("'")[3] for text in shown] == answered
    assert set(said) == told
