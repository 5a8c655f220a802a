"""What every adapter promises to people and to the core, whatever the platform.

A third adapter is written like this: an `Edge` that says how a person uses its platform's twin, and one test class

    class TestMyPlatform(AdapterContract):
        @pytest.fixture
        async def edge(self) -> AsyncIterator[Edge]: ...

Everything here is said in terms of `bridge.ports`; how the platform looks is the adapter's own tests' affair.
"""

from pathlib import Path

import pytest

from bridge.content.items import BarChart, Column, Error, Markdown, Table
from bridge.errors import DeliveryError
from bridge.ports import (
    Address,
    Clicked,
    Inbound,
    Press,
    Receipt,
    Reply,
    Said,
    Submitted,
)
from tests.adapters.edge import PERSONAL, SURE, Edge, begun, post, post_as, text


@pytest.mark.requirement("contract", "in-doubt", "catch-up")
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

    async def test_a_post_whose_answer_is_lost_is_there_once(self, edge: Edge) -> None:
        """By its key it is known for what it is, whoever asks: the platform or we."""
        said = await begun(edge)
        await edge.lose_next_answer()
        message = await post_as(edge, said.thread, "turn.0", "only once")
        assert [shown.strip() for shown in edge.messages(said.thread)] == ["welcome", "only once"]
        (payload,) = edge.adapter.render(Reply(turn="turn", content=(text("the whole"),)))
        await edge.adapter.edit(message, payload)
        assert [shown.strip() for shown in edge.messages(said.thread)] == ["welcome", "the whole"]

    async def test_after_a_crash_what_was_posted_can_be_gone_on_with(self, edge: Edge) -> None:
        """It is found by its key, or a post with the same key comes to the same message; never a second one."""
        said = await begun(edge)
        first = await post_as(edge, said.thread, "turn.0", "so far")
        await post_as(edge, said.thread, "other.0", "of another turn")
        await edge.restart()
        found = await edge.adapter.posted(said.thread, "turn")
        assert set(found) <= {"turn.0"}
        again = found.get("turn.0") or await post_as(edge, said.thread, "turn.0", "so far")
        assert again == first
        assert [shown.strip() for shown in edge.messages(said.thread)] == ["welcome", "so far", "of another turn"]

    async def test_the_line_of_a_turn_that_runs_is_found_after_a_crash(self, edge: Edge) -> None:
        """So that nothing is left that seems to run."""
        said = await begun(edge)
        (payload,) = edge.adapter.render(Reply(turn="turn", running=True))
        line = await edge.adapter.post(said.thread, payload, "turn.w")
        await edge.restart()
        assert await edge.adapter.posted(said.thread, "turn") == {"turn.w": line}
        assert await edge.adapter.posted(said.thread, "other") == {}

    async def test_what_was_written_while_nobody_was_connected_can_be_read(self, edge: Edge) -> None:
        """As it would have been delivered, without what was heard already and without our own words."""
        said = await begun(edge)
        await edge.write("and more", by="ben", thread=said.thread)
        heard = await edge.inbox.next(Said, 2)
        assert list(await edge.adapter.missed(said.thread, heard.at)) == []
        assert list(await edge.adapter.missed(said.thread, said.at)) == [heard]

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
