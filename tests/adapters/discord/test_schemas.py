"""Discord's official schemas beside what the adapter sends. `tests.conformity` checks each body of every other test."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests import conformity

needs_schemas = pytest.mark.skipif(
    not conformity.available(),
    reason=f"not run: {conformity.VARIABLE} does not name a file with Discord's official schemas",
)


@dataclass
class Call:
    method: str
    path: str
    body: dict[str, Any] = field(default_factory=dict[str, Any])


@needs_schemas
@pytest.mark.requirement("discord-schemas")
@pytest.mark.parametrize(
    ("call", "place"),
    [
        (Call("POST", "/channels/1/messages", {"content": "x" * 4001}), "$.content"),
        (Call("PATCH", "/channels/1/messages/2", {"embeds": [{"title": "x" * 257}]}), "$.embeds[0].title"),
        (Call("POST", "/channels/1/messages/2/threads", {}), "$"),
        (Call("POST", "/interactions/1/t/callback?with_response=1", {"type": 9, "data": {"title": "x"}}), "$.data"),
    ],
)
def test_a_wrong_body_does_not_pass(call: Call, place: str) -> None:
    """The check can fail."""
    with pytest.raises(AssertionError, match="official schemas") as found:
        conformity.check([call])
    assert place in str(found.value)


@needs_schemas
def test_a_kind_of_request_without_a_schema_is_noticed() -> None:
    """A new call of the adapter has to be named in the table."""
    with pytest.raises(KeyError, match="no schema"):
        conformity.check([Call("POST", "/guilds/1/invented")])
