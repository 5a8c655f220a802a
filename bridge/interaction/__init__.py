"""What an agent asks: interactions, their kinds, and forms made of them."""

from bridge.interaction.arrangement import Grouping, Preset, PresetGroup
from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import (
    ButtonInteraction,
    ChoiceInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    Option,
)
from bridge.interaction.form import Composer, Form, Parsed
from bridge.interaction.kinds import (
    BooleanInteraction,
    FloatInteraction,
    IntegerInteraction,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.values import Picked, RemoteFile

__all__ = [
    "BaseInteraction",
    "BooleanInteraction",
    "ButtonInteraction",
    "ChoiceInteraction",
    "Composer",
    "ConfirmInteraction",
    "DropdownInteraction",
    "FileInteraction",
    "FloatInteraction",
    "Form",
    "Grouping",
    "IntegerInteraction",
    "Option",
    "Parsed",
    "Picked",
    "Preset",
    "PresetGroup",
    "RemoteFile",
    "StringInteraction",
    "TextareaInteraction",
]
