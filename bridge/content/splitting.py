"""Long text in pieces: whatever the length, each piece is one that a platform takes."""

from collections.abc import Iterator


def split_text(text: str, limit: int) -> Iterator[str]:
    """Yield pieces of at most `limit` characters that together are `text`: cut after a line, else after a word.

    Greedy from the left, so that text appended later changes only the last pieces.
    """
    while len(text) > limit:
        cut = text.rfind("\n", 1, limit) + 1 or text.rfind(" ", 1, limit) + 1 or limit
        yield text[:cut]
        text = text[cut:]
    if text:
        yield text
