"""How each kind of question looks in Slack: the transport `slack`, and a renderer for every kind chatbridge brings.

Guarantee: a question that code asks in the middle of a turn and a field of a form are drawn by the same renderer; a
plugin adds a kind by a `SlackRenderer` of its own. Shapes: Slack docs, "Block elements".
"""

import math
from abc import abstractmethod
from dataclasses import dataclass
from typing import Any, TypeVar

from adapters.slack.limits import INPUT_FILES, INPUT_TEXT, OPTION_TEXT, OPTIONS, PLACEHOLDER, RADIO_OPTIONS
from adapters.slack.message import Json
from adapters.slack.options import chosen, option_objects, plain
from bridge.errors import RendererMissing
from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import (
    ButtonInteraction,
    ChoiceInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
)
from bridge.interaction.form import AnyInteraction
from bridge.interaction.kinds import (
    BooleanInteraction,
    FloatInteraction,
    IntegerInteraction,
    NumberInteraction,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.labels import legend
from bridge.interaction.numbers import written
from bridge.interaction.renderer import find_renderer
from bridge.interaction.thread import ThreadRenderer, ThreadTransport

I = TypeVar("I", bound=BaseInteraction[Any])  # noqa: E741 - the interaction


@dataclass(frozen=True, slots=True)
class Drawn:
    """A field's input.

    Attributes:
        element: the input block's element; its `action_id` names its reader (`forms.entered.READ`).
        above: the lines that stand above it because they do not fit into it.
        optional: whether it may stay empty, as Slack's client checks it.
    """

    element: Json
    above: tuple[str, ...] = ()
    optional: bool = True


class SlackInteractionTransport(ThreadTransport):
    """The people in a Slack thread."""

    kind = "slack"


class SlackRenderer(ThreadRenderer[SlackInteractionTransport, I]):
    """A kind of question in Slack. A subclass names its kind by `handles_interaction`, and draws it."""

    handles_transport = SlackInteractionTransport

    @abstractmethod
    def draw(self, asked: I) -> Drawn:
        """The question as an input. Pure; whatever the question's bounds, Slack takes what is drawn."""


def draw(asked: AnyInteraction) -> Drawn:
    """Draw any question; a kind that nobody draws for Slack is asked as text, which every kind can parse."""
    try:
        renderer = find_renderer(SlackInteractionTransport, asked)
    except RendererMissing:
        return _as_text(asked)
    return renderer().draw(asked) if issubclass(renderer, SlackRenderer) else _as_text(asked)


def _as_text(asked: AnyInteraction) -> Drawn:
    offered = tuple(option.words for option in asked.choices) if isinstance(asked, ChoiceInteraction) else ()
    return Drawn({"type": "plain_text_input", "action_id": "text"}, offered, optional=not asked.required)


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


class SlackStringRenderer(SlackRenderer[StringInteraction]):
    handles_interaction = StringInteraction

    multiline = False

    def draw(self, asked: StringInteraction) -> Drawn:
        low, high = asked.min_length, asked.max_length
        element: Json = {"type": "plain_text_input", "action_id": "text", "multiline": self.multiline}
        # Bounds that Slack cannot hold, or that contradict each other, are checked when the answer is parsed.
        if high is not None and 0 < high <= INPUT_TEXT:
            element["max_length"] = high
        if low is not None and 0 < low <= (element.get("max_length") or INPUT_TEXT):
            element["min_length"] = low
        above = _add_placeholder(element, asked.placeholder)
        default = asked.default or ""
        if len(default) > element.get("max_length", INPUT_TEXT):
            return _with_default_above(element, above, default)
        if default:
            element["initial_value"] = default
        return Drawn(element, above, optional=not asked.required)


class SlackTextareaRenderer(SlackStringRenderer):
    handles_interaction = TextareaInteraction
    multiline = True


class SlackNumberRenderer(SlackRenderer[NumberInteraction[Any]]):
    """What whole numbers and decimals share."""

    whole = False

    def draw(self, asked: NumberInteraction[Any]) -> Drawn:
        element: Json = {"type": "number_input", "action_id": "text", "is_decimal_allowed": not self.whole}
        low, high = asked.min, asked.max
        if self.whole:
            low = low if low is None or math.isinf(low) else math.ceil(low)
            high = high if high is None or math.isinf(high) else math.floor(high)
        if low is None or high is None or low <= high:
            bounds = {"min_value": low, "max_value": high}
            element |= {
                key: written(bound) for key, bound in bounds.items() if bound is not None and math.isfinite(bound)
            }
        above, default = _add_placeholder(element, asked.placeholder), asked.default
        if default is None or not math.isfinite(default):
            return Drawn(element, above, optional=not asked.required)
        if float(element.get("min_value", default)) <= default <= float(element.get("max_value", default)):
            return Drawn({**element, "initial_value": written(default)}, above, optional=not asked.required)
        return _with_default_above(element, above, written(default))


class SlackIntegerRenderer(SlackNumberRenderer):
    handles_interaction = IntegerInteraction
    whole = True


class SlackFloatRenderer(SlackNumberRenderer):
    handles_interaction = FloatInteraction


def _with_default_above(element: Json, above: tuple[str, ...], default: str) -> Drawn:
    """An input that cannot hold its default: Slack refuses initial values out of bounds."""
    words = ("If it is left empty, this is used:", default)
    return Drawn({**element, "action_id": "text_or_default"}, (*above, *words))


def _add_placeholder(element: Json, placeholder: str | None) -> tuple[str, ...]:
    """Put it into the element, or say where it goes instead."""
    if not placeholder:
        return ()
    if len(placeholder) > PLACEHOLDER:
        return (f"For example: {placeholder}",)
    element["placeholder"] = plain(placeholder)
    return ()


# ── choices ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class SlackBooleanRenderer(SlackRenderer[BooleanInteraction]):
    """One box. It is never "required": no tick is an answer, too."""

    handles_interaction = BooleanInteraction

    def draw(self, asked: BooleanInteraction) -> Drawn:
        ticked: Json = {"text": plain("Yes"), "value": "0"}
        element: Json = {"type": "checkboxes", "action_id": "tick", "options": [ticked]}
        return Drawn({**element, "initial_options": [ticked]} if asked.default else element)


class SlackChoiceRenderer(SlackRenderer[ChoiceInteraction[Any]]):
    """What every choice among options shares: the fewest clicks that its length allows."""

    def draw(self, asked: ChoiceInteraction[Any]) -> Drawn:
        above, selected = legend(asked.choices, OPTION_TEXT), chosen(asked)
        optional = not asked.required
        if not (isinstance(asked, DropdownInteraction) and asked.multiple):
            element = {**_offer(asked), "action_id": "choice"}
            return Drawn({**element, "initial_option": selected[0]} if selected else element, above, optional)
        element = {**_offer(asked, "multi_"), "action_id": "choices"}
        if len(selected) > OPTIONS:  # Slack docs, "Multi-select menu": initial_options are options, a hundred at most
            kept = f"If nothing is chosen, these are: {asked.in_words(asked.default)}"
            return Drawn({**element, "action_id": "choices_or_default"}, (*above, kept))
        return Drawn({**element, "initial_options": selected} if selected else element, above, optional)


def _offer(asked: ChoiceInteraction[Any], several: str = "") -> Json:
    """The options as an element; more than a select holds are found by typing (`forms.suggestions`)."""
    if len(asked.choices) > OPTIONS:
        return {"type": f"{several}external_select", "min_query_length": 0, "placeholder": plain("Type to search…")}
    # A radio button cannot be unticked, so a list that may stay unanswered is a select.
    always = asked.required or not isinstance(asked, DropdownInteraction)
    radio = not several and always and len(asked.choices) <= RADIO_OPTIONS
    kind = "radio_buttons" if radio else f"{several}static_select"
    return {"type": kind, "options": option_objects(asked.choices)}


class SlackDropdownRenderer(SlackChoiceRenderer):
    handles_interaction = DropdownInteraction


class SlackButtonRenderer(SlackChoiceRenderer):
    handles_interaction = ButtonInteraction


class SlackConfirmRenderer(SlackChoiceRenderer):
    handles_interaction = ConfirmInteraction


class SlackFileRenderer(SlackRenderer[FileInteraction]):
    handles_interaction = FileInteraction

    def draw(self, asked: FileInteraction) -> Drawn:
        element: Json = {
            "type": "file_input",
            "action_id": "files" if asked.multiple else "file",
            "max_files": INPUT_FILES if asked.multiple else 1,
        }
        if asked.extensions:
            element["filetypes"] = [end.lower().lstrip(".") for end in asked.extensions]
        return Drawn(element, optional=not asked.required)
