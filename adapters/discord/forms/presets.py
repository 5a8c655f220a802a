"""The presets of a form. A modal cannot change while it is open, so they stand in the message that asks: choosing one
opens the form filled in. They are known by their place among all of a form's presets. Pure.
"""

from collections.abc import Iterable
from typing import Any

from bridge.interaction.arrangement import Preset
from bridge.interaction.form import Form


def preset_at(form: Form, place: int) -> Preset | None:
    """The preset, or None if the form has no such one."""
    every = [preset for group in form.presets for preset in group.presets]
    return every[place] if 0 <= place < len(every) else None


def preset_values(form: Form, places: Iterable[int]) -> dict[str, Any]:
    """What these presets fill in, a later one over an earlier one."""
    values: dict[str, Any] = {}
    for place in places:
        preset = preset_at(form, place)
        values |= preset.values if preset is not None else {}
    return values
