"""What a person wrote, without the word that calls the bot."""

import re


def without_mentions(text: str, mention: str) -> str:
    """Take every mention out of the text, and leave one space where it stood between two words of a line.

    Args:
        text: what was written.
        mention: a regular expression of the mention, as the platform stores it.
    """
    return re.sub(rf"[ \t]*{mention}[ \t]*", _gap, text)


def _gap(mention: re.Match[str]) -> str:
    before = mention.string[: mention.start()]
    after = mention.string[mention.end() :]
    return " " if before and after and not before.endswith("\n") and not after.startswith("\n") else ""
