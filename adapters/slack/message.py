"""What is sent to Slack: messages of blocks, and the files they show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.files.attachment import Attachment

Json = dict[str, Any]
"""A JSON object in Slack's shapes."""

Block = Mapping[str, Any]


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
