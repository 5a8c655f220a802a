"""A choice's options → a radio group, checkboxes, or as many selects as they need."""

from typing import Any

from adapters.discord.components import Kind
from adapters.discord.limits import OPTIONS
from adapters.discord.message import Json
from bridge.interaction.choices import ChoiceInteraction
from bridge.interaction.values import Picked


def selected(asked: ChoiceInteraction[Any], before: object, *, multiple: bool) -> frozenset[int]:
    """The options a form begins with: those picked before, else the defaults."""
    if isinstance(before, Picked | list) or before is None:
        picks = before if isinstance(before, list) else [before]
        return frozenset(pick.index for pick in picks if isinstance(pick, Picked))
    defaults = [index for index, option in enumerate(asked.choices) if asked.is_default(option)]
    return frozenset(defaults if multiple else defaults[:1])


def radio(objects: list[Json], *, required: bool) -> tuple[Json, ...]:
    return ({"type": Kind.RADIO, "options": objects, "required": required},)


def boxes(objects: list[Json], *, required: bool) -> tuple[Json, ...]:
    bounds = {"min_values": int(required), "max_values": len(objects)}
    return ({"type": Kind.BOXES, "options": objects, "required": required, **bounds},)


def selects(objects: list[Json], *, required: bool, multiple: bool) -> tuple[Json, ...]:
    """Of several selects none is required: which of them holds the answer is only known when it is parsed."""
    required = required and len(objects) <= OPTIONS
    shown = [objects[start : start + OPTIONS] for start in range(0, len(objects), OPTIONS)]
    return tuple(
        {
            "type": Kind.SELECT,
            "options": options,
            "required": required,
            "min_values": int(required),
            "max_values": len(options) if multiple else 1,
        }
        for options in shown
    )
