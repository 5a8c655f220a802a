"""The question at the end of a turn: it waits for one answer, and gives way to it.

Guarantee: it is answered once, whoever answers at the same time.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bridge.interaction.form import Composer
from bridge.journal.journal import Journal
from bridge.ports import Answer, Person, Reply
from bridge.session.announced import Announced
from bridge.session.asked import Asked
from bridge.session.standing import Standing, answer_as_json


class Pending:
    """What waits for an answer in one conversation while no turn runs."""

    def __init__(self, standing: Standing, journal: Journal, announced: Announced) -> None:
        self._standing = standing
        self._journal = journal
        self._announced = announced
        self._concluding: set[asyncio.Task[None]] = set()

    def find(self, question: str) -> Asked | None:
        """The question, if it is this one that waits."""
        asked = self._standing.asked
        return asked if asked and asked.question.id == question else None

    def claim(self, asked: Asked) -> bool:
        """Keep the question for one answer: whether nobody else has answered meanwhile."""
        mine = self._standing.asked is asked
        if mine:
            self._standing.asked = None
        return mine

    def release(self, asked: Asked) -> None:
        """The answer came to nothing: the question waits again."""
        self._standing.asked = asked

    def answered(self, asked: Asked, person: Person, values: Mapping[str, Any], *, typed: bool = False) -> None:
        """The question is answered: its buttons give way to the answer. A typed answer stands in the thread already."""
        self._standing.asked = None
        form = asked.question.form
        shown = None
        if not (typed and form.composer is Composer.TEXT):
            answer = Answer(person, form.in_words(values))
            self._journal.concluded(asked.question.id, answer_as_json(answer))
            shown = replace(asked.reply, answer=answer)
        task = asyncio.create_task(self._conclude(asked, values, shown), name=f"answer {asked.question.id}")
        self._concluding.add(task)
        task.add_done_callback(self._concluding.discard)

    async def refused(self, asked: Asked, errors: Mapping[str, str]) -> None:
        """An answer was wrong; the question waits on."""
        asked.refused += 1
        await self._announced.refused(asked.question.form, errors, asked.refused)

    async def close(self, reason: str) -> None:
        """Nothing waits any more."""
        asked, self._standing.asked = self._standing.asked, None
        if asked is not None:
            self._journal.concluded(asked.reply.turn, {"closed": reason})
            await asked.delivery.close(asked.reply.turn, reason)

    async def drain(self) -> None:
        """Wait until every answer is shown."""
        while self._concluding:
            await asyncio.wait(self._concluding)

    async def _conclude(self, asked: Asked, values: Mapping[str, Any], shown: Reply | None) -> None:
        await self._announced.answered(asked.question.form, values)
        if shown is not None:
            await asked.delivery.finish(shown)
