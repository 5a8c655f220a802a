"""Short ways to write request bodies, and what a refusal says of them."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import strategies as st

from adapters.sandbox.discord.body import Upload
from adapters.sandbox.discord.message_rules import COMPONENTS_V2, check_message
from adapters.sandbox.discord.wire import Refused

Json = dict[str, Any]
Said = tuple[str, str, str]  # dotted path, code, sentence

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def most(characters: int) -> tuple[str, str]:
    """Return Discord's code and sentence about a text or list that is too long."""
    return "BASE_TYPE_MAX_LENGTH", f"Must be {characters} or fewer in length."


def between(least: int, greatest: int) -> tuple[str, str]:
    """Return Discord's code and sentence about a length out of both bounds."""
    return "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {greatest} in length."


def at_most(number: int) -> tuple[str, str]:
    """Return Discord's code and sentence about a number that is too large."""
    return "NUMBER_TYPE_MAX", f"int value should be less than or equal to {number}."


def at_least(number: int) -> tuple[str, str]:
    """Return Discord's code and sentence about a number that is too small."""
    return "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {number}."


LEGACY = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
NOT_FOUND = "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND"
STORED: Json = {"content": "x", "embeds": [], "components": [], "flags": 0, "attachments": []}  # before an edit

MISSING = ("BASE_TYPE_REQUIRED", "This field is required")


def one_of(*kinds: int) -> tuple[str, str]:
    """Return Discord's code and sentence about a component that may not stand there."""
    return "UNION_TYPE_CHOICES", f'Value of field "type" must be one of {kinds}.'


def refusal(check: Callable[[], None]) -> Refused:
    """Return the refusal that a check raises."""
    with pytest.raises(Refused) as caught:
        check()
    return caught.value


def flaws(check: Callable[[], None]) -> list[Said]:
    """Return every flaw of a body that a check refuses with 400 and 50035."""
    refused = refusal(check)
    assert (refused.status, refused.code, refused.message) == (400, 50035, "Invalid Form Body")
    return [(".".join(map(str, flaw.path)), flaw.code, flaw.message) for flaw in refused.flaws]


def message_flaws(body: Any, uploads: Mapping[int, Upload] | None = None, **more: Any) -> list[Said]:
    """Return every flaw of a message."""
    return flaws(lambda: check_message(body, uploads or {}, **more))


def file(name: str = "a.png", data: bytes = b"x") -> Upload:
    """Return an upload."""
    return Upload(name, data, "application/octet-stream")


def button(custom_id: str = "b", **more: object) -> Json:
    """Return a button."""
    return {"type": 2, "style": 1, "label": "Go", "custom_id": custom_id, **more}


def link(**more: object) -> Json:
    """Return a link button."""
    return {"type": 2, "style": 5, "label": "Go", "url": "https://example.com", **more}


def options(count: int) -> list[Json]:
    """Return options that differ."""
    return [{"label": f"l{number}", "value": f"v{number}"} for number in range(count)]


def select(**more: object) -> Json:
    """Return a string select with three options."""
    return {"type": 3, "custom_id": "s", "options": options(3), **more}


def row(*components: Json, **more: object) -> Json:
    """Return an action row."""
    return {"type": 1, "components": list(components), **more}


def text(content: str = "x", **more: object) -> Json:
    """Return a text display."""
    return {"type": 10, "content": content, **more}


def thumbnail(url: str = "https://example.com/a.png", **more: object) -> Json:
    """Return a thumbnail."""
    return {"type": 11, "media": {"url": url}, **more}


def section(*components: Json, **more: object) -> Json:
    """Return a section with a thumbnail."""
    return {"type": 9, "components": list(components or (text(),)), "accessory": thumbnail(), **more}


def gallery(count: int = 1, url: str = "https://example.com/a.png", **more: object) -> Json:
    """Return a gallery."""
    return {"type": 12, "items": [{"media": {"url": url}, **more}] * count}


def container(*components: Json, **more: object) -> Json:
    """Return a container."""
    return {"type": 17, "components": list(components), **more}


def embed(**more: object) -> Json:
    """Return a message with one embed."""
    return {"embeds": [more]}


def plain(*components: Json) -> Json:
    """Return a message with components of the old kind."""
    return {"content": "x", "components": list(components)}


def v2(*components: Json, **more: object) -> Json:
    """Return a Components V2 message."""
    return {"flags": COMPONENTS_V2, "components": list(components), **more}
