"""What an agent wants folded → a ``container`` that opens in place, and back again where Slack does not take one.

Slack docs, "Container block": a title of 150 characters, one to ten blocks, and not every kind of them.
"""

from collections.abc import Callable, Sequence

from adapters.slack.limits import CONTAINER_BLOCKS, CONTAINER_TITLE, MESSAGE_CHARS
from adapters.slack.message import Block
from adapters.slack.options import plain
from adapters.slack.split import Piece

CHILDREN = frozenset({"context", "divider", "header", "image", "rich_text", "section", "table"})
"""Of what we make, all that a container may hold; Markdown is not among it."""


def folded(title: str, inside: Sequence[Piece]) -> Piece | None:
    """Return the pieces as one that is closed at first, or None if a container cannot hold them."""
    blocks = [block for piece in inside for block in piece.blocks]
    chars = len(title) + sum(piece.chars for piece in inside)
    holds = (
        title
        and len(title) <= CONTAINER_TITLE
        and 0 < len(blocks) <= CONTAINER_BLOCKS
        and all(piece.blocks for piece in inside)
        and all(block["type"] in CHILDREN for block in blocks)
        and sum(piece.table for piece in inside) <= 1
        and chars <= MESSAGE_CHARS
    )
    if not holds:
        return None
    container: Block = {
        "type": "container",
        "title": plain(title),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": blocks,
    }
    return Piece(
        text="\n".join([title, *(piece.text for piece in inside if piece.text)]),
        blocks=(container,),
        attachments=tuple(attachment for piece in inside for attachment in piece.attachments),
        count=1 + len(blocks),  # so that it can be opened if Slack refuses it
        chars=chars,
        table=any(piece.table for piece in inside),
    )


def opened(block: Block) -> tuple[Block, ...]:
    """Return what a block shows when it is not folded."""
    if block["type"] != "container":
        return (block,)
    title = {"type": "text", "text": block["title"]["text"], "style": {"bold": True}}
    heading = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [title]}]}
    return (heading, *block["child_blocks"])


def each(block: Block, change: Callable[[Block], Block]) -> Block:
    """Return the block changed; of a container, its children."""
    if block["type"] != "container":
        return change(block)
    return {**block, "child_blocks": [change(child) for child in block["child_blocks"]]}
