"""Questions asked by an agent's code while a turn of its conversation runs: the transport `agent`.

The bridge shows the question in the thread, checks the answer and asks again, as the platform can; here a kind of the
agent's own parses it once more. Where the code runs in a terminal instead, it asks there: see `here`.
"""

import asyncio
import sys
from collections.abc import Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

from bridge.errors import AnswerRefused, InteractionError, NobodyAnswers
from bridge.interaction.base import BaseInteraction
from bridge.interaction.renderer import BaseInteractionRenderer
from bridge.interaction.transport import BaseInteractionTransport
from bridge.interaction.values import Picked, RemoteFile

T = TypeVar("T")

HANDLER = "_chatbridge_handler"
"""The package of ours that a handler's process has loaded (`bridge.handler`); it runs without the rest of us."""

_retries: ContextVar[int] = ContextVar("retries", default=3)


class AgentTransport(BaseInteractionTransport):
    """The people in the thread of this conversation."""

    kind = "agent"

    def __init__(self) -> None:
        self._wrong: dict[int, str] = {}

    async def ask(self, interaction: BaseInteraction[T], max_retries: int = 3) -> T:
        before = _retries.set(max_retries)
        try:
            return await super().ask(interaction, max_retries)
        finally:
            _retries.reset(before)
            self._wrong.pop(id(interaction), None)

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        """What this side refuses was right to the bridge: the question is put once more, with what is wrong."""
        self._wrong[id(interaction)] = str(error)

    async def put(self, interaction: BaseInteraction[Any]) -> object:
        """Have the question asked, and return the raw answer.

        Raises:
            AnswerRefused: no answer could be used.
            NobodyAnswers: nobody will answer.
            InteractionError: the bridge cannot ask this.
        """
        asking = _handler_module("asking")
        agent = _handler_module("serve").current
        fields = interaction.model_dump(mode="json", exclude={"kind", "value"}, exclude_none=True, fallback=str)
        if (wrong := self._wrong.pop(id(interaction), "")) != "":
            fields["prompt"] = " ".join(filter(None, (f"⚠ {wrong}", interaction.prompt)))
        kinds = [kind for cls in type(interaction).__mro__ if issubclass(cls, BaseInteraction) for kind in cls.kinds()]
        question = {"kinds": kinds, "fields": fields, "max_retries": _retries.get()}
        try:
            outcome = await agent.questions().ask(question)
        except asking.NotAsked as error:
            raise FAILURES.get(error.kind, InteractionError)(str(error)) from None
        return _raw(outcome["raw"])


FAILURES: Mapping[str, type[InteractionError]] = {"refused": AnswerRefused, "nobody": NobodyAnswers}


def here() -> BaseInteractionTransport:
    """The way to the person for the code that calls this: the thread of its conversation, or else the terminal.

    >>> here().kind
    'cli'
    """
    if _runs_in_handler():
        return AgentTransport()
    return BaseInteractionTransport.registry.find("cli")()


async def ask(interaction: BaseInteraction[T], max_retries: int = 3) -> T:
    """Ask the person, from a coroutine of an agent in the middle of a turn; several questions may wait at once.

    Raises:
        InteractionError: as `BaseInteractionTransport.ask`.
    """
    return await here().ask(interaction, max_retries)


def ask_sync(interaction: BaseInteraction[T], max_retries: int = 3) -> T:
    """Ask the person, from a plain function of an agent in the middle of a turn, which waits for the answer.

    Raises:
        InteractionError: as `BaseInteractionTransport.ask`.
        RuntimeError: it is called from a coroutine, which it would keep from going on: await `ask` there.
    """
    if asyncio.events._get_running_loop() is not None:  # noqa: SLF001 - `get_running_loop` would raise
        raise RuntimeError("ask_sync() would keep this event loop from going on; write `await ask(…)` here")
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(ask(interaction, max_retries))
    finally:
        loop.close()


class AgentRenderer(BaseInteractionRenderer[AgentTransport, BaseInteraction[Any]]):
    """Any kind of question: the bridge draws it."""

    handles_transport = AgentTransport
    handles_interaction = BaseInteraction

    async def render(self, transport: AgentTransport, interaction: BaseInteraction[Any]) -> object:
        return await transport.put(interaction)


def _runs_in_handler() -> bool:
    serving = sys.modules.get(f"{HANDLER}.serve")
    return serving is not None and serving.current is not None


def _handler_module(name: str) -> Any:
    if not _runs_in_handler():
        raise NobodyAnswers("this code runs in no conversation of chatbridge; ask through another transport, or `ask`")
    return __import__(f"{HANDLER}.{name}", fromlist=[name])


def _raw(given: Any) -> object:
    """A raw answer as the bridge sent it."""
    match given:
        case {"__picked__": int(index)}:
            return Picked(index)
        case {"__file__": {"path": path, "name": name, "size": size, "mimetype": media_type}}:
            return RemoteFile(name, size, media_type, handle=Path(path))
        case list():
            return [_raw(part) for part in given]
        case _:
            return given
