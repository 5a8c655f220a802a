"""Replies as messages."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.render import render
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
from tests.adapters.slack.messages import check, shown_words
from tests.fakes.replies import REPLIES, words_of


def types(*content: Item) -> list[list[str]]:
    """The types of blocks of each message."""
    return [[block["type"] for block in message.blocks] for message in render(Reply(turn="t", content=content))]


def only(*content: Item) -> list[dict[str, object]]:
    """The blocks of a reply that is one message."""
    (message,) = render(Reply(turn="t", content=content))
    return [dict(block) for block in message.blocks]


def paragraph(text: str) -> Text:
    return Text(content=(Paragraph(text),))


@pytest.mark.requirement("slack-total")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REPLIES)
def test_slack_takes_any_reply(reply: Reply) -> None:
    """Whatever an agent shows and asks, the messages pass the strict twin's rules and hold every word."""
    messages = render(reply)
    check(messages)
    shown = shown_words(messages)
    assert all(word in shown for word in words_of(reply))


@pytest.mark.requirement("slack-total", "content-dropdown")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REPLIES, st.integers(0, 2))
def test_slack_takes_any_choice_of_what_is_shown(reply: Reply, chosen: int) -> None:
    """Every dropdown a select, whichever of its options is chosen."""
    check(render(replace(reply, content=in_views(reply.content, reply.turn, dict.fromkeys(range(50), chosen)))))


@pytest.mark.requirement("slack-total")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(REPLIES)
def test_what_is_appended_changes_only_the_end(reply: Reply) -> None:
    """Delivery edits in place: with one more item all messages but the last stay as they are."""
    before = render(Reply(turn="t", content=reply.content))
    after = render(Reply(turn="t", content=(*reply.content, paragraph("and more"))))
    assert after[: max(len(before) - 1, 0)] == before[: max(len(before) - 1, 0)]


def test_an_empty_reply_is_no_message() -> None:
    """Nothing to show, nothing to post."""
    assert render(Reply(turn="t")) == ()


def test_text_is_rich_text_with_its_styles() -> None:
    """Bold, italic and bullets are Slack's own; bullets below its deepest indent show their depth."""
    deep = Bullet("bottom")
    for depth in range(10, 0, -1):
        deep = Bullet(f"level {depth}", nested=(deep,))
    content = (Paragraph("plain"), Paragraph("strong", Style(bold=True, italic=True)), BulletList((deep,), "list:"))
    (block,) = only(Text(content=content))
    plain, strong, heading, *bullets = block["elements"]  # type: ignore[misc]
    assert plain == {"type": "rich_text_section", "elements": [{"type": "text", "text": "plain"}]}
    assert strong["elements"] == [{"type": "text", "text": "strong", "style": {"bold": True, "italic": True}}]
    assert heading["elements"] == [{"type": "text", "text": "list:"}]
    assert [bullet["indent"] for bullet in bullets] == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    last = [section["elements"][0]["text"] for section in bullets[-1]["elements"]]
    assert last == ["level 9", "→ level 10", "→ → bottom"]


def test_a_section_has_its_heading_and_its_colour() -> None:
    """The first level is a header, with a mark for the colour; deeper ones are bold."""
    blocks = only(Section(title="Top", color="red", items=(Section(title="Inner", items=(paragraph("x"),)),)))
    assert [block["type"] for block in blocks] == ["header", "rich_text", "rich_text"]
    assert blocks[0]["text"] == {"type": "plain_text", "text": "🔴 Top", "emoji": True}


def test_title_description_and_comment_of_every_item_are_shown() -> None:
    """They surround what they belong to."""
    item = Markdown(content="body", title="Title", description="Description", comment="Comment")
    blocks = only(item)
    assert [block["type"] for block in blocks] == ["rich_text", "rich_text", "markdown", "context"]


@pytest.mark.parametrize(("length", "kind"), [(150, "header"), (151, "rich_text")])
def test_a_title_too_long_for_a_header_is_bold_text(length: int, kind: str) -> None:
    """At the limit it is a header, one over it is whole all the same."""
    blocks = only(Section(title="x" * length, items=()))
    assert [block["type"] for block in blocks] == [kind]


@pytest.mark.parametrize(("items", "messages"), [(50, 1), (51, 2), (101, 3)])
def test_messages_continue_at_fifty_blocks(items: int, messages: int) -> None:
    """Nothing is left out: what does not fit is in the next message."""
    content = [paragraph(f"number {n}") for n in range(items)]
    assert [len(message) for message in types(*content)] == [50] * (messages - 1) + [(items - 1) % 50 + 1]


def test_a_long_text_continues() -> None:
    """A message holds some 12,000 characters; the next one goes on, and no character is lost."""
    words = " ".join(f"{n:05}" for n in range(4_000))
    messages = render(Reply(turn="t", content=(paragraph(words),)))
    assert [len(message.blocks) for message in messages] == [4, 4, 1]
    assert "".join(message.text for message in messages).replace("\n", "") == words


def test_a_heading_goes_with_what_it_heads() -> None:
    """It is not left at the end of a message whose continuation it belongs to."""
    table = Table(title="Second", columns=(Column("a", "a"),), rows=((1,),))
    first, second = render(Reply(turn="t", content=(table, table)))
    assert [block["type"] for block in first.blocks] == ["rich_text", "table"]
    assert [block["type"] for block in second.blocks] == ["rich_text", "table"]


def test_a_chart_is_a_picture_with_its_figures_in_words() -> None:
    """The picture is drawn when it is sent; its alternative text says what it shows."""
    chart = BarChart(title="Fruit", bars=(Bar("apples", 3), Bar("pears", 5)))
    (message,) = render(Reply(turn="t", content=(chart,)))
    (attachment,) = message.attachments
    assert attachment.source == replace(chart, title=""), "its title stands above the picture, not in it too"
    assert message.text.count("Fruit") == 1
    image = message.blocks[-1]
    assert image["slack_file"] == {"id": attachment.key}
    assert "apples" in image["alt_text"]
    assert "5" in image["alt_text"]


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        (LocalFile(Path("/agent/plot.PNG")), [["image", "context"]]),
        (Inline(b"GIF89a", "image/gif"), [["image", "context"]]),
        (WebAddress("https://example.org/a.webp"), [["image", "context"]]),
        (LocalFile(Path("/agent/plot.svg")), [[], ["context"]]),
        (Inline(b"RIFF", "image/webp"), [[], ["context"]]),
    ],
)
def test_an_image_is_shown_or_attached(source: LocalFile | Inline | WebAddress, shape: list[list[str]]) -> None:
    """PNG, JPEG and GIF are shown; what Slack's image blocks cannot show is a file of its own. Captions follow."""
    assert types(Image(source=source, caption="A plot")) == shape


@pytest.mark.requirement("slack-folded")
def test_what_is_collapsed_opens_in_place() -> None:
    """A container that is closed at first: the title is seen, the rest is a click away."""
    (block,) = only(Section(title="Details", collapsed=True, items=(paragraph("inside"),), comment="why"))
    assert (block["type"], block["default_collapsed"]) == ("container", True)
    assert block["title"] == {"type": "plain_text", "text": "Details", "emoji": True}
    assert [child["type"] for child in block["child_blocks"]] == ["rich_text", "context"]  # type: ignore[attr-defined]


@pytest.mark.requirement("content-dropdown")
def test_a_dropdown_is_a_select_above_the_subsection_it_has_selected() -> None:
    """It is used in place, and says which one it is."""
    options = (DropdownOption("a", "Summer", items=(paragraph("sun"),)), DropdownOption("b", "Winter", "cold"))
    dropdown = Dropdown(options, "b", "turn:3")
    blocks = only(Section(title="Year", items=(paragraph("x"),), dropdown=dropdown), paragraph("y"))
    head, _, select, below, _ = blocks
    assert [head["type"], "cold" in str(below), "sun" in str(below)] == ["header", True, False]
    (element,) = select["elements"]  # type: ignore[misc]
    assert Pressed.read(element["action_id"], "1") == Pressed(Press.SHOW, "turn:3", 1)
    assert [option["text"]["text"] for option in element["options"]] == ["Summer", "Winter"]
    assert element["initial_option"] == element["options"][1]


@pytest.mark.parametrize(
    "item",
    [
        Section(title="", collapsed=True, items=(paragraph("inside"),)),
        Section(title="Long", collapsed=True, items=(paragraph("inside"),) * 11),
        Section(title="t" * 151, collapsed=True, items=(paragraph("inside"),)),
        Section(title="Markdown", collapsed=True, items=(Markdown(content="inside"),)),
        Section(title="Empty", collapsed=True, items=()),
    ],
)
def test_what_a_container_cannot_hold_is_shown_open(item: Section) -> None:
    """Ten blocks, none of them Markdown: anything else is better seen than lost."""
    assert "container" not in [block["type"] for block in only(item)]


def test_what_is_folded_inside_of_what_is_folded_is_shown_there() -> None:
    """Containers hold no containers."""
    inner = Section(title="Inner", collapsed=True, items=(paragraph("inside"),))
    (block,) = only(Section(title="Outer", collapsed=True, items=(inner,)))
    assert [child["type"] for child in block["child_blocks"]] == ["rich_text", "rich_text"]  # type: ignore[attr-defined]


def test_an_error_stands_where_it_happened() -> None:
    """With its sign and its place."""
    (message,) = render(Reply(turn="t", content=(paragraph("before"), Error(error="no data", where="outputs[1]"))))
    assert "⚠ no data outputs[1]" in message.text


def test_equal_replies_are_equal_messages() -> None:
    """So that an edit which changes nothing is never sent."""
    content = (BarChart(bars=(Bar("a", 1),)), Markdown(content="# x"), Table(columns=(Column("a", "a"),), rows=((1,),)))
    assert render(Reply(turn="t", content=content)) == render(Reply(turn="t", content=content))
