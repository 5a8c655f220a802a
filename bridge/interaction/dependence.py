"""How a field changes with what another one holds (`depends_on`). Frozen values; `definitions` makes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bridge.interaction.arrangement import key
from bridge.interaction.base import BaseInteraction
from bridge.interaction.defaults import beginning_with

AnyInteraction = BaseInteraction[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependence:
    """One field's dependence on another.

    Attributes:
        field: the name of the one that changes.
        on: the name of the one that decides.
        variants: what the field is instead, by the deciding value as `key` writes it; None if it is not asked at all.
            Any other value leaves the field as it is.
    """

    field: str
    on: str
    variants: Mapping[str, AnyInteraction | None]

    def variant(self, field: AnyInteraction, value: object) -> AnyInteraction | None:
        """The field as it is asked while the other one holds this. Of several values the first that is known counts."""
        held: Iterable[object] = value if isinstance(value, list) else (value,)
        known = next((key(each) for each in held if key(each) in self.variants), None)
        return field if known is None else self.variants[known]

    def offering(self, default: object) -> "Dependence":
        """The same with this as the default of whatever the field is, where that takes it."""
        variants = {
            name: None if variant is None else beginning_with(variant, default)
            for name, variant in self.variants.items()
        }
        return Dependence(field=self.field, on=self.on, variants=variants)
