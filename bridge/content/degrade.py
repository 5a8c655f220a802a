"""What a platform cannot show becomes what it can, by a named policy; nothing is dropped silently.

The policy is a table of single steps, each turning one item type into simpler ones; steps are taken until the platform
shows the result. Every chain ends in `Text`, which every platform shows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from bridge.content.hypertext import as_markdown, fenced
from bridge.content.items import (
    BarChart,
    Chart,
    Dropdown,
    Error,
    Html,
    Image,
    Item,
    LineChart,
    Markdown,
    Paragraph,
    Plotly,
    ScatterPlot,
    Section,
    Style,
    Table,
    Text,
)
from bridge.content.plotly import as_item
from bridge.content.text import NO_WORDS, body_text


def degrade(items: Iterable[Item], shows: frozenset[type]) -> tuple[Item, ...]:
    """Return the items with only types of `shows` among them, in the same order, also inside sections.

    Args:
        items: any content.
        shows: the item classes a platform can show. `Dropdown` in it says that people can switch subsections.
    """
    return tuple(shown for item in items for shown in _degraded(item, shows))


def _degraded(item: Item, shows: frozenset[type]) -> tuple[Item, ...]:
    if isinstance(item, Section):
        item = _section(item, shows)
    step = POLICY.get(type(item))
    if type(item) in shows or step is None:
        return (item,)
    return degrade(step(item), shows)


def _section(section: Section, shows: frozenset[type]) -> Section:
    """The section with what it holds degraded; its dropdown stays, or its subsections stand one below another."""
    dropdown = section.dropdown
    if dropdown is None:
        return replace(section, items=degrade(section.items, shows))
    if Dropdown not in shows or not dropdown.view:  # such as while the turn still runs
        return replace(section, items=degrade((*section.items, *dropdown.sections()), shows), dropdown=None)
    options = tuple(replace(option, items=degrade(option.items, shows)) for option in dropdown.options)
    return replace(section, items=degrade(section.items, shows), dropdown=replace(dropdown, options=options))


# ── the steps ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _plotly_as_chart(figure: Plotly) -> tuple[Item, ...]:
    return (as_item(figure),)


def _html_as_markdown(html: Html) -> tuple[Item, ...]:
    return (Markdown(content=as_markdown(html.content) or NO_WORDS).in_place_of(html),)


def _as_monospace(item: Table | Chart) -> tuple[Item, ...]:
    """What needs aligned columns to be read."""
    return (Markdown(content=fenced(body_text(item))).in_place_of(item),)


def _as_words(item: Markdown | Image | Error) -> tuple[Item, ...]:
    return (Text(content=(Paragraph(body_text(item)),)).in_place_of(item),)


def _unpacked(section: Section) -> tuple[Item, ...]:
    """The section's words as texts around its items."""
    heading = (Paragraph(section.title, Style(bold=True)), Paragraph(section.description))
    before = tuple(paragraph for paragraph in heading if paragraph.text)
    after = (Paragraph(section.comment),) if section.comment else ()
    return (
        *([Text(content=before, id=section.id)] if before else []),
        *section.items,
        *([Text(content=after)] if after else []),
    )


POLICY: Mapping[type[Item], Callable[[Any], tuple[Item, ...]]] = {
    Plotly: _plotly_as_chart,
    Html: _html_as_markdown,
    Table: _as_monospace,
    BarChart: _as_monospace,
    LineChart: _as_monospace,
    ScatterPlot: _as_monospace,
    Markdown: _as_words,
    Image: _as_words,
    Error: _as_words,
    Section: _unpacked,
}
"""The step each type takes on a platform that does not show it. No step leads back, so every chain ends."""
