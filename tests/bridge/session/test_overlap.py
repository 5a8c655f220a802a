"""Things that happen at once in one thread."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bridge.host.port import Frame, Part
from bridge.interaction.base import BaseInteraction
from bridge.interaction.values import RemoteFile
from bridge.ports import Address
from bridge.session import texts
from bridge.session.files import LONGEST_NAME, safe_name
from tests.fakes.talk import ANN, BEN, agent, answers, asks, echo, talk

YES_NO = answers(
    {"outputs": "Ready?", "next_inputs": asks("ready", "yes_no")},
    lambda data: {"outputs": f"got {data}", "next_inputs": asks()},
)


@pytest.fixture
def pondering() -> Iterator[str]:
    """A kind of question whose check takes a while, as a plugin's may."""

    class Pondering(BaseInteraction[str]):
        kind: str = "test_pondering"

        async def parse(self, value: object) -> str:
            await asyncio.sleep(0)
            return str(value)

    kind = Pondering(value_key="any").kind
    yield kind
    del BaseInteraction.registry[kind]


@pytest.mark.requirement("question-once")
async def test_of_two_forms_sent_at_once_one_is_taken(pondering: str) -> None:
    """Also where checking them takes a while."""
    fields = [*asks("a", pondering), *asks("b")]
    script = answers(
        {"outputs": "?", "next_inputs": fields}, lambda data: {"outputs": f"got {data}", "next_inputs": []}
    )
    async with talk(script) as t:
        await t.say("")
        question = await t.asked()
        receipts = await asyncio.gather(
            t.submit(question, {"a": "1", "b": "x"}, ANN), t.submit(question, {"a": "2", "b": "y"}, BEN)
        )
        assert sorted(receipt.accepted for receipt in receipts) == [False, True]
        await t.until("got ")
        assert len(t.host.processes[0].calls) == 2


@pytest.mark.requirement("session-order")
async def test_an_answer_comes_before_a_message_that_was_written_earlier_but_arrived_later() -> None:
    """The question was answered by the click; the message waits for the next one."""
    async with talk(YES_NO) as t:
        await t.say("")
        question = await t.asked()
        earlier = t.said("and more", BEN, address=Address.REPLY)
        await t.click(question, 0)
        await t.router.receive(earlier)
        await t.until("got {'ready': True}")
        await t.until("got {'message': 'and more'}")
        assert len(t.host.processes) == 1


async def test_files_the_agent_did_not_ask_for_are_not_lost_in_silence() -> None:
    """The text is taken, and the person knows about the file."""
    async with talk(echo()) as t:
        await t.say("")
        await t.until("Hello!")
        await t.reply("look", files=(RemoteFile("a.csv", 3, "text/csv", "abc"),))
        await t.until("You said: {'message': 'look'}")
        await t.told(texts.FILES_UNUSED)


async def test_a_file_alone_is_no_answer_to_a_text() -> None:
    """The person knows, and the question waits on; the agent hears of nothing."""
    async with talk(echo()) as t:
        await t.say("")
        await t.until("Hello!")
        await t.reply("", files=(RemoteFile("a.csv", 3, "text/csv", "abc"),))
        await t.told(texts.FILES_UNUSED)
        await t.reply("look")
        await t.until("You said: {'message': 'look'}")
        assert not any("{'message': ''}" in said for said in t.adapter.texts())


@pytest.mark.requirement("commands")
async def test_restart_stops_what_runs() -> None:
    """Nobody waits for a turn they no longer want."""

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            await asyncio.Event().wait()
        yield Part({"outputs": "Hello!", "next_inputs": asks()}, last=True)

    async with talk(script) as t:
        await t.say("for ever")
        await t.adapter.until(lambda _: t.host.processes and len(t.host.processes[0].calls) == 2)
        await t.reply("!restart")
        await t.adapter.until(lambda adapter: adapter.texts().count("Hello!") == 2)
        assert t.host.processes[0].stopped


@pytest.mark.requirement("next-message-works")
async def test_a_fault_of_our_own_leaves_no_process_behind() -> None:
    """The person is told, and the next message begins again with a fresh one."""
    faults = [RuntimeError("our own")]

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if faults:
            raise faults.pop()
        yield Part({"outputs": "Hello!", "next_inputs": asks()}, last=True)

    async with talk(script) as t:
        await t.say("")
        await t.told("Something went wrong on our side.")
        await t.reply("")
        await t.until("Hello!")
        assert [process.stopped for process in t.host.processes] == [True, False]


@pytest.mark.requirement("agent-choice")
async def test_of_two_agents_typed_at_once_the_first_is_chosen() -> None:
    """One thread holds one conversation."""
    async with talk(echo(), agent("one"), agent("two")) as t:
        await t.say("hello")
        await t.asked()
        await t.reply("two", BEN)
        await t.reply("one")
        await t.until("You said: {'message': 'hello'}")
        await t.told(texts.TOO_LATE)
        assert t.host.started == ["two"]


@pytest.mark.requirement("file-values")
@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "..\\..\\boot.ini", "a b?*.csv", "x" * 500 + ".csv", "", "/", "é.csv"]
)
def test_a_given_name_stays_in_its_folder(name: str) -> None:
    """Whatever a person calls a file."""
    safe = safe_name(name)
    assert Path(safe).name == safe
    assert 0 < len(safe) <= LONGEST_NAME
    assert safe.endswith(Path(name).suffix if name.endswith(".csv") else "")
