"""How Slack stores what it accepted: ids filled in, defaults written out.

Guarantee: pure; the app's own payload is not touched. Source: recorded `message` and `view` objects of live workspaces.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from adapters.sandbox.slack.wire import Json

_ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_ids = itertools.count(4096)  # so that the first generated id has three letters and a mark

# Slack's own keys of text objects, by type.
TEXT_DEFAULTS: dict[str, Json] = {"plain_text": {"emoji": True}, "mrkdwn": {"verbatim": False}}
WRITTEN_OUT: dict[str, Json] = {
    "input": {"optional": False, "dispatch_action": False},
    "plain_text_input": {"dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}},
}
# Presentation that is no element a person can act on, so it gets no action_id.
INERT = ("image", "plain_text", "mrkdwn")


def new_id() -> str:
    """Return a short id such as Slack generates for a block or an action without one."""
    number, letters = next(_ids), ""
    while number:
        number, digit = divmod(number, len(_ID_LETTERS))
        letters += _ID_LETTERS[digit]
    return f"={letters}"


def blocks(given: list[Json]) -> list[Json]:
    """Return blocks as Slack stores them."""
    return [_block(block) for block in given]


def elements(block: Json) -> Iterator[Json]:
    """Yield the elements of a block a person can act on, those of blocks inside it too."""
    yield from (part for key in ("accessory", "element") if isinstance(part := block.get(key), dict))
    if block["type"] in ("actions", "context_actions"):
        yield from block["elements"]
    elif block["type"] == "carousel":
        for card in block["elements"]:
            yield from elements(card)
    if block["type"] == "card":
        yield from block.get("actions", ())
    for child in block.get("child_blocks", ()):
        yield from elements(child)


def _block(block: Json) -> Json:
    block_id = block.get("block_id")  # an empty one is an id like any other
    stored: Json = {"type": block["type"], "block_id": new_id() if block_id is None else block_id}
    if block["type"] == "rich_text":  # its texts are literal: nothing to write out
        return {**stored, **{key: value for key, value in block.items() if key not in stored}}
    stored |= WRITTEN_OUT.get(block["type"], {})
    for key, value in block.items():
        if key not in ("type", "block_id"):
            stored[key] = _value(key, value)
    return stored


def _value(key: str, value: Any) -> Any:
    match value:
        case list() if key == "child_blocks":
            return blocks(value)
        case list():
            return [_value(key, item) for item in value]
        case {"type": "plain_text" | "mrkdwn" as kind}:
            return {**TEXT_DEFAULTS[kind], **value}
        case {"type": "rich_text"}:  # literal, wherever it stands
            return value
        case {"type": "card"}:
            return _block(value)
        case {"type": str() as kind} if key in ("accessory", "element", "elements", "actions"):
            return _element(kind, value)
        case dict() if key not in ("rows", "chart"):
            return {name: _value(name, inner) for name, inner in value.items()}
        case _:
            return value


def _element(kind: str, element: Json) -> Json:
    stored: Json = dict(WRITTEN_OUT.get(kind, {}))
    stored |= {name: _value(name, inner) for name, inner in element.items()}
    if kind not in INERT:
        stored["action_id"] = element.get("action_id") or new_id()
    return stored


# -- text --------------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"<@(?P<user>[UW][A-Z0-9]+)>|<(?P<url>https?://[^>|]+)(?:\|(?P<label>[^>]+))?>")


def escape(text: str) -> str:
    """Return text with the three characters escaped that mean something in mrkdwn (Slack docs, "Formatting text")."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """Take `escape` back."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def rich_text_of(text: str) -> list[Json]:
    """Return the rich_text block that Slack's own clients send along with a typed message."""
    parts: list[Json] = []
    position = 0
    for token in _TOKEN.finditer(text):
        if token.start() > position:
            parts.append({"type": "text", "text": unescape(text[position : token.start()])})
        if token["user"]:
            parts.append({"type": "user", "user_id": token["user"]})
        else:
            parts.append({"type": "link", "url": unescape(token["url"])})
        position = token.end()
    if position < len(text):
        parts.append({"type": "text", "text": unescape(text[position:])})
    if not parts:
        return []
    return [{"type": "rich_text", "block_id": new_id(), "elements": [{"type": "rich_text_section", "elements": parts}]}]


def fallback_text(stored: list[Json]) -> str:
    """Return the text Slack makes up for a message that has blocks only."""
    words = [
        text["text"]
        for block in stored
        if isinstance(text := block.get("text"), dict) and block["type"] in ("section", "header")
    ]
    interactive = any(True for block in stored for _ in elements(block))
    return " ".join(words) + (" with interactive elements" if interactive else "")
