"""``blocks.validate``: a public check of a payload, without posting it (Slack docs: blocks.validate)."""

import re
from typing import Final

from adapters.sandbox.slack import blocks
from adapters.sandbox.slack.blocks import KnowsImage
from adapters.sandbox.slack.call import Call
from adapters.sandbox.slack.wire import Json, Refused

SUBJECTS: Final = ("blocks", "message", "view")
CHARACTERS: Final = 100_000
_SENTENCE = re.compile(r"(?P<message>.*) \[json-pointer:(?P<pointer>.*)\]", re.DOTALL)


class Validation:
    """The one method of `blocks`."""

    def __init__(self, knows_image: KnowsImage) -> None:
        self._knows_image = knows_image

    def validate(self, call: Call) -> Json:
        """blocks.validate: exactly one of `blocks`, `message` and `view`, as JSON."""
        given = [subject for subject in SUBJECTS if call.given(subject)]
        if len(given) != 1 or len(call.text(given[0])) > CHARACTERS:
            raise Refused(
                "invalid_arguments", [f"exactly one of {', '.join(SUBJECTS)} of up to {CHARACTERS} characters"]
            )
        subject, error = given[0], f"invalid_{given[0]}"
        value = call.json(subject, error)
        try:
            if subject == "view":
                blocks.accept_view(value, self._knows_image)
            else:
                found = value if subject == "blocks" or not isinstance(value, dict) else value.get("blocks")
                blocks.accept_message(found, self._knows_image)
        except Refused as refusal:
            raise Refused(error, errors=[_described(sentence) for sentence in refusal.messages]) from refusal
        return {}


def _described(sentence: str) -> Json:
    found = _SENTENCE.fullmatch(sentence)
    message, pointer = (found["message"], found["pointer"]) if found else (sentence, "")
    missing = message.startswith("missing required field: ")
    return {
        "code": "missing_field" if missing else "failed_constraint",
        "message": message,
        "pointer": pointer,
        "field": message.rpartition(": ")[2] if missing else pointer.rpartition("/")[2],
    }
