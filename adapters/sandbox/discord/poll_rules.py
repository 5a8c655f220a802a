"""A poll, as data. Source: Discord docs, "Poll Create Request Object"."""

from typing import Final

from adapters.sandbox.discord.component_tables import EMOJI
from adapters.sandbox.discord.grammar import Choice, Flag, Items, Object, Text, Whole

QUESTION: Final = Object({"text": Text(300, 1)}, ("text",))
ANSWER: Final = Object({"poll_media": Object({"text": Text(55, 1), "emoji": EMOJI})}, ("poll_media",))
POLL: Final = Object(
    {
        "question": QUESTION,
        "answers": Items(ANSWER, 10, 1),
        "duration": Whole(1, 768),  # hours
        "allow_multiselect": Flag(),
        "layout_type": Choice((1,)),
    },
    ("question", "answers"),
)
