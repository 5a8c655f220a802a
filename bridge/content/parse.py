"""What a handler returned becomes items; what cannot become one is, in its place, an error item saying why.

`parse_outputs` is total: it never raises for what an agent returned, and one bad item never costs its neighbours.
This room holds what contains other items (lists, ``$href`` files, sections); the readers of the other types are in
the `parse_…` rooms.
"""

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from bridge.content import files
from bridge.content.items import Dropdown, DropdownOption, Error, Item, LocalFile, Paragraph, Section, Shown, Text
from bridge.content.parse_charts import read_bar_chart, read_line_chart, read_scatter_plot
from bridge.content.parse_files import read_html, read_image, read_markdown, read_plotly
from bridge.content.parse_table import read_table
from bridge.content.parse_text import read_bullet_list, read_error, read_text
from bridge.content.raw import QUOTED, Misfit, Raw, as_object, as_text, describe

MAX_DEPTH = 32
"""Levels of sections and ``$href`` files inside each other."""

MAX_FILES = 200
"""``$href`` files of one response. Files that name each other several times would multiply without end."""

READERS: Mapping[str, Callable[[Raw, Path], Item]] = {
    "text": read_text,
    "markdown": read_markdown,
    "table": read_table,
    "bar_chart": read_bar_chart,
    "line_chart": read_line_chart,
    "scatter_plot": read_scatter_plot,
    "plotly": read_plotly,
    "image": read_image,
    "html": read_html,
    "error": read_error,
    "bullet_list": read_bullet_list,
}
"""The readers by the item's `type`. Each takes the raw item and the agent's folder, and raises ValueError."""

TYPES = ("section", *READERS)


@dataclass(frozen=True, slots=True)
class Site:
    """Where something stands: its place for complaints, how deep it is, and through which files it was reached.

    `opened` counts the ``$href`` files of the whole response.
    """

    folder: Path
    place: str
    depth: int = 0
    files: tuple[Path, ...] = ()
    opened: Iterator[int] = field(default_factory=count)

    def member(self, index: int) -> "Site":
        return replace(self, place=f"{self.place}[{index}]")

    def inside(self, key: str) -> "Site":
        return replace(self, place=f"{self.place}.{key}", depth=self.depth + 1)


def parse_outputs(raw: object, *, folder: Path, place: str = "outputs") -> tuple[Item, ...]:
    """Read the `outputs` of a response.

    Args:
        raw: a list of items, or a bare item or string in place of it; null is nothing to show.
        folder: the agent's folder; files are looked for in it and nowhere else.
        place: what the complaints call `raw`.
    """
    return _items(raw, Site(folder, place))


def _items(raw: object, site: Site) -> tuple[Item, ...]:
    if isinstance(raw, list | tuple):
        members = Raw(raw).each()
        return tuple(item for index, member in enumerate(members) for item in _item(member, site.member(index)))
    return _item(Raw(raw), site) if raw is not None else ()


def _item(raw: Raw, site: Site) -> tuple[Item, ...]:
    """The items that one member of a list stands for: one, or those of the file it refers to."""
    raw = Raw(raw.value)
    try:
        if site.depth > MAX_DEPTH:
            raise Misfit(f"nested deeper than {MAX_DEPTH} levels; put it further up")
        if raw.at("$href").given:
            return _referenced(raw.at("$href").text(), site)
        return _one(raw, site)
    except ValueError as error:
        return (Error(error=str(error), where=site.place).in_place_of(_common(raw)),)


def _one(raw: Raw, site: Site) -> tuple[Item, ...]:
    match raw.value:
        case Mapping():
            name = raw.at("type").value
            if name == "section":
                return (_section(raw, site).in_place_of(_common(raw)),)
            if isinstance(name, str) and (reader := READERS.get(name)):
                return (reader(raw, site.folder).in_place_of(_common(raw)),)
            raise _unknown_type(name)
        case str() | int() | float():
            return (Text(content=(Paragraph(raw.text()),)),) if raw.text() else ()
        case _:
            raise raw.misfit('an item, such as {"type": "text", "text": "…"}')


def _common(raw: Raw) -> Shown:
    """The fields that every type has."""
    return Shown(
        id=raw.at("id").text(),
        title=raw.at("title").text(),
        description=raw.at("description").text(),
        comment=raw.at("comment").text(),
        collapsible=raw.at("collapsible").flag(),
        collapsed=raw.at("collapsed").flag(),
        full_width=raw.at("full_width").flag(),
    )


def _unknown_type(name: object) -> Misfit:
    if name is None:
        return Misfit(f'no type; expected "type" to be one of {", ".join(TYPES)}')
    if not isinstance(name, str):
        return Raw(name, "type").misfit(f"one of {', '.join(TYPES)}")
    near = difflib.get_close_matches(name[:QUOTED].lower(), TYPES, n=1)
    advice = f'did you mean "{near[0]}"?' if near else f"known types are {', '.join(TYPES)}"
    return Misfit(f"unknown type {describe(name)}; {advice}")


def _referenced(reference: str, site: Site) -> tuple[Item, ...]:
    """The items of a ``$href`` file: JSON holding one item or a list."""
    source = files.resolve(reference, site.folder)
    if not isinstance(source, LocalFile):
        raise Misfit(f'$href "{reference[:200]}" is not a file; expected a JSON file of the agent\'s folder.')
    if source.path in site.files:
        raise ValueError(f'$href "{reference}" leads back to itself; take one of the references out.')
    if next(site.opened) >= MAX_FILES:
        raise ValueError(f'$href "{reference}": a response may refer to {MAX_FILES} files; put more into each of them.')
    text = files.read_text(reference, site.folder)
    try:
        content: object = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f'$href "{reference}" is not JSON: {error}.') from error
    place, reached = f"{site.place} → {reference}", (*site.files, source.path)
    below = replace(site, place=place, depth=site.depth + 1, files=reached)
    return _items(content, below)


# ── sections ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _section(raw: Raw, site: Site) -> Section:
    items = _items(raw.at("items").value, site.inside("items"))
    choices = raw.at("dropdown")
    dropdown = _dropdown(choices, _subsections(raw.at("subsections").value, site))
    if dropdown and choices.at("enabled").given and not choices.at("enabled").flag():
        items, dropdown = (*items, *dropdown.sections()), None
    return Section(
        items=items,
        items_per_row=_per_row(raw.at("items_per_row")),
        color=raw.at("color").text(),
        dropdown=dropdown,
    )


def _dropdown(choices: Raw, subsections: Mapping[str, DropdownOption]) -> Dropdown | None:
    """The options in their order, each with its subsection; a subsection that no option names comes after them."""
    options = dict(subsections)
    named = [(_name(choice), choice) for choice in choices.at("options").each()]
    for key, choice in named:
        below = subsections.get(key, DropdownOption(key, key))
        options[key] = replace(below, label=_label(choice) or below.label, description=choice.at("description").text())
    if not options:
        return None
    order = dict.fromkeys([*(key for key, _ in named), *subsections])
    wanted = choices.at("default_selection").text()
    return Dropdown(tuple(options[key] for key in order), wanted if wanted in order else next(iter(order)))


def _subsections(raw: object, site: Site) -> Mapping[str, DropdownOption]:
    """Subsections by option: an object keyed by the option's id, or a list of {id, label, items}."""
    if isinstance(raw, Mapping):
        keyed = [(as_text(key), Raw(value), site.inside(f"subsections.{key}")) for key, value in as_object(raw).items()]
    else:
        listed = enumerate(Raw(raw).each())
        keyed = [(_name(below) or str(n), below, site.inside(f"subsections[{n}]")) for n, below in listed]
    found: dict[str, DropdownOption] = {}
    for key, below, place in keyed:
        unique = key if key not in found else f"{key} ({len(found) + 1})"
        found[unique] = DropdownOption(
            id=unique,
            label=_label(below) or unique,
            items=_subsection_items(below.value, place),
            items_per_row=_per_row(below.at("items_per_row")),
        )
    return found


def _subsection_items(raw: object, site: Site) -> tuple[Item, ...]:
    """`{items}`, or the items themselves."""
    fields = as_object(raw)
    if fields and "type" not in fields and "$href" not in fields:
        return _items(fields.get("items"), site.inside("items"))
    return _items(raw, site)


def _name(choice: Raw) -> str:
    return choice.at("id", "label").text() if as_object(choice.value) else choice.text()


def _label(choice: Raw) -> str:
    return choice.at("label", "title", "id").text() if as_object(choice.value) else ""


def _per_row(raw: Raw) -> int:
    """A layout wish: what is no number from 1 on is 1."""
    try:
        return max(1, int(raw.number() or 1))
    except Misfit:
        return 1
