"""How each kind of question looks in a modal, and how its state is read back. A registry as data.

The name of a field's reader is its `action_id`, so that a submission is read from its payload alone, after a restart
too. Shapes: Slack docs, "Block elements" and "view_submission payloads".
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from adapters.slack.inbound import remote_file
from adapters.slack.limits import INPUT_FILES, INPUT_TEXT, OPTION_TEXT, PLACEHOLDER, RADIO_OPTIONS, SELECTABLE
from adapters.slack.message import Json
from adapters.slack.options import chosen, option_objects, plain, selection
from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import ChoiceInteraction, DropdownInteraction, FileInteraction
from bridge.interaction.form import AnyInteraction
from bridge.interaction.kinds import (
    BooleanInteraction,
    IntegerInteraction,
    NumberInteraction,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.labels import legend
from bridge.interaction.numbers import written
from bridge.interaction.values import Picked

State = Mapping[str, Any]
"""One entry of ``view.state.values``: the element's type and what it holds."""

UNTOUCHED = object()
"""Read from a field that was left empty although its default did not fit into it: it keeps its default."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An input block's element; the lines that stand above it because they do not fit into it; and whether it may stay
    empty, as Slack's client checks it.
    """

    element: Json
    above: tuple[str, ...] = ()
    optional: bool = True


def draw(asked: AnyInteraction) -> Drawn:
    """Draw any question; a kind that nobody taught us is asked as text, which every kind can parse."""
    for kind in type(asked).__mro__:
        if kind in DRAWN:
            return DRAWN[kind](asked)
    return Drawn({"type": "plain_text_input", "action_id": "text"}, optional=not asked.required)


def read(action: str, state: State) -> object:
    """Return the raw value of a field, or `UNTOUCHED`."""
    return READ[action](state)


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draw_text(asked: StringInteraction) -> Drawn:
    low, high = asked.min_length, asked.max_length
    element: Json = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": isinstance(asked, TextareaInteraction),
    }
    # Bounds that Slack cannot hold, or that contradict each other, are checked when the answer is parsed.
    if high is not None and 0 < high <= INPUT_TEXT:
        element["max_length"] = high
    if low is not None and 0 < low <= (element.get("max_length") or INPUT_TEXT):
        element["min_length"] = low
    above = _add_placeholder(element, asked.placeholder)
    default = asked.default or ""
    if len(default) > element.get("max_length", INPUT_TEXT):
        above += ("If it is left empty, this is used:", default)
        return Drawn({**element, "action_id": "text_or_default"}, above)
    if default:
        element["initial_value"] = default
    return Drawn(element, above, optional=not asked.required)


def _draw_number(asked: NumberInteraction[Any]) -> Drawn:
    whole = isinstance(asked, IntegerInteraction)
    element: Json = {"type": "number_input", "action_id": "text", "is_decimal_allowed": not whole}
    low, high = asked.min, asked.max
    if whole:
        low = low if low is None or math.isinf(low) else math.ceil(low)
        high = high if high is None or math.isinf(high) else math.floor(high)
    if low is None or high is None or low <= high:
        bounds = {"min_value": low, "max_value": high}
        element |= {key: written(bound) for key, bound in bounds.items() if bound is not None and math.isfinite(bound)}
    default = asked.default
    if default is not None and math.isfinite(default):
        element["initial_value"] = written(default)
    return Drawn(element, _add_placeholder(element, asked.placeholder), optional=not asked.required)


def _add_placeholder(element: Json, placeholder: str | None) -> tuple[str, ...]:
    """Put it into the element, or say where it goes instead."""
    if not placeholder:
        return ()
    if len(placeholder) > PLACEHOLDER:
        return (f"For example: {placeholder}",)
    element["placeholder"] = plain(placeholder)
    return ()


# ── choices ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _draw_tick(asked: BooleanInteraction) -> Drawn:
    """One box. It is never "required": no tick is an answer, too."""
    ticked: Json = {"text": plain("Yes"), "value": "0"}
    element: Json = {"type": "checkboxes", "action_id": "tick", "options": [ticked]}
    return Drawn({**element, "initial_options": [ticked]} if asked.default else element)


def _draw_choice(asked: ChoiceInteraction[Any]) -> Drawn:
    choices = asked.choices
    above = legend(choices, OPTION_TEXT)
    optional = not asked.required
    multiple = isinstance(asked, DropdownInteraction) and asked.multiple
    if len(choices) > SELECTABLE:
        return Drawn({"type": "plain_text_input", "action_id": "text"}, tuple(o.words for o in choices), optional)
    objects, selected = option_objects(choices), chosen(asked)
    if multiple:
        element: Json = {"type": "multi_static_select", "action_id": "choices", **selection(objects)}
        return Drawn({**element, "initial_options": selected} if selected else element, above, optional)
    # A radio button cannot be unticked, so a list that may stay unanswered is a select.
    radio = len(choices) <= RADIO_OPTIONS and (asked.required or not isinstance(asked, DropdownInteraction))
    offered = (
        {"type": "radio_buttons", "options": objects} if radio else {"type": "static_select", **selection(objects)}
    )
    element = {**offered, "action_id": "choice"}
    return Drawn({**element, "initial_option": selected[0]} if selected else element, above, optional)


def _draw_files(asked: FileInteraction) -> Drawn:
    element: Json = {
        "type": "file_input",
        "action_id": "files" if asked.multiple else "file",
        "max_files": INPUT_FILES if asked.multiple else 1,
    }
    if asked.extensions:
        element["filetypes"] = [end.lower().lstrip(".") for end in asked.extensions]
    return Drawn(element, optional=not asked.required)


DRAWN: Mapping[type[BaseInteraction[Any]], Callable[[Any], Drawn]] = {
    StringInteraction: _draw_text,
    NumberInteraction: _draw_number,
    BooleanInteraction: _draw_tick,
    ChoiceInteraction: _draw_choice,
    FileInteraction: _draw_files,
}
"""The nearest class of a question's kind decides, so that a kind derived from a known one is drawn like it."""


# ── what people entered ───────────────────────────────────────────────────────────────────────────────────────────────


def _picked(option: Json | None) -> Picked | None:
    return Picked(int(option["value"])) if option else None


def _files(state: State) -> list[object]:
    return [remote_file(file) for file in state.get("files") or ()]


READ: Mapping[str, Callable[[State], object]] = {
    "text": lambda state: state.get("value") or "",
    "text_or_default": lambda state: state.get("value") or UNTOUCHED,
    "tick": lambda state: bool(state.get("selected_options")),
    "choice": lambda state: _picked(state.get("selected_option")),
    "choices": lambda state: [_picked(option) for option in state.get("selected_options") or ()],
    "file": lambda state: next(iter(_files(state)), None),
    "files": _files,
}
