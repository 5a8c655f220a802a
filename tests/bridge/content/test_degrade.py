"""What a platform cannot show becomes what it can, inside sections too, and nothing is dropped."""

from dataclasses import replace
from pathlib import Path

import pytest

from bridge.content.degrade import degrade
from bridge.content.items import (
    Bar,
    BarChart,
    Column,
    Dropdown,
    DropdownOption,
    Error,
    Html,
    Image,
    Item,
    LocalFile,
    Markdown,
    Paragraph,
    Section,
    Style,
    Table,
    Text,
)

pytestmark = pytest.mark.requirement("content-degrade")


def words(text: str, **fields: str) -> Text:
    return Text(content=(Paragraph(text),), **fields)  # pyright: ignore[reportArgumentType] - title and comment


TABLE = Table(title="T", columns=(Column("a", "a"),), rows=((1,),))
STEPS: list[tuple[Item, frozenset[type], tuple[Item, ...]]] = [
    (Html(title="T", content="<b>x</b>"), frozenset({Markdown}), (Markdown(title="T", content="**x**"),)),
    (Html(content="<b>x</b>"), frozenset(), (words("x"),)),
    (Html(content="<script>"), frozenset(), (words("(HTML without words)"),)),
    (TABLE, frozenset({Markdown}), (Markdown(title="T", content="```\na\n─\n1\n```"),)),
    (TABLE, frozenset({Table}), (TABLE,)),
    (BarChart(bars=(Bar("a", 1),)), frozenset({Markdown}), (Markdown(content=f"```\na {'▇' * 20} 1\n```"),)),
    (Image(source=LocalFile(Path("/x/a.png")), caption="c"), frozenset(), (words("[image: c – a.png]"),)),
    (Error(error="e", where="w", title="T"), frozenset(), (words("⚠ w: e", title="T"),)),
    (Markdown(content="**x**", comment="c"), frozenset(), (words("x", comment="c"),)),
]


@pytest.mark.parametrize(("item", "shows", "expected"), STEPS)
def test_step(item: Item, shows: frozenset[type], expected: tuple[Item, ...]) -> None:
    """Each type becomes the nearest one that the platform shows, keeping its title and comment."""
    assert degrade([item], shows) == expected
    assert degrade([Section(items=(item,))], shows | {Section}) == (Section(items=expected),)


X, Y = words("x"), Html(content="y")
CHOICES = Dropdown((DropdownOption("a", "A", "d", (X,), 2), DropdownOption("b", "B", "", (Y,))), "b")


@pytest.mark.requirement("content-dropdown")
def test_dropdown_shown() -> None:
    """Where people can switch subsections the dropdown stays, with its items degraded."""
    named = replace(CHOICES, view="turn:0")
    (section,) = degrade([Section(items=(), dropdown=named)], frozenset({Section, Dropdown}))
    assert isinstance(section, Section)
    options = (CHOICES.options[0], DropdownOption("b", "B", "", (words("y"),)))
    assert section.dropdown == Dropdown(options, "b", "turn:0")


@pytest.mark.requirement("content-dropdown")
def test_dropdown_not_shown() -> None:
    """Where they cannot, or not yet, all subsections stand one below another."""
    below = (Section(title="A", description="d", items=(X,), items_per_row=2), Section(title="B", items=(words("y"),)))
    section = Section(title="S", items=(X,), dropdown=CHOICES)
    for shows in (frozenset[type]({Section}), frozenset[type]({Section, Dropdown})):
        assert degrade([section], shows) == (Section(title="S", items=(X, *below)),)


def test_section_not_shown() -> None:
    """Without sections their words stand around their items."""
    inner = Section(items=(X,))
    section = Section(id="s", title="T", description="D", comment="C", items=(inner,))
    head = Text(id="s", content=(Paragraph("T", Style(bold=True)), Paragraph("D")))
    assert degrade([section], frozenset()) == (head, X, words("C"))
