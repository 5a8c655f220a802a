"""What stands at the end of a reply."""

import json
from typing import Any

import pytest

from adapters.slack.message import Block, SlackMessage
from adapters.slack.render import render
from bridge.content.items import Paragraph, Text
from bridge.interaction import (
    BaseInteraction,
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    Form,
    IntegerInteraction,
    StringInteraction,
)
from bridge.interaction.choices import Option
from bridge.ports import Answer, Person, Press, Pressed, Question, Reply
from tests.adapters.slack.messages import check

HELLO = Text(content=(Paragraph("Hello"),))


def message(*fields: BaseInteraction[Any], content: tuple[Text, ...] = (HELLO,), **reply: Any) -> SlackMessage:
    question = Question("q1", Form(fields)) if fields else None
    messages = render(Reply(turn="t1", content=content, question=question, **reply))
    check(messages)
    (only,) = messages
    return only


def elements(shown: SlackMessage) -> list[Block]:
    return [element for block in shown.blocks if block["type"] == "actions" for element in block["elements"]]


def buttons(shown: SlackMessage) -> list[tuple[str, Pressed | None]]:
    return [(button["text"]["text"], Pressed.read(button["action_id"])) for button in elements(shown)]


def test_a_chat_box_needs_no_words() -> None:
    """Under what the agent said, people know that they can reply; alone it says what is wanted."""
    box = StringInteraction(value_key="message", title="Your message")
    assert [block["type"] for block in message(box).blocks] == ["rich_text"]
    assert "Your message" in message(box, content=()).text


def test_a_particular_text_is_asked_for_in_a_light_line() -> None:
    """Label, description and placeholder of the field."""
    shown = message(
        StringInteraction(value_key="name", title="Your Name", description="As in your passport", placeholder="Alice")
    )
    assert shown.blocks[-1]["type"] == "context"
    label, words = shown.blocks[-1]["elements"]
    assert label["text"] == "*Your Name*"
    assert words["text"] == "As in your passport · Alice"


@pytest.mark.requirement("slack-buttons")
def test_a_choice_is_buttons() -> None:
    """One for each option; each carries the question and its index."""
    shown = message(ConfirmInteraction(value_key="go", title="Go on?", yes_label="Yes, go", no_label="No"))
    assert buttons(shown) == [
        ("Yes, go", Pressed(Press.ANSWER, "q1", 0)),
        ("No", Pressed(Press.ANSWER, "q1", 1)),
    ]
    assert shown.text.endswith("Go on?\n[Yes, go] [No]")


def test_a_button_without_options_continues() -> None:
    """Its only button is the one to press."""
    (button,) = elements(message(ButtonInteraction(value_key="next")))
    assert (button["text"]["text"], button["style"]) == ("Continue", "primary")


@pytest.mark.parametrize(
    ("count", "kind", "selects"),
    [(5, "button", 5), (6, "static_select", 1), (100, "static_select", 1), (101, "static_select", 1)],
)
def test_many_options_are_a_select(count: int, kind: str, selects: int) -> None:
    """Above five buttons Slack folds; above a hundred options it wants groups."""
    shown = message(ButtonInteraction(value_key="pick", options=tuple(Option(n, f"Option {n}") for n in range(count))))
    found = elements(shown)
    assert [element["type"] for element in found] == [kind] * selects
    offered = json.dumps(found)
    assert all(f'"Option {n}"' in offered for n in range(count))
    assert ("option_groups" in offered) == (count > 100)


def test_a_choice_of_ten_thousand_and_one_is_two_selects() -> None:
    """A select holds a hundred groups of a hundred; every option keeps its own index."""
    options = tuple(Option(n, str(n)) for n in range(10_001))
    (shown,) = render(
        Reply(turn="t", question=Question("q", Form((ButtonInteraction(value_key="p", options=options),))))
    )
    first, second = elements(shown)
    assert len(first["option_groups"]) == 100
    (last,) = second["options"]
    pressed = Pressed.read(second["action_id"], last["value"])
    assert pressed == Pressed(Press.ANSWER, "q", 10_000)


def test_long_options_are_numbered_and_spelled_out() -> None:
    """A button holds 75 characters: the whole text stands above, and nothing is lost."""
    long = ("a very long option " * 8).strip()
    shown = message(ButtonInteraction(value_key="pick", options=(Option(1, long), Option(2, "short"))))
    assert f"1. {long}" in shown.text
    names = [name for name, _ in buttons(shown)]
    assert names[1] == "2. short"
    assert len(names[0]) == 75


def test_an_option_without_words_can_be_chosen() -> None:
    """Slack refuses an empty label."""
    assert buttons(message(ButtonInteraction(value_key="pick", options=(Option(""),))))[0][0] == "(empty)"


@pytest.mark.requirement("slack-modal")
def test_a_form_is_opened_by_a_button() -> None:
    """A line says what it asks for; modals open from a click only."""
    shown = message(StringInteraction(value_key="name", required=True), IntegerInteraction(value_key="age"))
    assert buttons(shown) == [("Answer…", Pressed(Press.OPEN, "q1"))]
    assert "Asks for: Name, Age (optional)" in shown.text
    assert buttons(message(DropdownInteraction(value_key="color", options=(Option("red"),)))) != []


@pytest.mark.requirement("answer-shown")
def test_an_answer_takes_the_place_of_the_buttons() -> None:
    """Who answered, and what, in words."""
    answer = Answer(Person("U0ANN", "ann"), (("Name", "Ann *Archer* <!channel>"), ("Age", "41")))
    shown = message(ConfirmInteraction(value_key="go"), answer=answer)
    assert elements(shown) == []
    (context,) = [block for block in shown.blocks if block["type"] == "context"]
    who, *entries = [element["text"] for element in context["elements"]]
    assert who == "<@U0ANN>"
    assert entries == ["Name: Ann *Archer* <!channel>", "Age: 41"]
    assert {element["type"] for element in context["elements"][1:]} == {"plain_text"}


def test_a_closed_question_says_why_and_offers_to_begin_again() -> None:
    """Its own buttons are gone."""
    shown = message(ConfirmInteraction(value_key="go"), closed="The conversation ended.")
    assert buttons(shown) == [("Start again", Pressed(Press.RESTART, "t1"))]
    assert shown.text.endswith("The conversation ended.")


def test_a_label_that_asks_needs_no_colon() -> None:
    """“Sure? Yes” reads better than “Sure?: Yes”."""
    answer = Answer(Person("U0ANN"), (("Sure?", "Yes"), ("Name", "Ann")))
    shown = message(ConfirmInteraction(value_key="go"), answer=answer)
    assert shown.text.endswith("Sure? Yes\nName: Ann")


@pytest.mark.requirement("stop-button")
def test_a_running_turn_can_be_stopped() -> None:
    """Stop stands under what there is so far, or under a line that says that work goes on."""
    stop = ("Stop", Pressed(Press.STOP, "t1"))
    assert buttons(message(running=True)) == [stop]
    waiting = message(content=(), running=True)
    assert [block["type"] for block in waiting.blocks] == ["context", "actions"]
    assert buttons(waiting) == [stop]
