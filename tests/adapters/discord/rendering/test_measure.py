"""How long a text is to Discord, and words that show as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.rendering.literal import literal
from adapters.discord.rendering.measure import fits, pieces, short, units

TEXTS = st.text(st.sampled_from("ab 語🙂\n*"), max_size=60)
LIMITS = st.integers(2, 30)


@pytest.mark.parametrize(("text", "length"), [("", 0), ("abc", 3), ("語", 1), ("🙂", 2), ("a🙂b", 4)])
def test_a_character_beyond_the_basic_plane_counts_two(text: str, length: int) -> None:
    """The stricter of the two ways to count."""
    assert units(text) == length == len(text.encode("utf-16-le")) // 2


@given(text=TEXTS, limit=LIMITS)
def test_what_is_shortened_fits(text: str, limit: int) -> None:
    """It begins like the text; what fits is left alone."""
    shown = short(text, limit)
    assert fits(shown, limit)
    assert shown == text if fits(text, limit) else text.startswith(shown[:-1])


@given(text=TEXTS, limit=LIMITS)
def test_pieces_fit_and_are_the_whole_text(text: str, limit: int) -> None:
    """Only blanks between them are gone."""
    parts = list(pieces(text, limit))
    assert all(fits(part, limit) and part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("*a* _b_ `c` ~d~ |e|", r"\*a\* \_b\_ \`c\` \~d\~ \|e\|"),
        ("# h\n- x\n  + y\n> q", "\\# h\n\\- x\n  \\+ y\n\\> q"),
        ("1. one, 10.5 m", r"1\. one, 10.5 m"),
        ("a - b # c", "a - b # c"),
        ("a<b [a](b) c\\d", r"a\<b \[a\](b) c\\d"),
        ("see https://example.org/a_b_c_ *", r"see https://example.org/a_b_c_ \*"),
    ],
)
def test_signs_show_as_they_are_written(text: str, shown: str) -> None:
    """And addresses stay addresses."""
    assert literal(text) == shown
