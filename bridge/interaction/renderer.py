"""How one kind of question is shown on one transport, and what a person's answer to it is.

Guarantee: a pair of transport and interaction has at most one renderer, under `<transport kind>:<interaction kind>`. A
kind without one of its own is drawn as the class it was made of is, and so is a transport: a `StringInteraction` with a
stricter `parse` needs no renderer. The question's kind counts before the transport's. A renderer of `BaseInteraction`
takes what is left.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from bridge import plugins
from bridge.errors import RendererMissing
from bridge.interaction.base import BaseInteraction
from bridge.interaction.registry import Registry

if TYPE_CHECKING:
    from bridge.interaction.transport import BaseInteractionTransport

Tr = TypeVar("Tr", bound="BaseInteractionTransport")
I = TypeVar("I", bound=BaseInteraction[Any])  # noqa: E741 - the interaction


ANY = "*"
"""The kind in the key of a renderer that handles `BaseInteraction`: it takes whatever nobody else does."""


class BaseInteractionRenderer(ABC, Generic[Tr, I]):
    """One kind of question on one transport. Naming both registers the class.

    >>> import asyncio
    >>> from bridge.interaction import BaseInteractionTransport, StringInteraction
    >>> class Oracle(BaseInteractionTransport):
    ...     kind = "example_oracle"
    >>> class OracleString(BaseInteractionRenderer[Oracle, StringInteraction]):
    ...     handles_transport = Oracle
    ...     handles_interaction = StringInteraction
    ...     async def render(self, transport: Oracle, interaction: StringInteraction) -> object:
    ...         return f"you know your {interaction.label.lower()}"
    >>> asyncio.run(Oracle().ask(StringInteraction(value_key="fate")))
    'you know your fate'
    """

    registry: ClassVar[Registry[Any]] = Registry("renderer", plugins.RENDERERS)

    handles_transport: ClassVar[type[Any]]
    handles_interaction: ClassVar[type[Any]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "handles_transport") and hasattr(cls, "handles_interaction"):
            for kind in (ANY,) if cls.handles_interaction is BaseInteraction else cls.handles_interaction.kinds():
                BaseInteractionRenderer.registry.register(render_key(cls.handles_transport.kind, kind), cls)

    @abstractmethod
    async def render(self, transport: Tr, interaction: I) -> object:
        """Show the question, wait, and return the raw answer for `parse`; None leaves it as it was offered.

        Raises:
            ValueError: what the person did is no answer; a sentence for them. They are asked again.
            EOFError: nobody is there to answer, or not any more.
        """


def render_key(transport: str, interaction: str) -> str:
    """The name a renderer is registered under."""
    return f"{transport}:{interaction}"


def find_renderer(
    transport: "BaseInteractionTransport | type[BaseInteractionTransport]", interaction: BaseInteraction[Any]
) -> type[Any]:
    """The renderer class for a question on a transport, or on all transports of a class.

    Raises:
        RendererMissing: there is none, neither for the kinds nor for what they were made of.
    """
    transport = transport if isinstance(transport, type) else type(transport)
    for key in _keys(transport, interaction):
        if (found := BaseInteractionRenderer.registry.search(key)) is not None:
            return found
    asked, through = interaction.kind, transport.kind
    group = plugins.groups(plugins.RENDERERS)[0]
    raise RendererMissing(
        f"nobody can ask the interaction {asked!r} through the transport {through!r}: found no renderer "
        f"{render_key(through, asked)!r}. Define a BaseInteractionRenderer with handles_transport = "
        f"{transport.__name__} and handles_interaction = {type(interaction).__name__}, and import its module, or "
        f"name that under the entry point group {group}."
    )


def _keys(transport: "type[BaseInteractionTransport]", interaction: BaseInteraction[Any]) -> Iterator[str]:
    """The names under which a renderer may stand, the nearest first."""
    own = [cls.__dict__.get("kind") for cls in transport.__mro__]
    transports = [kind for kind in own if isinstance(kind, str)]
    made_of = [cls for cls in type(interaction).__mro__ if issubclass(cls, BaseInteraction)]
    for kind in (interaction.kind, *(kind for cls in made_of for kind in cls.kinds())):
        yield from (render_key(through, kind) for through in transports)
    yield from (render_key(through, ANY) for through in transports)
