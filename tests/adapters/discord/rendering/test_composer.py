"""What stands at the end of a reply."""

from typing import Any

import pytest

from adapters.discord.message import DiscordMessage, Json
from adapters.discord.rendering.render import render
from bridge.content.items import Item, Paragraph, Section, Text
from bridge.interaction import (
    BaseInteraction,
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    Form,
    IntegerInteraction,
    StringInteraction,
)
from bridge.interaction.arrangement import Preset, PresetGroup
from bridge.interaction.choices import Option
from bridge.ports import Answer, Person, Press, Pressed, Question, Reply
from tests.adapters.discord.rendering.messages import check

HELLO = Text(content=(Paragraph("Hello"),))
SECONDARY, PRIMARY, DANGER = 2, 1, 4


def messages(*fields: BaseInteraction[Any], content: tuple[Item, ...] = (HELLO,), **reply: Any) -> list[DiscordMessage]:
    question = Question("q1", Form(fields)) if fields else None
    rendered = render(Reply(turn="t1", content=content, question=question, **reply))
    check(rendered)
    return list(rendered)


def message(*fields: BaseInteraction[Any], **reply: Any) -> DiscordMessage:
    (only,) = messages(*fields, **reply)
    return only


def rows(shown: DiscordMessage) -> list[list[Json]]:
    return [list(row["components"]) for row in shown.components]


def buttons(shown: DiscordMessage) -> list[tuple[str, int, Pressed | None]]:
    return [(one["label"], one["style"], Pressed.read(one["custom_id"])) for row in rows(shown) for one in row]


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(n, f"Option {n}") for n in range(count))


def test_a_chat_box_needs_no_words() -> None:
    """Under what the agent said, people know that they can reply; alone it says what is wanted."""
    box = StringInteraction(value_key="message", title="Your message")
    assert message(box) == DiscordMessage("Hello")
    assert message(box, content=()) == DiscordMessage("**Your message**")


def test_a_particular_text_is_asked_for_in_small_print() -> None:
    """Label, description and placeholder of the field."""
    asked = StringInteraction(
        value_key="name", title="Your *Name*", description="As in your\npassport", placeholder="A"
    )
    assert message(asked).content == "Hello\n\n**Your \\*Name\\***\n-# As in your passport · A"


@pytest.mark.requirement("discord-buttons")
def test_a_choice_is_buttons() -> None:
    """One for each option; each carries the question and its index."""
    shown = message(ConfirmInteraction(value_key="go", title="Go on?", yes_label="Yes, go", no_label="No"))
    assert shown.content == "Hello\n\n**Go on?**"
    assert buttons(shown) == [
        ("Yes, go", SECONDARY, Pressed(Press.ANSWER, "q1", 0)),
        ("No", SECONDARY, Pressed(Press.ANSWER, "q1", 1)),
    ]


def test_a_single_button_is_the_one_to_press() -> None:
    """Without options it continues."""
    assert buttons(message(ButtonInteraction(value_key="next")))[0][:2] == ("Continue", PRIMARY)


@pytest.mark.requirement("discord-buttons")
@pytest.mark.parametrize(
    ("count", "shape"),
    [
        (5, [[5]]),
        (6, [[5, 1]]),
        (25, [[5, 5, 5, 5, 5]]),
        (26, [[1, 1]]),
        (125, [[1, 1, 1, 1, 1]]),
        (126, [[1, 1, 1, 1, 1], [1]]),
    ],
)
def test_many_options_continue(count: int, shape: list[list[int]]) -> None:
    """Rows of five buttons, above 25 of them selects, above five selects further messages; each keeps its index."""
    found = messages(ButtonInteraction(value_key="pick", options=options(count)))
    assert [[len(row) for row in rows(one)] for one in found] == shape
    every = [component for one in found for row in rows(one) for component in row]
    pressed = [
        (offered["label"], Pressed.read(component["custom_id"], offered.get("value")))
        for component in every
        for offered in component.get("options", [component])
    ]
    assert pressed == [(f"Option {n}", Pressed(Press.ANSWER, "q1", n)) for n in range(count)]


def test_a_select_says_which_options_it_holds() -> None:
    """And what each of them is about."""
    described = (*options(29), Option(29, "Last", "the end"))
    first, second = (row[0] for row in rows(message(ButtonInteraction(value_key="p", options=described))))
    assert (first["placeholder"], second["placeholder"]) == ("Choose… (1–25)", "Choose… (26–30)")
    assert second["options"][-1] == {"label": "Last", "value": "29", "description": "the end"}


@pytest.mark.parametrize(("word", "length"), [("a very long option ", 80), ("🙂 ", 40)])
def test_long_options_are_numbered_and_spelled_out(word: str, length: int) -> None:
    """A button holds 80 characters: the whole text stands above, and nothing is lost."""
    long = (word * 30).strip()
    shown = message(ButtonInteraction(value_key="pick", options=(Option(1, long), Option(2, "short"))))
    assert f"1\\. {long}\n2\\. short" in shown.content
    first, second = (label for label, _, _ in buttons(shown))
    assert second == "2. short"
    assert len(first) == length


def test_an_option_without_words_can_be_chosen() -> None:
    """Discord refuses an empty label."""
    assert buttons(message(ButtonInteraction(value_key="pick", options=(Option(""),))))[0][0] == "(empty)"


@pytest.mark.requirement("discord-form")
def test_a_form_is_opened_by_a_button() -> None:
    """A line says what it asks for; modals open from a click only."""
    shown = message(StringInteraction(value_key="name", required=True), IntegerInteraction(value_key="age"))
    assert shown.content == "Hello\n\n-# Asks for: Name, Age (optional)"
    assert buttons(shown) == [("Answer…", PRIMARY, Pressed(Press.OPEN, "q1"))]
    assert buttons(message(DropdownInteraction(value_key="color", options=(Option("red"),)))) != []


@pytest.mark.requirement("discord-presets")
def test_presets_stand_above_the_button() -> None:
    """A select for each group; each preset keeps its place among all of them."""
    first = tuple(Preset(name=f"size {n}", description="it fits", values={"age": n}) for n in range(26))
    groups = (
        PresetGroup(name="the_sizes", description="From the tailor", presets=first),
        PresetGroup(name="g", label="Names", presets=(Preset(name="Ann", values={"name": "Ann"}),)),
    )
    form = Form((StringInteraction(value_key="name"), IntegerInteraction(value_key="age")), presets=groups)
    (shown,) = render(Reply(turn="t1", content=(HELLO,), question=Question("q1", form)))
    assert shown.content == "Hello\n\n-# Asks for: Name (optional), Age (optional)\n\nThe sizes\nFrom the tailor"
    *selects, (opener,) = rows(shown)
    assert opener["label"] == "Answer…"
    assert [select["placeholder"] for (select,) in selects] == [
        "Fill in: The sizes (1–25)",
        "Fill in: The sizes (26–26)",
        "Fill in: Names",
    ]
    pressed = [Pressed.read(select["custom_id"], each["value"]) for (select,) in selects for each in select["options"]]
    assert pressed == [Pressed(Press.PRESET, "q1", place) for place in range(27)]
    assert len({select["custom_id"] for (select,) in selects}) == 3


def test_under_an_embed_the_question_is_one_too() -> None:
    """So that it is the same message: Discord takes five in five seconds."""
    box = StringInteraction(value_key="name", title="Name", description="In full")
    shown = message(box, content=(Section(title="Hi", items=()),))
    assert shown.embeds == ({"title": "Hi"}, {"description": "**Name**\n-# In full"})
    form = message(box, IntegerInteraction(value_key="age"), content=(Section(title="Hi", items=()),))
    assert [embed.get("description") for embed in form.embeds] == [None, "-# Asks for: Name (optional), Age (optional)"]
    assert [label for label, _, _ in buttons(form)] == ["Answer…"]


@pytest.mark.requirement("answer-shown")
def test_an_answer_takes_the_place_of_the_buttons() -> None:
    """Who answered, and what, in words that ping nobody."""
    answer = Answer(Person("1", "ann"), (("Name", "Ann *Archer* <@2>\nsecond"), ("Sure?", "Yes")))
    shown = message(ConfirmInteraction(value_key="go"), answer=answer)
    assert shown.components == ()
    assert shown.content == ("Hello\n\n-# <@1> Name: Ann \\*Archer\\* \\<\u200b@2\\>\n-# second\n-# Sure? Yes")


def test_a_closed_question_says_why_and_offers_to_begin_again() -> None:
    """Its own buttons are gone."""
    shown = message(ConfirmInteraction(value_key="go"), closed="The conversation ended.")
    assert shown.content == "Hello\n\n-# The conversation ended."
    assert buttons(shown) == [("Start again", SECONDARY, Pressed(Press.RESTART, "t1"))]


@pytest.mark.requirement("stop-button")
def test_a_running_turn_can_be_stopped() -> None:
    """Stop stands under what there is so far, or under a line that says that work goes on."""
    stop = [("Stop", DANGER, Pressed(Press.STOP, "t1"))]
    assert buttons(message(running=True)) == stop
    waiting = message(content=(), running=True)
    assert (waiting.content, buttons(waiting)) == ("-# *working…*", stop)
