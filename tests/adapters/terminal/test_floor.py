"""Whose turn it is to speak, and what a reply is in a terminal."""

from adapters.terminal import floor
from adapters.terminal.floor import Floor
from adapters.terminal.payload import message_of
from bridge.content.items import Dropdown, DropdownOption, Paragraph, Section, Text
from bridge.interaction import Form, StringInteraction
from bridge.ports import Answer, MessageRef, Person, Question, Reply

FIRST, SECOND = MessageRef("local", "1"), MessageRef("local", "2")
FORM = Form((StringInteraction(value_key="message"),))
NAME, AGE = Question("q1", FORM), Question("q2", FORM)


BEGUN = Floor(awaiting=True)


def after(*shown: tuple[MessageRef, Reply], start: Floor = BEGUN) -> Floor:
    for at, reply in shown:
        start = floor.shown(start, at, message_of(reply))
    return start


def test_a_question_gives_the_person_the_word() -> None:
    """Until it is shown, the agent has the word; the running turn can be stopped by its id."""
    running = after((FIRST, Reply(turn="t1", running=True)))
    assert running == Floor(turn="t1", awaiting=True)
    asked = after((FIRST, Reply(turn="t1", question=NAME)), start=running)
    assert asked == Floor(question=NAME, at=FIRST)


def test_the_same_question_shown_again_is_not_asked_again() -> None:
    """An edit of a message whose question is being answered changes nothing."""
    answered = floor.sent(after((FIRST, Reply(turn="t1", question=NAME))))
    assert after((FIRST, Reply(turn="t1", question=NAME)), start=answered) == answered


def test_an_answered_question_no_longer_waits_and_the_agent_has_the_word() -> None:
    """The answer drawn in place of the question withdraws it; only something new gives the word back."""
    reply = Reply(turn="t1", question=NAME, answer=Answer(Person("local"), (("Name", "Ann"),)))
    answered = after((FIRST, reply), start=floor.sent(after((FIRST, Reply(turn="t1", question=NAME)))))
    assert answered == Floor(awaiting=True)
    assert after((SECOND, Reply(turn="t2", question=AGE)), start=answered) == Floor(question=AGE, at=SECOND)


def test_a_late_change_of_an_older_message_leaves_the_new_question() -> None:
    """The answer to the first question may be drawn after the second one is asked."""
    answered = Reply(turn="t1", question=NAME, answer=Answer(Person("local"), ()))
    asked = after((FIRST, Reply(turn="t1", question=NAME)), (SECOND, Reply(turn="t2", question=AGE)))
    assert after((FIRST, answered), start=asked) == asked
    assert floor.removed(asked, FIRST) == asked
    assert floor.removed(asked, SECOND) == Floor()


def test_a_question_that_closes_leaves_the_word_to_the_person() -> None:
    """An idle conversation ended, and what is said next begins another; the reason stands under the message."""
    closed = Reply(turn="t1", question=NAME, closed="Nobody wrote for 30m.")
    assert message_of(closed).text == "Nobody wrote for 30m."
    assert after((FIRST, Reply(turn="t1", question=NAME)), (FIRST, closed)) == Floor()


def test_a_reply_that_is_closed_and_asks_nothing_is_the_end() -> None:
    """The chat ends there, so that it need not say so."""
    closed = Reply(turn="t1", content=(Text(content=(Paragraph("Goodbye!"),)),), closed="The conversation has ended.")
    assert message_of(closed).text == "Goodbye!"
    assert after((FIRST, closed)) == Floor(over=True)


def test_being_told_something_gives_the_word_back() -> None:
    """What was sent was no answer, so the same question still waits."""
    asked = after((FIRST, Reply(turn="t1", question=NAME)))
    assert floor.came_back(floor.sent(asked)) == asked


def test_all_subsections_of_a_dropdown_are_shown() -> None:
    """Nothing can be switched in a terminal, so nothing may hide."""
    options = tuple(
        DropdownOption(name, name.title(), items=(Text(content=(Paragraph(f"{name} items"),)),))
        for name in ("summer", "autumn")
    )
    section = Section(title="Finds", items=(), dropdown=Dropdown(options, "summer"))
    shown = message_of(Reply(turn="t1", content=(section,))).text.split()
    assert [word for word in shown if word in ("summer", "autumn")] == ["summer", "autumn"]
