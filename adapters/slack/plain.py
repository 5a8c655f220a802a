"""Text as Slack writes it, to text as people write it, and back. Pure.

Slack docs: "Formatting text for app surfaces". In a person's message ``& < >`` are escaped, and what stands between
``<`` and ``>`` is a link, a channel or a mention.
"""

import re

from bridge.content.addressing import without_mentions

ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""Slack's only entities; the ampersand last, so that ``&amp;lt;`` stays what the person wrote."""

ZERO_WIDTH = "\u200b"
"""Put where Slack has no escape."""

_REFERENCE = re.compile(r"<([^<>]+)>")
_PING = re.compile(r"<(?=[@#!])|@(?=(?:here|channel|everyone)\b)")


def unescape(text: str) -> str:
    for entity, character in ENTITIES:
        text = text.replace(entity, character)
    return text


def escape(text: str) -> str:
    """Return text that mrkdwn shows as it is, and that pings no one."""
    return neutral(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def neutral(text: str) -> str:
    """Return Markdown in which no mention works. Slack honours ``<!channel>`` and ``<@U…>`` there too (observed), and
    an agent's words must not ping anyone.
    """
    return _PING.sub(lambda match: match[0] + ZERO_WIDTH, text)


def readable(text: str, bot: str = "") -> str:
    """Return a message's text as plain words.

    Args:
        text: the text as Slack stores it.
        bot: the user id of our bot; its mentions are taken out.
    """
    if bot:
        text = without_mentions(text, rf"<@{re.escape(bot)}(?:\|[^<>]*)?>").strip()
    return unescape(_REFERENCE.sub(_in_words, text))


def _in_words(reference: re.Match[str]) -> str:
    target, _, label = reference[1].partition("|")
    match target[0]:
        case "@":
            return f"@{label}" if label else reference[0]
        case "#":
            return f"#{label or target[1:]}"
        case "!" if target.startswith("!date^"):
            return label
        case "!":
            return label or f"@{target[1:].partition('^')[0]}"
        case _:
            address = target.removeprefix("mailto:").removeprefix("tel:")
            shortened = (target, address, re.sub(r"^https?://|/$", "", target))
            return label or address if label in ("", *shortened) else f"{label} ({target})"
