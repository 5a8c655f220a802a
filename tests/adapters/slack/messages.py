"""What every message must keep, whatever the reply."""

import json
import re
from collections.abc import Iterator
from typing import Any

from adapters.sandbox.slack.blocks import accept_message
from adapters.slack import limits
from adapters.slack.message import Block, SlackMessage
from bridge.content.items import Inline


def check(messages: tuple[SlackMessage, ...]) -> None:
    """Assert that Slack takes every message: by the strict twin's rules, and by the limits we keep ourselves."""
    for message in messages:
        assert message.text.strip() or message.blocks or message.attachments
        if message.shared_file is not None:
            continue
        blocks = json.loads(json.dumps(message.blocks))
        accept_message(blocks, lambda _: True)
        assert len(blocks) <= limits.MESSAGE_BLOCKS
        assert sum(len(block["text"]) for block in blocks if block["type"] == "markdown") <= limits.MARKDOWN_CHARS
        every = [inner for block in blocks for inner in (block, *block.get("child_blocks", ()))]
        keys = [block["slack_file"]["id"] for block in every if "slack_file" in block]
        assert set(keys) == {attachment.key for attachment in message.attachments}


def shown_words(messages: tuple[SlackMessage, ...]) -> str:
    """Everything a person can read in the messages and in the files they show, without spaces."""
    strings = (text for message in messages for text in _all_text(message))
    return re.sub(r"[\s\u200b]+", "", "".join(strings))


def _all_text(message: SlackMessage) -> Iterator[str]:
    if message.shared_file is not None:
        yield message.text
    for block in message.blocks:
        yield from _strings(block)
    for attachment in message.attachments:
        yield (
            attachment.source.data.decode(errors="replace")
            if isinstance(attachment.source, Inline)
            else repr(attachment)
        )


def _strings(value: Block | list[Any] | str | Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("type", "action_id", "style"):
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
