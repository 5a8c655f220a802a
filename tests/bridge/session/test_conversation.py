"""A conversation, as the person in the thread sees it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bridge.errors import HostError, PlatformRefused
from bridge.host.port import Failure, FailureKind, Frame, Part
from bridge.interaction.values import RemoteFile
from bridge.ports import Address, Press, Utterance
from bridge.session import texts
from tests.fakes.talk import BEN, answers, asks, echo, talk

YES_NO = answers(
    {"outputs": "Ready?", "next_inputs": asks("ready", "yes_no")},
    lambda data: {"outputs": f"got {data}", "next_inputs": []},
)


async def test_a_mention_greets_and_a_reply_is_answered() -> None:
    """The agent greets in the thread, asks, and gets the reply as typed data."""
    async with talk(echo()) as t:
        await t.say("")
        await t.until("Hello!")
        await t.reply("how are you")
        await t.until("You said: {'message': 'how are you'}")
        assert len(t.host.processes) == 1


@pytest.mark.requirement("chat-box")
async def test_text_with_the_mention_is_the_first_input_of_a_chat_box() -> None:
    """Nobody has to say it twice: `@bot how are you` is answered."""
    async with talk(echo()) as t:
        await t.say("how are you")
        await t.until("You said: {'message': 'how are you'}")
        assert t.adapter.texts()[0] == "Hello!"


@pytest.mark.requirement("chat-box")
async def test_text_with_the_mention_only_starts_where_the_form_asks_for_something_else() -> None:
    """A greeting is not somebody's name."""
    script = answers({"outputs": "Your name?", "next_inputs": asks("username")}, lambda data: {"outputs": f"{data}"})
    async with talk(script) as t:
        await t.say("hello")
        await t.until("Your name?")
        await t.reply("Ann")
        await t.until("{'username': 'Ann'}")


@pytest.mark.requirement("session-order")
async def test_messages_that_arrive_swapped_are_taken_in_the_platforms_order() -> None:
    """Socket Mode delivers concurrently; the thread's own order counts."""
    gate = asyncio.Event()
    seen: list[str] = []

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "initialize":
            await gate.wait()
        else:
            assert isinstance(argument, dict)
            seen.append(argument["message"])
        yield Part({"outputs": f"{argument}", "next_inputs": asks()}, last=True)

    async with talk(script) as t:
        await t.say("")
        first, second = t.said("first", address=Address.REPLY), t.said("second", address=Address.REPLY)
        await t.router.receive(second)
        await t.router.receive(first)
        gate.set()
        await t.until("second")
        assert seen == ["first", "second"]


@pytest.mark.requirement("session-queued")
async def test_a_message_during_a_turn_is_queued_and_the_person_is_told() -> None:
    """Nothing is dropped, and nobody wonders."""
    gate = asyncio.Event()

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input":
            await gate.wait()
        yield Part({"outputs": f"{argument}", "next_inputs": asks()}, last=True)

    async with talk(script) as t:
        await t.say("one")
        await t.adapter.until(lambda _: t.host.processes and len(t.host.processes[0].calls) == 2)
        await t.reply("two", BEN)
        await t.told(texts.QUEUED)
        gate.set()
        await t.until("two")


@pytest.mark.requirement("question-once", "answer-shown")
async def test_a_click_answers_once_and_its_buttons_give_way_to_the_answer() -> None:
    """The second of two clicks is told that it came too late."""
    async with talk(YES_NO) as t:
        await t.say("")
        question = await t.asked()
        await t.click(question, 0)
        await t.click(question, 1, person=BEN)
        await t.until("got {'ready': True}")
        await t.told(texts.TOO_LATE)
        await t.adapter.until(lambda adapter: adapter.edits)
        answer = t.adapter.edits[0].reply.answer
        assert answer is not None
        assert (answer.person.id, answer.entries) == ("ann", (("Ready", "Yes"),))


async def test_typing_an_options_label_answers_as_a_click_does() -> None:
    """Buttons are an offer, not a rule."""
    async with talk(YES_NO) as t:
        await t.say("")
        await t.asked()
        await t.reply("maybe")
        await t.told("Choose one of: Yes, No.")
        await t.reply("no")
        await t.until("got {'ready': False}")


@pytest.mark.requirement("form-errors", "stale-form")
async def test_a_form_keeps_what_is_wrong_and_takes_what_is_right_once() -> None:
    """Errors come back by field; the agent sees only checked values; a second submission loses nothing."""
    fields = [{"name": "age", "type": "int"}, {"name": "name", "type": "string", "required": True}]
    script = answers(
        {"outputs": "Who?", "next_inputs": fields}, lambda data: {"outputs": f"got {data}", "next_inputs": []}
    )
    async with talk(script) as t:
        await t.say("")
        question = await t.asked()
        await t.click(question, press=Press.OPEN)
        assert [opened.id for opened in t.adapter.opened] == [question]
        receipt = await t.submit(question, {"age": "old", "name": ""})
        assert receipt.errors == {"age": "Enter a whole number, such as 42.", "name": "This is required."}
        assert (await t.submit(question, {"age": "42", "name": "Ann"})).accepted
        await t.until("got {'age': 42, 'name': 'Ann'}")
        late = await t.submit(question, {"age": "42", "name": "Ann"})
        assert not late.accepted
        assert texts.TOO_LATE in late.errors["age"]


async def test_a_message_while_a_form_waits_says_where_to_answer() -> None:
    """Silence would look like a broken bot."""
    fields = [{"name": "age", "type": "int"}, {"name": "name", "type": "string"}]
    async with talk(answers({"outputs": "Who?", "next_inputs": fields}, lambda _: {})) as t:
        await t.say("")
        await t.asked()
        await t.reply("I am Ann")
        await t.told(texts.FILL_IN)


@pytest.mark.requirement("history")
async def test_an_agent_called_into_a_thread_knows_what_was_said_before() -> None:
    """A mention in a running thread is not a mention at top level."""
    async with talk(echo()) as t:
        t.adapter.past = [Utterance(own=False, text="any idea?"), Utterance(own=True, text="none")]
        await t.say("", thread=t.thread("99"))
        await t.until("Hello!")
        past = [{"role": "user", "content": "any idea?"}, {"role": "assistant", "content": "none"}]
        assert t.host.processes[0].calls == [("initialize", past)]


@pytest.mark.requirement("file-values")
async def test_a_file_dropped_into_the_thread_reaches_the_agent_as_a_path(tmp_path: Path) -> None:
    """The file is in the session's own folder, and gone when the conversation ends."""
    fields = asks("data", "file", extensions=[".csv"])
    script = answers(
        {"outputs": "CSV?", "next_inputs": fields},
        lambda d: {"outputs": f"{d}", "next_inputs": fields if "one" in f"{d}" else []},
    )
    async with talk(script, uploads=tmp_path) as t:
        await t.say("")
        await t.asked()
        await t.reply("", files=(RemoteFile("a.txt", 3, "text/plain", "abc"),))
        await t.told("a.txt cannot be used here")
        await t.reply("", files=(RemoteFile("../one.csv", 3, "text/csv", "abc"),))
        await t.until("__file__")
        _, data = t.host.processes[0].calls[1]
        assert isinstance(data, dict)
        path = Path(data["data"]["__file__"]["path"])
        assert path.read_text() == "abc"
        assert path.is_relative_to(tmp_path)
        assert path.parent.stat().st_mode & 0o777 == 0o700
        await t.reply("", files=(RemoteFile("two.csv", 3, "text/csv", "abc"),))
        await t.adapter.until(lambda adapter: any(page.reply.closed for page in adapter.shown.values()))
    assert not path.exists()


@pytest.mark.requirement("file-values", "chat-box")
async def test_a_file_that_comes_with_the_mention_answers_a_file_field(tmp_path: Path) -> None:
    """Nobody has to send it twice."""
    script = answers({"outputs": "CSV?", "next_inputs": asks("data", "file")}, lambda d: {"outputs": f"{d}"})
    async with talk(script, uploads=tmp_path) as t:
        await t.say("look at this", files=(RemoteFile("a.csv", 3, "text/csv", "abc"),))
        await t.until("a.csv")


FAILURES = {
    "raised": Failure(kind=FailureKind.RAISED, message="ZeroDivisionError", traceback="Traceback …"),
    "unusable": Failure(kind=FailureKind.UNUSABLE, message="on_input returned a list"),
    "exited": Failure(kind=FailureKind.EXITED, message="exit status 3", alive=False),
    "timed out": Failure(kind=FailureKind.TIMED_OUT, message="timed out", alive=False),
}


@pytest.mark.requirement("error-line", "next-message-works")
@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
async def test_after_a_failure_the_person_sees_one_line_with_an_id_and_the_next_message_works(failure: Failure) -> None:
    """Whether the process lived (its state is kept) or died (a fresh one begins)."""
    failures = [failure]

    async def script(function: str, argument: object) -> AsyncIterator[Frame]:
        if function == "on_input" and failures:
            yield failures.pop()
        else:
            yield Part({"outputs": "Hello!" if argument is None else f"{argument}", "next_inputs": asks()}, last=True)

    async with talk(script) as t:
        await t.say("")
        await t.until("Hello!")
        with capture_logs() as log:
            await t.reply("boom")
            await t.until("(error ")
        line = t.adapter.texts()[-1]
        (entry,) = [entry for entry in log if entry["event"] == "turn_failed"]
        assert f"(error {entry['error_id']})" in line
        assert (entry["reason"], entry["traceback"]) == (failure.message, failure.traceback)
        assert "Traceback" not in line
        await t.reply("again")
        await t.until("{'message': 'again'}")
        assert len(t.host.processes) == (1 if failure.alive else 2)


@pytest.mark.requirement("next-message-works")
async def test_a_process_that_does_not_start_is_one_line_and_the_next_message_tries_again() -> None:
    """A full machine is not the end of the thread."""
    async with talk(echo()) as t:
        t.host.refuse = HostError("no interpreter")
        await t.say("hi")
        await t.until("Echo could not be started.")
        await t.reply("hi")
        await t.until("You said: {'message': 'hi'}")


async def test_a_reply_the_platform_refuses_does_not_end_the_conversation() -> None:
    """What could not be shown is in the log; the next turn is shown."""
    async with talk(echo()) as t:
        t.adapter.refuse = PlatformRefused("not there", "channel_not_found")
        await t.say("hi")
        await t.until("You said: {'message': 'hi'}")


async def test_an_agent_that_ends_the_conversation_says_so_and_can_be_begun_again() -> None:
    """`next_inputs: []` is the end, not a dead thread."""
    async with talk(answers({"outputs": "Bye.", "next_inputs": []}, lambda _: {})) as t:
        await t.say("")
        await t.until("Bye.")
        await t.adapter.until(lambda adapter: any(page.reply.closed == texts.OVER for page in adapter.shown.values()))
        await t.click("", press=Press.RESTART)
        await t.adapter.until(lambda adapter: adapter.texts() == ["Bye.", "Bye."])


async def test_a_turn_that_asks_nothing_new_leaves_the_last_question_standing() -> None:
    """`done: true` ends the turn; what was asked before is asked again."""
    script = answers(
        {"outputs": "Go", "next_inputs": asks("ok", "button")}, lambda _: {"outputs": "Went", "done": True}
    )
    async with talk(script) as t:
        await t.say("")
        first = await t.asked()
        await t.click(first)
        await t.until("Went")
        second = await t.asked()
        assert second != first
        await t.click(second)
        await t.adapter.until(lambda adapter: adapter.texts().count("Went") == 2)
