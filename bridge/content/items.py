"""What an agent can show: a closed union of frozen values.

`bridge.content.parse` makes them from what a handler returned; renderers turn them into payloads with a `match` that
ends in `assert_never`, so a new item type cannot be forgotten by a platform.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

Cell = str | int | float | bool | None
"""One value of a table or a point. `None` is a missing value (a handler's null or NaN)."""

Number = int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a run of text looks. Sizes are the agent's own words ("12px"); platforms without them ignore them."""

    bold: bool = False
    italic: bool = False
    color: str | None = None
    background: str | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    style: Style = Style()


@dataclass(frozen=True, slots=True)
class Bullet:
    text: str
    style: Style = Style()
    nested: tuple["Bullet", ...] = ()


@dataclass(frozen=True, slots=True)
class BulletList:
    bullets: tuple[Bullet, ...]
    text: str = ""
    style: Style = Style()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What every item may carry."""

    id: str = ""
    title: str = ""
    description: str = ""
    comment: str = ""
    collapsible: bool = False
    collapsed: bool = False
    full_width: bool = False

    def in_place_of(self, other: "Shown") -> Self:
        """The same content with everything `other` carries beside its own."""
        return replace(
            self,
            id=other.id,
            title=other.title,
            description=other.description,
            comment=other.comment,
            collapsible=other.collapsible,
            collapsed=other.collapsed,
            full_width=other.full_width,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Shown):
    content: tuple[Paragraph | BulletList, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Markdown(Shown):
    """GitHub-flavoured Markdown."""

    content: str


@dataclass(frozen=True, slots=True)
class Column:
    header: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Shown):
    """Every row has exactly as many cells as there are columns."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    x: str = ""
    y: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: Number | None
    color: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Shown):
    bars: tuple[Bar, ...]
    axis: Axis = Axis()
    horizontal: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """`x` may be a number, a label or an ISO 8601 date; `y` is None where the value is missing."""

    x: Number | str
    y: Number | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A named run of points. `width` and `size` are in points, `dash` is solid, dashed or dotted, `opacity` 0 to 1."""

    name: str
    points: tuple[Point, ...]
    color: str | None = None
    width: float | None = None
    dash: str = "solid"
    size: float | None = None
    opacity: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Shown):
    lines: tuple[Series, ...]
    axis: Axis = Axis()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScatterPlot(Shown):
    datasets: tuple[Series, ...]
    axis: Axis = Axis()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plotly(Shown):
    """A Plotly figure as its JSON. `degrade` turns the trace types we can draw into our own charts."""

    data: tuple[Mapping[str, object], ...]
    layout: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file inside the agent's folder, or one the session received; absolute and resolved."""

    path: Path


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A public http(s) address. The bridge never fetches it; the platform or the reader's browser does."""

    url: str


@dataclass(frozen=True, slots=True)
class Inline:
    """The bytes of a `data:` URI."""

    data: bytes
    media_type: str


FileSource = LocalFile | WebAddress | Inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Shown):
    source: FileSource
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Html(Shown):
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Error(Shown):
    """Something went wrong, in the agent's words or ours. `where` is a place such as ``outputs[0].items[2]``."""

    error: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class DropdownOption:
    id: str
    label: str
    description: str = ""
    items: tuple["Item", ...] = ()
    items_per_row: int = 1


@dataclass(frozen=True, slots=True)
class Dropdown:
    """Subsections a person switches between in place, without a turn of the agent.

    `view` names it to the bridge, where people can switch (`bridge.content.views`).
    """

    options: tuple[DropdownOption, ...]
    selected: str
    view: str = ""

    @property
    def shown(self) -> DropdownOption:
        """The subsection that is selected."""
        return next(option for option in self.options if option.id == self.selected)

    def sections(self) -> tuple["Section", ...]:
        """All subsections one below another, for where nobody can switch between them."""
        return tuple(
            Section(
                title=option.label,
                description=option.description,
                items=option.items,
                items_per_row=option.items_per_row,
            )
            for option in self.options
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Shown):
    items: tuple["Item", ...]
    items_per_row: int = 1
    color: str = ""
    dropdown: Dropdown | None = None


Chart = BarChart | LineChart | ScatterPlot
"""What `adapters.charts` draws."""

Item = Section | Text | Markdown | Table | BarChart | LineChart | ScatterPlot | Plotly | Image | Html | Error
