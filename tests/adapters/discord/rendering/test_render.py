"""Replies as messages."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord.message import DiscordMessage
from adapters.discord.rendering.render import render
from bridge.content.items import (
    Bar,
    BarChart,
    Bullet,
    BulletList,
    Column,
    Dropdown,
    DropdownOption,
    Error,
    Image,
    Inline,
    Item,
    LocalFile,
    Markdown,
    Paragraph,
    Section,
    Style,
    Table,
    Text,
    WebAddress,
)
from bridge.content.views import in_views
from bridge.ports import Press, Pressed, Reply
from tests.adapters.discord.rendering.messages import check, shown_words
from tests.fakes.replies import REPLIES

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
RED, BLUE, ERROR = 0xED4245, 0x3498DB, 0xED4245
PNG = Inline(b"\x89PNG", "image/png")


def messages(*content: Item) -> tuple[DiscordMessage, ...]:
    """The messages of a reply, each one that Discord takes."""
    rendered = render(Reply(turn="t", content=content))
    check(rendered)
    return rendered


def only(*content: Item) -> DiscordMessage:
    (message,) = messages(*content)
    return message


def embeds(*content: Item) -> list[dict[str, Any]]:
    return [dict(embed) for embed in only(*content).embeds]


def paragraph(text: str) -> Text:
    return Text(content=(Paragraph(text),))


@pytest.mark.requirement("discord-total")
@settings(max_examples=80, deadline=None, suppress_health_check=SLOW)
@given(REPLIES)
def test_discord_takes_any_reply(reply: Reply) -> None:
    """Whatever an agent shows and asks, the messages pass the strict twin's rules and hold every word."""
    rendered = render(reply)
    check(rendered)
    shown = shown_words(rendered)
    assert all(word in shown for word in re.findall(r"word\d{5}(?:x\d+)?", repr(reply.content)))


@pytest.mark.requirement("discord-total", "content-dropdown")
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
@given(REPLIES, st.integers(0, 2))
def test_discord_takes_any_choice_of_what_is_shown(reply: Reply, chosen: int) -> None:
    """Every dropdown a select, whichever of its options is chosen."""
    check(render(replace(reply, content=in_views(reply.content, reply.turn, dict.fromkeys(range(50), chosen)))))


@pytest.mark.requirement("discord-total")
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(REPLIES)
def test_what_is_appended_changes_only_the_end(reply: Reply) -> None:
    """Delivery edits in place: with one more item all messages but the last stay as they are."""
    before = render(Reply(turn="t", content=reply.content))
    after = render(Reply(turn="t", content=(*reply.content, paragraph("and more"))))
    assert after[: max(len(before) - 1, 0)] == before[: max(len(before) - 1, 0)]


def test_an_empty_reply_is_no_message() -> None:
    """Nothing to show, nothing to post."""
    assert messages() == ()
    assert messages(Section(items=()), Section(title=" ", items=()), paragraph(" \n")) == ()


def test_words_at_the_top_are_a_chat_message() -> None:
    """Titles bold above what they head, comments small below it."""
    item = Text(content=(Paragraph("body"),), title="Title", description="More", comment="Why")
    assert only(item) == DiscordMessage("**Title**\nMore\n\nbody\n\n-# Why")


def test_text_keeps_its_styles_and_its_bullets() -> None:
    """Bold, italic and lists are Discord's own; signs in the words are words."""
    bullets = (Bullet("a", nested=(Bullet("b", Style(bold=True), (Bullet("c\nd"),)),)), Bullet("*e*"))
    content = (Paragraph("one\n# two"), Paragraph("three", Style(bold=True, italic=True)), BulletList(bullets, "list:"))
    assert only(Text(content=content)).content == (
        "one\n\\# two\n\n***three***\n\nlist:\n- a\n  - **b**\n    - c\n      d\n- \\*e\\*"
    )


@pytest.mark.requirement("discord-embeds")
def test_a_section_is_an_embed() -> None:
    """In its colour, with its title; sections inside are headings of the description."""
    inner = Section(title="Inner_one", description="told", items=(paragraph("x"),))
    section = Section(title="Top *1*", description="About", color="blue", items=(inner, paragraph("y")), comment="end")
    assert embeds(section) == [
        {
            "title": r"Top \*1\*",
            "description": "About\n\n**Inner\\_one**\ntold\n\nx\n\ny\n\n-# end",
            "color": BLUE,
        }
    ]


SEASONS = (DropdownOption("a", "Summer", items=(paragraph("sun"),)), DropdownOption("b", "Winter", "cold"))


def test_what_cannot_fold_is_open() -> None:
    """Collapsed items are shown, and all subsections of a dropdown that cannot be used: Discord folds nothing."""
    section = Section(title="Year", items=(), dropdown=Dropdown(SEASONS, "a"), collapsed=True)
    assert embeds(section) == [{"title": "Year", "description": "**Summer**\nsun\n\n**Winter**\ncold"}]


@pytest.mark.requirement("content-dropdown")
def test_a_dropdown_is_a_select_below_the_subsection_it_has_selected() -> None:
    """Whatever follows is in the next message: a message has its components last."""
    section = Section(title="Year", items=(paragraph("x"),), dropdown=Dropdown(SEASONS, "b", "turn:3"))
    first, second = messages(section, paragraph("after"))
    assert [embed["description"] for embed in first.embeds] == ["x\n\ncold"]
    ((select,),) = (row["components"] for row in first.components)
    assert Pressed.read(select["custom_id"], "1") == Pressed(Press.SHOW, "turn:3", 1)
    assert [(option["label"], option.get("default", False)) for option in select["options"]] == [
        ("Summer", False),
        ("Winter", True),
    ]
    assert second.content == "after"


@pytest.mark.requirement("discord-embeds")
def test_a_picture_inside_a_section_is_the_embeds_image() -> None:
    """What follows it is in the next embed, of the same colour and without the title."""
    chart = BarChart(title="Bars", bars=(Bar("a", 1),))
    image = Image(source=WebAddress("https://example.org/a.png"), caption="*seen*")
    message = only(Section(title="S", color="red", items=(paragraph("x"), chart, paragraph("y"), image)))
    assert message.embeds == (
        {"title": "S", "description": "x\n\n**Bars**", "color": RED, "image": {"url": "attachment://Bars.png"}},
        {
            "description": "y",
            "color": RED,
            "footer": {"text": "*seen*"},
            "image": {"url": "https://example.org/a.png"},
        },
    )
    (file,) = message.attachments
    assert (file.name, file.source) == ("Bars.png", replace(chart, title="")), "its title stands above the picture"


def test_a_chart_is_an_embed_of_its_own() -> None:
    """With its title and its words around it."""
    chart = BarChart(title="Bars", description="counted", comment="by hand", bars=(Bar("a", 1),))
    assert embeds(chart) == [
        {"title": "Bars", "description": "counted", "image": {"url": "attachment://Bars.png"}},
        {"description": "-# by hand"},
    ]


@pytest.mark.parametrize(
    ("source", "place"),
    [
        (LocalFile(Path("/agent/my plot.PNG")), "attachment://my-plot.png"),
        (LocalFile(Path("/agent/图.webp")), "attachment://file.webp"),
        (Inline(b"GIF89a", "image/gif"), "attachment://Plot-1.gif"),
        (WebAddress("https://example.org/a.svg"), "https://example.org/a.svg"),
    ],
)
def test_a_picture_is_shown(source: LocalFile | Inline | WebAddress, place: str) -> None:
    """PNG, JPEG, WebP and GIF; the names of files are of letters that Discord leaves alone."""
    (embed,) = embeds(Image(source=source, title="Plot (1)"))
    assert embed == {"title": "Plot (1)", "image": {"url": place}}


@pytest.mark.parametrize("source", [LocalFile(Path("/agent/a.svg")), Inline(b"<svg/>", "image/svg+xml")])
def test_a_picture_discord_cannot_show_is_a_file(source: LocalFile | Inline) -> None:
    """With its title and its caption above it."""
    head, shared = messages(Image(source=source, title="A", caption="caption"))
    assert head.embeds == ({"title": "A", "description": "caption"},)
    assert (shared.content, shared.embeds, len(shared.attachments)) == ("", (), 1)


def test_a_caption_too_long_for_below_stands_above() -> None:
    """Whole."""
    (embed,) = embeds(Image(source=PNG, caption="c" * 1_001))
    assert embed == {"description": "c" * 1_001, "image": {"url": "attachment://image.png"}}


def test_two_files_of_a_message_never_share_a_name() -> None:
    """The embeds show each its own."""
    message = only(*[Image(source=Inline(bytes([n]), "image/png"), title="a.b") for n in range(3)])
    assert [file.name for file in message.attachments] == ["a-b.png", "a-b-2.png", "a-b-3.png"]
    assert [embed["image"]["url"][13:] for embed in message.embeds] == ["a-b.png", "a-b-2.png", "a-b-3.png"]


def test_an_error_is_red_where_it_happened() -> None:
    """Between what was before and after it, also inside a section."""
    error = Error(error="no *data*", where="outputs[1]")
    red = {"description": r"⚠ no \*data\* `outputs[1]`", "color": ERROR}
    assert embeds(error) == [red]
    assert embeds(Section(title="S", color="blue", items=(error, paragraph("after")))) == [
        {"title": "S", "color": BLUE},
        red,
        {"description": "after", "color": BLUE},
    ]


@pytest.mark.parametrize(("length", "is_title"), [(256, True), (257, False)])
def test_a_title_too_long_for_an_embed_is_bold_text(length: int, is_title: bool) -> None:
    """At the limit it is the embed's, one over it is whole all the same."""
    (embed,) = embeds(Section(title="x" * length, items=()))
    assert ("title" in embed) is is_title
    assert "".join(re.findall("x+", str(embed))) == "x" * length


@pytest.mark.parametrize(
    ("css", "color"),
    [
        ("Red", RED),
        ("#123456", 0x123456),
        ("#fa0", 0xFFAA00),
        ("crimson", 0xDC143C),
        ("rgb(1, 2, 3)", 0x010203),
        ("black", 0),
        ("white", 0xFFFFFE),
        ("", None),
        ("nonsense", None),
    ],
)
def test_the_colour_of_a_section(css: str, color: int | None) -> None:
    """By name or as CSS writes it; what is none is no colour."""
    assert embeds(Section(title="S", items=(), color=css))[0].get("color") == color


def test_order_is_kept() -> None:
    """A message shows text above embeds, so text that follows an embed begins the next one."""
    section = Section(title="S", items=())
    first, second = messages(paragraph("a"), section, paragraph("b"), section)
    assert [(message.content, len(message.embeds)) for message in (first, second)] == [("a", 1), ("b", 1)]


def test_messages_continue_at_ten_embeds_and_at_six_thousand_characters() -> None:
    """Nothing is left out: what does not fit is in the next message."""
    assert [len(one.embeds) for one in messages(*[Section(title="S", items=())] * 21)] == [10, 10, 1]
    large = Section(title="S", items=(paragraph("x" * 2_999),))
    assert [len(one.embeds) for one in messages(large, large, large)] == [2, 1]


def test_a_long_section_continues_in_embeds_of_its_colour() -> None:
    """The title stands once."""
    words = " ".join(f"{n:05}" for n in range(1_500))
    shown = [
        embed
        for message in messages(Section(title="S", color="red", items=(paragraph(words),)))
        for embed in message.embeds
    ]
    assert [embed.get("title") for embed in shown] == ["S", None, None]
    assert {embed["color"] for embed in shown} == {RED}
    assert " ".join(embed["description"] for embed in shown).split() == words.split()


def test_equal_replies_are_equal_messages() -> None:
    """So that an edit which changes nothing is never sent."""
    content = (BarChart(bars=(Bar("a", 1),)), Markdown(content="# x"), Table(columns=(Column("a", "a"),), rows=((1,),)))
    assert messages(*content) == messages(*content)
