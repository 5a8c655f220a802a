"""`input_groupings` and `input_presets` as agents write them → how a form is arranged (agent contract, 6).

What is wrong is named with its place and left out; it never costs a field or the rest of the arrangement.
"""

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bridge.content.items import Error
from bridge.interaction.arrangement import Grouping, Preset, PresetGroup
from bridge.interaction.defaults import at_once
from bridge.interaction.form import AnyInteraction, Form


class Arranger:
    """Reads the arrangement of a form with these fields. `errors` are what was not as expected."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._names = [field.value_key for field in form.fields]
        self.errors: list[Error] = []

    def groupings(self, raw: object, place: str) -> tuple[Grouping, ...]:
        """Read the groupings. A field belongs to the first one that names it."""
        homes: dict[str, str] = {}
        found: list[Grouping] = []
        for where, definition in self._objects(raw, place):
            name = self._name(definition, "grouping", where)
            named = self._known(definition.get("inputs"), f"{where}.inputs")
            for field in named:
                if field in homes:
                    self._wrong(f"{where}.inputs", f'"{field}" is in the grouping "{homes[field]}" already')
            mine = [field for field in named if field not in homes]
            homes |= dict.fromkeys(mine, name)
            if name and mine:
                found.append(Grouping(name=name, description=_text(definition, "description"), fields=tuple(mine)))
        return tuple(found)

    def presets(self, raw: object, place: str) -> tuple[PresetGroup, ...]:
        """Read the groups of presets."""
        return tuple(
            group
            for where, definition in self._objects(raw, place)
            if (group := self._group(definition, where)) is not None
        )

    def _group(self, raw: Mapping[str, Any], where: str) -> PresetGroup | None:
        name = self._name(raw, "input_preset", where)
        presets = tuple(
            Preset(
                name=title,
                description=_text(preset, "description"),
                values=self._values(preset.get("values"), f"{place}.values"),
            )
            for place, preset in self._objects(raw.get("presets"), f"{where}.presets")
            if (title := self._name(preset, "name", place))
        )
        if not presets:
            self._wrong(f"{where}.presets", "holds no preset; expected at least one with name and values")
            return None
        affects = self._known(raw["affects"], f"{where}.affects") if raw.get("affects") else ()
        depends_on, offers = self._dependence(raw.get("depends_on"), {p.name for p in presets}, f"{where}.depends_on")
        return PresetGroup(
            name=name,
            label=_text(raw, "label"),
            description=_text(raw, "description"),
            affects=tuple(affects) or tuple(dict.fromkeys(field for preset in presets for field in preset.values)),
            presets=presets,
            depends_on=depends_on,
            offers=offers,
        )

    def _values(self, raw: object, where: str) -> dict[str, Any]:
        """The values of a preset that their fields take, as whatever they may be asked."""
        if not isinstance(raw, Mapping):
            self._wrong(where, f"found {_kind(raw)}, expected an object of values by input name")
            return {}
        values: dict[str, Any] = {}
        for name in self._known(list(raw), where):
            refusals: list[ValueError] = []
            for asked in self._form.variants(name):
                try:
                    values[name] = at_once(asked.read(raw[name]), raw[name])
                    break
                except ValueError as wrong:
                    refusals.append(wrong)
            else:
                self._wrong(f"{where}.{name}", f"found {raw[name]!r}, which this input refuses: {refusals[0]}")
        return values

    def _dependence(self, raw: object, presets: set[str], where: str) -> tuple[str, dict[str, tuple[str, ...]]]:
        """The field that decides, and which presets its values offer."""
        if not raw:
            return "", {}
        if not isinstance(raw, Mapping) or not isinstance(raw.get("mapping", {}), Mapping):
            self._wrong(where, "expected an object with input_name and mapping")
            return "", {}
        field = raw.get("input_name") or raw.get("field")  # agents in the wild use both
        if not self._known([field], f"{where}.input_name"):
            return "", {}
        offers: dict[str, tuple[str, ...]] = {}
        for value, said in raw.get("mapping", {}).items():
            named = _offered(said)
            if named is None:
                continue
            offers[str(value)] = tuple(name for name in named if name in presets)
            for name in named:
                if name not in presets:
                    self._wrong(f"{where}.mapping.{value}", f'there is no preset "{name}"{near(name, presets)}')
        return str(field), offers

    # ── what may be wrong with anything ───────────────────────────────────────────────────────────────────────────────

    def _objects(self, raw: object, place: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects of a list with their places."""
        if raw is None:
            return
        if not isinstance(raw, list | tuple):
            self._wrong(place, f"found {_kind(raw)}, expected a list")
            return
        for index, member in enumerate(raw):
            where = f"{place}[{index}]"
            if isinstance(member, Mapping):
                yield where, member
            else:
                self._wrong(where, f"found {_kind(member)}, expected an object")

    def _name(self, raw: Mapping[str, Any], key: str, where: str) -> str:
        name = _text(raw, key)
        if not name:
            self._wrong(where, f"has no {key}; expected its name")
        return name

    def _known(self, raw: object, where: str) -> list[str]:
        """Those of the names that a field has."""
        if not isinstance(raw, list | tuple):
            self._wrong(where, f"found {_kind(raw)}, expected a list of input names")
            return []
        names = list(dict.fromkeys(map(str, raw)))
        for name in names:
            if name not in self._names:
                self._wrong(where, f'there is no input "{name}"{near(name, self._names)}')
        return [name for name in names if name in self._names]

    def _wrong(self, where: str, what: str) -> None:
        self.errors.append(Error(error=what, where=where))


def in_order(fields: Sequence[AnyInteraction], groupings: Sequence[Grouping]) -> tuple[AnyInteraction, ...]:
    """The fields as a form shows them: those of no grouping first, so that none seems to belong to a heading above."""
    by_name = {field.value_key: field for field in fields}
    grouped = [name for grouping in groupings for name in grouping.fields]
    return (*(field for field in fields if field.value_key not in grouped), *(by_name[name] for name in grouped))


def _offered(said: object) -> tuple[str, ...] | None:
    """The presets that a value of the deciding field offers; None if it says nothing about them."""
    if not isinstance(said, Mapping):
        return None
    if said.get("hidden") is True:
        return ()
    constraints = said.get("constraints")
    options = constraints.get("options") if isinstance(constraints, Mapping) else None
    return tuple(map(str, options)) if isinstance(options, list | tuple) else None


def _text(raw: Mapping[str, Any], key: str) -> str:
    return str(raw.get(key) or "").strip()


def _kind(value: object) -> str:
    return "nothing" if value is None else type(value).__name__


def near(name: str, known: Iterable[str]) -> str:
    """The end of a sentence about a name that is not known: what may have been meant, or what there is."""
    close = difflib.get_close_matches(name, list(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else f"; known are {', '.join(sorted(known))}"
