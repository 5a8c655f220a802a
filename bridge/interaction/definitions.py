"""`next_inputs` as agents write them → a `Form`. A bad definition never costs its neighbours or the conversation."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from bridge.content.items import Error
from bridge.interaction.base import BaseInteraction
from bridge.interaction.form import AnyInteraction, Form
from bridge.interaction.kinds import StringInteraction
from bridge.interaction.parse_arrangement import Arranger, in_order
from bridge.interaction.parse_dependence import parse_dependences

PRESENTATION = ("required", "default", "unit", "description")


def parse_inputs(raw: object, place: str = "next_inputs") -> tuple[Form | None, tuple[Error, ...]]:
    """Read a list of input definitions (agent contract, 5b), or an object that holds them as `inputs` beside the
    `input_presets` and `input_groupings` of the form (6).

    Returns:
        The form, or None for an empty list (the conversation has ended); and one error item for every definition that
        was not as expected. Such a field is asked as plain text, so that the agent still gets a value for it.
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
        field, problem = _parse_one(definition, where)
        if problem:
            errors.append(problem)
        if field is None:
            continue
        if field.value_key in fields:
            errors.append(_error(where, f'a second input is named "{field.value_key}"; the first one is asked'))
            continue
        fields[field.value_key] = field
        if isinstance(definition, Mapping) and definition.get("depends_on"):
            dependent[field.value_key] = (where, definition)
    dependences, problems = parse_dependences(dependent, fields, _parse_one)
    form = Form(tuple(fields.values()), dependences=dependences) if fields else None
    return form, (*errors, *problems)


def _parse_arranged(raw: Mapping[str, Any], prefix: str) -> tuple[Form | None, tuple[Error, ...]]:
    form, errors = parse_inputs(raw["inputs"], f"{prefix}inputs")
    if form is None:
        return None, errors
    arranger = Arranger({field.value_key: field for field in form.fields})
    groupings = arranger.groupings(raw.get("input_groupings"), f"{prefix}input_groupings")
    presets = arranger.presets(raw.get("input_presets"), f"{prefix}input_presets")
    arranged = replace(form, fields=in_order(form.fields, groupings), presets=presets, groupings=groupings)
    return arranged, (*errors, *arranger.errors)


def _parse_one(definition: object, where: str) -> tuple[AnyInteraction | None, Error | None]:
    if not isinstance(definition, Mapping):
        return None, _error(where, f"found {type(definition).__name__}, expected an object with name and type")
    label = str(definition.get("label") or "")
    name = str(definition.get("name") or "") or _name_from(label)
    if not name:
        return None, _error(where, "has neither name nor label, so its value would have no name")
    plain = StringInteraction(value_key=name, title=label or None)
    kind = str(definition.get("type", "string"))
    known = BaseInteraction.registry.get(kind)
    if known is None:
        return plain, _error(where, f'unknown type "{kind}"{BaseInteraction.registry.nearest(kind)}')
    try:
        return known(value_key=name, title=label or None, **_arguments(definition, known)), None
    except (ValidationError, re.error) as wrong:
        return plain, _error(where, f'"{name}" ({kind}): {_sentence(wrong)}')


def _arguments(definition: Mapping[str, Any], kind: type[AnyInteraction]) -> dict[str, Any]:
    """What the definition says, in the interaction's own words; keys the kind does not know are left to later."""
    constraints = definition.get("constraints")
    given = {key: definition[key] for key in PRESENTATION if definition.get(key) is not None}
    given |= {k: v for k, v in constraints.items() if v is not None} if isinstance(constraints, Mapping) else {}
    # Agents in the wild also write constraints directly on the definition.
    given |= {k: v for k, v in definition.items() if k in kind.model_fields and k not in given and v is not None}
    given = {
        key: value
        for key, value in given.items()
        if key in kind.model_fields and key not in ("kind", "value_key", "title")
    }
    if "regex" in given:
        re.compile(given["regex"])
    if "options" in given and isinstance(given["options"], list | tuple):
        given["options"] = tuple(_option(option) for option in given["options"])
    if isinstance(given.get("extensions"), str):
        given["extensions"] = (given["extensions"],)
    return given


def _option(option: object) -> Mapping[str, Any]:
    if isinstance(option, Mapping):
        value = option.get("value", option.get("label"))
        return {
            "value": value,
            "label": str(option.get("label") or ""),
            "description": str(option.get("description") or ""),
        }
    return {"value": option}


def _name_from(label: str) -> str:
    return re.sub(r"\W+", "_", label.strip().lower()).strip("_")


def _error(where: str, what: str) -> Error:
    return Error(error=what, where=where)


def _sentence(wrong: ValidationError | re.error) -> str:
    if isinstance(wrong, re.error):
        return f"its regex does not compile: {wrong}"
    first = wrong.errors()[0]
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg'].lower()}"
