"""One question of a turn that goes on, and what people answer to it (`bridge.interaction.Desk`)."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bridge.handler.files import GivenFile
from bridge.interaction import BaseInteraction, RemoteFile
from bridge.journal.given import to_plain
from bridge.journal.journal import Journal
from bridge.ports import Answer, Ask, Inbound, Person, Question, Receipt
from bridge.session import texts

TAKEN = Receipt(accepted=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """What a question needs of the conversation it is asked in.

    Attributes:
        journal: where answers are kept.
        again: whether the turn is taken again, and may have been answered before.
        fetch: downloads a file that was given in this turn.
        tell: says a line to one person.
        pause, resume: the turn begins to wait for people, or goes on; that may take until there is room for it.
    """

    journal: Journal
    again: bool
    fetch: Callable[[RemoteFile, str], Awaitable[Path]]
    tell: Callable[[Person, str], None]
    pause: Callable[[], None]
    resume: Callable[[], Coroutine[Any, Any, None]]


class Midway:
    """A question with its place in the thread (`ask`). `raw` is the last answer as it was given."""

    def __init__(
        self, question: Question, interaction: BaseInteraction[Any], *, at: int, most: int, keeping: Keeping, turn: str
    ) -> None:
        self.question = question
        self.interaction = interaction
        self.ask = Ask(at=at, question=question)
        self.raw: object = None
        self.changed: Callable[[], object] = lambda: None
        self._most = most
        self._keeping = keeping
        self._turn = turn
        self._given: asyncio.Queue[object] = asyncio.Queue()
        self._claimed = False
        self._wrong = 0
        self._looked_up = not keeping.again

    @property
    def waits(self) -> bool:
        return self.ask.waits and not self._claimed

    async def take(self, event: Inbound, raw: Mapping[str, object]) -> Receipt:
        """Check an answer, raw by field name. One that is right is written down before it counts.

        Raises:
            JournalError: it could not be written; the question still waits.
        """
        name = self.interaction.value_key
        try:
            value = await self.interaction.answer(raw.get(name))
        except ValueError as error:
            self._wrong += 1
            self._claimed = self._wrong > self._most
            self._given.put_nowait(raw.get(name))
            return Receipt(accepted=False, errors={name: str(error)}, final=self._claimed)
        if not self.waits:  # somebody else was quicker
            return Receipt(accepted=False, errors={name: texts.TOO_LATE}, final=True)
        self._claimed = True
        new = False
        try:
            body = {"person": event.person.id, "name": event.person.name, "raw": to_plain(raw.get(name))}
            new = await self._keeping.journal.answer(event, self._turn, self.question.id, body)
        finally:
            self._claimed = new
        if new:
            self._show(event.person, value)
            self._given.put_nowait(raw.get(name))
        return TAKEN

    def close(self, reason: str) -> None:
        """Nobody waits for it any more, unless it was answered."""
        if self.ask.waits:
            self.ask = replace(self.ask, closed=reason)
            self.changed()

    # ── what the transport asks of a desk ─────────────────────────────────────────────────────────────────────────────

    async def put(self, interaction: BaseInteraction[Any]) -> object:
        if not self._looked_up:
            self._looked_up = True
            await self._recall()
        self.changed()
        self.raw = await self._given.get()
        return self.raw

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        """Who gave a wrong answer knows it from `take`; only what was taken and is refused nevertheless is news."""
        answer = self.ask.answer
        if answer is not None:
            self._claimed = False
            self.ask = replace(self.ask, answer=None)
            self._keeping.tell(answer.person, str(error))

    async def fetch(self, file: RemoteFile) -> Path:
        return await self._keeping.fetch(file, self.question.id)

    async def _recall(self) -> None:
        """Take what was answered before a crash."""
        kept = await self._keeping.journal.answer_of(self._turn, self.question.id)
        if kept is not None:
            self._claimed = True
            self._show(Person(kept["person"], kept["name"]), await self.interaction.answer(kept["raw"]))
            self._given.put_nowait(kept["raw"])

    def _show(self, person: Person, value: Any) -> None:
        words = ((self.interaction.label, self.interaction.in_words(value)),)
        self.ask = replace(self.ask, answer=Answer(person, words))
        self.changed()


def for_agents(raw: object, value: object = None) -> Any:
    """An answer as the handler's side reads it; of files, those that were downloaded for `value`."""
    match raw, value:
        case GivenFile(), _:
            return {"__file__": raw.described}
        case (RemoteFile(), _) | ([RemoteFile(), *_], _):
            return for_agents(value)
        case list(), _:
            return [for_agents(part) for part in raw]
        case _:
            return to_plain(raw)
