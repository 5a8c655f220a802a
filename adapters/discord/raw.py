"""Components as they are, in the shape discord.py takes.

Its own views live in memory and dispatch clicks to it; ours are dead from the start, because a click finds its way by
its `custom_id`, also after a restart. A stopped view is never stored.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import discord

from adapters.discord.message import Json


class Rows(discord.ui.View):
    """Action rows of a message."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        super().__init__(timeout=None)
        self._rows = [dict(row) for row in rows]
        self.stop()

    def to_components(self) -> list[Json]:
        return self._rows


class Form(discord.ui.Modal):
    """The data of a modal."""

    def __init__(self, data: Json) -> None:
        super().__init__(title=data["title"], custom_id=data["custom_id"])
        self._data = data
        self.stop()

    def to_dict(self) -> Json:
        return self._data
