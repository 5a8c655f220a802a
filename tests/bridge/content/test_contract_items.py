"""Each row of the agent contract's table of outputs: every spelling of it becomes the item it means."""

from pathlib import Path

import pytest

from bridge.content.items import (
    Axis,
    Bar,
    BarChart,
    Bullet,
    BulletList,
    Column,
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
    Series,
    Style,
    Table,
    Text,
    WebAddress,
)
from bridge.content.parse import parse_outputs

pytestmark = pytest.mark.requirement("content-every-type")

GIF = b"GIF89a"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes.md").write_text("# Notes", "utf-8")
    (tmp_path / "page.html").write_text("<p>Page", "utf-8")
    (tmp_path / "figure.json").write_text('{"data": [{"y": [1]}], "layout": {"height": 1}}', "utf-8")
    (tmp_path / "plots").mkdir()
    (tmp_path / "plots" / "a b.gif").write_bytes(GIF)
    return tmp_path.resolve()


def read(raw: object, folder: Path) -> Item:
    """The one item that `raw` means."""
    (item,) = parse_outputs([raw], folder=folder)
    return item


BOLD = Style(bold=True)
LINK = Style(color="red", background="#fff", size="12px", italic=True)

TEXTS: dict[str, tuple[dict[str, object], tuple[Paragraph | BulletList, ...]]] = {
    "paragraph": ({"content": [{"type": "paragraph", "text": "a"}]}, (Paragraph("a"),)),
    "text directly": ({"text": "a"}, (Paragraph("a"),)),
    "text directly and content": ({"text": "a", "content": ["b"]}, (Paragraph("a"), Paragraph("b"))),
    "text as list": ({"content": [{"type": "paragraph", "text": ["a", "b"]}]}, (Paragraph("a\nb"),)),
    "bare string as content": ({"content": "a"}, (Paragraph("a"),)),
    "part without type": ({"content": [{"text": "a"}]}, (Paragraph("a"),)),
    "number as text": ({"content": [{"type": "paragraph", "text": 3.5}]}, (Paragraph("3.5"),)),
    "bold": ({"content": [{"text": "a", "style": {"bold": True}}]}, (Paragraph("a", BOLD),)),
    "fontWeight": ({"content": [{"text": "a", "style": {"fontWeight": "bold"}}]}, (Paragraph("a", BOLD),)),
    "fontWeight as number": ({"content": [{"text": "a", "style": {"fontWeight": 700}}]}, (Paragraph("a", BOLD),)),
    "style as word": ({"content": [{"text": "a", "style": "bold"}]}, (Paragraph("a", BOLD),)),
    "every style": (
        {"text": "a", "style": {"italic": True, "color": "red", "backgroundColor": "#fff", "fontSize": "12px"}},
        (Paragraph("a", LINK),),
    ),
    "font_size": ({"content": [{"text": "a", "style": {"font_size": 9}}]}, (Paragraph("a", Style(size="9")),)),
    "bullet_list with items": (
        {"content": [{"type": "bullet_list", "items": ["a", {"text": "b", "style": {"bold": True}}]}]},
        (BulletList((Bullet("a"), Bullet("b", BOLD))),),
    ),
    "bullet_list with bulletPoints and text": (
        {"content": [{"type": "bullet_list", "text": "t", "bulletPoints": ["a"]}]},
        (BulletList((Bullet("a"),), "t"),),
    ),
    "nested bullets": (
        {"content": [{"type": "bullet_list", "items": [{"text": "a", "nested": [{"text": "b", "items": ["c"]}]}]}]},
        (BulletList((Bullet("a", nested=(Bullet("b", nested=(Bullet("c"),)),)),)),),
    ),
    "a list's style holds for its bullets": (
        {"content": [{"style": "bold", "items": ["a", {"text": "b", "style": {"bold": False}}]}]},
        (BulletList((Bullet("a", BOLD), Bullet("b")), style=BOLD),),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), TEXTS.values(), ids=TEXTS)
def test_text(fields: dict[str, object], expected: tuple[Paragraph | BulletList, ...], folder: Path) -> None:
    """A text is read in each spelling of its paragraphs, bullets and styles."""
    assert read({"type": "text", **fields}, folder) == Text(content=expected)


def test_bullet_list(folder: Path) -> None:
    """The older bullet_list becomes a text."""
    raw = {"type": "bullet_list", "data": {"bullets": [{"text": "a", "style": "italic"}, "b"]}}
    bullets = (Bullet("a", Style(italic=True)), Bullet("b"))
    assert read(raw, folder) == Text(content=(BulletList(bullets),))


def test_markdown(folder: Path) -> None:
    """Markdown stands in the item or in a file."""
    assert read({"type": "markdown", "content": "# Hi"}, folder) == Markdown(content="# Hi")
    assert read({"type": "markdown", "file_path": "notes.md"}, folder) == Markdown(content="# Notes")


def test_html(folder: Path) -> None:
    """HTML stands in the item or in a file."""
    assert read({"type": "html", "content": "<b>x"}, folder) == Html(content="<b>x")
    assert read({"type": "html", "file_path": "page.html"}, folder) == Html(content="<p>Page")


def test_error(folder: Path) -> None:
    """An agent's own error is an error without a place."""
    assert read({"type": "error", "error": "no model"}, folder) == Error(error="no model")


AB = (Column("A", "a"), Column("B", "b"))
TABLES: dict[str, tuple[dict[str, object], tuple[Column, ...], tuple[tuple[object, ...], ...]]] = {
    "columns and objects": (
        {"columns": [{"header": "A", "field": "a"}, {"header": "B", "field": "b"}], "rows": [{"b": 2, "a": "x"}]},
        AB, (("x", 2),),
    ),
    "headers and lists": (
        {"headers": ["A", "B"], "rows": [[1, None], [True, 2.5]]},
        (Column("A", "A"), Column("B", "B")), ((1, None), (True, 2.5)),
    ),
    "columns as names": ({"columns": ["a"], "rows": [{"a": 1}]}, (Column("a", "a"),), ((1,),)),
    "no columns": ({"rows": [{"a": 1}, {"b": 2}]}, (Column("a", "a"), Column("b", "b")), ((1, None), (None, 2))),
    "no rows": ({"headers": ["A"]}, (Column("A", "A"),), ()),
    "short and long rows": (
        {"headers": ["A"], "rows": [[], [1, 2]]},
        (Column("A", "A"), Column("", "column 2")), ((None, None), (1, 2)),
    ),
    "cells that are no scalars": (
        {"headers": ["A", "B"], "rows": [[{"k": [1]}, float("nan")]]},
        (Column("A", "A"), Column("B", "B")), (('{"k": [1]}', None),),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "columns", "rows"), TABLES.values(), ids=TABLES)
def test_table(data: object, columns: tuple[Column, ...], rows: tuple[tuple[object, ...], ...], folder: Path) -> None:
    """A table is read in each spelling and squared, so that no cell is lost."""
    table = read({"type": "table", "data": data}, folder)
    assert isinstance(table, Table)
    assert (table.columns, table.rows) == (columns, rows)


def test_bar_chart(folder: Path) -> None:
    """Bars have labels, values and colours; numbers may come as text, and null is a missing value."""
    bars = [{"label": "a", "value": "3.5", "color": "red"}, {"label": 2, "value": None}, {"label": "c", "value": 4}]
    data = {"bars": bars, "axis": {"x": {"label": "X"}, "y": {"label": "Y"}}, "orientation": "horizontal"}
    expected = (Bar("a", 3.5, "red"), Bar("2", None), Bar("c", 4))
    assert read({"type": "bar_chart", "data": data}, folder) == BarChart(
        bars=expected, axis=Axis("X", "Y"), horizontal=True
    )


def test_line_chart(folder: Path) -> None:
    """Lines have points whose x is a number, a text or a date, and a style."""
    style = {"color": "blue", "width": 2, "dash": "dotted"}
    points = [{"x": 1, "y": 2}, {"x": "2024-01-01", "y": "NaN"}, {"x": "b", "y": 1.5}]
    line = Series(
        name="l",
        points=(Point(1, 2), Point("2024-01-01", None), Point("b", 1.5)),
        color="blue",
        width=2.0,
        dash="dotted",
    )
    data = {"lines": [{"id": "l", "points": points, "style": style}]}
    assert read({"type": "line_chart", "data": data}, folder) == LineChart(lines=(line,))


def test_scatter_plot(folder: Path) -> None:
    """Points stand in the data or in several datasets."""
    dot = {"x": 1, "y": 2}
    style = {"color": "red", "size": 5, "opacity": 0.5}
    unnamed = Series(name="", points=(Point(1, 2),))
    named = Series(name="d", points=(Point(1, 2),), color="red", size=5.0, opacity=0.5)
    assert read({"type": "scatter_plot", "data": {"points": [dot]}}, folder) == ScatterPlot(datasets=(unnamed,))
    data = {"datasets": [{"id": "d", "points": [dot], "style": style}]}
    assert read({"type": "scatter_plot", "data": data}, folder) == ScatterPlot(datasets=(named,))


@pytest.mark.parametrize(
    "fields",
    [
        {"data": [{"y": [1]}], "layout": {"height": 1}},
        {"data": {"y": [1]}, "layout": {"height": 1}},
        {"figure_json": '{"data": [{"y": [1]}], "layout": {"height": 1}}'},
        {"figure_json": {"data": [{"y": [1]}], "layout": {"height": 1}}},
        {"file_path": "figure.json"},
    ],
)
def test_plotly(fields: dict[str, object], folder: Path) -> None:
    """A Plotly figure stands in the item, in a text or in a file."""
    assert read({"type": "plotly", **fields}, folder) == Plotly(data=({"y": [1]},), layout={"height": 1})


@pytest.mark.parametrize("key", ["file_path", "url_filename", "url", "src"])
@pytest.mark.parametrize("reference", ["plots/a b.gif", "{folder}/plots/a b.gif", "file://{folder}/plots/a%20b.gif"])
def test_image_file(key: str, reference: str, folder: Path) -> None:
    """An image's file is named by any key: relative, absolute inside the folder, or as a file:// address."""
    raw = {"type": "image", key: reference.format(folder=folder), "caption": "c"}
    assert read(raw, folder) == Image(source=LocalFile(folder / "plots" / "a b.gif"), caption="c")


def test_image_elsewhere(folder: Path) -> None:
    """A web address is kept as it is, a data: address becomes bytes."""
    assert read({"type": "image", "url": "https://x.y/z.png"}, folder) == Image(source=WebAddress("https://x.y/z.png"))
    inline = read({"type": "image", "src": "data:image/gif;base64,R0lGODlh"}, folder)
    assert inline == Image(source=Inline(GIF, "image/gif"))


@pytest.mark.parametrize("name", ["text", "markdown", "html", "error"])
def test_common_fields(name: str, folder: Path) -> None:
    """Every item carries what the contract gives to all of them."""
    words = {key: key for key in ("id", "title", "description", "comment", "text", "content", "error")}
    item = read({"type": name, **words, "collapsible": True, "collapsed": True, "full_width": True}, folder)
    assert (item.id, item.title, item.description, item.comment) == ("id", "title", "description", "comment")
    assert (item.collapsible, item.collapsed, item.full_width) == (True, True, True)
