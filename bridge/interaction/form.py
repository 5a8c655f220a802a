"""A form: the questions an agent asks at the end of a turn, how they are best asked, and how answers are checked."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bridge.interaction.arrangement import Grouping, PresetGroup
from bridge.interaction.choices import ButtonInteraction, ChoiceInteraction, ConfirmInteraction, FileInteraction
from bridge.interaction.defaults import beginning_with
from bridge.interaction.dependence import AnyInteraction, Dependence
from bridge.interaction.kinds import StringInteraction
from bridge.interaction.values import Picked, RemoteFile

CHAT_BOX_NAMES = frozenset({"message", "prompt", "query", "question", "input", "text"})
"""A single text field of one of these names reads like a chat box: what is typed with the mention is its answer."""


class Composer(StrEnum):
    """How a form is best asked (seed: interactive projects, "Composer Modes")."""

    TEXT = "text"  # a single text field: the next message is the answer
    BUTTONS = "buttons"  # a single button or yes_no field
    FORM = "form"  # anything else


@dataclass(frozen=True, slots=True)
class Parsed:
    """Typed values by field name, or what is wrong by field name. `values` is whole only when `errors` is empty."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Form:
    """Ordered fields with distinct names; at least one.

    Attributes:
        fields: in the order they are shown: those of no grouping, then those of each grouping.
        presets: sets of values to choose from, which fill fields in.
        groupings: headings over fields; no field has two.
        dependences: how fields change with what others hold; at most one a field, and never in a circle.
    """

    fields: tuple[AnyInteraction, ...]
    presets: tuple[PresetGroup, ...] = ()
    groupings: tuple[Grouping, ...] = ()
    dependences: tuple[Dependence, ...] = ()

    @property
    def composer(self) -> Composer:
        if self.presets:
            return Composer.FORM  # a message would have no place for them
        match self.fields:
            case (StringInteraction(),):
                return Composer.TEXT
            case (ButtonInteraction() | ConfirmInteraction(),):
                return Composer.BUTTONS
            case _:
                return Composer.FORM

    @property
    def chat_box(self) -> str | None:
        """The name of its only field if that reads like a chat box."""
        only = self.fields[0]
        if self.composer is Composer.TEXT and only.value_key.lower() in CHAT_BOX_NAMES:
            return only.value_key
        return None

    @property
    def summary(self) -> str:
        """What it asks for in the beginning, in a line."""
        return ", ".join(f"{asked.label}{'' if asked.required else ' (optional)'}" for asked in self.under({}).fields)

    def is_answered_by(self, text: str, files: Sequence[RemoteFile]) -> bool:
        """Whether what came with the mention is already the answer: a text for a chat box, a file for a file field."""
        match self.fields:
            case (FileInteraction(),):
                return bool(files)
            case _:
                return self.chat_box is not None and bool(text)

    def initial(self) -> dict[str, Any]:
        """The values of a form nobody has touched."""
        values: dict[str, Any] = {}
        for own, asked in self._in_order(values):
            values[own.value_key] = _untouched(asked or own)
        return {f.value_key: values[f.value_key] for f in self.fields}

    @property
    def deciding(self) -> frozenset[str]:
        """The names of the fields that others depend on."""
        return frozenset(dependence.on for dependence in self.dependences)

    @property
    def in_turn(self) -> tuple[str, ...]:
        """The names of the fields in the order to ask for them one by one: each after the one it depends on."""
        return tuple(own.value_key for own, _ in self._in_order({}))

    def find(self, name: str) -> AnyInteraction | None:
        """The field of that name."""
        return next((f for f in self.fields if f.value_key == name), None)

    def grouping_of(self, name: str) -> Grouping | None:
        """What the field stands under."""
        return next((grouping for grouping in self.groupings if name in grouping.fields), None)

    @property
    def layers(self) -> tuple[frozenset[str], ...]:
        """The names of the fields by how many others have to be known first: of none, of one, and so on."""
        on = {dependence.field: dependence.on for dependence in self.dependences}
        depths: dict[str, int] = {}
        for name in self.in_turn:
            depths[name] = depths[on[name]] + 1 if name in on else 0
        return tuple(
            frozenset(name for name, depth in depths.items() if depth == layer)
            for layer in range(max(depths.values()) + 1)
        )

    def under(self, values: Mapping[str, Any]) -> "Form":
        """The form as it is asked while its fields hold these values; of the others what they begin with."""
        held = {**self.initial(), **values}
        by_name = {dependence.field: dependence for dependence in self.dependences}
        asked = (
            by_name[f.value_key].variant(f, held[by_name[f.value_key].on]) if f.value_key in by_name else f
            for f in self.fields
        )
        return replace(self, fields=tuple(f for f in asked if f is not None), dependences=())

    async def offered(self, raw: Mapping[str, object]) -> "Form":
        """The form as it is asked once this was entered, which need not be right or whole."""
        return self.under((await self.parse(raw)).values) if self.dependences else self

    def variants(self, name: str) -> tuple[AnyInteraction, ...]:
        """Everything that the field of that name may be asked as, itself first; nothing if there is no such field."""
        changed = (v for d in self.dependences if d.field == name for v in d.variants.values() if v is not None)
        return (*(f for f in self.fields if f.value_key == name), *changed)

    def depending(self, names: Iterable[str]) -> frozenset[str]:
        """The names of the fields that depend on these, or on others that do."""
        found = frozenset(d.field for d in self.dependences if d.on in frozenset(names))
        return found | self.depending(found) if found else found

    def offering(self, values: Mapping[str, Any]) -> "Form":
        """The same form with these values as the defaults of those fields that take them."""
        fields = tuple(beginning_with(f, values[f.value_key]) if f.value_key in values else f for f in self.fields)
        dependences = tuple(d.offering(values[d.field]) if d.field in values else d for d in self.dependences)
        return replace(self, fields=fields, dependences=dependences)

    def grouped(self) -> tuple[tuple[Grouping | None, tuple[AnyInteraction, ...]], ...]:
        """The fields with their headings, in order; None heads those of no grouping."""
        by_name = {f.value_key: f for f in self.fields}
        grouped = {name for grouping in self.groupings for name in grouping.fields}
        alone = tuple(f for f in self.fields if f.value_key not in grouped)
        under = [
            (grouping, tuple(by_name[name] for name in grouping.fields if name in by_name))
            for grouping in self.groupings
        ]
        return (*([(None, alone)] if alone else ()), *(each for each in under if each[1]))

    async def parse(self, raw: Mapping[str, object]) -> Parsed:
        """Check every field and return typed values, or every error at once.

        A field that is missing from `raw` was not offered to the person and takes its default, as one does that is not
        asked under what the others hold; one that is there but empty was left empty on purpose.
        """
        values: dict[str, Any] = {}
        errors: dict[str, str] = {}
        for own, asked in self._in_order(values):
            name = own.value_key
            try:
                if asked is not None and (name in raw or asked.default is None):
                    values[name] = await asked.read(raw.get(name))
                else:
                    values[name] = _untouched(asked or own)
            except ValueError as wrong:
                errors[name] = str(wrong)
        return Parsed({f.value_key: values[f.value_key] for f in self.fields if f.value_key in values}, errors)

    def _in_order(self, values: Mapping[str, Any]) -> Iterator[tuple[AnyInteraction, AnyInteraction | None]]:
        """Every field with what it is asked as, if at all; after the one it depends on. `values` fills meanwhile."""
        by_name = {dependence.field: dependence for dependence in self.dependences}
        waiting = {f.value_key: f for f in self.fields}
        while waiting:
            name = next(name for name in waiting if name not in by_name or by_name[name].on not in waiting)
            own, dependence = waiting.pop(name), by_name.get(name)
            yield own, own if dependence is None else dependence.variant(own, values.get(dependence.on))

    def in_words(self, values: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        """Label and value of every field that was asked, as a person would say them."""
        return tuple((f.label, f.in_words(values.get(f.value_key))) for f in self.under(values).fields)

    def typed(self, text: str, files: Sequence[RemoteFile] = ()) -> Mapping[str, object] | None:
        """The raw answer that a plain message means, or None if it is none: a form with several fields has to be filled
        in, and a file says nothing where none is asked for.
        """
        match self.fields:
            case (FileInteraction() as only,):
                return {only.value_key: list(files) or text}
            case (only,) if text.strip() or not files:
                return {only.value_key: text}
            case _:
                return None

    def choice(self, index: int) -> Mapping[str, object]:
        """The raw answer that a click on the option `index` of a single choice means."""
        only = self.fields[0]
        assert isinstance(only, ChoiceInteraction), "only a single choice is answered by a click"
        return {only.value_key: Picked(index)}


def _untouched(asked: AnyInteraction) -> Any:
    """The value of a field that nobody has touched, or that is not asked."""
    return asked.empty if asked.default is None else asked.default
