"""Questions asked from code: a transport shows them to a person and gives back typed values.

Guarantee of `ask`: it returns a value of the question's type, or raises an error of the tree in `bridge.errors`;
nothing is shown if nobody knows how to; and whatever happens is announced (`bridge.interaction.lifecycle`).
"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from bridge import plugins
from bridge.errors import AnswerRefused, DefaultRefused, InteractionError, NobodyAnswers
from bridge.events import EventBus, bus
from bridge.handler.files import GivenFile
from bridge.interaction.base import BaseInteraction
from bridge.interaction.defaults import settled
from bridge.interaction.lifecycle import (
    InteractionAnsweredEvent,
    InteractionAskedEvent,
    InteractionFailedEvent,
    InteractionRetryEvent,
)
from bridge.interaction.registry import Registry
from bridge.interaction.renderer import BaseInteractionRenderer, find_renderer
from bridge.interaction.values import RemoteFile

T = TypeVar("T")

Next = Callable[[BaseInteraction[Any]], Awaitable[object]]
"""Goes on with an attempt: shows the question and returns the raw answer."""

Middleware = Callable[[BaseInteraction[Any], int, Next], Awaitable[object]]
"""What stands around each attempt: given the question, the attempt's number from 1 and `Next`, returns the answer."""


class BaseInteractionTransport:
    """A way to a person. A subclass with a `kind` registers itself; its renderers say how each kind of question is put.

    >>> import asyncio
    >>> from bridge.interaction import BaseInteractionRenderer, IntegerInteraction
    >>> class Sheet(BaseInteractionTransport):
    ...     kind = "example_sheet"
    ...     def __init__(self, **written: str) -> None:
    ...         self.written = written
    >>> class SheetInteger(BaseInteractionRenderer[Sheet, IntegerInteraction]):
    ...     handles_transport = Sheet
    ...     handles_interaction = IntegerInteraction
    ...     async def render(self, transport: Sheet, interaction: IntegerInteraction) -> object:
    ...         return transport.written[interaction.value_key]
    >>> asyncio.run(Sheet(age="42").ask(IntegerInteraction(value_key="age")))
    42

    Attributes:
        events: where its questions are announced; the bus of the process unless it is set.
        middleware: what stands around each attempt, the outermost first.
    """

    registry: ClassVar[Registry[Any]] = Registry("interaction transport", plugins.TRANSPORTS)

    kind: ClassVar[str]
    events: EventBus = bus
    middleware: tuple[Middleware, ...] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "kind" in cls.__dict__:
            BaseInteractionTransport.registry.register(cls.kind, cls)

    def use(self, middleware: Middleware) -> Middleware:
        """Put middleware around every attempt from now on, inside of what stands there already.

        It may look (`return await next(interaction)`), answer itself, show another question than the one that is
        parsed, or refuse with a `ValueError`, which is an attempt used up.

        >>> import asyncio
        >>> from bridge.interaction import StringInteraction
        >>> transport = BaseInteractionTransport.registry.find("cli")()
        >>> @transport.use
        ... async def answer_from_the_cache(interaction, attempt, next):
        ...     return "cached" if attempt == 1 else await next(interaction)
        >>> asyncio.run(transport.ask(StringInteraction(value_key="dataset")))
        'cached'
        """
        self.middleware = (*self.middleware, middleware)
        return middleware

    async def ask(self, interaction: BaseInteraction[T], max_retries: int = 3) -> T:
        """Ask until an answer can be parsed: once, and at most `max_retries` times again.

        Raises:
            RendererMissing: this kind of question cannot be shown here. Nothing was.
            DefaultRefused: what it offers is no answer to it. Nothing was shown.
            AnswerRefused: no answer could be parsed.
            NobodyAnswers: the person is gone.
        """
        try:
            renderer = find_renderer(self, interaction)()
            interaction = await _settled(interaction)
            await self.events.emit(InteractionAskedEvent(interaction=interaction, transport=self))
            value = await self._answer(renderer, interaction, max_retries)
        except (Exception, asyncio.CancelledError) as error:
            await self.events.emit(InteractionFailedEvent(interaction=interaction, transport=self, error=error))
            raise
        answered = interaction.model_copy(update={"value": value})
        await self.events.emit(InteractionAnsweredEvent(interaction=answered, transport=self))
        return value

    async def refuse(self, interaction: BaseInteraction[Any], error: ValueError) -> None:
        """Tell the person that their answer is wrong. What is shown next is the question again, if anything is."""

    async def fetch(self, file: RemoteFile) -> Path:
        """Where a file that a person gave lies here. A transport whose files lie elsewhere downloads it.

        Raises:
            InteractionError: it cannot be had.
        """
        if isinstance(file.handle, Path):
            return file.handle
        raise InteractionError(
            f"{file.name} was given, but the transport {self.kind!r} cannot download it: its class defines no fetch."
        )

    async def _answer(
        self, renderer: BaseInteractionRenderer[Any, Any], interaction: BaseInteraction[T], max_retries: int
    ) -> T:
        attempt = 1
        while True:
            try:
                return await self._attempt(renderer, interaction, attempt)
            except EOFError as error:
                raise NobodyAnswers(
                    f"{interaction.label}: the input ended before it was answered; expected an answer to "
                    f"{interaction.value_key!r} ({interaction.kind}). Give one answer for each question."
                ) from error
            except ValueError as error:
                await self.refuse(interaction, error)
                if attempt > max_retries:
                    raise AnswerRefused(
                        f"{interaction.label}: none of {attempt} answers to {interaction.value_key!r} "
                        f"({interaction.kind}) could be used. The last one: {error}"
                    ) from error
                await self.events.emit(
                    InteractionRetryEvent(
                        interaction=interaction, transport=self, attempt=attempt, max_retries=max_retries, error=error
                    )
                )
                attempt += 1

    async def _attempt(
        self, renderer: BaseInteractionRenderer[Any, Any], interaction: BaseInteraction[T], attempt: int
    ) -> T:
        async def show(shown: BaseInteraction[Any]) -> object:
            return await renderer.render(self, shown)

        following: Next = show
        for middleware in reversed(self.middleware):
            following = _around(middleware, attempt, following)
        value: Any = await interaction.answer(await following(interaction))
        return await self._with_files(value)

    async def _with_files(self, value: Any) -> Any:
        """The value with every file as agents get it: a path that also answers like a mapping."""
        if isinstance(value, list):
            return [await self._with_files(part) for part in value]
        if not isinstance(value, RemoteFile):
            return value
        path = await self.fetch(value)
        return GivenFile({"path": str(path), "name": value.name, "size": value.size, "mimetype": value.media_type})


async def _settled(interaction: BaseInteraction[T]) -> BaseInteraction[T]:
    try:
        return await settled(interaction)
    except ValueError as error:
        raise DefaultRefused(
            f"{interaction.label}: the default of {interaction.value_key!r} ({interaction.kind}) is "
            f"{interaction.default!r}, which it refuses as an answer: {error}"
        ) from error


def _around(middleware: Middleware, attempt: int, following: Next) -> Next:
    async def around(interaction: BaseInteraction[Any]) -> object:
        return await middleware(interaction, attempt, following)

    return around
