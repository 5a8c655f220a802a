"""What becomes of the fields of a form, announced as of any other question (`bridge.interaction.lifecycle`)."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bridge.events import bus
from bridge.interaction import (
    BaseInteraction,
    Form,
    InteractionAnsweredEvent,
    InteractionAskedEvent,
    InteractionRetryEvent,
    RemoteFile,
    ThreadTransport,
)


class Announced:
    """The forms of one conversation, on the bus of the process."""

    def __init__(self, platform: str) -> None:
        self._transport = ThreadTransport.of(platform)(NoDesk())

    async def asked(self, form: Form) -> None:
        """It is shown."""
        await self._asked(form.under({}).fields)

    async def refused(self, form: Form, errors: Mapping[str, str], attempt: int) -> None:
        """What somebody sent is wrong, for the `attempt`-th time. It is asked again as often as it takes."""
        for name, error in errors.items():
            if (field := form.find(name)) is not None:
                await bus.emit(
                    InteractionRetryEvent(
                        interaction=field,
                        transport=self._transport,
                        attempt=attempt,
                        max_retries=None,
                        error=ValueError(error),
                    )
                )

    async def answered(self, form: Form, values: Mapping[str, Any]) -> None:
        """The agent is given these values. What others have only just made visible is announced as asked first."""
        before = {field.value_key for field in form.under({}).fields}
        fields = form.under(values).fields
        await self._asked(field for field in fields if field.value_key not in before)
        for field in fields:
            answered = field.model_copy(update={"value": values.get(field.value_key)})
            await bus.emit(InteractionAnsweredEvent(interaction=answered, transport=self._transport))

    async def _asked(self, fields: Iterable[BaseInteraction[Any]]) -> None:
        for field in fields:
            await bus.emit(InteractionAskedEvent(interaction=field, transport=self._transport))


class NoDesk:
    """Nothing is asked through the transport of a form: it says where the form is."""

    async def put(self, interaction: BaseInteraction[Any]) -> object:
        raise EOFError

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        """Nobody has answered."""

    async def fetch(self, file: RemoteFile) -> Path:
        raise EOFError
