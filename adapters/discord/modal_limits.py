"""What a Discord modal holds, by where it comes from. Text lengths are in UTF-16 code units, the stricter reading of
Discord's "characters" (whether it counts those or code points is not documented).

Documented: the Discord docs page named beside the group. Chosen: ours, with the reason.
"""

from enum import IntEnum
from typing import Final


class Kind(IntEnum):
    """Component types (Discord docs, "Component Reference")."""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    TEXT = 4
    WORDS = 10
    LABEL = 18
    FILES = 19
    RADIO = 21
    BOXES = 22
    TICK = 23


# ── documented: "Receiving and Responding", modal callback ────────────────────────────────────────────────────────────
MODAL_PLACES: Final = 5
"""Top-level components. The OpenAPI spec says 40; the docs win, and discord.py keeps to them."""
MODAL_TITLE: Final = 45

# ── documented: "Component Reference" ─────────────────────────────────────────────────────────────────────────────────
CUSTOM_ID: Final = 100
LABEL: Final = 45
LABEL_DESCRIPTION: Final = 100
TEXT_VALUE: Final = 4_000
TEXT_PLACEHOLDER: Final = 100
SHORT: Final = 1
PARAGRAPH: Final = 2
OPTION_TEXT: Final = 100
GROUP_OPTIONS_MIN: Final = 2
GROUP_OPTIONS: Final = 10
SELECT_OPTIONS: Final = 25
PRIMARY: Final = 1
UPLOAD_FILES: Final = 10
UPLOAD_TYPES: Final = 10

# ── documented: "Messages", embeds ────────────────────────────────────────────────────────────────────────────────────
EMBED_DESCRIPTION: Final = 4_096
EMBEDS_TEXT: Final = 6_000
"""Over all embeds of a message."""

# ── chosen ────────────────────────────────────────────────────────────────────────────────────────────────────────────
OPTIONS_SHOWN: Final = 4 * SELECT_OPTIONS
"""Options in selects; of more, one is typed. Four selects and a line above them fill a modal."""
WORDS_SHOWN: Final = 3_300
"""Text above the fields of one modal, although a Text Display may hold 4,000: three bytes a character stay below the
some 10,170 bytes above which Discord answers 500 (observed in messages: discord-api-docs#8554)."""
RED: Final = 0xED4245
DRAFTS: Final = 1_000
"""Drafts kept at once, of all people and questions."""
