"""What is sent to Slack: messages of blocks, and the files they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bridge.content.items import Chart, Inline, LocalFile, Table

Json = dict[str, Any]
"""A JSON object in Slack's shapes."""

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that has to be uploaded before a message can show it: a chart is drawn then, a table written as CSV."""

    name: str
    source: LocalFile | Inline | Chart | Table

    @property
    def key(self) -> str:
        """What stands for it in an image block's ``slack_file`` until it has a file id."""
        content = self.source.data if isinstance(self.source, Inline) else repr(self.source).encode()
        return f"attachment-{sha256(self.name.encode() + content).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """One message. `text` says in plain words what the blocks show: for notifications, and if the blocks are refused.

    A message without blocks and with one attachment shares that file, with `text` as its comment.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def shared_file(self) -> Attachment | None:
        return self.attachments[0] if self.attachments and not self.blocks else None
