"""A reply → the messages that show it. Pure and total: any reply gives messages within Slack's limits."""

from adapters.slack.blocks import SLACK_SHOWS, item_pieces
from adapters.slack.composer import composer_pieces
from adapters.slack.message import SlackMessage
from adapters.slack.split import pack
from bridge.content.degrade import degrade
from bridge.ports import Reply


def render(reply: Reply) -> tuple[SlackMessage, ...]:
    """Return the messages in order. Content appended to the reply changes only the last of them."""
    return tuple(message for part in reply.segments for message in _rendered(part))


def _rendered(reply: Reply) -> tuple[SlackMessage, ...]:
    pieces = [*item_pieces(degrade(reply.content, SLACK_SHOWS)), *composer_pieces(reply)]
    return pack(pieces)
