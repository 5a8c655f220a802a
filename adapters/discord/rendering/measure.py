"""How long a text is to Discord: in UTF-16 code units, where an emoji counts two.

Whether Discord counts those or code points is not documented; what fits in units fits in both.
"""

from collections.abc import Iterable, Iterator

from bridge.content.splitting import split_text


def units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, limit: int) -> bool:
    return units(text) <= limit


def characters(texts: Iterable[str], limit: int) -> int:
    """How many characters of these texts are at most `limit` units, whichever they are."""
    return limit if all(units(text) == len(text) for text in texts) else limit // 2


def short(text: str, limit: int) -> str:
    """The text, or its beginning and an ellipsis."""
    if fits(text, limit):
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: 2 * (limit - 1)]
    return f"{kept.decode('utf-16-le', 'ignore').rstrip()}…"


def pieces(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most `limit` units, without those that are blank."""
    whole = fits(text, limit)
    parts = [text] if whole else split_text(text, characters([text], limit))
    return (part for part in parts if part.strip())
