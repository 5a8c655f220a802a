"""A question as a typed value: what to show, and how a raw answer becomes a value of the agent's type.

Every kind registers itself under its `kind` (and its `aliases`) when its class is defined, so that a field of
`next_inputs` and a question asked in code are the same thing.
"""

from abc import abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class BaseInteraction(BaseModel, Generic[T]):
    """One question.

    Attributes:
        kind: the name the registry knows it by, such as ``string``.
        value_key: the name of the value, as the agent will read it.
        title: what to call it to a person; falls back to the key in words.
        prompt: the sentence that asks, where there is room for one.
        description: help beside the field.
        default: offered before the person types, and the value if they send nothing at all.
        required: whether an empty answer is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    registry_key: ClassVar[str] = "kind"
    registry: ClassVar[dict[str, type[Any]]] = {}
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
        kind = cls.model_fields["kind"].default
        if not isinstance(kind, str):
            return  # an intermediate class, such as the base of all choices
        for name in (kind, *cls.__dict__.get("aliases", ())):
            taken = BaseInteraction.registry.setdefault(name, cls)
            if taken is not cls and taken.__qualname__ != cls.__qualname__:
                raise TypeError(
                    f"interaction kind {name!r} is registered by {taken.__qualname__} and {cls.__qualname__}"
                )

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
