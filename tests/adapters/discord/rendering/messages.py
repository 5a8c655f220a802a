"""What every message must keep, whatever the reply."""

import json
import re
from collections.abc import Iterator
from typing import Any

from adapters.discord.message import DiscordMessage
from adapters.discord.rendering.measure import units
from adapters.sandbox.discord.body import Upload
from adapters.sandbox.discord.message_rules import check_message
from bridge.content.items import Inline

NAME = re.compile(r"[A-Za-z0-9_.-]+", re.ASCII)
PLACE = "attachment://"


def body(message: DiscordMessage) -> dict[str, Any]:
    """The message as Discord is sent it."""
    return {
        "content": message.content or None,
        "embeds": json.loads(json.dumps(message.embeds)),
        "components": json.loads(json.dumps(message.components)),
        "attachments": [{"id": str(n), "filename": file.name} for n, file in enumerate(message.attachments)],
    }


def check(messages: tuple[DiscordMessage, ...]) -> None:
    """Assert that Discord takes every message: by the strict twin's rules, and by what `DiscordMessage` promises."""
    for message in messages:
        uploads = {n: Upload(file.name, b"x", "image/png") for n, file in enumerate(message.attachments)}
        check_message(body(message), uploads)
        assert units(message.content) <= 2_000
        assert message.content == message.content.strip("\n"), "Discord would trim it"
        names = [file.name for file in message.attachments]
        assert len(names) == len(set(names))
        assert all(NAME.fullmatch(name) for name in names)
        shown = [embed.get("image", {}).get("url", "") for embed in message.embeds]
        assert {url.removeprefix(PLACE) for url in shown if url.startswith(PLACE)} <= set(names)
        assert "\ud800" not in message.content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def shown_words(messages: tuple[DiscordMessage, ...]) -> str:
    """Everything a person can read in the messages and in their files, without spaces."""
    return re.sub(r"[\s\u200b]+", "", "".join(text for message in messages for text in _texts(message)))


def _texts(message: DiscordMessage) -> Iterator[str]:
    yield message.content
    for part in (*message.embeds, *message.components):
        yield from _strings(part)
    for file in message.attachments:
        yield file.source.data.decode(errors="replace") if isinstance(file.source, Inline) else repr(file)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("custom_id", "value"):
                yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
