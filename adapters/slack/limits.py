"""Slack's numbers, by where they come from. Text lengths are in characters, sizes in bytes, times in seconds.

Documented: the Slack docs page named beside the group. Observed: Slack's live answers, where the docs are silent or
differ. Chosen: ours, with the reason.
"""

from typing import Final

# ── documented: Block Kit reference, "Blocks" and "Composition objects" ───────────────────────────────────────────────
MESSAGE_BLOCKS: Final = 50
MODAL_BLOCKS: Final = 100
BLOCK_ID: Final = 255
ACTION_ID: Final = 255
TEXT_OBJECT: Final = 3_000
HEADER: Final = 150
CONTEXT_ELEMENTS: Final = 10
ALT_TEXT: Final = 2_000
IMAGE_URL: Final = 3_000
LIST_INDENT: Final = 8
CONTAINER_TITLE: Final = 150
CONTAINER_BLOCKS: Final = 10
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARS: Final = 10_000
MARKDOWN_CHARS: Final = 12_000

# ── documented: Block Kit reference, "Block elements" ─────────────────────────────────────────────────────────────────
BUTTON_TEXT: Final = 75
OPTION_TEXT: Final = 75
OPTIONS: Final = 100
OPTION_GROUPS: Final = 100
SELECTABLE: Final = OPTIONS * OPTION_GROUPS
RADIO_OPTIONS: Final = 10
PLACEHOLDER: Final = 150
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
INPUT_TEXT: Final = 3_000
INPUT_FILES: Final = 10

# ── documented: "Views" ───────────────────────────────────────────────────────────────────────────────────────────────
VIEW_TITLE: Final = 24
VIEW_BYTES: Final = 250_000
PRIVATE_METADATA: Final = 3_000

# ── documented: chat.update refuses a longer `text` (msg_too_long); chat.postMessage recommends the same length ───────
MESSAGE_TEXT: Final = 4_000

# ── observed: a message whose blocks hold some 13,200 characters in all is refused (slackapi/bolt-js#2509) ────────────
MESSAGE_CHARS: Final = 12_000

# ── documented: assistant.threads.setStatus ───────────────────────────────────────────────────────────────────────────
LOADING_MESSAGE: Final = 50

# ── documented: "Verifying requests", "Using Socket Mode": an event is acknowledged within three seconds ──────────────
ACKNOWLEDGE: Final = 3.0

# ── chosen ────────────────────────────────────────────────────────────────────────────────────────────────────────────
FIELD_NAME: Final = BLOCK_ID - 30
"""A field's name travels in the id of its block, beside what tells two inputs of the same field apart."""
MODAL_SHELL: Final = 10_000
"""What a modal needs beside the blocks of its fields: title, metadata, the ids that updates give to blocks."""
VIEWS: Final = 1_000
"""Of so many open modals it is known what was done in them last; of others Slack's hash decides."""
BUTTONS_SHOWN: Final = 5
"""The client shows five elements of an actions block and folds the rest away (observed); more become a select."""
SUBMISSION_PATIENCE: Final = 2.5
"""How long a submitted form may take before its person is told to try again: `ACKNOWLEDGE` less the way back."""
EDITS_PER_MINUTE: Final = 40
EDITS_AT_ONCE: Final = 10
"""chat.update is tier 3, 50 a minute for the whole app; with this burst no minute ever sees more than 50."""
HTTP_BODY_BYTES: Final = 1024 * 1024
"""Slack's own bodies stay far below it."""
HISTORY_MESSAGES: Final = 200
"""A longer thread is remembered by its last messages."""
UPLOAD_BYTES: Final = 256 * 1024 * 1024
"""Files are held in memory while they are uploaded."""
