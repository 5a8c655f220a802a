"""A transport whose answers are written down, and that remembers what it showed."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from bridge.events import EventBus
from bridge.interaction import (
    BaseInteraction,
    BaseInteractionRenderer,
    BaseInteractionTransport,
    BooleanInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    IntegerInteraction,
    InteractionEvent,
    StringInteraction,
)


class ScriptedTransport(BaseInteractionTransport):
    """Gives the answers in their order; an exception among them is raised, and after the last one nobody answers."""

    kind = "test_scripted"

    def __init__(self, *answers: object) -> None:
        self.events = EventBus()
        self.left = list(answers)
        self.shown: list[str] = []
        self.refused: list[str] = []

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        self.refused.append(str(error))

    @contextmanager
    def watched(self) -> Generator[list[InteractionEvent]]:
        """What is announced meanwhile."""
        seen: list[InteractionEvent] = []
        with self.events.subscribe(InteractionEvent, seen.append):
            yield seen


class _Scripted(BaseInteractionRenderer[ScriptedTransport, Any]):
    handles_transport = ScriptedTransport

    async def render(self, transport: ScriptedTransport, interaction: BaseInteraction[Any]) -> object:
        transport.shown.append(interaction.label)
        if not transport.left:
            raise EOFError
        answer = transport.left.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer


class ScriptedString(_Scripted):
    handles_interaction = StringInteraction


class ScriptedInteger(_Scripted):
    handles_interaction = IntegerInteraction


class ScriptedBoolean(_Scripted):
    handles_interaction = BooleanInteraction


class ScriptedDropdown(_Scripted):
    handles_interaction = DropdownInteraction


class ScriptedConfirm(_Scripted):
    handles_interaction = ConfirmInteraction


class ScriptedFile(_Scripted):
    handles_interaction = FileInteraction
