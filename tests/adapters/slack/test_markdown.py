"""Markdown in pieces that Slack takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sandbox.slack.markdown import translate
from adapters.slack.limits import MARKDOWN_CHARS, TABLE_ROWS
from adapters.slack.markdown import markdown_pieces
from adapters.slack.plain import ZERO_WIDTH
from adapters.slack.split import Piece
from bridge.content.items import Markdown

LINES = st.sampled_from(
    [
        *("words", "more words", "# Heading", "Underlined\n===", "---", "", "- a\n- b", "> quote", "```py\ncode\n```"),
        *("|a|b|\n|-|-|\n|1|2|", "```\nnever closed", "1. one", "    indented | x", "***", "text\n# not apart"),
        *("- a | b", "> a | b", "a | b", "* * *", "=====", "~~~"),
    ]
)


def pieces(source: str) -> list[Piece]:
    return list(markdown_pieces(Markdown(content=source)))


def sources(source: str) -> list[str]:
    return [piece.blocks[0]["text"] for piece in pieces(source)]


def test_a_short_text_is_one_block_as_it_is() -> None:
    """Nothing is touched that need not be."""
    source = "# Title\n\nSome **bold** text with `code`.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert sources(source) == [source]


@pytest.mark.requirement("slack-no-pings")
def test_mentions_do_not_work() -> None:
    """Slack honours mentions in Markdown, too (observed): an agent's words must not use them."""
    (source,) = sources("hey <!channel> and <@U01>, `<!here>`")
    assert "<!" not in source
    assert "<@" not in source
    assert source.replace(ZERO_WIDTH, "") == "hey <!channel> and <@U01>, `<!here>`"


@given(st.lists(LINES, max_size=60).map("\n".join))
def test_the_blocks_slack_makes_are_never_more_than_counted(source: str) -> None:
    """The limit of fifty holds after Slack's expansion, which the count foresees."""
    for piece in pieces(source):
        assert len(translate(piece.blocks[0]["text"])) <= piece.count <= 50


def test_expansion_counts_against_the_limit() -> None:
    """Twenty-five headings with text are fifty blocks; one more heading begins the next piece."""
    source = "\n\n".join(f"# Heading {n}\n\ntext {n}" for n in range(26))
    assert [piece.count for piece in pieces(source)] == [50, 2]


def test_a_long_fence_is_closed_and_opened_again() -> None:
    """Every piece is a fence of the same language, and the code is whole."""
    code = "\n".join(f"line_{n} = {n}" for n in range(2_000))
    found = sources(f"before\n\n```python\n{code}\n```\n\nafter")
    fences = [source for source in found if "```" in source]
    assert len(fences) > 2
    assert all(len(source) <= MARKDOWN_CHARS for source in found)
    assert all(source.count("```") == 2 for source in fences)
    assert all("```python\nline_" in source for source in fences)
    bodies = [source.split("```python\n")[1].split("\n```")[0] for source in fences]
    assert "\n".join(bodies) == code
    assert found[0].startswith("before")
    assert found[-1].endswith("after")


def test_a_long_table_repeats_its_head() -> None:
    """Slack's table holds a hundred rows, its head among them."""
    rows = "\n".join(f"| {n} | name {n} |" for n in range(150))
    (source,) = sources(f"| id | name |\n|----|------|\n{rows}")
    head = "| id | name |\n|----|------|\n"
    empty, first, second = source.split(head)
    assert empty == ""
    assert len(first.split()) == len(["|", "1", "|", "name", "1", "|"]) * (TABLE_ROWS - 1)
    assert [*first.split("\n"), *second.split("\n")] == [*rows.splitlines()[:99], "", "", *rows.splitlines()[99:]]


def test_a_table_with_long_cells_is_cut_by_characters() -> None:
    """A table's cells hold 10,000 characters in all, and two such tables are two messages."""
    found = pieces("| a |\n|---|\n" + f"| {'x' * 990} |\n" * 15)
    assert [piece.blocks[0]["text"].count("\n") for piece in found] == [11, 6]
    assert all(len(piece.blocks[0]["text"]) <= 10_000 for piece in found)


def test_a_table_too_wide_for_slack_is_code() -> None:
    """Twenty columns are Slack's most; a wider table keeps its alignment in a fence."""
    wide = "|".join(f"c{n}" for n in range(21))
    (source,) = sources(f"{wide}\n{'|'.join(['-'] * 21)}\n{wide}")
    assert source.startswith("```\nc0|")


def test_a_heading_longer_than_a_header_is_bold() -> None:
    """A header block holds 150 characters; the words stay."""
    assert sources("# " + "x" * 151) == [f"**{'x' * 151}**"]


def test_a_heading_or_fence_inside_a_fence_is_code() -> None:
    """Only what Slack would expand counts."""
    source = "~~~\n# no heading\n```\n| a | b |\n|---|---|\n~~~"
    (piece,) = pieces(source)
    assert (piece.count, piece.table) == (1, False)


@pytest.mark.parametrize("cut", range(0, 60, 3))
def test_text_that_is_still_being_written_is_shown(cut: int) -> None:
    """Every beginning of a text is a text: an open fence, half a table."""
    source = "# Title\n\n```python\nprint(1)\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"[:cut]
    assert "".join(sources(source)) == source.strip("\n")


@pytest.mark.parametrize("source", ["", "\n\n", "   \n"])
def test_nothing_is_no_block(source: str) -> None:
    """An empty text is not sent: Slack refuses it."""
    assert sources(source) == []
