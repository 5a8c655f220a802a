"""Tables as text, and as pictures with a file where text would not be readable."""

import csv
import io

import pytest

from adapters.discord.message import DiscordMessage
from adapters.discord.rendering.render import render
from adapters.files.attachment import Picture, as_csv
from bridge.content.items import Cell, Column, Item, Markdown, Section, Table
from bridge.ports import Reply
from tests.adapters.discord.rendering.messages import check


def table(width: int, rows: int, cell: Cell = "x", title: str = "") -> Table:
    columns = tuple(Column(f"c{n}", f"c{n}") for n in range(width))
    return Table(title=title, columns=columns, rows=((cell,) * width,) * rows)


def only(item: Item) -> DiscordMessage:
    messages = render(Reply(turn="t", content=(item,)))
    check(messages)
    (message,) = messages
    return message


@pytest.mark.requirement("discord-tables")
def test_a_table_is_aligned_text() -> None:
    """Numbers to the right, a missing value as a dash."""
    item = Table(columns=(Column("name", "n"), Column("size", "s")), rows=(("a", 1), ("", None), ("b`````", 2.5)))
    assert only(item) == DiscordMessage(
        "```\nname    size\n──────  ────\na          1\n           —\nb`\u200b`\u200b`\u200b``   2.5\n```"
    )


@pytest.mark.requirement("discord-tables")
@pytest.mark.parametrize(("length", "is_text"), [(57, True), (58, False)])
def test_a_table_wider_than_a_window_is_a_picture(length: int, is_text: bool) -> None:
    """At sixty columns it is text, one over it is a picture and a file."""
    item = Table(columns=(Column("a", "a"), Column("x" * length, "b")), rows=((1, "y"),))
    message = only(item)
    assert message.content.startswith("```") is is_text
    assert len(message.attachments) == (0 if is_text else 2)


@pytest.mark.requirement("discord-tables")
@pytest.mark.parametrize(
    ("width", "rows", "note"),
    [
        (2, 1_200, "*Showing 25 of 1,200 rows; the whole table is attached.*"),
        (30, 40, "*Showing 25 of 40 rows and 12 of 30 columns; the whole table is attached.*"),
        (30, 2, "*Showing 2 of 2 rows and 12 of 30 columns; the whole table is attached.*"),
        (12, 5, "*The table is attached as a file too.*"),
    ],
)
def test_what_does_not_fit_is_attached(width: int, rows: int, note: str) -> None:
    """A picture of the first rows and columns, a line that says so, and a file with all of them."""
    item = table(width, rows, cell="some words" if rows == 5 else "x", title="Big/one")
    message = only(item)
    assert message.content == f"**Big/one**\n{note}"
    whole, picture = message.attachments
    assert [file.name for file in message.attachments] == ["Big-one.csv", "Big-one.png"]
    assert picture.source == Picture(Table(columns=item.columns, rows=item.rows)), "its title stands above it"
    assert whole.source == item
    assert len(list(csv.reader(io.StringIO(as_csv(item).decode())))) == rows + 1
    assert message.embeds == ({"image": {"url": "attachment://Big-one.png"}},)


def test_a_large_table_in_a_section_stays_in_its_embed() -> None:
    """The file stands in the same message."""
    message = only(Section(title="S", color="blue", items=(table(30, 40, title="T"),)))
    (embed,) = message.embeds
    assert embed["description"].startswith("**T**\n*Showing 25 of 40 rows")
    assert embed["image"] == {"url": "attachment://T.png"}
    assert [file.name for file in message.attachments] == ["T.csv", "T.png"]


@pytest.mark.parametrize("item", [table(0, 0), table(0, 3), Table(columns=(Column("", "a"),), rows=())])
def test_an_empty_table_says_so(item: Table) -> None:
    """Nothing drawn would look like a mistake."""
    assert only(item) == DiscordMessage("*(an empty table)*")


def test_a_table_of_markdown_keeps_its_alignment_and_its_surplus_cells() -> None:
    """As its author wrote it."""
    assert only(Markdown(content="|a|size|\n|-|-:|\n|**x**|1|more|\n")).content == (
        "```\na  size\n─  ────  ────\nx     1  more\n```"
    )


def test_a_wide_table_of_markdown_is_a_picture() -> None:
    """The words around it stay where they are."""
    wide = "|".join(f"column {n}" for n in range(20))
    source = f"before\n\n{wide}\n{'|'.join(['-'] * 20)}\n{wide}\n\nafter"
    first, second = render(Reply(turn="t", content=(Markdown(content=source),)))
    assert first.content.startswith("before\n\n*Showing 1 of 1 rows and 12 of 20 columns")
    assert [file.name for file in first.attachments] == ["table.csv", "table.png"]
    assert second.content == "after"
