"""What is sent to Discord: a message of text, embeds, files and components, in that order on the screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from adapters.files.attachment import Attachment

Json = dict[str, Any]
"""A JSON object in Discord's shapes."""

Part = Mapping[str, Any]
"""An embed or an action row."""


@dataclass(frozen=True, slots=True)
class DiscordMessage:
    """One message. Embeds show a file of `attachments` as ``attachment://`` and its name; files that no embed shows
    stand under the text. Names of attachments are distinct and of ASCII letters, digits, ``_ - .`` only.
    """

    content: str = ""
    embeds: tuple[Part, ...] = ()
    components: tuple[Part, ...] = ()
    attachments: tuple[Attachment, ...] = ()
