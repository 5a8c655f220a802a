"""How a form is arranged: fields under headings, and sets of values that one click fills in. Frozen values only;
`parse_arrangement` makes them of what an agent wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bridge.interaction.choices import Option


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Fields that stand together, by name, under a heading."""

    name: str
    description: str = ""
    fields: tuple[str, ...]

    @property
    def title(self) -> str:
        """The heading: agents name groupings as they name variables."""
        return in_words(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """Values for some of the fields, of the fields' own types."""

    name: str
    description: str = ""
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PresetGroup:
    """Presets to choose one from.

    Attributes:
        affects: the fields that they are about, by name.
        depends_on: the field whose value says which of them are offered; "" if all of them always are.
        offers: the names of those that are offered, by that value as `key` writes it. Any other value offers all.
    """

    name: str
    label: str = ""
    description: str = ""
    affects: tuple[str, ...] = ()
    presets: tuple[Preset, ...]
    depends_on: str = ""
    offers: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def title(self) -> str:
        return self.label or in_words(self.name)

    @property
    def choices(self) -> tuple[Option, ...]:
        """The presets as options, whose values are their names."""
        return tuple(Option(preset.name, preset.name, preset.description) for preset in self.presets)

    def offered(self, values: Mapping[str, Any]) -> tuple[Preset, ...]:
        """The presets that go with what the form holds."""
        names = self.offers.get(key(values.get(self.depends_on))) if self.depends_on else None
        return self.presets if names is None else tuple(p for p in self.presets if p.name in names)


def key(value: object) -> str:
    """A value as the key of a JSON object, which is how `depends_on` names it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def in_words(name: str) -> str:
    """The name of a variable as a person would write it; any other name as it is."""
    return name.replace("_", " ").capitalize() if name.islower() else name
