"""A file that arrives in chunks → a file on disk: whole, or not at all; and where an address leads."""

import asyncio
import tempfile
from collections.abc import AsyncIterable
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from bridge.errors import PlatformRefused

CHUNK: Final = 256 * 1024
"""Bytes read at once."""
DOWNLOAD_BYTES: Final = 256 * 1024 * 1024
"""No file given to an agent is larger, whatever the platform says its size is."""


def origin(url: str) -> str:
    """Return scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


async def save(chunks: AsyncIterable[bytes], target: Path, name: str) -> None:
    """Write beside the target first, so that nobody ever sees half a file.

    Raises:
        PlatformRefused: it is larger than `DOWNLOAD_BYTES`.
    """
    out: BinaryIO = await asyncio.to_thread(_temporary, target)
    written = Path(out.name)
    try:
        received = 0
        async for chunk in chunks:
            received += len(chunk)
            if received > DOWNLOAD_BYTES:
                raise PlatformRefused(
                    f"{name} is larger than {DOWNLOAD_BYTES:,} bytes; give a smaller file.", code="file_too_large"
                )
            await asyncio.to_thread(out.write, chunk)
        await asyncio.to_thread(out.close)
        await asyncio.to_thread(written.replace, target)
    finally:
        await asyncio.to_thread(_discard, out)


def _temporary(target: Path) -> BinaryIO:
    return tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:40]}.", delete=False)  # type: ignore[return-value]


def _discard(out: BinaryIO) -> None:
    out.close()
    Path(out.name).unlink(missing_ok=True)
