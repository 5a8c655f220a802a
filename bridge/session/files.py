"""Files a person gave: downloaded into the session's own folder, handed to the agent as paths, removed afterwards."""

import asyncio
import itertools
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bridge.interaction.values import RemoteFile
from bridge.ports import Adapter

LONGEST_NAME = 120
"""Characters of a file name that are kept; file systems allow 255 bytes."""


class SessionFiles:
    """The folder of one session, kept until the conversation ends. Nothing is written until a file arrives."""

    def __init__(self, folder: Path, adapter: Adapter[Any]) -> None:
        self._folder = folder
        self._adapter = adapter

    async def localise(self, values: Mapping[str, Any], turn: str) -> dict[str, Any]:
        """Return the values with every `RemoteFile` downloaded and replaced by what the handler side makes a path of.
        A turn that is taken again after a crash finds its files in the same places.

        Raises:
            DeliveryError: the platform did not give the file.
            OSError: it could not be written.
        """
        numbers = itertools.count(1)

        async def local(value: object) -> object:
            match value:
                case RemoteFile():
                    # The number keeps two files of one name apart; the name is only what a file may be called.
                    return await self._fetch(value, self._folder / turn / f"{next(numbers)}-{safe_name(value.name)}")
                case [RemoteFile(), *_]:
                    return [await local(file) for file in value]
                case _:
                    return value

        return {name: await local(value) for name, value in values.items()}

    async def fetch(self, file: RemoteFile, question: str) -> Path:
        """Download a file that was given to a question of a turn that goes on, and return where it lies.

        Raises:
            DeliveryError: the platform did not give it.
            OSError: it could not be written.
        """
        folder = self._folder / question
        number = len(list(folder.iterdir())) + 1 if folder.exists() else 1
        return await self._save(file, folder / f"{number}-{safe_name(file.name)}")

    async def remove(self) -> None:
        """Delete every file of the session."""
        if self._folder.exists():
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _save(self, file: RemoteFile, target: Path) -> Path:
        await asyncio.to_thread(target.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
        await self._adapter.download(file, target)
        return target

    async def _fetch(self, file: RemoteFile, target: Path) -> dict[str, Any]:
        await self._save(file, target)
        described = {"path": str(target), "name": file.name, "size": file.size, "mimetype": file.media_type}
        return {"__file__": described}


def safe_name(name: str) -> str:
    """A file name that stays in its folder and needs no quoting; the extension is kept."""
    cleaned = re.sub(r"[^\w.-]+", "_", name.replace("\\", "/").rpartition("/")[2])
    return cleaned[-LONGEST_NAME:] or "file"
