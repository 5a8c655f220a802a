"""Text as Discord writes it, to text as people write it. Pure.

Discord docs, "Message Formatting": mentions, emoji and commands stand as ids between ``<`` and ``>``.
"""

import re
from collections.abc import Mapping

from bridge.content.addressing import without_mentions

_REFERENCE = re.compile(r"<(@!?|@&|#)(\d+)>|<a?:(\w+):\d+>|</([^:<>]+):\d+>")
SIGNS = {"@": "@", "@!": "@", "@&": "@", "#": "#"}


def readable(text: str, names: Mapping[str, str], ours: frozenset[str] = frozenset()) -> str:
    """Return a message's text as plain words.

    Args:
        text: the text as Discord stores it.
        names: what people, roles and channels are called, by id.
        ours: the ids of our bot and of its own role; their mentions are taken out.
    """
    for own in ours:
        text = without_mentions(text, f"<@[!&]?{own}>")
    return _REFERENCE.sub(lambda found: _in_words(found, names), text).strip()


def mentions(text: str, ours: frozenset[str]) -> bool:
    """Whether the text itself names one of these ids. A reply that pings lists them too, without saying so."""
    return any(re.search(rf"<@[!&]?{own}>", text) for own in ours)


def _in_words(found: re.Match[str], names: Mapping[str, str]) -> str:
    sign, thing, emoji, command = found.groups()
    if emoji:
        return f":{emoji}:"
    if command:
        return f"/{command}"
    return f"{SIGNS[sign]}{names[thing]}" if thing in names else found[0]
