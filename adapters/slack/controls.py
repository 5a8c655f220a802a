"""Buttons and selects of ours, and the block they stand in. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from adapters.slack.limits import SELECTABLE
from adapters.slack.message import Json
from adapters.slack.options import option_objects, plain, selection
from adapters.slack.split import Piece
from bridge.interaction.choices import Option
from bridge.ports import Pressed

BACK: Json = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "back", "text": plain("Back"), "value": "back"}],
}
"""The way to the page before, at the end of a modal."""


def button(text: str, pressed: Pressed, style: str = "") -> Json:
    button: Json = {"type": "button", "action_id": pressed.token, "text": plain(text)}
    return {**button, "style": style} if style else button


def selects(pressed: Pressed, choices: tuple[Option, ...], chosen: int | None = None) -> Iterator[Json]:
    """The options in as many selects as they need; `chosen` is the index of the one that is selected."""
    objects = option_objects(choices)
    for start in range(0, len(objects), SELECTABLE):
        shown = objects[start : start + SELECTABLE]
        initial = [one for index, one in enumerate(shown, start) if index == chosen]
        yield {
            "type": "static_select",
            "action_id": replace(pressed, choice=start).token,
            "placeholder": plain("Choose…"),
            **selection(shown),
            **({"initial_option": initial[0]} if initial else {}),
        }


def actions(elements: list[Json], text: str) -> Piece:
    """The block. `text` says in plain words what stands in it."""
    return Piece(text=text, blocks=({"type": "actions", "elements": elements},), chars=0)
