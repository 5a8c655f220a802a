"""What a turn asks while it goes on: shown in the thread, checked, written down, and given back to the handler.

Guarantees: a question is answered once; an answer is in the journal before it counts, so that a turn that has to be
taken again after a crash finds it, and asks nobody twice; a wrong answer costs nothing but an attempt.
"""

import asyncio
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from pydantic import ValidationError

from bridge.errors import AnswerRefused, InteractionError, NobodyAnswers
from bridge.host.port import Asking, Outcome
from bridge.interaction import BaseInteraction, Form, ThreadTransport
from bridge.ports import Ask, Question
from bridge.session import texts
from bridge.session.midway import Keeping, Midway, for_agents

log = structlog.get_logger("chatbridge.session")

Tell = Callable[[int, Outcome], None]
"""Give the handler what became of one of its questions."""


class Questions:
    """The questions of one turn. `changed` is called when the thread has to show something else."""

    def __init__(self, turn: str, platform: str, keeping: Keeping, reply: Tell) -> None:
        """Take the turn, the name of the platform's transport, where answers are kept, and who wants to know them."""
        self.changed: Callable[[], object] = lambda: None
        self._turn = turn
        self._transport = ThreadTransport.of(platform)
        self._keeping = keeping
        self._reply = reply
        self._all: dict[int, Midway] = {}
        self._serving: dict[int, asyncio.Task[None]] = {}
        self._alike: Counter[str] = Counter()

    @property
    def asks(self) -> tuple[Ask, ...]:
        """All of them as they stand, in order."""
        return tuple(midway.ask for midway in self._all.values())

    @property
    def waiting(self) -> tuple[Midway, ...]:
        """Those that wait for an answer, the longest waiting first."""
        return tuple(midway for midway in self._all.values() if midway.waits)

    def find(self, question: str) -> Midway | None:
        """The question of that id, if it waits."""
        return next((midway for midway in self.waiting if midway.question.id == question), None)

    def ask(self, asking: Asking, at: int) -> None:
        """Begin to ask, below the first `at` items of the turn."""
        try:
            interaction = _understood(asking)
        except InteractionError as error:
            self._reply(asking.number, _failure("unusable", error))
            return
        question = Question(self._id_of(asking), Form((interaction,)))
        midway = Midway(question, interaction, at=at, most=asking.max_retries, keeping=self._keeping, turn=self._turn)
        midway.changed = lambda: self.changed()  # noqa: PLW0108 - whoever shows the turn sets it later
        self._all[asking.number] = midway
        self._keeping.pause()
        serving = self._serve(midway, asking)
        self._serving[asking.number] = asyncio.create_task(serving, name=f"ask {question.id}")

    def withdraw(self, number: int) -> None:
        """The handler does not want to know any more."""
        if number in self._serving:
            self._serving[number].cancel()
            self._all[number].close(texts.NOT_NEEDED)
            if not self.waiting:
                self._serving[number] = asyncio.create_task(self._keeping.resume(), name="go on")

    async def end(self) -> None:
        """The turn is over: what still waits is not answered any more."""
        for task in self._serving.values():
            task.cancel()
        if self._serving:
            await asyncio.wait(self._serving.values())
        for midway in self._all.values():
            midway.close(texts.NOT_NEEDED)

    async def _serve(self, midway: Midway, asking: Asking) -> None:
        try:
            value = await self._transport(midway).ask(midway.interaction, max_retries=asking.max_retries)
            outcome: Outcome = {"value": for_agents(value), "raw": for_agents(midway.raw, value)}
        except AnswerRefused as error:
            midway.close(texts.GIVEN_UP)
            outcome = _failure("refused", error)
        except NobodyAnswers as error:
            outcome = _failure("nobody", error)
        except Exception as error:  # noqa: BLE001 - a plugin's code, or the platform's: the agent is told
            log.warning("question_not_asked", question=midway.question.id, reason=repr(error))
            midway.close(texts.NOT_NEEDED)
            outcome = _failure("unusable", error)
        if not self.waiting:
            await self._keeping.resume()
        self._reply(asking.number, outcome)

    def _id_of(self, asking: Asking) -> str:
        """The same for the same question when the turn is taken again, in whatever order it asks then."""
        said = json.dumps([list(asking.kinds), asking.fields], sort_keys=True, default=str)
        words = hashlib.blake2b(said.encode(), digest_size=5).hexdigest()
        self._alike[words] += 1
        return f"{self._turn}.{words}{self._alike[words]}"


def _understood(asking: Asking) -> BaseInteraction[Any]:
    """The question as the nearest kind that is known here.

    Raises:
        InteractionError: it is of no kind that is, or not as that kind wants it.
    """
    known = next((found for kind in asking.kinds if (found := BaseInteraction.registry.get(kind)) is not None), None)
    if known is None:
        raise InteractionError(
            f"nobody here knows a question of the kind {' or '.join(asking.kinds) or '(none)'}. Derive it from one "
            "that chatbridge brings, or install the plugin that brings it beside the bridge."
        )
    fields = {name: value for name, value in asking.fields.items() if name in known.model_fields and name != "kind"}
    try:
        asked = known(**fields)
        nothing = asked.default is None and asked.empty is None  # so that an empty answer would be none
        return asked.model_copy(update={"required": True}) if nothing else asked
    except ValidationError as error:
        raise InteractionError(f"the question {asking.fields.get('value_key')!r}: {error}") from error


def _failure(kind: str, error: Exception) -> Mapping[str, Any]:
    return {"failure": {"kind": kind, "message": str(error) or type(error).__name__}}
