"""Files: the three steps of an upload, what is known of a file, and its bytes.

Source: Slack docs, "Working with files"; file objects as recorded. Sharing is asynchronous: the answer to
``files.completeUploadExternal`` names no message, `files.info` does a moment later.
"""

import asyncio
import mimetypes
import secrets
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote

from aiohttp import web

from adapters.sandbox.slack import blocks
from adapters.sandbox.slack.call import Call, joined_channel
from adapters.sandbox.slack.chat import thread_root
from adapters.sandbox.slack.conversation import Conversation
from adapters.sandbox.slack.wire import Json, NotPossible, Refused
from adapters.sandbox.slack.world import Channel, World

SHARED_CHANNELS: Final = 100
ALT_CHARACTERS: Final = 1000
UPLOAD_BYTES: Final = 1024**3
IMAGE_TYPES: Final = ("png", "jpg", "jpeg", "gif")  # what an image block shows


@dataclass(slots=True)
class Stored:
    """A file: Slack's object, its bytes, and how far its upload has come."""

    object: Json
    length: int
    content: bytes | None = None
    complete: bool = False


class Files:
    """The workspace's files."""

    def __init__(self, world: World, conversation: Conversation) -> None:
        self._world = world
        self._conversation = conversation
        self._files: dict[str, Stored] = {}
        self._uploads: dict[str, str] = {}  # ticket -> file id

    # -- methods -------------------------------------------------------------------------------------------------

    def get_upload_url(self, call: Call) -> Json:
        """files.getUploadURLExternal."""
        try:
            length = int(call.text("length"))
        except ValueError:
            length = 0
        if length < 1 or not call.text("filename"):
            raise Refused("missing_argument")
        if len(call.text("alt_txt")) > ALT_CHARACTERS:
            raise Refused("alt_txt_too_large")
        stored = self._new(call.text("filename"), self._world.app.user_id, length)
        ticket = secrets.token_hex(16)
        self._uploads[ticket] = stored.object["id"]
        return {"upload_url": f"{self._world.base_url}/slack/upload/{ticket}", "file_id": stored.object["id"]}

    def complete_upload(self, call: Call) -> Json:
        """files.completeUploadExternal."""
        named: Any = call.json("files")
        if not isinstance(named, list) or not named:
            raise Refused("invalid_arguments", ["missing required field: files"])
        uploaded = [self._uploaded(entry) for entry in named]
        channels = self._destinations(call)
        thread_ts = call.text("thread_ts")
        if thread_ts and len(channels) != 1:
            raise Refused("invalid_arguments", ["thread_ts needs exactly one channel"])
        for channel in channels if thread_ts else ():
            thread_root(channel, thread_ts)
        comment = call.text("initial_comment")
        given = None if comment else call.json("blocks", "invalid_blocks_format")
        content: Json = {"text": comment}
        if given is not None:
            content["blocks"] = blocks.accept_message(given, self.knows_image)
        answer = [{"id": stored.object["id"], "title": stored.object["title"]} for stored in uploaded]
        for stored in uploaded:
            stored.complete = True
        if channels:
            loop = asyncio.get_running_loop()
            loop.call_soon(lambda: self._share(uploaded, channels, content, thread_ts))
        return {"files": answer}

    def info(self, call: Call) -> Json:
        """files.info."""
        stored = self._files.get(call.text("file"))
        if stored is None or not stored.complete:
            raise Refused("file_not_found")
        return {"file": stored.object, "comments": [], "response_metadata": {"next_cursor": ""}}

    # -- from the other parts of the twin ------------------------------------------------------------------------

    def add(self, owner: str, name: str, content: bytes) -> Json:
        """Store a file a person chose in a client, and return its object. It is private until it is shared."""
        stored = self._new(name, owner, len(content))
        stored.content = content
        stored.complete = True
        return stored.object

    def objects(self, ids: list[str]) -> list[Json]:
        """Return the objects of files.

        Raises:
            NotPossible: one of them is not there.
        """
        if missing := [file_id for file_id in ids if file_id not in self._files]:
            raise NotPossible("file_not_found", f"There is no file {', '.join(missing)}; upload it first.")
        return [self._files[file_id].object for file_id in ids]

    def knows_image(self, reference: Json) -> bool:
        """Return whether a ``slack_file`` (by id or url) is an uploaded image of this workspace."""
        for stored in self._files.values() if "url" in reference else self._by_id(reference["id"]):
            addresses = (stored.object["url_private"], stored.object["permalink"])
            if "url" in reference and reference["url"] not in addresses:
                continue
            return stored.complete and stored.object["filetype"] in IMAGE_TYPES
        return False

    def _by_id(self, file_id: str) -> list[Stored]:
        return [self._files[file_id]] if file_id in self._files else []

    # -- bytes over HTTP -----------------------------------------------------------------------------------------

    async def receive(self, request: web.Request) -> web.Response:
        """POST /slack/upload/{ticket}: the bytes, raw or as the first part of a multipart form."""
        stored = self._files.get(self._uploads.get(request.match_info["ticket"], ""))
        if stored is None:
            return web.Response(status=404, text="This upload_url was never issued.")
        if request.content_type.startswith("multipart/"):
            parts = [part.file.read() for part in (await request.post()).values() if isinstance(part, web.FileField)]
            stored.content = b"".join(parts[:1])
        else:
            stored.content = await request.read()
        return web.Response(text=f"OK - {len(stored.content)}")

    async def download(self, request: web.Request) -> web.Response:
        """GET url_private, with the bot's bearer and files:read; `viewer` is how the sandbox's page asks."""
        app = self._world.app
        bearer = request.headers.get("Authorization", "") == f"Bearer {app.bot_token}" and "files:read" in app.scopes
        if not bearer and request.query.get("viewer") not in self._world.people:
            # Slack sends who may not see a file to the login page, with a redirect (measured).
            raise web.HTTPFound(f"{self._world.base_url}/slack/login?redir={request.path}")
        stored = self._files.get(request.match_info["file_id"])
        if stored is None or stored.content is None:
            return web.json_response({"ok": False, "error": "file_not_found"}, status=404)
        # The page lives on this origin too: what a file holds must not run as if it were the page.
        headers = {"Content-Security-Policy": "sandbox", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=stored.content, content_type=stored.object["mimetype"], headers=headers)

    async def login(self, request: web.Request) -> web.Response:
        """GET /slack/login: where a download without the right ends up, as HTML with status 200 (measured)."""
        return web.Response(text="<!DOCTYPE html><title>Slack</title>Sign in to Sandbox", content_type="text/html")

    # -- inside --------------------------------------------------------------------------------------------------

    def _new(self, name: str, owner: str, length: int) -> Stored:
        file_id = self._world.new_id("F")
        extension = name.rpartition(".")[2].lower() if "." in name else "text"
        url = f"{self._world.base_url}/slack/files/{file_id}/{quote(name, safe='')}"
        created = int(self._world.clock.now())
        described: Json = {
            "id": file_id,
            "created": created,
            "timestamp": created,
            "name": name,
            "title": name,
            "mimetype": mimetypes.guess_type(name)[0] or "application/octet-stream",
            "filetype": extension,
            "pretty_type": extension.upper(),
            "user": owner,
            "user_team": self._world.team["id"],
            "editable": False,
            "size": length,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": False,
            "public_url_shared": False,
            "display_as_bot": False,
            "url_private": url,
            "url_private_download": url,
            "permalink": f"https://{self._world.team['domain']}.slack.com/files/{owner}/{file_id}/{name}",
            "has_rich_preview": False,
            "file_access": "visible",
            "shares": {},
            "channels": [],
        }
        stored = self._files[file_id] = Stored(described, length)
        return stored

    def _uploaded(self, entry: Json) -> Stored:
        stored = self._files.get(entry.get("id", ""))
        if stored is None or stored.content is None or stored.complete:
            raise Refused("file_not_found")
        stored.object["size"] = len(stored.content)
        stored.object["title"] = entry.get("title") or stored.object["name"]
        return stored

    def _destinations(self, call: Call) -> list[Channel]:
        ids = [part for part in (call.text("channel_id") or call.text("channels")).split(",") if part]
        if len(ids) > SHARED_CHANNELS:
            raise Refused("channels_limit_exceeded")
        return [joined_channel(self._world, channel_id) for channel_id in ids]

    def _share(self, uploaded: list[Stored], channels: list[Channel], content: Json, thread_ts: str) -> None:
        app = self._world.app
        for channel in channels:
            message: Json = {"user": app.user_id, "bot_id": app.bot_id, "app_id": app.app_id, "type": "message"}
            thread: Json = {"thread_ts": thread_ts} if thread_ts else {}
            self.post_with_files(channel, {**message, **content, **thread}, [stored.object for stored in uploaded])

    def post_with_files(self, channel: Channel, message: Json, objects: list[Json]) -> Json:
        """Post a message that shares files, and note the share on each of them."""
        shared: Json = {"subtype": "file_share", "files": objects, "upload": False, "display_as_bot": False}
        stored = self._conversation.post(channel, {**message, **shared, "team": self._world.team["id"]})
        visibility = "public" if channel.kind == "channel" else "private"
        for described in objects:
            places = described["shares"].setdefault(visibility, {})
            places.setdefault(channel.id, []).append({"ts": stored["ts"], "channel_name": channel.name})
            described["channels"] = [*described["channels"], channel.id]
            described["is_public"] = described["is_public"] or visibility == "public"
        return stored
