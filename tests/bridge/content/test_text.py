"""The plain-text twin: every item type in words."""

from pathlib import Path

import pytest

from bridge.content.items import (
    Axis,
    Bar,
    BarChart,
    Bullet,
    BulletList,
    Column,
    Dropdown,
    DropdownOption,
    Error,
    Html,
    Image,
    Inline,
    Item,
    LineChart,
    LocalFile,
    Markdown,
    Paragraph,
    Plotly,
    Point,
    ScatterPlot,
    Section,
    Series,
    Table,
    Text,
    WebAddress,
)
from bridge.content.text import plain_text

pytestmark = pytest.mark.requirement("content-twin")

A = Text(content=(Paragraph("a"),))
B = Text(content=(Paragraph("b"),))
SQUARES = tuple(Point(x, (x - 3) ** 2) for x in range(20))

TWINS: dict[str, tuple[Item, str]] = {
    "text": (
        Text(content=(Paragraph("p"), BulletList((Bullet("x", nested=(Bullet("y"),)), Bullet("z")), "list"))),
        "p\nlist\n• x\n  • y\n• z",
    ),
    "common fields": (Text(title="T", description="D", comment="C", content=(Paragraph("a"),)), "T\nD\na\nC"),
    "collapsed": (Text(title="T", collapsed=True, content=(Paragraph("a"),)), "T\na"),
    "section": (Section(title="T", items=(A, Section(title="U", items=(B,)))), "T\na\n\nU\nb"),
    "dropdown": (
        Section(title="T", items=(A,), dropdown=Dropdown(
            (DropdownOption("1", "One", "first", (A,)), DropdownOption("2", "Two", "", (B,))), "2")),
        "T\na\n\n[Two] (also: One)\nb",
    ),
    "table": (
        Table(
            columns=(Column("Name", "n"), Column("日本", "v")),
            rows=(("a", 1), ("long\nname", 22.5), (None, True)),
        ),
        "Name       日本\n─────────  ────\na          1\nlong name  22.5\n—          true",
    ),
    "table of numbers": (Table(columns=(Column("v", "v"),), rows=((1,), (None,), (100.0,))), "  v\n───\n  1\n  —\n100"),
    "bars": (
        BarChart(bars=(Bar("Chars", 40), Bar("W", -10.5), Bar("none", None)), axis=Axis("what", "how many")),
        f"(x: what, y: how many)\nChars {'▇' * 20} 40\nW     ▇▇▇▇▇ -10.5\nnone  —",
    ),
    "no bars": (BarChart(title="T", bars=()), "T\n(no data)"),
    "short line": (
        LineChart(lines=(Series(name="s", points=(Point("Mon", 1.25), Point("Tue", None))),)), "s: Mon → 1.25, Tue → —",
    ),
    "long line": (
        LineChart(lines=(Series(name="s", points=SQUARES),)),
        "s: 20 points; first 0 → 9, last 19 → 256, lowest 3 → 0, highest 19 → 256",
    ),
    "scatter": (ScatterPlot(datasets=(Series(name="", points=(Point(1, 2), Point(3, 4))),)), "1 → 2, 3 → 4"),
    "plotly": (
        Plotly(data=({"type": "bar", "x": ["a"], "y": [2]},), layout={"title": {"text": "T"}}), f"T\na {'▇' * 20} 2",
    ),
    "local image": (Image(source=LocalFile(Path("/x/cat.png")), caption="A cat"), "[image: A cat – cat.png]"),
    "web image": (Image(source=WebAddress("https://x.y/z.png")), "[image: https://x.y/z.png]"),
    "inline image": (Image(source=Inline(b"1234", "image/png")), "[image: image/png, 4 bytes]"),
    "html": (Html(content="<h1>Hi</h1><script>x()</script><p>a <b>b</b>"), "Hi\n\na b"),
    "html without words": (Html(title="Map", content="<script>x()</script>"), "Map\n(HTML without words)"),
    "error": (Error(error="no model"), "⚠ no model"),
    "error with a place": (Error(title="T", error="bad", where="outputs[0]"), "T\n⚠ outputs[0]: bad"),
    "markdown": (
        Markdown(content="# T\n*a* [b](http://c.d)\n\n1. x\n   - [x] y\n\n> q\n\n```py\n1 < 2\n```\n***\n![i](j.png)"),
        "T\n\na b (http://c.d)\n\n1. x\n   ☑ y\n\n> q\n\n    1 < 2\n\n────────────────────\n\ni (j.png)",
    ),
    "markdown table": (Markdown(content="|a|b|\n|-|-:|\n|x|1|2|\n"), "a  b\n─  ─  ─\nx  1  2"),
}  # fmt: skip


@pytest.mark.parametrize(("item", "twin"), TWINS.values(), ids=TWINS)
def test_twin(item: Item, twin: str) -> None:
    """Each type of item has a readable twin that leaves nothing out."""
    assert plain_text([item]) == twin


def test_items_are_apart() -> None:
    """An empty line stands between two items, and none for an item that shows nothing."""
    assert plain_text([A, Section(items=()), B]) == "a\n\nb"
