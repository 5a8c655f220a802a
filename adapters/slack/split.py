"""Pieces in messages: however many, every message is one that Slack takes.

Greedy from the left, so that what is appended later changes only the last messages.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from adapters.files.attachment import Attachment
from adapters.slack.limits import MESSAGE_BLOCKS, MESSAGE_CHARS
from adapters.slack.message import Block, SlackMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Blocks that stay together.

    Attributes:
        text: their words, for the message's plain text.
        blocks: none if the piece is a file to share.
        count: what they count against the limit of blocks, after Slack's expansion of Markdown.
        chars: the characters they show.
        table: whether a table is among them; Slack takes one in a message (docs: `only_one_table_allowed`).
        heads: whether it is a heading, which does not stand apart from what follows it.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    count: int = 1
    chars: int
    table: bool = False
    heads: bool = False


def pack(pieces: Iterable[Piece]) -> tuple[SlackMessage, ...]:
    """Return as few messages as hold the pieces in order."""
    messages: list[SlackMessage] = []
    held: list[Piece] = []
    for piece in pieces:
        if held and not _fits(held, piece):
            moving = _headings(held)
            moving = moving if len(moving) < len(held) and _fits(moving, piece) else []
            messages.append(_message(held[: len(held) - len(moving)]))
            held = moving
        held.append(piece)
    return (*messages, _message(held)) if held else tuple(messages)


def _headings(held: list[Piece]) -> list[Piece]:
    """The headings at the end, which would stand apart from what they head."""
    return list(takewhile(lambda piece: piece.heads, reversed(held)))[::-1]


def _fits(held: list[Piece], piece: Piece) -> bool:
    is_file = not piece.blocks or any(not one.blocks for one in held)
    tables = piece.table and any(one.table for one in held)
    count = sum(one.count for one in held) + piece.count
    chars = sum(one.chars for one in held) + piece.chars
    return not is_file and not tables and count <= MESSAGE_BLOCKS and chars <= MESSAGE_CHARS


def _message(held: list[Piece]) -> SlackMessage:
    return SlackMessage(
        text="\n".join(piece.text for piece in held if piece.text),
        blocks=tuple(block for piece in held for block in piece.blocks),
        attachments=tuple(attachment for piece in held for attachment in piece.attachments),
    )
