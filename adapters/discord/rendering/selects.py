"""Selects, one below another: a select holds 25 options, and a message five selects. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from adapters.discord.components import Kind
from adapters.discord.limits import OPTIONS
from adapters.discord.message import Json
from adapters.discord.rendering.pack import Row
from bridge.ports import Pressed


def selects(pressed: Pressed, objects: Sequence[Json], words: str = "Choose…") -> Iterator[Row]:
    """The option objects in as many selects as they need. `words` stand in each of them."""
    for start in range(0, len(objects), OPTIONS):
        shown = objects[start : start + OPTIONS]
        span = f" ({start + 1}–{start + len(shown)})"
        select: Json = {
            "type": Kind.SELECT,
            "custom_id": replace(pressed, choice=pressed.choice + start).token,
            "placeholder": f"{words}{span if len(objects) > OPTIONS else ''}",
            "options": shown,
        }
        yield Row((select,))
