"""`depends_on` as agents write it → how fields depend on each other (agent contract, 5b).

What is wrong is named with its place and left out: the field is asked as if it did not depend on anything.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from bridge.content.items import Error
from bridge.interaction.dependence import AnyInteraction, Dependence
from bridge.interaction.parse_arrangement import near

ReadDefinition = Callable[[object, str], tuple[AnyInteraction | None, tuple[Error, ...]]]
"""One input definition and its place → the field, and what is wrong with it."""

CHANGES = ("required", "default", "description", "label", "unit")
"""What an entry of a mapping may say besides `constraints` and `hidden`."""


def parse_dependences(
    definitions: Mapping[str, tuple[str, Mapping[str, Any]]],
    fields: Mapping[str, AnyInteraction],
    read: ReadDefinition,
) -> tuple[tuple[Dependence, ...], tuple[Error, ...]]:
    """Read the dependences of fields.

    Args:
        definitions: the place and the definition of each field that has a `depends_on`, by its name.
        fields: all fields by name.
        read: reads a definition, as it was read without its `depends_on`.
    """
    found: dict[str, Dependence] = {}
    errors: list[Error] = []
    for name, (where, definition) in definitions.items():
        place = f"{where}.depends_on"
        on, mapping = _named(definition["depends_on"])
        if problem := _wrong(name, on, mapping, fields, found):
            errors.append(Error(error=problem, where=place))
            continue
        known = {error.error for error in read(definition, where)[1]}  # they are named where they are written
        variants: dict[str, AnyInteraction | None] = {}
        for value, said, at in _entries(mapping, place):
            if not isinstance(said, Mapping):
                sentence = f"found {type(said).__name__}, expected an object with what changes"
                errors.append(Error(error=sentence, where=at))
                continue
            variants[value], wrong = _variant(definition, said, at, read)
            errors += [error for error in wrong if error.error not in known]
        found[name] = Dependence(field=name, on=on, variants=variants)
    return tuple(found.values()), tuple(errors)


def _named(raw: object) -> tuple[str, object]:
    if not isinstance(raw, Mapping):
        return "", None
    return str(raw.get("input_name") or raw.get("field") or ""), raw.get("mapping", {})


def _wrong(
    name: str, on: str, mapping: object, fields: Mapping[str, AnyInteraction], found: Mapping[str, Dependence]
) -> str:
    """What is wrong with a dependence as a whole; or nothing."""
    if not on or not isinstance(mapping, Mapping):
        return "expected an object with input_name and mapping, an object by the values of that input"
    if on not in fields:
        return f'there is no input "{on}"{near(on, fields)}'
    chain = [name, on]
    while chain[-1] in found and chain[-1] != name:
        chain.append(found[chain[-1]].on)
    if chain[-1] == name:
        return f"inputs depend on each other in a circle: {' → '.join(chain)}"
    return ""


def _entries(mapping: object, place: str) -> Iterator[tuple[str, object, str]]:
    assert isinstance(mapping, Mapping), "it was looked at"
    for value, said in mapping.items():
        yield str(value), said, f"{place}.mapping.{value}"


def _variant(
    definition: Mapping[str, Any], said: Mapping[str, Any], where: str, read: ReadDefinition
) -> tuple[AnyInteraction | None, tuple[Error, ...]]:
    """The field that an entry of a mapping makes of the definition; None if it hides it."""
    if said.get("hidden") is True:
        return None, ()
    constraints = {**_object(definition.get("constraints")), **_object(said.get("constraints"))}
    changes = {key: said[key] for key in CHANGES if key in said}
    becomes = {**definition, **changes, "constraints": constraints}
    variant, wrong = read(becomes, where)
    if wrong and "default" not in said and (variant is None or variant.default is None):
        # A default was written for what the field is otherwise; where it does not fit, it is not offered.
        return read({**becomes, "default": None}, where)
    return variant, wrong


def _object(raw: object) -> Mapping[str, Any]:
    return raw if isinstance(raw, Mapping) else {}
