"""What one person has entered in a form that is not sent as a whole yet. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.discord.forms.entered import UNTOUCHED, Page, Pages
from adapters.discord.forms.presets import preset_at, preset_values
from adapters.discord.forms.steps import Step
from bridge.interaction.choices import DropdownInteraction
from bridge.interaction.form import AnyInteraction, Form
from bridge.interaction.values import Picked, RemoteFile


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's answers to one question so far.

    Attributes:
        values: the raw values by field name; without those whose default stands. Of a choice that is asked in pages,
            what is picked on each of them, by its number; None on one that was not shown yet.
        presets: the presets that were chosen, a later one over an earlier one.
        places: the step each field was entered in.
        done: the steps that were sent.
        steps: how many there are, as far as that is known by now.
    """

    values: Mapping[str, object] = field(default_factory=dict[str, object])
    presets: tuple[int, ...] = ()
    places: Mapping[str, int] = field(default_factory=dict[str, int])
    done: frozenset[int] = frozenset()
    steps: int = 1

    @property
    def body(self) -> Mapping[str, object]:
        """All that has to be kept of it; `read` is the other way."""
        presets, done = list(self.presets), sorted(self.done)
        return {"values": self.values, "presets": presets, "places": self.places, "done": done}

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "Draft":
        presets = tuple(body.get("presets", ()))
        return cls(body["values"], presets, body["places"], frozenset(body["done"]))

    # ── what is asked, and what is answered ───────────────────────────────────────────────────────────────────────────

    async def asked(self, form: Form) -> Form:
        """The form as it is asked now: as what was entered makes it, beginning with what the chosen presets fill in."""
        return await form.offering(preset_values(form, self.presets)).offered(self.answer(form))

    def answer(self, form: Form) -> dict[str, object]:
        """The raw values of the whole form, by field name."""
        return {
            **preset_values(form, self.presets),
            **{name: _flat(form.find(name), value) for name, value in self.values.items()},
        }

    def missing(self, steps: int) -> int | None:
        """Return the first step that was not sent yet; None if the form is complete."""
        return next((step for step in range(steps) if step not in self.done), None)

    def step_of(self, names: Iterable[str]) -> int:
        """Return the first step that any of these fields was entered in; the first of all if that is not known."""
        return min((self.places[name] for name in names if name in self.places), default=0)

    # ── how it changes ────────────────────────────────────────────────────────────────────────────────────────────────

    def filled_in(self, form: Form, preset: int) -> "Draft":
        """Return the draft with a preset in the place of what was entered in its fields; it is to be looked at again.
        Without a change if there is no such preset.
        """
        chosen = preset_at(form, preset)
        if chosen is None:
            return self
        values = {name: value for name, value in self.values.items() if name not in chosen.values}
        return replace(self, values=values, presets=(*self.presets, preset), done=frozenset())

    def after(self, step: int, values: Mapping[str, object]) -> "Draft":
        """Return the draft with a submitted step in it. A modal cannot show the files given before, so an upload that
        was left empty keeps them.
        """
        merged = {**self.values, **{name: _newer(self.values.get(name), value) for name, value in values.items()}}
        begun = (name for name, value in values.items() if not isinstance(value, Page))
        return replace(
            self,
            values={name: value for name, value in merged.items() if value is not UNTOUCHED},
            places={**self.places, **dict.fromkeys(begun, step)},
            done=self.done | {step},
        )

    def until(self, steps: Sequence[Step], step: int, depending: frozenset[str]) -> "Draft":
        """Return the draft without what has to be asked again because something that others depend on has changed in
        this step: every step that is of a later layer. What was entered there is kept, to begin with; but not what was
        picked in the fields that are `depending`: it meant an option that may not be there.
        """
        layer = steps[step].layer if step < len(steps) else 0
        gone = {name for name in depending if _is_picked(self.values.get(name))}
        kept = {name: value for name, value in self.values.items() if name not in gone}
        done = frozenset(s for s in self.done if s < len(steps) and steps[s].layer <= layer)
        return replace(self, values=kept, done=done)

    def refused(self, names: Iterable[str]) -> "Draft":
        """Return the draft as it is to be corrected. Files of these fields go: what was refused cannot be taken out of
        a modal; and their steps have to be sent again, else a field that may be left empty would be taken as empty. So
        have the pages of a choice: each holds only a part of what is wrong.
        """
        wrong = [name for name in names if name in self.values]
        gone = {name for name in wrong if _holds_files(self.values[name])}
        paged = [self.places[name] for name in wrong if isinstance(self.values[name], dict)]
        again = {self.places.get(name) for name in gone} | {s for s in self.done if s >= min(paged, default=s + 1)}
        kept = {name: value for name, value in self.values.items() if name not in gone}
        return replace(self, values=kept, done=self.done - again)


def _newer(before: object, value: object) -> object:
    """A value, or the files it would replace by none; of pages, what is picked on each."""
    pages: dict[str, object] = before if isinstance(before, dict) else {}
    match value:
        case Pages(numbers):
            return {str(number): pages.get(str(number)) for number in numbers}
        case Page(number, picks):
            return {**pages, str(number): list(picks)}
        case _:
            return before if _holds_files(before) and value in (None, []) else value


def _flat(asked: AnyInteraction | None, value: object) -> object:
    """What is picked on all pages. Two picks of one choice stay two: the parse says that one is wanted."""
    if not isinstance(value, dict):
        return value
    pages: dict[str, list[Picked] | None] = value
    picks = [pick for number in sorted(pages, key=int) for pick in pages[number] or ()]
    multiple = isinstance(asked, DropdownInteraction) and asked.multiple
    return picks if multiple or len(picks) > 1 else next(iter(picks), None)


def _is_picked(value: object) -> bool:
    return isinstance(value, dict) or any(
        isinstance(each, Picked) for each in (value if isinstance(value, list) else [value])
    )


def _holds_files(value: object) -> bool:
    return any(isinstance(each, RemoteFile) for each in (value if isinstance(value, list) else [value]))
