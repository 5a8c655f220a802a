"""The components that messages and modals share: their types, buttons, options. Pure.

The value of an option is its index, so that the agent's own values keep their JSON type.
"""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from adapters.discord.message import Json
from adapters.discord.rendering.measure import characters
from bridge.interaction.choices import Option
from bridge.interaction.labels import labels, shortened
from bridge.ports import Pressed


class Kind(IntEnum):
    """Component types (Discord docs, "Component Reference")."""

    ROW = 1
    BUTTON = 2
    SELECT = 3
    TEXT = 4
    WORDS = 10
    LABEL = 18
    FILES = 19
    RADIO = 21
    BOXES = 22
    TICK = 23


class Style(IntEnum):
    """Button styles (Discord docs, "Button")."""

    PRIMARY = 1
    SECONDARY = 2
    DANGER = 4


class Lines(IntEnum):
    """Text input styles (Discord docs, "Text Input")."""

    ONE = 1
    MANY = 2


def button(text: str, pressed: Pressed, style: Style = Style.SECONDARY) -> Json:
    return {"type": Kind.BUTTON, "style": style.value, "label": text, "custom_id": pressed.token}


def row(*components: Mapping[str, Any]) -> Json:
    return {"type": Kind.ROW, "components": list(components)}


def room(choices: tuple[Option, ...], limit: int) -> int:
    """How many characters the label or the description of any of these options may have."""
    return characters((text for option in choices for text in (option.words, option.description)), limit)


def option_objects(choices: tuple[Option, ...], limit: int, selected: frozenset[int] = frozenset()) -> list[Json]:
    """The options of a select or a group. `limit` is what `room` gave."""
    return [
        {
            "label": label,
            "value": str(index),
            **({"description": shortened(option.description, limit)} if option.description.strip() else {}),
            **({"default": True} if index in selected else {}),
        }
        for index, (option, label) in enumerate(zip(choices, labels(choices, limit), strict=True))
    ]
