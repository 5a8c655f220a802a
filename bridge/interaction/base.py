"""A question as a typed value: what to show, and how a raw answer becomes a value of the agent's type.

Every kind registers itself under its `kind` (and its `aliases`) when its class is defined, so that a field of
`next_inputs` and a question asked in code are the same thing.
"""

from abc import abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

from bridge import plugins
from bridge.interaction.registry import Registry

T = TypeVar("T")


class BaseInteraction(BaseModel, Generic[T]):
    """One question. A kind of question is a subclass with a `kind` of its own and a `parse`.

    >>> import asyncio
    >>> class ColourInteraction(BaseInteraction[str]):
    ...     kind: str = "example_colour"
    ...     async def parse(self, value: object) -> str:
    ...         if str(value) in ("red", "green"):
    ...             return str(value)
    ...         raise ValueError("Name a colour: red or green.")
    >>> question = ColourInteraction(value_key="colour", title="Colour", prompt="Which one?")
    >>> asyncio.run(question.parse("red"))
    'red'
    >>> BaseInteraction.registry.find("example_colour") is ColourInteraction
    True

    Attributes:
        kind: the name the registry knows it by, such as ``string``.
        value_key: the name of the value, as the agent will read it.
        title: what to call it to a person; falls back to the key in words.
        prompt: the sentence that asks, where there is room for one.
        description: help beside the field.
        default: offered before the person types, and the value if they send nothing at all.
        value: the typed answer, in the copy that `InteractionAnsweredEvent` announces.
        required: whether an empty answer is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    registry_key: ClassVar[str] = "kind"
    registry: ClassVar[Registry[Any]] = Registry("interaction kind", plugins.INTERACTIONS)
    aliases: ClassVar[tuple[str, ...]] = ()

    kind: str
    value_key: str
    title: str | None = None
    prompt: str | None = None
    description: str | None = None
    default: T | None = None
    value: T | None = None
    required: bool = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.__pydantic_generic_metadata__["origin"] is None:  # `Kind[int]` is the kind it was made of
            for name in cls.kinds():
                BaseInteraction.registry.register(name, cls)

    @classmethod
    def kinds(cls) -> tuple[str, ...]:
        """The names of this class: its kind and the aliases; none for one that only others are made of."""
        kind = cls.model_fields["kind"].default
        return (kind, *cls.__dict__.get("aliases", ())) if isinstance(kind, str) else ()

    @property
    def label(self) -> str:
        """What to call this question to a person; never empty."""
        return self.title or self.value_key.replace("_", " ").strip().capitalize() or "Answer"

    @abstractmethod
    async def parse(self, value: object) -> T:
        """Turn a raw, non-empty answer into a typed value.

        Raises:
            ValueError: with one sentence for the person, saying what is expected.
        """

    async def answer(self, raw: object) -> T:
        """The value of a question that is asked alone: always of its type, so that who asked need not look.

        An answer that is empty is the default if there is one, else what `empty` says; a kind without an empty value
        refuses it.

        Raises:
            ValueError: as `parse`.
        """
        if raw is None or raw == "" or raw == []:
            if self.default is not None:
                return self.default
            if (value := await self.read(raw)) is not None:
                return value
        return await self.parse("" if raw is None else raw)

    async def read(self, value: object) -> T | None:
        """`parse`, with an empty answer treated as the kind says: refused if `required`, else `empty`."""
        if value is None or value == "" or value == []:
            if self.required:
                raise ValueError("This is required.")
            return self.empty
        return await self.parse(value)

    @property
    def empty(self) -> T | None:
        """The value when the person left it empty."""
        return None

    def in_words(self, value: object) -> str:
        """A typed value as a person would say it."""
        return "—" if value is None or value == "" else str(value)
