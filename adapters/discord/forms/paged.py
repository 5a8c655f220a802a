"""A choice among more options than a modal holds → first in which part of them to look, then that part. Pure."""

from collections.abc import Mapping
from typing import Any

from adapters.discord.components import option_objects, room
from adapters.discord.forms.choices import selected, selects
from adapters.discord.forms.drawn import Drawn
from adapters.discord.forms.entered import UNTOUCHED
from adapters.discord.limits import OPTION_TEXT, PAGE_OPTIONS, PAGE_SELECTS
from adapters.discord.message import Json
from adapters.discord.rendering.measure import short
from bridge.interaction.choices import ChoiceInteraction
from bridge.interaction.hints import hint
from bridge.interaction.labels import labels, legend

HOW = "Choose where to look; the next step shows that part."
TO = " … "


def paged(asked: ChoiceInteraction[Any], before: object, *, multiple: bool) -> Drawn:
    """The parts to choose from and, as `later`, those that were chosen. Before anybody has, those with the defaults.

    Args:
        asked: the question.
        before: what was picked on each page that was chosen (`Draft.values`), if it was asked before.
        multiple: whether several options may be picked.
    """
    defaults = selected(asked, UNTOUCHED, multiple=multiple)
    begins = dict.fromkeys(str(index // PAGE_OPTIONS) for index in sorted(defaults))
    chosen: Mapping[str, object] = before if isinstance(before, dict) else begins
    numbers = [number for number in range(-(-len(asked.choices) // PAGE_OPTIONS)) if str(number) in chosen]
    inputs = selects(_parts(asked, numbers), required=asked.required, multiple=multiple)
    later = tuple(_page(asked, number, chosen[str(number)], multiple=multiple) for number in numbers)
    return Drawn("pages", inputs, f"{hint(asked)} {HOW}".strip(), later=later)


def _parts(asked: ChoiceInteraction[Any], chosen: list[int]) -> list[Json]:
    """An option for every page: its first and its last option, and their numbers."""
    names = labels(asked.choices, OPTION_TEXT)
    half = (OPTION_TEXT - len(TO)) // 2
    starts = range(0, len(names), PAGE_OPTIONS)
    pages = [names[start : start + PAGE_OPTIONS] for start in starts]
    return [
        {
            "label": f"{short(page[0], half)}{TO}{short(page[-1], half)}",
            "value": str(number),
            "description": f"{start + 1}–{start + len(page)}",
            **({"default": True} if number in chosen else {}),
        }
        for number, (start, page) in enumerate(zip(starts, pages, strict=True))
    ]


def _page(asked: ChoiceInteraction[Any], number: int, before: object, *, multiple: bool) -> Drawn:
    """One page. `before` is what was picked there; None if it was not shown yet."""
    picked = selected(asked, UNTOUCHED if before is None else before, multiple=multiple)
    limit = room(asked.choices, OPTION_TEXT)
    page = slice(number * PAGE_OPTIONS, (number + 1) * PAGE_OPTIONS)
    inputs = selects(
        option_objects(asked.choices, limit, picked)[page],
        required=asked.required and not multiple,
        multiple=multiple,
    )
    return Drawn("page", inputs, hint(asked), legend(asked.choices, limit)[page], first=number * PAGE_SELECTS)
