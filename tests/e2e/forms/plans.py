"""Random forms, and what a person enters in them: first what is wrong, then what is right. Pure, and the same by seed.

A plan says nothing of a platform: answers are words, picks, ticks and files, and each driver enters them as people do
there. What the agent must be given is part of the plan.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Something typed; nothing at all if empty."""

    text: str


@dataclass(frozen=True, slots=True)
class Picks:
    """The options with these labels, in the order they are offered."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A box that is ticked, or not."""

    on: bool


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Files:
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """The field is left as it was offered."""


Answer = Words | Picks | Tick | Files | Left
NOTHING = Words("")
USUAL = "Usual"
"""What the group of presets is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field: its definition, what is entered first and refused, what is entered then, and what the agent gets."""

    definition: Json
    wrong: tuple[Answer, ...] = ()
    right: Answer
    value: object

    @property
    def label(self) -> str:
        return self.definition["label"]

    @property
    def options(self) -> list[str]:
        """What the options of a choice are called."""
        return [each["label"] for each in self.definition["constraints"]["options"]]

    @property
    def type(self) -> str:
        return self.definition["type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A form.

    Attributes:
        by_message: its only field is answered by a message.
        grouped: names under headings.
        presets: what each preset of the only group fills in.
        preset: the one that is used first; none if empty.
    """

    number: int
    fields: tuple[Field, ...]
    by_message: bool = False
    grouped: tuple[tuple[str, ...], ...] = ()
    presets: Mapping[str, Json] = field(default_factory=dict[str, Json])
    preset: str = ""

    @property
    def asks(self) -> object:
        """`next_inputs`."""
        definitions = [each.definition for each in self.fields]
        if not self.grouped and not self.presets:
            return definitions
        headings = [{"grouping": f"part {n}", "inputs": list(names)} for n, names in enumerate(self.grouped)]
        presets = [{"name": name, "values": values} for name, values in self.presets.items()]
        groups = [{"input_preset": "usual", "label": USUAL, "presets": presets}] if presets else []
        return {"inputs": definitions, "input_groupings": headings, "input_presets": groups}

    @property
    def values(self) -> Mapping[str, object]:
        """What the agent must be given, by name."""
        return {each.definition["name"]: each.value for each in self.fields}

    @property
    def title(self) -> str:
        """What stands above the form, once in a conversation."""
        return f"form {self.number:05d}."


@dataclass
class Sheet:
    """A form that is being filled in: of each field, by its label, what is entered next."""

    plan: Plan
    refusals: dict[str, int] = field(default_factory=dict[str, int])

    def answer(self, label: str) -> Answer:
        asked = self.field(label)
        tried = self.refusals.get(label, 0)
        return asked.wrong[tried] if tried < len(asked.wrong) else asked.right

    def refused(self, label: str, said: str) -> None:
        """What was entered there last was no answer: the next one is entered from now on."""
        asked, tried = self.field(label), self.refusals.get(label, 0)
        assert tried < len(asked.wrong), f"{asked.right} was refused ({said!r}) by {asked.definition} of {self.plan}"
        self.refusals[label] = tried + 1

    def field(self, label: str) -> Field:
        return next(each for each in self.plan.fields if each.label == label)

    def done(self) -> None:
        """The form was taken: everything that is wrong must have been refused."""
        tried = {each.label: self.refusals.get(each.label, 0) for each in self.plan.fields}
        taken = {each.label: each.wrong[tried[each.label] :] for each in self.plan.fields}
        assert not any(taken.values()), f"{taken} were taken as answers in {self.plan}"
