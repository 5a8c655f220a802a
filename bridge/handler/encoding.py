"""Responses → JSON: by the standard library, or by orjson once a large one came, where the agent's Python has it.

The two agree: what is no plain JSON is refused by both, for the caller to convert. They refuse no value of another kind
in the place of a plain one, so that an answer does not depend on what is installed.
"""

from __future__ import annotations

import json
import re

LARGE = 1 << 18
"""Characters of JSON from which on orjson is worth its import, which takes longer than the rest of our start."""
LONG_NUMBER = re.compile(r"[0-9][0-9]{18}")  # a search for what begins with one of a set skips to it
"""Digits from which on a whole number may have more than 64 bits, which the bridge's reader would round."""
# Not as ASCII: half a surrogate pair, which is no text, is then refused here and not by the bridge.
STRICT = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def encode(value: object) -> bytes:
    """JSON of values that are plain for certain."""
    return STRICT.encode(value).encode()


class Encoder:
    """``encoder(value)`` gives the JSON of a value that may not be plain."""

    def __init__(self) -> None:
        self._encode = self._with_json

    def __call__(self, value: object) -> bytes:
        """Return the JSON of `value`.

        Raises:
            TypeError, ValueError, RecursionError: it holds something JSON has no word for.
        """
        return self._encode(value)

    def _with_json(self, value: object) -> bytes:
        text = STRICT.encode(value)
        if LONG_NUMBER.search(text):
            raise ValueError("a number may be too long")
        if len(text) > LARGE:
            self._prefer_orjson()
        return text.encode()

    def _prefer_orjson(self) -> None:
        try:
            import orjson
        except ImportError:
            return
        options = orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_SUBCLASS
        self._encode = lambda value: orjson.dumps(value, option=options)
