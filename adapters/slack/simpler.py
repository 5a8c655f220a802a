"""A message that Slack refused → the same words in simpler forms. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.slack.fold import opened
from adapters.slack.limits import MESSAGE_BLOCKS, MESSAGE_TEXT, TEXT_OBJECT
from adapters.slack.message import Block, SlackMessage
from adapters.slack.options import plain
from bridge.content.splitting import split_text


def simpler(message: SlackMessage) -> Iterator[SlackMessage]:
    """Yield ever simpler messages: nothing folded and pictures from the web as links (Slack fetches a picture when the
    message is posted, and a dead address spoils the message), then plain words with the buttons, then plain words.
    """
    linked = replace(message, blocks=tuple(_linked(each) for block in message.blocks for each in opened(block)))
    if linked != message:
        yield linked
    buttons = tuple(block for block in message.blocks if block["type"] == "actions")
    if buttons:
        yield SlackMessage(message.text, (*_words(message.text)[: MESSAGE_BLOCKS - len(buttons)], *buttons))
    yield SlackMessage(message.text, () if len(message.text) <= MESSAGE_TEXT else _words(message.text))


def _linked(block: Block) -> Block:
    if "image_url" not in block:
        return block
    link = {"type": "link", "url": block["image_url"], "text": block["alt_text"]}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]}


def _words(text: str) -> tuple[Block, ...]:
    return tuple({"type": "section", "text": plain(part)} for part in split_text(text, TEXT_OBJECT) if part.strip())
