"""Files of messages: kept, described, and handed out under signed addresses.

Guarantee: a message is stored with what was sent, and every time it is shown its addresses are fresh: an
``attachment://name`` in an embed or a component becomes the address of that file, as Discord does.
Source: Discord docs, "Attachment Object", "Uploading Files" and "Signed Attachment CDN URLs".
"""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

from adapters.sandbox.discord import images
from adapters.sandbox.discord.body import Upload
from adapters.sandbox.discord.cdn import Cdn
from adapters.sandbox.discord.wire import Refused
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

SCHEME: Final = "attachment://"
ABOUT: Final = ("description", "title", "is_spoiler")
PICTURES: Final = ("image", "thumbnail")
REFRESHED: Final = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """A file's bytes, and whose upload it is while no message holds it."""

    name: str
    content_type: str
    data: bytes
    user: str = ""


class Attachments:
    """Every file of a world, by id."""

    def __init__(self, world: World, cdn: Cdn) -> None:
        self._world = world
        self._cdn = cdn
        self._kept: dict[str, Kept] = {}

    def keep(self, upload: Upload, about: Json, *, ephemeral: bool = False) -> Json:
        """Keep a file of a request, and return it as a message stores it."""
        named = {key: about[key] for key in ABOUT if about.get(key) is not None}
        return {**self._object(self._add(upload.filename, upload.data), ephemeral=ephemeral), **named}

    def upload(self, user_id: str, name: str, data: bytes) -> Json:
        """Keep a file a person chose and has not sent yet."""
        number = self._add(name, data, user_id)
        return {"id": number, "filename": name, "size": len(data)}

    def is_upload(self, user_id: str, number: str) -> bool:
        """Return whether this is a file that a person chose."""
        return number in self._kept and self._kept[number].user == user_id

    def chosen(self, user_id: str, numbers: list[str], *, ephemeral: bool = False) -> list[Json]:
        """Return the files a person chose, as a message stores them.

        Raises:
            NotPossible: one is not an upload of this person.
        """
        for number in numbers:
            if not self.is_upload(user_id, number):
                raise NotPossible("file_not_found", f"There is no upload {number!r} of this person.")
        return [self._object(number, ephemeral=ephemeral) for number in numbers]

    def signed(self, message: Json) -> Json:
        """Return a message (a new dict) in which every file of it has its address."""
        files = message["attachments"]
        if not files:
            return dict(message)
        channel: str = message["channel_id"]
        shown = [self.with_address(channel, file) for file in files]
        by_name = {file["filename"]: file for file in shown}
        embeds = [_embed(embed, by_name) for embed in message["embeds"]]
        components = [_component(component, by_name) for component in message["components"]]
        return {**message, "attachments": shown, "embeds": embeds, "components": components}

    def with_address(self, channel_id: str, file: Json) -> Json:
        """Return a file with an address that is good for a day."""
        url = self._cdn.url(channel_id, file["id"], file["filename"], ephemeral=bool(file.get("ephemeral")))
        return {**file, "url": url, "proxy_url": url}

    async def download(self, request: web.Request) -> web.Response:
        """Serve a file; whoever has its address may read it."""
        try:
            _, number, _ = self._cdn.check(request)
        except Refused as refusal:
            return web.Response(status=refusal.status, text=refusal.message)
        kept = self._kept[number]
        return web.Response(body=kept.data, headers={"Content-Type": kept.content_type})

    def refreshed(self, urls: list[str]) -> list[Json]:
        """Return fresh addresses for old ones."""
        return [{"original": url, "refreshed": self._refreshed(url)} for url in urls[:REFRESHED]]

    def _refreshed(self, url: str) -> str:
        *_, kind, channel, number, name = ["", "", "", *urlsplit(url).path.split("/")]
        if number not in self._kept or self._kept[number].name != name:
            return url
        return self._cdn.url(channel, number, name, ephemeral=kind.startswith("ephemeral"))

    def _add(self, name: str, data: bytes, user: str = "") -> str:
        guessed, _ = mimetypes.guess_type(name)
        kind = guessed or "application/octet-stream"
        content_type = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
        number = self._world.snowflakes.next()
        self._kept[number] = Kept(name, content_type, data, user)
        return number

    def _object(self, number: str, *, ephemeral: bool) -> Json:
        kept = self._kept[number]
        file: Json = {"id": number, "filename": kept.name, "size": len(kept.data), "content_type": kept.content_type}
        file["content_scan_version"] = 0
        if dimensions := images.size(kept.data):
            file["width"], file["height"] = dimensions
        return {**file, "ephemeral": True} if ephemeral else file


def _embed(embed: Json, files: dict[str, Json]) -> Json:
    shown = {key: _media(value, files) if key in PICTURES else value for key, value in embed.items()}
    for key in ("author", "footer"):
        icon: str = (embed.get(key) or {}).get("icon_url") or ""
        if file := files.get(icon.removeprefix(SCHEME)):
            shown[key] = {**embed[key], "icon_url": file["url"], "proxy_icon_url": file["proxy_url"]}
    return shown


def _media(media: Json, files: dict[str, Json]) -> Json:
    url: str = media.get("url") or ""
    file = files.get(url.removeprefix(SCHEME)) if url.startswith(SCHEME) else None
    if file is None:
        return media
    known = {key: file[key] for key in ("url", "proxy_url", "width", "height", "content_type") if key in file}
    return {**media, **known}


def _component(component: Json, files: dict[str, Json]) -> Json:
    """Return a component in which every medium that is a file of the message has its address, however deep."""
    shown = dict(component)
    for key, value in _children(component):
        shown[key] = (
            [_component(child, files) for child in value] if isinstance(value, list) else _component(value, files)
        )
    for key in ("media", "file"):
        if isinstance(media := component.get(key), dict) and (file := _file_of(media, files)):
            shown[key] = {**_media(media, files), "attachment_id": file["id"]}
            if key == "file":
                shown |= {"name": file["filename"], "size": file["size"]}
    return shown


def _children(component: Json) -> Iterator[tuple[str, Any]]:
    for key in ("components", "items", "accessory"):
        if component.get(key):
            yield key, component[key]


def _file_of(media: Json, files: dict[str, Json]) -> Json | None:
    return files.get(str(media.get("url") or "").removeprefix(SCHEME))
