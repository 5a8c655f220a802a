"""What a message's components must be together, and the walks through them that the twin needs.

Guarantee: `check_components` reports every flaw of any JSON value whatever. `walk`, and what is built on it, goes
through components depth-first, a parent before its children, as Discord numbers them (recorded).
"""

from collections.abc import Iterator
from typing import Any, Final

from adapters.sandbox.discord.component_tables import COMPONENTS, IN_MESSAGE, ROW, TEXT_DISPLAY
from adapters.sandbox.discord.grammar import Items, OneOf, Report, check, length
from adapters.sandbox.discord.wire import Path
from adapters.sandbox.wire import Json

CHILDREN: Final = ("components", "component", "accessory")
LEGACY: Final = Items(OneOf(COMPONENTS, (ROW,)), 5)  # Discord docs: five action rows without IS_COMPONENTS_V2
LAYOUT: Final = Items(OneOf(COMPONENTS, IN_MESSAGE), 40)
TOTAL: Final = 40  # components of a message, nested ones included (Discord docs, April 2025)
DISPLAYED: Final = 4000  # characters in all text displays of a message together (reported)


def check_components(components: Any, path: Path, report: Report, *, v2: bool) -> None:
    """Report every flaw of a message's `components`."""
    check(LAYOUT if v2 else LEGACY, components, path, report)
    unique_ids(components, path, report)
    if not v2:
        return
    if sum(1 for _ in walk(components)) > TOTAL:
        sentence = f"The total number of components in this message exceeds {TOTAL}"
        report.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", sentence)
    if sum(length(text) for text in displayed(components)) > DISPLAYED:
        sentence = f"Components displayable text size exceeds maximum size of {DISPLAYED}"
        report.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", sentence)


def unique_ids(components: Any, path: Path, report: Report) -> None:
    """Report each `custom_id` and each `id` that an earlier component of the same message or modal has."""
    seen: set[tuple[str, object]] = set()
    for component, place in walk(components, path):
        for key, code in (("custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED"), ("id", "COMPONENT_ID_DUPLICATED")):
            value = component.get(key)
            if isinstance(value, str | int) and value:  # an id of 0 asks for one
                if (key, value) in seen:
                    report.add((*place, key), code, f"Component {key.replace('_', ' ')} cannot be duplicated")
                seen.add((key, value))


def walk(components: Any, path: Path = ()) -> Iterator[tuple[Json, Path]]:
    """Yield every component in any JSON value, with its place."""
    waiting: list[tuple[Any, Path]] = [(components, path)]
    while waiting:  # a loop, not recursion: what a bot sends may be nested without end
        value, place = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed([(item, (*place, index)) for index, item in enumerate(value)]))
        elif isinstance(value, dict):
            yield value, place
            waiting.extend((value[key], (*place, key)) for key in reversed(CHILDREN) if key in value)


def displayed(components: Any) -> Iterator[str]:
    """Yield the text of every text display: where the mentions of a V2 message are."""
    for component, _ in walk(components):
        if component.get("type") == TEXT_DISPLAY and isinstance(content := component.get("content"), str):
            yield content


def find(components: list[Json], custom_id: str) -> Json | None:
    """Return the component with this custom_id."""
    return next((component for component, _ in walk(components) if component.get("custom_id") == custom_id), None)


def numbered(components: list[Json]) -> list[Json]:
    """Return accepted components as Discord stores them: every one with an id, without the keys that are null.

    Ids that are missing or 0 become the lowest free numbers from 1, in the order of `walk`.
    """
    taken = {component["id"] for component, _ in walk(components) if component.get("id")}
    free = (number for number in range(1, len(taken) + sum(1 for _ in walk(components)) + 1) if number not in taken)
    return [_numbered(component, free) for component in components]


def _numbered(component: Json, free: Iterator[int]) -> Json:
    stored = {key: value for key, value in component.items() if value is not None}
    stored["id"] = component.get("id") or next(free)
    for key in CHILDREN:
        if isinstance(children := stored.get(key), list):
            stored[key] = [_numbered(child, free) if isinstance(child, dict) else child for child in children]
        elif isinstance(children, dict):
            stored[key] = _numbered(children, free)
    return stored
