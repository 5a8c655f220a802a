"""Words that show in Discord as they are written: nothing in them is markup, and nothing pings. Pure.

Discord docs, "Markdown Text"; a backslash before a sign takes its meaning from it, except in an address. A mention is
one whatever stands before it (observed), so a character without width stands inside it.
"""

import re

ZERO_WIDTH = "\u200b"
MENTION = {"<": r"\<", "@": "@"}

_SIGNS = re.compile(
    r"(?P<address>https?://[^\s<]+<?)|(?P<mention><(?=[@#/:]|(?:a|t|id):)|@(?=everyone|here))|[\\*_~`|<>\[\]]"
)
_AT_LINE_START = re.compile(r"^[ \t]*(?:\d+(?=\.\s)|(?=[-+#]))", re.MULTILINE)


def literal(text: str) -> str:
    return at_line_start(_SIGNS.sub(_escaped, text))


def at_line_start(text: str) -> str:
    """Return ready text without what would make a heading, a list or small print of a line."""
    return _AT_LINE_START.sub(lambda found: f"{found[0]}\\", text)


def _escaped(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "address":
            return f"{found[0]}{ZERO_WIDTH}" if found[0].endswith("<") else found[0]
        case "mention":
            return f"{MENTION[found[0]]}{ZERO_WIDTH}"
        case _:
            return f"\\{found[0]}"
