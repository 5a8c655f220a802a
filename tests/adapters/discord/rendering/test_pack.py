"""Text in pages."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.rendering.chunks import SUBTEXT, Chunk, code, lines, pages, reread, words
from adapters.discord.rendering.dialect import shown
from adapters.discord.rendering.items import subtext
from adapters.discord.rendering.measure import units
from bridge.content.markdown import parse_markdown
from tests.adapters.discord.rendering.reading import read

WORDS = st.text(st.sampled_from("ab 語🙂\\*#-1."), max_size=90)
CHUNKS = st.one_of(
    WORDS.map(lines),
    st.lists(WORDS, max_size=12).map(lambda texts: lines(*texts)),
    WORDS.map(lambda text: Chunk((words(text),), heads=True)),
    st.lists(WORDS, max_size=12).map(lambda texts: code("\n".join(texts), "py")),
)


def paged(source: str, limit: int = 2_000) -> list[str]:
    """Markdown in pages; it holds no table."""
    return list(pages((part for part in shown(parse_markdown(source)) if isinstance(part, Chunk)), limit))


@pytest.mark.requirement("discord-total")
@settings(max_examples=300, deadline=None)
@given(chunks=st.lists(CHUNKS, max_size=8), limit=st.integers(60, 200))
def test_pages_fit_and_hold_everything(chunks: list[Chunk], limit: int) -> None:
    """Whatever stands in the chunks, no character is split and only blanks between pages are gone."""
    found = list(pages(chunks, limit))
    assert all(0 < units(page) <= limit and page.strip() for page in found)
    joined = "".join("".join(page.encode().decode().split()) for page in found)
    said = "".join("".join(atom for line in chunk.lines for atom in line) for chunk in chunks)
    for mark in ("```py", "```", "\\"):
        joined = joined.replace(mark, "")
    assert joined == "".join(said.replace("\\", "").split())


@given(chunks=st.lists(CHUNKS, max_size=8), more=CHUNKS, limit=st.integers(60, 200))
def test_what_is_appended_changes_only_the_last_page(chunks: list[Chunk], more: Chunk, limit: int) -> None:
    """Delivery edits in place."""
    before = list(pages(chunks, limit))
    assert list(pages([*chunks, more], limit))[: max(len(before) - 1, 0)] == before[:-1]


def test_empty_lines_that_end_a_part_count_once_something_follows() -> None:
    """They are trimmed only where a page ends."""
    long = lines("a" * 19, "b" * 19, "", "")
    found = list(pages([long, lines("c" * 17)], 20))
    assert [page.strip() for page in found] == ["a" * 19, "b" * 19, "c" * 17]
    found = list(pages([lines("a" * 30, "b" * 28, "c" * 28, "", ""), lines("d" * 30)], 60))
    assert all(units(page) <= 60 for page in found)


def test_text_is_cut_between_chunks_then_lines_then_words() -> None:
    """The largest unit that fits stays together."""
    chunk = lines("one two three", "four")
    assert list(pages([lines("a b"), chunk], 20)) == ["a b", "one two three\nfour"]
    assert list(pages([chunk], 14)) == ["one two three", "four"]
    assert list(pages([chunk], 12)) == ["one two ", "three\nfour"]
    assert list(pages([lines("x" * 25)], 20)) == ["x" * 16, "x" * 9]


@pytest.mark.requirement("discord-total")
def test_a_long_fence_is_closed_and_opened_again() -> None:
    """Every page is a fence of the same language, and the code is whole."""
    source = "\n".join(f"line_{n} = {n}" for n in range(500))
    found = paged(f"before\n\n```python\n{source}\n```\n\nafter")
    fences = [page for page in found if "```python\n" in page]
    assert len(fences) > 2
    assert all(page.count("```") == 2 for page in fences)
    assert "\n".join(page.split("```python\n")[1].split("\n```")[0] for page in fences) == source
    assert found[0] == "before"
    assert found[-1].endswith("after")


def test_a_heading_goes_with_what_it_heads() -> None:
    """It is not left at the end of a page, unless it is so long that it may stand alone."""
    long = "word " * 300
    assert [page[:10] for page in paged(f"{long}\n\n# Heading\n\n{long}")] == ["word word ", "# Heading\n"]
    assert [page[:6] for page in paged(f"# {'x' * 1_500}\n\n{long}")] == ["# xxxx", "word w"]


def test_a_style_that_is_cut_begins_again() -> None:
    """Both pages are bold, and read as one text."""
    said = " ".join(f"{n:04}" for n in range(600))
    found = paged(f"**{said}**")
    assert len(found) == 2
    assert all(page.startswith("**") and page.strip().endswith("**") for page in found)
    assert " ".join(map(read, found)).split() == said.split()


def test_quotes_and_small_print_go_on() -> None:
    """Their mark stands on every page."""
    said = "word " * 500
    assert all(page.startswith("> word") for page in paged(f"> {said}"))
    assert all(page.startswith("-# word") for page in pages([subtext(said)], 2_000))


def test_a_sign_that_comes_to_begin_a_page_means_nothing() -> None:
    """A dash between words is no bullet because a page ends before it."""
    chunk = Chunk((words("nineteen letters in - # 1. "),))
    assert list(pages([chunk], 20)) == ["nineteen letters in ", r"\- # 1. "]


def test_an_escaped_sign_is_not_parted_from_its_backslash() -> None:
    """Even in a word without end."""
    assert all(page.count("\\") == page.count("*") for page in pages([lines("\\*" * 2_000)], 2_000))


def test_small_print_is_line_by_line() -> None:
    """Each line of a comment, without the blank ones."""
    assert subtext("a\n\n# b").text == f"{SUBTEXT}a\n{SUBTEXT}\\# b"


def test_ready_text_is_read_again() -> None:
    """Its fences are fences, its text is text; both are what they were."""
    text = "before\n\n```py\nx\n\ny\n```\n\nafter\nthat"
    first, fence, last = reread(text)
    assert (first.text, fence.language, last.text) == ("before", "py", "after\nthat")
    assert list(pages([first, fence, last], 2_000)) == [text]
