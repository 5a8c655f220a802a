"""Drafts that are kept as the journal keeps them, in memory."""

import json
from collections.abc import Mapping
from typing import Any

from bridge.journal.given import to_plain, to_rich


class KeptDrafts:
    """What every person has entered, as JSON."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], str] = {}

    async def draft(self, question: str, person: str) -> Mapping[str, Any] | None:
        kept = self._kept.get((question, person))
        return None if kept is None else to_rich(json.loads(kept))

    async def keep_draft(self, question: str, person: str, body: Mapping[str, object]) -> None:
        self._kept[question, person] = json.dumps(to_plain(body))

    def forget_draft(self, question: str, person: str) -> None:
        self._kept.pop((question, person), None)
