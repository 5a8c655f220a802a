"""Questions asked from code, at the terminal: the transport `cli` and a renderer for every kind chatbridge brings.

Guarantee: a question of `ask` and a field of an agent's form are put, read and refused by the same code.
"""

import asyncio
import sys
from pathlib import Path
from typing import IO, Any, TextIO, TypeVar

from adapters.terminal import fields
from adapters.terminal.entering import Prompt, prompt_of
from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import ButtonInteraction, ConfirmInteraction, DropdownInteraction, FileInteraction
from bridge.interaction.kinds import (
    BooleanInteraction,
    FloatInteraction,
    IntegerInteraction,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.renderer import BaseInteractionRenderer
from bridge.interaction.transport import BaseInteractionTransport
from bridge.interaction.values import RemoteFile

I = TypeVar("I", bound=BaseInteraction[Any])  # noqa: E741 - the interaction


class CLIInteractionTransport(BaseInteractionTransport):
    r"""The person at the terminal; where standard input is none, its lines are the answers, in order.

    >>> import asyncio, io
    >>> from bridge.interaction import IntegerInteraction
    >>> transport = CLIInteractionTransport(stdin=io.StringIO("many\n7\n"), stdout=io.StringIO())
    >>> asyncio.run(transport.ask(IntegerInteraction(value_key="copies")))
    7
    """

    kind = "cli"

    def __init__(
        self,
        *,
        stdin: IO[str] | IO[bytes] | None = None,
        stdout: TextIO | None = None,
        prompt: Prompt | None = None,
    ) -> None:
        """The streams are those that the process has when it asks, unless given; or a prompt that is there already."""
        self._stdin = stdin
        self._stdout = stdout
        self._prompt = prompt

    @property
    def prompt(self) -> Prompt:
        """Where this transport asks. Transports on the same streams share it."""
        return self._prompt or prompt_of(self._stdin or sys.stdin, self._stdout or sys.stdout)

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        self.prompt.complain(interaction, str(error))

    async def fetch(self, file: RemoteFile) -> Path:
        return Path(str(file.handle))


class CLIRenderer(BaseInteractionRenderer[CLIInteractionTransport, I]):
    """A question as a prompt. A subclass names its kind by `handles_interaction`, and may `read` in its own way."""

    handles_transport = CLIInteractionTransport

    several = False
    """Whether an answer may go on over several lines."""

    async def render(self, transport: CLIInteractionTransport, interaction: I) -> object:
        line = await transport.prompt.enter(interaction, several=self.several)
        return None if fields.keeps_default(interaction, line) else await self.read(interaction, line)

    async def read(self, interaction: I, line: str) -> object:
        """The raw answer that the line means.

        Raises:
            ValueError: with one sentence for the person.
        """
        return fields.raw(interaction, line)


class CLIStringRenderer(CLIRenderer[StringInteraction]):
    handles_interaction = StringInteraction


class CLITextareaRenderer(CLIRenderer[TextareaInteraction]):
    handles_interaction = TextareaInteraction
    several = True


class CLIIntegerRenderer(CLIRenderer[IntegerInteraction]):
    handles_interaction = IntegerInteraction


class CLIFloatRenderer(CLIRenderer[FloatInteraction]):
    handles_interaction = FloatInteraction


class CLIBooleanRenderer(CLIRenderer[BooleanInteraction]):
    handles_interaction = BooleanInteraction


class CLIDropdownRenderer(CLIRenderer[DropdownInteraction]):
    handles_interaction = DropdownInteraction


class CLIButtonRenderer(CLIRenderer[ButtonInteraction]):
    handles_interaction = ButtonInteraction


class CLIConfirmRenderer(CLIRenderer[ConfirmInteraction]):
    handles_interaction = ConfirmInteraction


class CLIFileRenderer(CLIRenderer[FileInteraction]):
    handles_interaction = FileInteraction

    async def read(self, interaction: FileInteraction, line: str) -> object:
        return await asyncio.to_thread(fields.raw, interaction, line)  # a path may lie on a disk far away
