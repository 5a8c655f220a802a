"""`next_inputs` as agents write them → a `Form`. A bad definition never costs its neighbours or the conversation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bridge.content.items import Error
from bridge.interaction.form import AnyInteraction, Form
from bridge.interaction.parse_arrangement import Arranger, in_order
from bridge.interaction.parse_dependence import parse_dependences
from bridge.interaction.parse_field import parse_field


def parse_inputs(raw: object, place: str = "next_inputs") -> tuple[Form | None, tuple[Error, ...]]:
    """Read a list of input definitions (agent contract, 5b), or an object that holds them as `inputs` beside the
    `input_presets` and `input_groupings` of the form (6).

    Returns:
        The form, or None for an empty list (the conversation has ended); and an error item for everything that was not
        as expected. Such a field is asked without what is wrong (`parse_field`).
    """
    if isinstance(raw, Mapping):
        if "inputs" in raw:
            return _parse_arranged(raw, f"{place}." if place else "")
        raw = [raw]
    if not isinstance(raw, list | tuple):
        return None, (_error(place, f"found {type(raw).__name__}, expected a list of input definitions"),)
    fields: dict[str, AnyInteraction] = {}
    dependent: dict[str, tuple[str, Mapping[str, Any]]] = {}
    errors: list[Error] = []
    for index, definition in enumerate(raw):
        where = f"{place}[{index}]"
        field, wrong = parse_field(definition, where)
        errors += wrong
        if field is None:
            continue
        if field.value_key in fields:
            errors.append(_error(where, f'a second input is named "{field.value_key}"; the first one is asked'))
            continue
        fields[field.value_key] = field
        if isinstance(definition, Mapping) and definition.get("depends_on"):
            dependent[field.value_key] = (where, definition)
    dependences, problems = parse_dependences(dependent, fields, parse_field)
    form = Form(tuple(fields.values()), dependences=dependences) if fields else None
    return form, (*errors, *problems)


def _parse_arranged(raw: Mapping[str, Any], prefix: str) -> tuple[Form | None, tuple[Error, ...]]:
    form, errors = parse_inputs(raw["inputs"], f"{prefix}inputs")
    if form is None:
        return None, errors
    arranger = Arranger(form)
    groupings = arranger.groupings(raw.get("input_groupings"), f"{prefix}input_groupings")
    presets = arranger.presets(raw.get("input_presets"), f"{prefix}input_presets")
    arranged = replace(form, fields=in_order(form.fields, groupings), presets=presets, groupings=groupings)
    return arranged, (*errors, *arranger.errors)


def _error(where: str, what: str) -> Error:
    return Error(error=what, where=where)
