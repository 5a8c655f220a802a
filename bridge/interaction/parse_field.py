"""One input definition as an agent writes it → the field it means (agent contract, 5b).

What is wrong is named with its place and left out: the field is asked as well as it can be without it.
"""

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bridge.content.items import Error
from bridge.interaction.base import BaseInteraction
from bridge.interaction.choices import ChoiceInteraction
from bridge.interaction.constraints import Contradiction
from bridge.interaction.defaults import at_once, settled
from bridge.interaction.form import AnyInteraction
from bridge.interaction.kinds import StringInteraction

PRESENTATION = ("required", "default", "unit", "description")
OURS = ("kind", "value_key", "title", "value")
"""What an interaction has that no definition says in these words."""


def parse_field(definition: object, where: str) -> tuple[AnyInteraction | None, tuple[Error, ...]]:
    """Read one definition.

    Returns:
        The field, or None if it has no name; and what is wrong with it. A field of a type that nobody knows, or that
        lacks what it needs, is asked as plain text, so that the agent still gets a value for it.
    """
    if not isinstance(definition, Mapping):
        return None, _errors(where, f"found {type(definition).__name__}, expected an object with name and type")
    label = str(definition.get("label") or "")
    name = str(definition.get("name") or "") or _name_from(label)
    if not name:
        return None, _errors(where, "has neither name nor label, so its value would have no name")
    called: dict[str, Any] = {"value_key": name, "title": label or None}
    kind = str(definition.get("type", "string"))
    known = BaseInteraction.registry.get(kind)
    if known is None:
        problems = [f'unknown type "{kind}"{BaseInteraction.registry.nearest(kind)}']
        return StringInteraction(**called), _errors(where, *problems)
    field, problems = _made(known, called, _arguments(definition, known))
    return field, _errors(where, *(f'"{name}" ({kind}): {problem}' for problem in problems))


def _made(
    kind: type[AnyInteraction], called: Mapping[str, Any], given: Mapping[str, Any]
) -> tuple[AnyInteraction, list[str]]:
    """The field of this kind, without those of the given arguments that it cannot be made with."""
    problems: list[str] = []
    while True:
        try:
            field = kind(**called, **given)
        except ValidationError as wrong:
            problems += [_sentence(error) for error in wrong.errors() if not _follows(error, problems)]
            instead = {key: value for error in wrong.errors() for key, value in _instead(error).items()}
            if not instead.keys() & given.keys():
                return StringInteraction(**called), [*problems[:-1], f"{problems[-1]}; it is asked as text"]
            kept = {key: value for key, value in given.items() if key not in instead}
            given = kept | {key: value for key, value in instead.items() if value is not None}
        else:
            return _with_default(field, problems)


def _with_default(field: AnyInteraction, problems: list[str]) -> tuple[AnyInteraction, list[str]]:
    try:
        return at_once(settled(field), field), problems
    except ValueError as wrong:
        problem = f"default: found {field.default!r}, which this input refuses: {wrong}"
        return field.model_copy(update={"default": None}), [*problems, problem]


# ── what a definition says ────────────────────────────────────────────────────────────────────────────────────────────


def _arguments(definition: Mapping[str, Any], kind: type[AnyInteraction]) -> dict[str, Any]:
    """What the definition says, in the interaction's own words; keys the kind does not know are left to later."""
    constraints = definition.get("constraints")
    given = {key: definition[key] for key in PRESENTATION if definition.get(key) is not None}
    given |= {k: v for k, v in constraints.items() if v is not None} if isinstance(constraints, Mapping) else {}
    # Agents in the wild also write constraints directly on the definition.
    given |= {k: v for k, v in definition.items() if k in kind.model_fields and k not in given and v is not None}
    given = {key: value for key, value in given.items() if key in kind.model_fields and key not in OURS}
    if "options" in given and isinstance(given["options"], list | tuple):
        given["options"] = tuple(_option(option) for option in given["options"])
    if isinstance(given.get("extensions"), str):
        given["extensions"] = (given["extensions"],)
    if given.get("default") == "" and not issubclass(kind, ChoiceInteraction):
        del given["default"]  # how some agents write that there is none
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


# ── what is wrong with it ─────────────────────────────────────────────────────────────────────────────────────────────


def _errors(where: str, *sentences: str) -> tuple[Error, ...]:
    return tuple(Error(error=sentence, where=where) for sentence in sentences)


def _contradiction(error: ErrorDetails) -> Contradiction | None:
    cause = error.get("ctx", {}).get("error")
    return cause if isinstance(cause, Contradiction) else None


def _instead(error: ErrorDetails) -> Mapping[str, Any]:
    """The arguments to try instead; None for one to leave out."""
    place = {str(part): None for part in error["loc"][:1]}
    contradiction = _contradiction(error)
    return place | contradiction.instead if contradiction else place


def _sentence(error: ErrorDetails) -> str:
    place = ".".join(str(part) for part in error["loc"])
    said = str(_contradiction(error) or f"{error['msg'][:1].lower()}{error['msg'][1:]}")
    return f"{place}: {said}" if place else said


def _follows(error: ErrorDetails, problems: list[str]) -> bool:
    """Whether it is only that something is missing that was left out because it was wrong."""
    return error["type"] == "missing" and bool(problems)
