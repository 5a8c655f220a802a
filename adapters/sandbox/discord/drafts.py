"""A request body as the parts of a message: what the bot sends, in the form it is stored.

Guarantee: only what the body provides is returned, so that one reading serves a new message and an edit; nothing is
refused here (``message_rules.py`` has seen the body before).
Source: Discord docs, "Create Message", "Edit Message" and "Embed Object".
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from adapters.sandbox.discord.attachment_rules import kept, names
from adapters.sandbox.discord.attachments import Attachments
from adapters.sandbox.discord.body import Upload
from adapters.sandbox.discord.component_rules import displayed, numbered
from adapters.sandbox.discord.entities import Channel
from adapters.sandbox.discord.mentions import IN_CHANNELS, IN_INTERACTIONS
from adapters.sandbox.discord.message_rules import EPHEMERAL, Surface, stored_flags
from adapters.sandbox.discord.speaker import Speaker
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json

PARSED: Final[Mapping[Surface, frozenset[str]]] = {"channel": IN_CHANNELS, "interaction": IN_INTERACTIONS}
FILLED_IN: Final = ("provider", "video")  # keys of an embed that only Discord sets


class Drafts:
    """Reads the bodies of the bot's messages."""

    def __init__(self, world: World, files: Attachments) -> None:
        self._world = world
        self._files = files

    def parts(
        self,
        channel: Channel,
        body: Json,
        uploads: Mapping[int, Upload],
        *,
        current: Json | None = None,
        surface: Surface = "channel",
    ) -> Json:
        """Return the keys of a message that a body sets; `current` is the stored message of an edit."""
        flags = stored_flags(body, current, surface)
        parts: Json = {"flags": flags}
        if "content" in body:
            parts["content"] = (body["content"] or "").strip()
        if "embeds" in body:
            parts["embeds"] = [self._embed(embed) for embed in body["embeds"] or ()]
        if "components" in body:
            parts["components"] = numbered(body["components"] or [])
        if uploads or "attachments" in body:
            parts["attachments"] = self._attachments(body, uploads, current or {}, ephemeral=bool(flags & EPHEMERAL))
        if {"content", "components"} & set(parts):
            after = {**(current or {}), **parts}
            text = "\n".join((after.get("content", ""), *displayed(after.get("components", ()))))
            speaker = Speaker(self._world, self._world.bot, channel)
            parts |= speaker.mentions(text, body.get("allowed_mentions"), PARSED[surface])
        return parts

    def needs(self, body: Json, uploads: Mapping[int, Upload]) -> list[str]:
        """Return the permissions that what a body holds needs, besides that to speak."""
        return [*(["EMBED_LINKS"] if body.get("embeds") else []), *(["ATTACH_FILES"] if uploads else [])]

    def _attachments(self, body: Json, uploads: Mapping[int, Upload], current: Json, *, ephemeral: bool) -> list[Json]:
        """Return the files a message keeps, with new descriptions, and those of the request."""
        about = {str(entry["id"]): entry for entry in body.get("attachments") or ()}
        changed = [
            {**file, **{key: about[file["id"]][key] for key in ("description",) if key in about.get(file["id"], {})}}
            for file in kept(body, current)
        ]
        named = names(body, uploads)
        new = [
            self._files.keep(replace(upload, filename=named[number]), about.get(str(number), {}), ephemeral=ephemeral)
            for number, upload in sorted(uploads.items())
        ]
        return [*changed, *new]

    def _embed(self, embed: Json) -> Json:
        """Return an embed as Discord keeps it: always "rich", without what only Discord fills in."""
        stored = {key: value for key, value in embed.items() if value is not None and key not in FILLED_IN}
        for key in ("image", "thumbnail"):
            if key in stored:
                stored[key] = {"url": stored[key]["url"], "proxy_url": stored[key]["url"]}
        if "fields" in stored:
            stored["fields"] = [{"inline": False, **field} for field in stored["fields"]]
        return {**stored, "type": "rich", "id": self._world.snowflakes.next(), "content_scan_version": 0}
