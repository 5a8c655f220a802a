"""Discord's numbers, by where they come from. Text lengths are in UTF-16 code units (see `measure`), sizes
in bytes.

Documented: the Discord docs page named beside the group. Chosen: ours, with the reason.
"""

from typing import Final

# ── documented: "Create Message" ──────────────────────────────────────────────────────────────────────────────────────
CONTENT: Final = 2_000
EMBEDS: Final = 10
FILES: Final = 10
FILE_BYTES: Final = 10 * 1024 * 1024
"""Without server boosts."""

# ── documented: "Embed Limits" ────────────────────────────────────────────────────────────────────────────────────────
EMBED_TITLE: Final = 256
EMBED_DESCRIPTION: Final = 4_096
EMBED_TEXT: Final = 6_000
"""Over all embeds of a message: titles, descriptions and footers."""
URL: Final = 2_048

# ── documented: "Component Reference" ─────────────────────────────────────────────────────────────────────────────────
ROWS: Final = 5
ROW_BUTTONS: Final = 5
BUTTONS: Final = ROWS * ROW_BUTTONS
OPTIONS: Final = 25
BUTTON_LABEL: Final = 80
OPTION_TEXT: Final = 100
CUSTOM_ID: Final = 100
LABEL: Final = 45
LABEL_DESCRIPTION: Final = 100
TEXT_VALUE: Final = 4_000
TEXT_PLACEHOLDER: Final = 100
GROUP_OPTIONS_MIN: Final = 2
GROUP_OPTIONS: Final = 10
UPLOAD_FILES: Final = 10
UPLOAD_TYPES: Final = 10

# ── documented: "Receiving and Responding", modal callback ────────────────────────────────────────────────────────────
MODAL_PLACES: Final = 5
"""Top-level components. The OpenAPI spec says 40; the docs win, and discord.py keeps to them."""
MODAL_TITLE: Final = 45

# ── chosen ────────────────────────────────────────────────────────────────────────────────────────────────────────────
TABLE_WIDTH: Final = 60
"""Columns of a code block that a window beside an open thread shows without wrapping (observed)."""
TABLE_TEXT: Final = CONTENT - 10
"""A table is shown as text if it fits into one message, inside its fence."""
CAPTION: Final = 1_000
"""A longer caption of a picture stands above it; a footer below shows no more comfortably."""
STYLED: Final = 200
"""A longer run of one style is marked in pieces, so that a message may end between them."""
ERROR_COLOR: Final = 0xED4245
PAGE_SELECTS: Final = 4
"""Selects that share the options of one field in a modal: with a line above them, they fill it."""
PAGE_OPTIONS: Final = PAGE_SELECTS * OPTIONS
"""Options that one modal holds. Of more, people choose first in which part of them to look."""
PAGED_OPTIONS: Final = OPTIONS * PAGE_OPTIONS
"""Options in pages, which are options of a select themselves; of more, one is typed."""
WORDS_SHOWN: Final = 3_300
"""Text above the fields of one modal, although a Text Display may hold 4,000: three bytes a character stay below the
some 10,170 bytes above which Discord answers 500 (observed in messages: discord-api-docs#8554)."""
PLACEHOLDER_WORDS: Final = 130
"""A placeholder holds 150; which options of many a select has stands behind the words."""
FORMS: Final = 1_000
"""Forms whose labels are remembered."""
