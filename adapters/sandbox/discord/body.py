"""What a request carries: JSON, a form, or multipart with files; read whole, refused as Discord refuses it.

Guarantee: `read_body` returns, or raises `Refused`; whatever the client sends is read to its end, so that it can read
the answer. Source: Discord docs, "Uploading Files" (``payload_json`` and ``files[n]``), "Create Message" (25 MiB).
"""

import json
import re
import unicodedata
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.http import HttpProcessingError

from adapters.sandbox.discord.wire import Flaw, Refused, invalid

REQUEST_BYTES: Final = 25 * 1024 * 1024
FILE_BYTES: Final = 10 * 1024 * 1024  # without boosts (Discord docs, "Uploading Files", since April 2025)
FILE_PART: Final = re.compile(r"files\[(\d{1,3})\]")
UNSAFE: Final = re.compile(r"[^A-Za-z0-9_.\-]")
NAMELESS: Final = "unknown"
FILE_TOO_LARGE: Final = f"File exceeds the maximum size of {FILE_BYTES // 1024**2} MiB"
MALFORMED: Final = (ValueError, AssertionError, RuntimeError, HttpProcessingError)  # what aiohttp says to broken parts
KINDS: Final = ("application/json", "application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Upload:
    """One file of a request, under the name Discord keeps."""

    filename: str
    data: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Body:
    """A request's JSON (an object for all routes but the bulk ones; {} if nothing was sent) and its files by number."""

    json: Any
    uploads: Mapping[int, Upload]


async def read_body(request: web.Request) -> Body:
    """Read a request's body.

    Raises:
        Refused: 50109 for what is not JSON, 50045 for a file over the limit, 413 and 40005 for a request over the
            limit, 50046 for a file part that is not named ``files[n]``, 50035 for another content type.
    """
    if not request.can_read_body:
        return Body({}, {})
    match request.content_type:
        case "multipart/form-data":
            return await _multipart(request)
        case "application/x-www-form-urlencoded":
            text = await _whole(request.content.iter_chunked(2**16), REQUEST_BYTES, too_large())
            return Body(_form(dict(parse_qsl(text.decode(errors="replace"), keep_blank_values=True))), {})
        case "application/json":
            text = await _whole(request.content.iter_chunked(2**16), REQUEST_BYTES, too_large())
            return Body(_json(text) if text else {}, {})
        case _:
            await _whole(request.content.iter_chunked(2**16), REQUEST_BYTES, too_large())
            sentence = f'Expected "Content-Type" header to be one of {KINDS}.'
            raise invalid([Flaw(("_misc",), "CONTENT_TYPE_INVALID", sentence)])


def too_large() -> Refused:
    """Return the refusal of a request over `REQUEST_BYTES`."""
    return Refused(413, 40005, "Request entity too large")


def safe_name(name: str) -> str:
    """Return the name Discord stores a file under: ASCII letters, digits, ``_``, ``-`` and ``.``; spaces become ``_``.

    Accents are dropped and what is left of other characters too, as Discord does (reported by its users); so an
    ``attachment://`` address with such a name finds nothing.
    """
    plain = unicodedata.normalize("NFKD", name.strip()).replace(" ", "_")
    return UNSAFE.sub("", plain).lstrip(".") or NAMELESS


async def _whole(chunks: AsyncIterator[bytes], most: int, refusal: Refused) -> bytes:
    """Read to the end, keeping no more than `most`."""
    kept, size = bytearray(), 0
    async for chunk in chunks:
        size += len(chunk)
        if size <= most:
            kept += chunk
    if size > most:
        raise refusal
    return bytes(kept)


def _json(text: bytes | str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(400, 50109, "The request body contains invalid JSON.") from error


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _form(fields: Mapping[str, str]) -> Any:
    return _json(fields["payload_json"]) if "payload_json" in fields else dict(fields)


async def _multipart(request: web.Request) -> Body:
    fields: dict[str, str] = {}
    uploads: dict[int, Upload] = {}
    refusals: list[Refused] = []
    total = 0
    try:
        async for part in await request.multipart():
            try:
                total += await _keep(part, fields, uploads)
            except Refused as refusal:
                refusals.append(refusal)  # the parts after it are still to be read
    except MALFORMED as error:
        raise Refused(400, 50035, "Invalid Form Body") from error
    if total > REQUEST_BYTES:
        raise too_large()
    if refusals:
        raise refusals[0]
    return Body(_form(fields), uploads)


async def _keep(
    part: BodyPartReader | MultipartReader | None, fields: dict[str, str], uploads: dict[int, Upload]
) -> int:
    """Read one part to its place, and return its size in bytes."""
    if not isinstance(part, BodyPartReader):
        raise Refused(400, 50035, "Invalid Form Body")
    data = await _whole(_chunks(part), FILE_BYTES, Refused(400, 50045, FILE_TOO_LARGE))
    name = part.name or ""
    if part.filename is None:
        fields[name] = data.decode(errors="replace")
    elif found := FILE_PART.fullmatch(name):
        kind = part.headers.get("Content-Type", "application/octet-stream")
        uploads[int(found[1])] = Upload(safe_name(part.filename), data, kind)
    else:
        raise Refused(400, 50046, "Invalid file uploaded")
    return len(data)


async def _chunks(part: BodyPartReader) -> AsyncIterator[bytes]:
    while chunk := await part.read_chunk(2**16):
        yield part.decode(chunk)
