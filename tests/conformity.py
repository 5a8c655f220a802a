"""Request bodies beside Discord's official schemas (its OpenAPI specification), where the machine has them.

`CHATBRIDGE_DISCORD_SCHEMAS` names the file: an object with ``$defs``. Whoever starts a Discord twin for the adapter
calls `check` with what the twin received; without the file there is nothing to check against.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import aiohttp
from jsonschema import Draft202012Validator

VARIABLE = "CHATBRIDGE_DISCORD_SCHEMAS"
Json = dict[str, Any]

BODIES: Mapping[str, str] = {
    r"POST /channels/\d+/messages": "MessageCreateRequest",
    r"PATCH /channels/\d+/messages/\d+": "MessageEditRequestPartial",
    r"POST /channels/\d+/messages/\d+/threads": "CreateTextThreadWithMessageRequest",
    r"PATCH /channels/\d+": "UpdateThreadRequestPartial",
    r"POST /webhooks/\d+/[^/]+": "IncomingWebhookRequestPartial",
    r"PATCH /webhooks/\d+/[^/]+/messages/[^/]+": "IncomingWebhookUpdateRequestPartial",
    r"POST /applications/\d+/commands": "ApplicationCommandUpdateRequest",
}
"""Which schema a request's body has, by method and path."""

_BASE = re.compile(r"^.*/api/v\d+")
CALLBACK = re.compile(r"POST /interactions/\d+/[^/]+/callback")
CALLBACKS: Mapping[int, str] = {
    4: "CreateMessageInteractionCallbackRequest",
    5: "CreateMessageInteractionCallbackRequest",
    6: "UpdateMessageInteractionCallbackRequest",
    7: "UpdateMessageInteractionCallbackRequest",
    9: "ModalInteractionCallbackRequest",
}

FREE = re.compile(r"(GET|DELETE) .*|POST /channels/\d+/typing|(PUT|DELETE) .*/reactions/.*")
"""Requests that have no body."""


class Call(Protocol):
    """A request as the twin received it; `path` may have the API's base, `body` is the JSON part."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def body(self) -> Json: ...


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that another process sent, as the sandbox's control API tells of it."""

    method: str
    path: str
    body: Json


def available() -> bool:
    """Whether this machine has the schemas."""
    return bool(os.environ.get(VARIABLE))


@cache
def _definitions() -> Json:
    definitions = json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))["$defs"]
    # discord.py writes ids as numbers; Discord takes both (docs: "API Reference", Snowflakes in requests).
    return {**definitions, "SnowflakeType": {"type": ["string", "integer"]}}


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": _definitions()})


def schema_of(call: Call) -> str:
    """Return the name of the schema a request's body has; empty if it has no body.

    Raises:
        KeyError: the request is of a kind that no schema is known for here.
    """
    request = f"{call.method} {_BASE.sub('', call.path.partition('?')[0])}"
    if FREE.fullmatch(request):
        return ""
    if CALLBACK.fullmatch(request):
        return CALLBACKS[call.body["type"]]
    for pattern, name in BODIES.items():
        if re.fullmatch(pattern, request):
            return name
    raise KeyError(f"no schema is named for {request}")


def flaws(call: Call) -> Iterator[str]:
    """Yield what is wrong in a body, one sentence each."""
    name = schema_of(call)
    if name:
        for error in _validator(name).iter_errors(call.body):
            yield f"{call.method} {call.path}: {error.json_path}: {error.message[:300]}"


async def check_sandbox(url: str) -> None:
    """Assert the same of the sandbox at this address, which another process runs."""
    async with aiohttp.ClientSession() as session, session.get(f"{url}/sandbox/discord/requests") as answer:
        found = (await answer.json())["requests"]
    check(Sent(call["method"], call["path"], call["body"]) for call in found)


def check(calls: Iterable[Call]) -> None:
    """Assert that all bodies are as Discord's schemas say, on a machine that has them."""
    if not available():
        return
    found = [flaw for call in calls for flaw in flaws(call)]
    if found:
        raise AssertionError("Not as Discord's official schemas say:\n" + "\n".join(found))
