"""What a question offers before anybody has typed: it has to be an answer to that question."""

from collections.abc import Coroutine
from typing import Any, TypeVar

from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import ChoiceInteraction

T = TypeVar("T")


async def settled(asked: BaseInteraction[T]) -> BaseInteraction[T]:
    """The question with its default as an answer would be read: of an option's label, say, the option's value.

    An empty default offers nothing, and is none.

    Raises:
        ValueError: the question refuses its own default.
    """
    default: Any = asked.default
    if default is None:
        return asked
    offers_it = isinstance(asked, ChoiceInteraction) and any(option.value == default for option in asked.choices)
    if default in ("", []) and not offers_it:
        return asked.model_copy(update={"default": None})
    return asked.model_copy(update={"default": await asked.parse(default)})


def beginning_with(asked: BaseInteraction[T], value: Any) -> BaseInteraction[T]:
    """The question with this value as its default; as it is if it refuses that."""
    try:
        at_once(asked.read(value), value)
    except ValueError:
        return asked
    return asked.model_copy(update={"default": value})


def at_once(reading: Coroutine[Any, Any, T], otherwise: T) -> T:
    """What a coroutine returns that waits for nothing; of one that has to wait, which is given up, `otherwise`."""
    try:
        reading.send(None)
    except StopIteration as end:
        return end.value
    reading.close()
    return otherwise
