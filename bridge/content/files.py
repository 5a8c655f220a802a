"""File references of an agent, made safe: what comes out is inside the agent's folder, a web address, or bytes.

Symbolic links are followed before the check, so a link out of the folder is refused. Web addresses are never fetched.
"""

import base64
import binascii
import os
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from bridge.content.items import FileSource, Inline, LocalFile, WebAddress

MAX_TEXT_BYTES = 5 * 1024 * 1024
"""A Markdown, HTML or JSON file an item refers to. More text than any platform shows."""

MAX_INLINE_BYTES = 20 * 1024 * 1024
"""The content of a `data:` URI."""


def resolve(reference: str, folder: Path) -> FileSource:
    """What a file reference means: a path (relative to `folder`, or absolute inside it), `file://`, http(s) or `data:`.

    Raises:
        ValueError: a sentence naming the reference, if it is malformed, missing, no file, unreadable or outside.
    """
    scheme = reference.partition(":")[0].lower()
    match scheme:
        case "data":
            return _inline(reference)
        case "http" | "https":
            return _web_address(reference)
        case "file":
            path = reference[len("file:") :].removeprefix("//localhost").removeprefix("//")
            return LocalFile(_inside(unquote(path), folder))
        case _:
            return LocalFile(_inside(reference, folder))


def read_text(reference: str, folder: Path) -> str:
    """The text of the file that `reference` means; what is not UTF-8 is shown as U+FFFD.

    Raises:
        ValueError: a sentence, as for `resolve`; also for a web address and for a file over `MAX_TEXT_BYTES`.
    """
    match resolve(reference, folder):
        case LocalFile(path):
            return _decoded(_bytes(path, reference))
        case Inline(data):
            return _decoded(data)
        case WebAddress(url):
            raise ValueError(f"{url} is a web address; chatbridge reads only files of the agent's folder.")


def _inside(reference: str, folder: Path) -> Path:
    """The resolved path of an existing file inside `folder`."""
    root = folder.resolve()
    try:
        path = (root / reference).resolve(strict=True)
    except FileNotFoundError:
        raise ValueError(f'There is no file "{reference}" in the agent\'s folder.') from None
    except (OSError, RuntimeError, ValueError) as error:  # too long, a link to itself, an embedded NUL
        raise ValueError(f'"{reference[:200]}" is not a usable path: {error}.') from error
    if not path.is_relative_to(root):
        raise ValueError(f'"{reference}" is outside the agent\'s folder; only files inside it can be shown.')
    if path.is_dir():
        raise ValueError(f'"{reference}" is a folder; expected a file.')
    if not path.is_file() or not os.access(path, os.R_OK):
        raise ValueError(f'"{reference}" cannot be read; expected a readable, ordinary file.')
    return path


def _bytes(path: Path, reference: str) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_TEXT_BYTES + 1)
    except OSError as error:
        raise ValueError(f'"{reference}" cannot be read: {error.strerror}.') from error
    if len(data) > MAX_TEXT_BYTES:
        raise ValueError(f'"{reference}" is over {MAX_TEXT_BYTES // 1024**2} MiB, more text than can be shown.')
    return data


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace").replace("\0", "\ufffd")


def _web_address(reference: str) -> WebAddress:
    try:
        host = urlsplit(reference).hostname
    except ValueError:
        host = None
    if not host:
        raise ValueError(f'"{reference[:200]}" is not a complete web address; expected https://host/path.')
    return WebAddress(reference)


def _inline(reference: str) -> Inline:
    """RFC 2397: ``data:[media type][;base64],content``."""
    head, comma, content = reference[len("data:") :].partition(",")
    if not comma:
        raise ValueError('A "data:" address has no comma; expected data:<media type>;base64,<content>.')
    if len(content) > MAX_INLINE_BYTES * 4 // 3:
        raise ValueError(f'A "data:" address is over {MAX_INLINE_BYTES // 1024**2} MiB; refer to a file instead.')
    media_type, *parameters = head.split(";")
    if "base64" not in (parameter.strip().lower() for parameter in parameters):
        return Inline(unquote_to_bytes(content), media_type or "text/plain")
    try:
        packed = "".join(unquote(content).split()).rstrip("=")
        data = base64.b64decode(packed + "=" * (-len(packed) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f'The content of a "data:" address is not base64: {error}.') from error
    return Inline(data, media_type or "text/plain")
