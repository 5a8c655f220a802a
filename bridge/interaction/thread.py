"""Questions asked from code in a thread of a platform: a turn that is under way asks, and goes on with the answer.

A platform derives a transport of its own kind from `ThreadTransport`, and a renderer of each kind of question from
`ThreadRenderer`. What those add says how a field of that kind is drawn; the same code draws the fields of forms.
"""

from pathlib import Path
from typing import Any, Protocol, TypeVar

from bridge.interaction.base import BaseInteraction
from bridge.interaction.renderer import BaseInteractionRenderer
from bridge.interaction.transport import BaseInteractionTransport
from bridge.interaction.values import RemoteFile

Tr = TypeVar("Tr", bound="ThreadTransport")
I = TypeVar("I", bound=BaseInteraction[Any])  # noqa: E741 - the interaction


class Desk(Protocol):
    """Who shows questions in a thread and hears what is answered: one turn of a conversation."""

    async def put(self, interaction: BaseInteraction[Any]) -> object:
        """Show the question, unless it stands there already, and return the next raw answer to it.

        Raises:
            EOFError: nobody will answer any more.
        """
        ...

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        """Tell the one who answered last what is wrong with it."""
        ...

    async def fetch(self, file: RemoteFile) -> Path:
        """Download a file that was given."""
        ...


class ThreadTransport(BaseInteractionTransport):
    """The people in a thread. A subclass names the platform by its `kind`, which is the name of its adapter."""

    kind = "thread"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @classmethod
    def of(cls, platform: str) -> type["ThreadTransport"]:
        """The transport of a platform; one that brings none has its questions drawn as its forms are."""
        return cls.registry.get(platform, cls)

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        await self.desk.refuse(interaction, error)

    async def fetch(self, file: RemoteFile) -> Path:
        return await self.desk.fetch(file)


class ThreadRenderer(BaseInteractionRenderer[Tr, I]):
    """A kind of question in a thread: the desk shows it, as one field of its own."""

    async def render(self, transport: Tr, interaction: I) -> object:
        return await transport.desk.put(interaction)


class AnyThreadRenderer(ThreadRenderer[ThreadTransport, BaseInteraction[Any]]):
    """Where a platform has no renderer of its own."""

    handles_transport = ThreadTransport
    handles_interaction = BaseInteraction
