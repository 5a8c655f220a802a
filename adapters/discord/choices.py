"""A choice's options → a radio group, checkboxes, or as many selects as they need.

The value of an option is its index, so that the agent's own values keep their JSON type.
"""

from typing import Any

from adapters.discord.measure import characters
from adapters.discord.message import Json
from adapters.discord.modal_limits import OPTION_TEXT, SELECT_OPTIONS, Kind
from bridge.interaction.choices import ChoiceInteraction, Option
from bridge.interaction.labels import labels, shortened
from bridge.interaction.values import Picked


def room(choices: tuple[Option, ...]) -> int:
    """How many characters the label or the description of any of these options may have."""
    return characters((text for option in choices for text in (option.words, option.description)), OPTION_TEXT)


def option_objects(choices: tuple[Option, ...], selected: frozenset[int]) -> list[Json]:
    limit = room(choices)
    return [
        {
            "label": label,
            "value": str(index),
            **({"description": shortened(option.description, limit)} if option.description.strip() else {}),
            **({"default": True} if index in selected else {}),
        }
        for index, (option, label) in enumerate(zip(choices, labels(choices, limit), strict=True))
    ]


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
    required = required and len(objects) <= SELECT_OPTIONS
    shown = [objects[start : start + SELECT_OPTIONS] for start in range(0, len(objects), SELECT_OPTIONS)]
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
