"""How each kind of question looks in Discord: the transport `discord`, and a renderer for every kind chatbridge brings.

Guarantee: a question that code asks in the middle of a turn and a field of a form are drawn by the same renderer; a
plugin adds a kind by a `DiscordRenderer` of its own. What people enter is read by `forms.entered`. Shapes: Discord
docs, "Component Reference".
"""

import math
import re
from abc import abstractmethod
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from adapters.discord.components import Kind, Lines, option_objects, room
from adapters.discord.forms.choices import boxes, radio, selected, selects
from adapters.discord.forms.drawn import Drawn
from adapters.discord.forms.entered import UNTOUCHED
from adapters.discord.forms.paged import paged
from adapters.discord.limits import (
    GROUP_OPTIONS,
    GROUP_OPTIONS_MIN,
    LABEL_DESCRIPTION,
    OPTION_TEXT,
    PAGE_OPTIONS,
    PAGED_OPTIONS,
    TEXT_PLACEHOLDER,
    TEXT_VALUE,
    UPLOAD_FILES,
    UPLOAD_TYPES,
)
from adapters.discord.message import Json
from adapters.discord.rendering.measure import fits
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
from bridge.interaction.hints import hint
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
from bridge.interaction.values import RemoteFile

I = TypeVar("I", bound=BaseInteraction[Any])  # noqa: E741 - the interaction

KEPT = "Leave it empty to keep what you gave."


class DiscordInteractionTransport(ThreadTransport):
    """The people in a Discord thread."""

    kind = "discord"


class DiscordRenderer(ThreadRenderer[DiscordInteractionTransport, I]):
    """A kind of question in Discord. A subclass names its kind by `handles_interaction`, and draws it."""

    handles_transport = DiscordInteractionTransport

    @abstractmethod
    def draw(self, asked: I, before: object) -> Drawn:
        """The question as inputs of a modal. Pure; whatever the question's bounds, Discord takes what is drawn.

        Args:
            asked: the question.
            before: the raw value the person entered before, to begin with instead of the default. How many inputs and
                lines there are does not depend on it, so that a form has the same steps whenever it is opened.
        """


def draw(asked: AnyInteraction, before: object = UNTOUCHED) -> Drawn:
    """Draw any question; a kind that nobody draws for Discord is asked as text, which every kind can parse."""
    try:
        renderer = find_renderer(DiscordInteractionTransport, asked)
    except RendererMissing:
        renderer = ThreadRenderer
    if issubclass(renderer, DiscordRenderer):
        return renderer().draw(asked, before)
    return _typed(asked, before, Line(told="" if asked.default is None else asked.in_words(asked.default)))


# ── text ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Line:
    """What is particular to a text input. `filled` is the default in the input; `told` is one that cannot stand there
    and is used if the input is left empty.
    """

    style: Lines = Lines.ONE
    filled: str = ""
    told: str = ""
    low: int | None = None
    high: int | None = None
    placeholder: str | None = None
    above: tuple[str, ...] = ()


def _typed(asked: AnyInteraction, before: object, line: Line) -> Drawn:
    element: Json = {"type": Kind.TEXT, "style": line.style.value, "required": asked.required}
    above = line.above
    if line.placeholder and fits(line.placeholder, TEXT_PLACEHOLDER):
        element["placeholder"] = line.placeholder
    elif line.placeholder:
        above += (f"For example: {line.placeholder}",)
    # Bounds that Discord cannot hold, or that contradict each other or the default, are checked by the parse.
    longest = line.high if line.high and line.high <= TEXT_VALUE else TEXT_VALUE
    if longest == line.high:
        element["max_length"] = longest
    told = line.told if fits(line.filled, longest) else line.filled
    if told:
        above += ("If it is left empty, this is used:", told)
        element["required"] = False
    value = before if isinstance(before, str) else "" if told else line.filled
    if value and fits(value, longest):
        element["value"] = value
    if line.low and line.low <= min(longest, len(value) or longest):
        element["min_length"] = line.low
    return Drawn("text_or_default" if told else "text", (element,), hint(asked), above)


def _text(asked: StringInteraction, before: object) -> Drawn:
    style = Lines.MANY if isinstance(asked, TextareaInteraction) else Lines.ONE
    line = Line(style, asked.default or "", "", asked.min_length, asked.max_length, asked.placeholder)
    return _typed(asked, before, line)


def _number(asked: NumberInteraction[Any], before: object) -> Drawn:
    default = "" if asked.default is None or not math.isfinite(asked.default) else written(asked.default)
    return _typed(asked, before, Line(filled=default, placeholder=asked.placeholder))


# ── choices ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tick(asked: BooleanInteraction, before: object) -> Drawn:
    """One box. It is never "required": no tick is an answer, too."""
    ticked = before if isinstance(before, bool) else bool(asked.default)
    return Drawn("tick", ({"type": Kind.TICK, "default": ticked},), hint(asked))


def _choice(asked: ChoiceInteraction[Any], before: object) -> Drawn:
    choices = asked.choices
    multiple = isinstance(asked, DropdownInteraction) and asked.multiple
    if len(choices) > PAGED_OPTIONS:
        return _typed_choice(asked, before, multiple=multiple)
    if len(choices) > PAGE_OPTIONS:
        return paged(asked, before, multiple=multiple)
    limit = room(choices, OPTION_TEXT)
    objects = option_objects(choices, limit, selected(asked, before, multiple=multiple))
    grouped = GROUP_OPTIONS_MIN <= len(choices) <= GROUP_OPTIONS
    # A radio button cannot be unticked, so a list that may stay unanswered is a select.
    answered = asked.required or not isinstance(asked, DropdownInteraction)
    if grouped and multiple:
        inputs = boxes(objects, required=asked.required)
    elif grouped and answered:
        inputs = radio(objects, required=asked.required)
    else:
        inputs = selects(objects, required=asked.required, multiple=multiple)
    return Drawn("choices" if multiple else "choice", inputs, hint(asked), legend(choices, limit))


def _typed_choice(asked: ChoiceInteraction[Any], before: object, *, multiple: bool) -> Drawn:
    """More options than selects hold: they stand above, and are typed."""
    how = "Type one or more of these, separated by commas." if multiple else "Type one of these."
    told = "" if asked.default in (None, []) else asked.in_words(asked.default)
    drawn = _typed(asked, before, Line(told=told, above=tuple(option.words for option in asked.choices)))
    return replace(drawn, help=f"{drawn.help} {how}".strip())


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _files(asked: FileInteraction, before: object) -> Drawn:
    """An upload. Discord cannot show what was given before: the draft keeps it, and the field need not be filled in."""
    given = isinstance(before, RemoteFile | list) and bool(before)
    required = asked.required and not given
    element: Json = {
        "type": Kind.FILES,
        "required": required,
        "min_values": int(required),
        "max_values": UPLOAD_FILES if asked.multiple else 1,
    }
    endings = list(dict.fromkeys(f".{end.lower().lstrip('.')}" for end in asked.extensions))
    if 0 < len(endings) <= UPLOAD_TYPES and all(map(ENDING.fullmatch, endings)):
        element["file_types"] = endings
    words = hint(asked)
    beside = fits(f"{words} {KEPT}", LABEL_DESCRIPTION)
    note = [*([words] if beside else []), *([KEPT] if given else [])]
    return Drawn("files" if asked.multiple else "file", (element,), " ".join(note), () if beside else (words,))


ENDING = re.compile(r"\.[a-z0-9]+")


# ── the renderers ─────────────────────────────────────────────────────────────────────────────────────────────────────


class DiscordStringRenderer(DiscordRenderer[StringInteraction]):
    handles_interaction = StringInteraction

    def draw(self, asked: StringInteraction, before: object) -> Drawn:
        return _text(asked, before)


class DiscordTextareaRenderer(DiscordStringRenderer):
    handles_interaction = TextareaInteraction


class DiscordNumberRenderer(DiscordRenderer[NumberInteraction[Any]]):
    """What whole numbers and decimals share."""

    def draw(self, asked: NumberInteraction[Any], before: object) -> Drawn:
        return _number(asked, before)


class DiscordIntegerRenderer(DiscordNumberRenderer):
    handles_interaction = IntegerInteraction


class DiscordFloatRenderer(DiscordNumberRenderer):
    handles_interaction = FloatInteraction


class DiscordBooleanRenderer(DiscordRenderer[BooleanInteraction]):
    handles_interaction = BooleanInteraction

    def draw(self, asked: BooleanInteraction, before: object) -> Drawn:
        return _tick(asked, before)


class DiscordChoiceRenderer(DiscordRenderer[ChoiceInteraction[Any]]):
    """What every choice among options shares."""

    def draw(self, asked: ChoiceInteraction[Any], before: object) -> Drawn:
        return _choice(asked, before)


class DiscordDropdownRenderer(DiscordChoiceRenderer):
    handles_interaction = DropdownInteraction


class DiscordButtonRenderer(DiscordChoiceRenderer):
    handles_interaction = ButtonInteraction


class DiscordConfirmRenderer(DiscordChoiceRenderer):
    handles_interaction = ConfirmInteraction


class DiscordFileRenderer(DiscordRenderer[FileInteraction]):
    handles_interaction = FileInteraction

    def draw(self, asked: FileInteraction, before: object) -> Drawn:
        return _files(asked, before)
