"""What every adapter promises to people and to the core, whatever the platform.

A third adapter is written like this: an `Edge` that says how a person uses its platform's twin, and one test class

    class TestMyPlatform(AdapterContract):
        @pytest.fixture
        async def edge(self) -> AsyncIterator[Edge]: ...

Everything here is said in terms of `bridge.ports`; how the platform looks is the adapter's own tests' affair.
"""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

import pytest

from bridge.content.items import BarChart, Column, Error, Markdown, Paragraph, Table, Text
from bridge.errors import DeliveryError
from bridge.interaction import ConfirmInteraction, Form, StringInteraction
from bridge.ports import (
    Adapter,
    Address,
    Clicked,
    Inbound,
    MessageRef,
    Press,
    Question,
    Receipt,
    Reply,
    Said,
    Submitted,
    Thread,
)
from tests.fakes.inbox import RecordingInbox

SURE = Question("q-sure", Form((ConfirmInteraction(value_key="sure", title="Sure?"),)))
PERSONAL = Question(
    "q-form",
    Form((StringInteraction(value_key="name", title="Your name"), StringInteraction(value_key="note", title="Note"))),
)


class Core(RecordingInbox):
    """Takes every event once, and opens forms at once, as the core does.

    Attributes:
        repeated: what was delivered again.
        opening: called with a click that asks for a form.
    """

    def __init__(self) -> None:
        super().__init__()
        self.repeated: list[Inbound] = []
        self.opening: Callable[[Clicked], Awaitable[None]] | None = None

    async def receive(self, event: Inbound) -> Receipt:
        if any(event.id == known.id for known in self.events):
            self.repeated.append(event)
            return Receipt(accepted=True)
        if isinstance(event, Clicked) and event.press is Press.OPEN and self.opening:
            await self.opening(event)
        return await super().receive(event)


class Edge(Protocol):
    """A connected adapter with an inbox like the core's, and the people on the other side of the platform."""

    @property
    def adapter(self) -> Adapter[Any]: ...

    @property
    def inbox(self) -> Core: ...

    async def write(self, text: str, *, by: str = "ann", thread: Thread | None = None) -> str:
        """Write at the top of a channel ("@chatbridge" is a mention), or in a thread; the message's id."""
        ...

    async def write_directly(self, text: str) -> None:
        """Write to the bot alone."""
        ...

    async def write_as_a_program(self, text: str) -> None:
        """Another bot writes at the top of the channel."""
        ...

    async def give_file(self, name: str, content: bytes) -> None:
        """Mention the bot with a file."""
        ...

    async def deliver_twice(self) -> None:
        """Have the platform deliver what happens next two times."""
        ...

    def messages(self, thread: Thread) -> Sequence[str]:
        """What each message of the bot in the thread shows, in order, as plain words."""
        ...

    def whispers(self, person: str) -> Sequence[str]:
        """What only this person sees."""
        ...

    async def press(self, message: MessageRef, label: str, *, by: str = "ann") -> bool:
        """Use a button; whether the platform was content with our answer."""
        ...

    async def press_stray(self, message: MessageRef) -> bool:
        """Use a button that is of our making no more (its id means nothing to us)."""
        ...

    async def fill(self, **values: str) -> str:
        """Send the open form, by label; what is wrong with it in the person's eyes, or an empty text."""
        ...

    async def reopen(self) -> None:
        """Get back to a form that was sent with errors, if the platform has closed it."""
        ...

    async def lose_next_post(self) -> None:
        """Have the platform fail at the next message we post, before it takes it."""
        ...

    async def restart(self) -> None:
        """Take the adapter down and bring up another one with the same settings."""
        ...


def text(words: str) -> Text:
    return Text(content=(Paragraph(words),))


async def post(edge: Edge, thread: Thread, reply: Reply) -> list[MessageRef]:
    return [await edge.adapter.post(thread, payload) for payload in edge.adapter.render(reply)]


async def begun(edge: Edge, words: str = "@chatbridge hello") -> Said:
    """A conversation: somebody mentions the bot, and it answers."""
    await edge.write(words)
    said = await edge.inbox.next(Said)
    await post(edge, said.thread, Reply(turn="t0", content=(text("welcome"),)))
    return said


@pytest.mark.requirement("contract")
class AdapterContract:
    """The promises. Each test gets an `Edge` of its own."""

    # ── what reaches the core ─────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_mention_begins_a_thread_and_what_is_written_in_it_belongs_to_it(self, edge: Edge) -> None:
        """The key of a conversation is the same from the first message on."""
        said = await begun(edge)
        assert (said.text, said.address) == ("hello", Address.MENTION)
        await edge.write("and more", by="ben", thread=said.thread)
        reply = await edge.inbox.next(Said, 2)
        assert (reply.text, reply.address, reply.thread) == ("and more", Address.REPLY, said.thread)
        assert reply.person.id != said.person.id

    async def test_messages_keep_their_order(self, edge: Edge) -> None:
        """`at` orders them, however they are delivered."""
        said = await begun(edge)
        for number in range(5):
            await edge.write(f"number {number}", thread=said.thread)
        await edge.inbox.next(Said, 6)
        heard = sorted((event for event in edge.inbox.events if isinstance(event, Said)), key=lambda event: event.at)
        assert [event.text for event in heard[1:]] == [f"number {number}" for number in range(5)]

    async def test_what_is_delivered_twice_is_one_event(self, edge: Edge) -> None:
        """Both have the same id, by which the core knows."""
        await edge.deliver_twice()
        await edge.write("@chatbridge once")
        first = await edge.inbox.next(Said)
        await edge.write("@chatbridge another")
        await edge.inbox.next(Said, 2)
        assert first in edge.inbox.repeated

    async def test_messages_of_programs_are_no_events(self, edge: Edge) -> None:
        """Neither our own nor those of other bots: two bots would talk for ever."""
        said = await begun(edge)
        await edge.write_as_a_program("@chatbridge hello from a program")
        await edge.write("a person", thread=said.thread)
        await edge.inbox.next(Said, 2)
        assert [event.text for event in edge.inbox.events if isinstance(event, Said)] == ["hello", "a person"]

    async def test_a_direct_message_needs_no_mention(self, edge: Edge) -> None:
        """There the channel is the conversation."""
        await edge.write_directly("hello there")
        said = await edge.inbox.next(Said)
        assert (said.text, said.address, said.thread.root) == ("hello there", Address.DIRECT, None)
        await post(edge, said.thread, Reply(turn="t", content=(text("welcome"),)))
        assert "welcome" in "\n".join(edge.messages(said.thread))

    async def test_a_file_comes_with_its_message(self, edge: Edge, tmp_path: Path) -> None:
        """Name and size are known at once, its bytes when they are wanted."""
        await edge.give_file("data.csv", b"a,b\n1,2\n")
        said = await edge.inbox.next(Said)
        (file,) = said.files
        assert (file.name, file.size) == ("data.csv", 8)
        await edge.adapter.download(file, tmp_path / "saved.csv")
        assert (tmp_path / "saved.csv").read_bytes() == b"a,b\n1,2\n"

    async def test_what_was_said_before_can_be_read(self, edge: Edge) -> None:
        """Oldest first, and the bot's own words are known as such."""
        said = await begun(edge, "@chatbridge what is the plan")
        await edge.write("tell us", by="ben", thread=said.thread)
        asked = await edge.inbox.next(Said, 2)
        past = await edge.adapter.history(said.thread, asked.message)
        assert [(utterance.own, utterance.text) for utterance in past] == [
            (False, "what is the plan"),
            (True, "welcome"),
        ]

    # ── clicks and forms ──────────────────────────────────────────────────────────────────────────────────────────────

    async def test_a_click_says_who_chose_what_where(self, edge: Edge) -> None:
        """Also a click of somebody else: who may is the core's decision."""
        said = await begun(edge)
        (message,) = await post(edge, said.thread, Reply(turn="t1", question=SURE))
        assert await edge.press(message, "No", by="ben")
        clicked = await edge.inbox.next(Clicked)
        assert (clicked.press, clicked.choice, clicked.question) == (Press.ANSWER, 1, "q-sure")
        assert (clicked.thread, clicked.message) == (said.thread, message)
        assert clicked.person.id != said.person.id

    async def test_a_click_is_acknowledged_before_its_work(self, edge: Edge) -> None:
        """The platform waits for us, not for the core."""
        said = await begun(edge)
        (message,) = await post(edge, said.thread, Reply(turn="t1", question=SURE))
        with edge.inbox.holding():
            assert await edge.press(message, "Yes")
        await edge.inbox.next(Clicked)

    async def test_a_click_is_answered_although_the_core_fails(self, edge: Edge) -> None:
        """No spinner that ends in the platform's own error."""

        def fails(event: Inbound) -> Receipt:
            raise RuntimeError("broken")

        said = await begun(edge)
        (message,) = await post(edge, said.thread, Reply(turn="t1", question=SURE))
        edge.inbox.answer = fails
        assert await edge.press(message, "Yes")

    async def test_a_button_that_means_nothing_is_answered(self, edge: Edge) -> None:
        """It may be of an older version of ours; nothing else notices."""
        said = await begun(edge)
        (message,) = await post(edge, said.thread, Reply(turn="t1", question=SURE))
        assert await edge.press_stray(message)
        assert not [event for event in edge.inbox.events if isinstance(event, Clicked)]

    async def test_a_click_after_a_restart_carries_everything(self, edge: Edge) -> None:
        """Nothing about a posted button is in memory."""
        said = await begun(edge)
        (message,) = await post(edge, said.thread, Reply(turn="t1", question=SURE))
        await edge.restart()
        assert await edge.press(message, "Yes")
        clicked = await edge.inbox.next(Clicked)
        assert (clicked.press, clicked.choice, clicked.question, clicked.thread) == (
            Press.ANSWER,
            0,
            "q-sure",
            said.thread,
        )

    async def test_a_form_comes_back_by_field(self, edge: Edge) -> None:
        """What is wrong with it is said, what was entered is kept, and what is right is taken."""

        def strict(event: Inbound) -> Receipt:
            wrong = isinstance(event, Submitted) and event.values["note"] == "LOUD"
            return Receipt(accepted=not wrong, errors={"note": "Write it smaller."} if wrong else {})

        said = await begun(edge)
        edge.inbox.answer = strict
        (message,) = await post(edge, said.thread, Reply(turn="t1", question=PERSONAL))
        edge.inbox.opening = lambda clicked: edge.adapter.open_form(clicked.opener, clicked.thread, PERSONAL)
        assert await edge.press(message, "Answer")
        assert "Write it smaller." in await edge.fill(Your_name="Ann", Note="LOUD")
        await edge.reopen()
        assert await edge.fill(Note="small") == ""
        submitted = await edge.inbox.next(Submitted, 2)
        assert submitted.values == {"name": "Ann", "note": "small"}
        assert (submitted.question, submitted.thread) == ("q-form", said.thread)

    # ── what people see ───────────────────────────────────────────────────────────────────────────────────────────────

    async def test_nothing_is_truncated(self, edge: Edge) -> None:
        """Every word of a long answer is in the thread, in order."""
        said = await begun(edge)
        words = [f"word{number:05}" for number in range(4_000)]
        paragraphs = "\n\n".join(" ".join(words[start : start + 40]) for start in range(0, 4_000, 40))
        await post(edge, said.thread, Reply(turn="t", content=(Markdown(content=paragraphs),)))
        shown = " ".join(edge.messages(said.thread)).split()
        assert [word for word in shown if word.startswith("word")] == words

    async def test_every_kind_of_content_is_shown(self, edge: Edge) -> None:
        """Whatever a platform has no form for is shown in another one."""
        said = await begun(edge)
        table = Table(columns=(Column("City", "c"), Column("People", "p")), rows=(("Ghent", 265086), ("Lyon", 522250)))
        content = (text("plain"), Markdown(content="## Heading\n\n- item"), table, BarChart(title="Sales", bars=()))
        await post(edge, said.thread, Reply(turn="t", content=(*content, Error(error="It broke."))))
        shown = "\n".join(edge.messages(said.thread))
        for word in ("plain", "Heading", "item", "Ghent", "522250", "Sales", "It broke."):
            assert word in shown, word

    async def test_an_error_is_shown_once(self, edge: Edge) -> None:
        """One line, in one message."""
        said = await begun(edge)
        await post(edge, said.thread, Reply(turn="t", content=(Error(error="It broke (error 12ab)."),)))
        assert "\n".join(edge.messages(said.thread)).count("It broke (error 12ab).") == 1

    async def test_an_edit_replaces_and_a_deletion_takes_away(self, edge: Edge) -> None:
        """In place: nothing else is posted. What is gone already may be deleted."""
        said = await begun(edge)
        (message,) = await post(edge, said.thread, Reply(turn="t", content=(text("so far"),), running=True))
        (payload,) = edge.adapter.render(Reply(turn="t", content=(text("the whole"),)))
        await edge.adapter.edit(message, payload)
        assert [shown.strip() for shown in edge.messages(said.thread)] == ["welcome", "the whole"]
        await edge.adapter.delete(message)
        await edge.adapter.delete(message)
        assert [shown.strip() for shown in edge.messages(said.thread)] == ["welcome"]

    async def test_a_post_that_the_platform_fails_at_is_not_posted_twice(self, edge: Edge) -> None:
        """Either the core is told, or it stands there once."""
        said = await begun(edge)
        await edge.lose_next_post()
        try:
            await post(edge, said.thread, Reply(turn="t", content=(text("only once"),)))
        except DeliveryError:
            assert "only once" not in "\n".join(edge.messages(said.thread))
        else:
            assert "\n".join(edge.messages(said.thread)).count("only once") == 1

    async def test_a_person_who_clicked_can_be_told_something_alone(self, edge: Edge) -> None:
        """Others do not see it; with a way to begin again where that is offered."""
        said = await begun(edge)
        (message,) = await post(edge, said.thread, Reply(turn="t1", question=SURE))
        assert await edge.press(message, "Yes", by="ben")
        clicked = await edge.inbox.next(Clicked)
        await edge.adapter.tell(said.thread, clicked.person, "It is over.", restart=True)
        (whisper,) = edge.whispers("ben")
        assert "It is over." in whisper
        assert "Start again" in whisper
        assert "It is over." not in "\n".join((*edge.messages(said.thread), *edge.whispers("ann")))
