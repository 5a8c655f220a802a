"""Which subsection each dropdown of a turn shows: what a person has chosen, else what the agent has.

Dropdowns are counted through the whole turn, those inside subsections too, so that a choice keeps its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count

from bridge.content.items import Dropdown, Item, Section


def in_views(items: Iterable[Item], turn: str, chosen: Mapping[int, int]) -> tuple[Item, ...]:
    """Return the items with every dropdown named ``{turn}:{number}``, showing the option chosen for its number."""
    numbers = count()
    return tuple(_item(item, turn, chosen, numbers) for item in items)


def place_of(view: str) -> tuple[str, int] | None:
    """The turn and the number that a name means; None if it is none."""
    turn, _, number = view.rpartition(":")
    return (turn, int(number)) if turn and number.isdecimal() else None


def _item(item: Item, turn: str, chosen: Mapping[int, int], numbers: Iterator[int]) -> Item:
    if not isinstance(item, Section):
        return item
    dropdown = item.dropdown and _dropdown(item.dropdown, turn, chosen, numbers)
    items = tuple(_item(each, turn, chosen, numbers) for each in item.items)
    return replace(item, items=items, dropdown=dropdown)


def _dropdown(dropdown: Dropdown, turn: str, chosen: Mapping[int, int], numbers: Iterator[int]) -> Dropdown:
    number = next(numbers)
    options = tuple(
        replace(option, items=tuple(_item(each, turn, chosen, numbers) for each in option.items))
        for option in dropdown.options
    )
    wanted = chosen.get(number, -1)
    selected = options[wanted].id if 0 <= wanted < len(options) else dropdown.selected
    return replace(dropdown, options=options, selected=selected, view=f"{turn}:{number}")
