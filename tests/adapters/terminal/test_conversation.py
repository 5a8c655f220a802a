"""A conversation by pipes: what waits is asked, what is typed is sent, in order."""

import asyncio
import os
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import pytest

from adapters.terminal import TerminalAdapter
from bridge.content.items import Paragraph, Text
from bridge.errors import ConfigError, DeliveryError
from bridge.interaction import Form, Picked, RemoteFile
from bridge.interaction.definitions import parse_inputs
from bridge.ports import (
    Address,
    Answer,
    Clicked,
    Inbound,
    MessageRef,
    Person,
    Press,
    Question,
    Receipt,
    Reply,
    Said,
    Submitted,
    Thread,
)
from tests.fakes.inbox import RecordingInbox

THREAD = Thread("terminal", "local", "terminal")
ANN = Person("local")
MESSAGE = {"name": "message", "type": "string"}
NAME = {"name": "name", "type": "string", "required": True}
AGE = {"name": "age", "type": "int", "default": 7}
WAY = {"name": "way", "type": "button", "constraints": {"options": ["left", "right"]}}
FILE = {"name": "file", "type": "file"}


def form(*inputs: dict[str, Any]) -> Form:
    made, errors = parse_inputs(list(inputs))
    assert made is not None
    assert not errors
    return made


def reply(turn: str, *inputs: dict[str, Any], text: str = "", **more: Any) -> Reply:
    content = (Text(content=(Paragraph(text),)),) if text else ()
    question = Question(f"question of {turn}", form(*inputs)) if inputs else None
    return Reply(turn=turn, content=content, question=question, **more)


@dataclass
class Desk:
    """Both ends of the pipes, and the adapter between them."""

    adapter: TerminalAdapter
    inbox: RecordingInbox
    typed: int
    printed: int
    output: TextIO

    def type(self, text: str) -> None:
        os.write(self.typed, text.encode())

    async def post(self, turn: str, *inputs: dict[str, Any], **more: Any) -> MessageRef:
        (payload,) = self.adapter.render(reply(turn, *inputs, **more))
        return await self.adapter.post(THREAD, payload)

    async def edit(self, message: MessageRef, turn: str, *inputs: dict[str, Any], **more: Any) -> None:
        (payload,) = self.adapter.render(reply(turn, *inputs, **more))
        await self.adapter.edit(message, payload)

    async def leave(self) -> str:
        """The person has nothing more to type; what stands in the terminal once they are gone."""
        os.close(self.typed)
        self.typed = -1
        await self.adapter.wait_closed()
        self.output.write("\0")  # so that there is always something to read
        self.output.flush()
        return os.read(self.printed, 65536).decode().removesuffix("\0")


@asynccontextmanager
async def desk(answer: Callable[[Inbound], Receipt] | None = None) -> AsyncGenerator[Desk]:
    (source, typed), (printed, out) = os.pipe(), os.pipe()
    inbox = RecordingInbox(answer)
    with os.fdopen(source, "rb") as stdin, os.fdopen(out, "w") as stdout:
        sitting = Desk(TerminalAdapter({}, stdin=stdin, stdout=stdout), inbox, typed, printed, stdout)
        try:
            async with sitting.adapter.run(inbox):
                await inbox.next(Said)
                yield sitting
        finally:
            os.close(printed)
            if sitting.typed != -1:
                os.close(sitting.typed)


async def test_the_agent_greets_without_being_called() -> None:
    """An empty message, addressed to the agent, begins the conversation."""
    async with desk() as at:
        begun = await at.inbox.next(Said)
    assert (begun.text, begun.address, begun.thread, begun.person) == ("", Address.DIRECT, THREAD, ANN)


async def test_a_line_answers_a_text_question_and_only_one_line_is_taken() -> None:
    """The second line waits for the second question, however early it was typed."""
    async with desk() as at:
        at.type("hello\nagain\n")
        await at.post("t1", MESSAGE, text="Hi!")
        first = await at.inbox.next(Said, 2)
        assert len(at.inbox.events) == 2
        await at.post("t2", MESSAGE, text="You said hello.")
        second = await at.inbox.next(Said, 3)
        await at.post("t3", MESSAGE, text="You said again.")
        assert await at.leave() == "Hi!\n\nYou said hello.\n\nYou said again.\n"
    assert (first.text, second.text) == ("hello", "again")
    assert first.id != second.id
    assert first.at <= second.at


async def test_a_button_is_answered_by_number_or_label_and_words_are_said() -> None:
    """What names no option goes to the core as it was typed: it knows the commands."""
    async with desk() as at:
        at.type("2\n\nLEFT\n!help\n")
        await at.post("t1", WAY)
        first = await at.inbox.next(Clicked)
        await at.post("t2", WAY)
        second = await at.inbox.next(Clicked, 2)
        await at.post("t3", WAY)
        said = await at.inbox.next(Said, 2)
    assert (first.press, first.question, first.choice) == (Press.ANSWER, "question of t1", 1)
    assert (second.press, second.question, second.choice) == (Press.ANSWER, "question of t2", 0)
    assert said.text == "!help"


@pytest.mark.requirement("terminal-forms")
async def test_a_form_is_asked_field_by_field_and_only_errors_again() -> None:
    """What is wrong is said beside its label; what was right stays entered; an empty line keeps the default."""

    def judge(event: Inbound) -> Receipt:
        if isinstance(event, Submitted) and event.values["name"] == "X":
            return Receipt(accepted=False, errors={"name": "Enter a whole name.", "": "Nearly."})
        return Receipt(accepted=True)

    async with desk(judge) as at:
        at.type("X\n2\n\nAnn\n")
        await at.post("t1", NAME, WAY, AGE, text="Who?")
        await at.inbox.next(Submitted, 2)
        await at.post("t2", MESSAGE)
        assert await at.leave() == "Who?\n\n⚠ Nearly.\n\n⚠ Name – Enter a whole name.\n"
    first, second = (event for event in at.inbox.events if isinstance(event, Submitted))
    assert (first.question, first.values) == ("question of t1", {"name": "X", "way": Picked(1)})
    assert (second.question, second.values) == ("question of t1", {"name": "Ann", "way": Picked(1)})


async def test_an_empty_line_is_an_answer_that_is_judged() -> None:
    """It keeps the default, or leaves the field empty, and what is wrong with that is said before it is asked again."""

    def judge(event: Inbound) -> Receipt:
        wrong = {"name": "This is required."} if isinstance(event, Submitted) and event.values.get("name") == "" else {}
        return Receipt(accepted=not wrong, errors=wrong)

    async with desk(judge) as at:
        at.type("\nAnn\n\n")
        await at.post("t1", NAME)
        await at.inbox.next(Said, 2)
        await at.post("t2", {"name": "name", "type": "string", "default": "Ben"})
        last = await at.inbox.next(Submitted, 2)
        await at.post("t3", MESSAGE)
        assert await at.leave() == "⚠ Name – This is required.\n"
    assert last.values == {}


async def test_text_of_several_lines_is_continued_by_a_backslash() -> None:
    """Each line but the last ends with one."""
    async with desk() as at:
        at.type("one\\\ntwo\\\n\n")
        await at.post("t1", {"name": "message", "type": "textarea"})
        assert (await at.inbox.next(Said, 2)).text == "one\ntwo\n"


@pytest.mark.requirement("terminal-files")
async def test_a_file_is_a_path_that_exists_and_is_copied(tmp_path: Path) -> None:
    """A path that leads nowhere is asked again at once; a file that vanishes is told with its name."""
    notes = tmp_path / "notes.txt"
    notes.write_text("seen")
    async with desk() as at:
        at.type(f"{tmp_path}/nothing\n{notes}\n")
        await at.post("t1", FILE)
        file = (await at.inbox.next(Submitted)).values["file"]
        assert isinstance(file, RemoteFile)
        await at.adapter.download(file, tmp_path / "copy")
        assert (tmp_path / "copy").read_text() == "seen"
        notes.unlink()
        with pytest.raises(DeliveryError, match=r"notes\.txt could not be copied"):
            await at.adapter.download(file, tmp_path / "again")
        await at.post("t2", MESSAGE)
        assert (await at.leave()).startswith(f"⚠ File – There is no file {tmp_path}/nothing.")


async def test_what_is_told_gives_the_word_back() -> None:
    """The question is asked again when its answer came to nothing."""
    async with desk() as at:
        at.type("x\n5\n")
        await at.post("t1", MESSAGE)
        await at.inbox.next(Said, 2)
        await at.adapter.tell(THREAD, ANN, "Enter a whole number.")
        assert (await at.inbox.next(Said, 3)).text == "5"
        await at.post("t2", MESSAGE)
        assert await at.leave() == "Enter a whole number.\n"


async def test_a_question_that_is_withdrawn_is_not_answered() -> None:
    """A line that was not typed yet answers the question that stands when it is."""
    async with desk() as at:
        first = await at.post("t1", WAY, text="Where to?")
        await at.edit(first, "t1", WAY, text="Where to?", closed="Closed.")
        await at.post("t2", NAME)
        at.type("1\n")
        assert (await at.inbox.next(Said, 2)).text == "1"
        await at.post("t3", MESSAGE)
        assert await at.leave() == "Where to?\n\nClosed.\n"


@pytest.mark.requirement("terminal-pipe")
async def test_input_that_ends_lets_the_running_turn_finish() -> None:
    """The last answer is shown, whole, before the chat is left."""
    async with desk() as at:
        first = await at.post("t1", MESSAGE, text="Hi!")
        at.type("last")
        leaving = asyncio.create_task(at.leave())
        await at.inbox.next(Said, 2)
        await at.edit(first, "t1", MESSAGE, text="Hi!", answer=Answer(ANN, ()))
        second = await at.post("t2", text="Work", running=True)
        await at.edit(second, "t2", text="Working\nhard", running=True)
        assert not leaving.done()
        await at.edit(second, "t2", MESSAGE, text="Working\nhard. Done.")
        assert await leaving == "Hi!\n\nWorking\nhard. Done.\n"


async def test_the_end_of_the_conversation_closes_the_chat() -> None:
    """Nobody has to leave what has ended, although there is more input."""
    async with desk() as at:
        at.type("bye\nmore\n")
        await at.post("t1", MESSAGE)
        await at.inbox.next(Said, 2)
        await at.post("t2", text="Goodbye!", closed="The conversation has ended.")
        await at.adapter.wait_closed()
        assert await at.leave() == "Goodbye!\n"
    assert len(at.inbox.events) == 2


async def test_a_chat_that_is_not_taken_up_closes() -> None:
    """Where no agent can be talked to, the chat ends instead of waiting."""
    async with desk(lambda _: Receipt(accepted=False)) as at:
        await at.adapter.wait_closed()


async def test_a_reader_that_has_gone_ends_the_chat_by_its_next_line() -> None:
    """`chat AGENT | head -1` ends without a traceback."""
    async with desk(lambda event: Receipt(accepted=isinstance(event, Said), errors={"name": "No."})) as at:
        os.close(at.printed)
        at.printed = os.open(os.devnull, os.O_RDONLY)
        at.type("\n")
        await at.post("t1", NAME)
        await at.adapter.wait_closed()


def test_a_setting_is_refused() -> None:
    """A terminal has nothing to set, so that what is set is a mistake."""
    with pytest.raises(ConfigError, match=r"\[terminal\] colour"):
        TerminalAdapter({"colour": "red"})


async def test_nothing_was_said_before_and_nothing_is_opened() -> None:
    """A terminal has no history, and asks forms without being clicked."""
    async with desk() as at:
        message = await at.post("t1", NAME)
        assert await at.adapter.history(THREAD, message) == ()
        await at.adapter.open_form(None, THREAD, Question("q", form(NAME)))
        await at.adapter.show_status(THREAD, "is working…")
        await at.adapter.delete(message)
        left = await at.leave()
    assert left == ""
