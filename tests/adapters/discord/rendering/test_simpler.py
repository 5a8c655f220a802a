"""What is sent where Discord refuses the form, or where a file cannot be had."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from adapters.discord.message import DiscordMessage
from adapters.discord.rendering.render import render
from adapters.discord.rendering.simpler import simpler, without_file
from adapters.files.attachment import Attachment
from bridge.content.items import LocalFile
from bridge.ports import Reply
from tests.adapters.discord.rendering.messages import check, shown_words
from tests.fakes.replies import REPLIES

FILE = Attachment("plot.png", LocalFile(Path("/agent/plot.png")))
OTHER = Attachment("my_data.csv", LocalFile(Path("/agent/data.csv")))
BUTTON = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Go", "custom_id": "answer/0/q"}]}
WHOLE = DiscordMessage(
    "hello",
    (
        {"title": r"A \*title\*", "description": "words", "image": {"url": "attachment://plot.png"}},
        {"image": {"url": "https://example.org/a.png"}, "footer": {"text": "a *caption*"}},
    ),
    (BUTTON,),
    (FILE, OTHER),
)


def simplest(message: DiscordMessage) -> tuple[DiscordMessage, ...]:
    """The forms that are left when all others are refused."""
    parts = simpler(message)
    return tuple(last for part in parts for last in simplest(part)) if parts else (message,)


@pytest.mark.requirement("discord-refused-form")
def test_files_go_first() -> None:
    """Each is named in a line; pictures from the web stay, and the buttons stand at the end."""
    words, notes = simpler(WHOLE)
    assert words == DiscordMessage("hello", ({"title": r"A \*title\*", "description": "words"}, WHOLE.embeds[1]))
    assert notes.content == "⚠ plot.png could not be attached here.\n⚠ my\\_data.csv could not be attached here."
    assert notes.components == (BUTTON,)


@pytest.mark.requirement("discord-refused-form")
def test_embeds_become_text_and_components_go_last() -> None:
    """Titles bold, footers as they were written, pictures as addresses."""
    _, embedded = simpler(DiscordMessage("", WHOLE.embeds[1:], (BUTTON,), (FILE,)))[0], WHOLE.embeds[1]
    (text,) = simpler(DiscordMessage("hello", (WHOLE.embeds[0], embedded), (BUTTON,)))
    assert text.content == ("hello\n\n**A \\*title\\***\nwords\n\na \\*caption\\*\nhttps://example.org/a.png")
    assert text.components == (BUTTON,)
    assert simpler(text) == (DiscordMessage(text.content),)
    assert simpler(DiscordMessage(text.content)) == ()


@pytest.mark.requirement("discord-refused-form")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REPLIES)
def test_no_word_is_lost_on_the_way_down(reply: Reply) -> None:
    """Whatever was rendered: every form is one that Discord takes, and the simplest still says it all."""
    rendered = render(reply)
    found = tuple(last for message in rendered for last in simplest(message))
    check(found)
    assert not any(message.embeds or message.attachments for message in found)
    said = "".join(message.content + "".join(map(str, message.embeds)) for message in rendered)
    shown = shown_words(found)
    assert all(word in shown for word in re.findall(r"word\d{5}(?:x\d+)?", said))


@pytest.mark.requirement("discord-refused-form")
def test_a_file_that_cannot_be_had_is_a_red_line_in_its_place() -> None:
    """Right below the embed that would have shown it; the other files stay."""
    message = without_file(WHOLE, FILE, "plot.png cannot be read: gone.")
    check((message,))
    assert message.embeds[0] == {"title": r"A \*title\*", "description": "words"}
    assert message.embeds[1]["description"] == "⚠ plot.png cannot be read: gone."
    assert message.embeds[2] == WHOLE.embeds[1]
    assert message.attachments == (OTHER,)


def test_an_embed_that_only_showed_the_file_is_gone() -> None:
    """The line stands in its place."""
    picture = {"image": {"url": "attachment://plot.png"}, "color": 1}
    message = without_file(DiscordMessage("", (picture,), (), (FILE,)), FILE, "It is gone.")
    assert [embed.get("description") for embed in message.embeds] == ["⚠ It is gone."]


def test_the_line_finds_room_in_a_full_message() -> None:
    """In the place of an embed that showed nothing else; where there is no such place, below the text."""
    pictures = tuple({"image": {"url": f"attachment://plot-{n}.png"}} for n in range(9))
    full = DiscordMessage("text", (WHOLE.embeds[0], *pictures), (), (FILE,))
    assert without_file(full, FILE, "It is gone.").content == "text\n\n⚠ It is gone."
    emptied = DiscordMessage("text", ({"image": WHOLE.embeds[0]["image"]}, *pictures), (), (FILE,))
    message = without_file(emptied, FILE, "It is gone.")
    assert (message.content, len(message.embeds)) == ("text", 10)
    assert message.embeds[0]["description"] == "⚠ It is gone."
