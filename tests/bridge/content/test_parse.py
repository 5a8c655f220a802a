"""Sections, dropdowns, ``$href`` and everything that goes wrong: one bad item never costs its neighbours."""

import json
from pathlib import Path

import pytest

from bridge.content.items import Dropdown, DropdownOption, Error, Item, Paragraph, Section, Text
from bridge.content.parse import MAX_DEPTH, MAX_FILES, parse_outputs
from bridge.content.parse_text import MAX_BULLET_DEPTH
from bridge.content.text import plain_text


def words(text: str) -> Text:
    return Text(content=(Paragraph(text),))


def read(raw: object, folder: Path) -> Item:
    (item,) = parse_outputs(raw, folder=folder)
    return item


@pytest.mark.requirement("content-bare")
@pytest.mark.parametrize("raw", ["hi", ["hi"], {"type": "text", "text": "hi"}, [{"type": "text", "text": "hi"}]])
def test_bare(raw: object, tmp_path: Path) -> None:
    """A bare item or string stands for a list of one."""
    assert parse_outputs(raw, folder=tmp_path) == (words("hi"),)
    assert read({"type": "section", "items": raw}, tmp_path) == Section(items=(words("hi"),))


def test_nothing(tmp_path: Path) -> None:
    """Null, an empty list and an empty string show nothing."""
    assert [parse_outputs(raw, folder=tmp_path) for raw in (None, [], "")] == [(), (), ()]


def test_section(tmp_path: Path) -> None:
    """A section keeps its layout and holds items and sections."""
    raw = {"type": "section", "title": "T", "items_per_row": "2", "color": "red", "items": [{"type": "section"}, "a"]}
    expected = Section(title="T", items_per_row=2, color="red", items=(Section(items=()), words("a")))
    assert read(raw, tmp_path) == expected


A = DropdownOption("a", "Apples", "red", (words("x"),), 2)
B = DropdownOption("b", "b", "", (words("y"),))
OPTIONS = [{"id": "a", "label": "Apples", "description": "red"}, "b"]
SUBSECTIONS: list[object] = [
    {"b": {"items": ["y"]}, "a": {"items": ["x"], "items_per_row": 2}},
    [{"id": "b", "items": ["y"]}, {"id": "a", "label": "Apples", "items": ["x"], "items_per_row": 2}],
    {"b": "y", "a": {"items": "x", "items_per_row": 2}},
]


@pytest.mark.requirement("content-dropdown")
@pytest.mark.parametrize("subsections", SUBSECTIONS)
def test_dropdown(subsections: object, tmp_path: Path) -> None:
    """Subsections are an object by option or a list; the options give the order."""
    dropdown = {"enabled": True, "default_selection": "b", "options": OPTIONS}
    section = read({"type": "section", "dropdown": dropdown, "subsections": subsections}, tmp_path)
    assert isinstance(section, Section)
    assert section.dropdown == Dropdown((A, B), "b")


def test_dropdown_gaps(tmp_path: Path) -> None:
    """A subsection without an option and an option without a subsection both stay; an unknown default is the first."""
    dropdown = {"default_selection": "nowhere", "options": ["a"]}
    section = read({"type": "section", "dropdown": dropdown, "subsections": {"z": ["y"]}}, tmp_path)
    assert isinstance(section, Section)
    assert section.dropdown == Dropdown((DropdownOption("a", "a"), DropdownOption("z", "z", "", (words("y"),))), "a")


def test_dropdown_off(tmp_path: Path) -> None:
    """A dropdown that is not enabled shows its subsections one below another."""
    raw = {"type": "section", "items": ["0"], "dropdown": {"enabled": False}, "subsections": {"a": "x", "b": "y"}}
    below = (Section(title="a", items=(words("x"),)), Section(title="b", items=(words("y"),)))
    assert read(raw, tmp_path) == Section(items=(words("0"), *below))


BAD: dict[str, tuple[object, str]] = {
    "near type": ({"type": "barchart"}, 'unknown type "barchart"; did you mean "bar_chart"?'),
    "far type": ({"type": "qqqq"}, 'unknown type "qqqq"; known types are section, text, markdown, table, bar_chart,'),
    "type as list": ({"type": ["text"]}, "type: found a list of 1, expected one of section, text,"),
    "no type": ({"title": "x"}, 'no type; expected "type" to be one of section, text,'),
    "null": (None, 'found nothing, expected an item, such as {"type": "text"'),
    "list in list": ([["a"]], "found a list of 1, expected an item"),
    "text without words": ({"type": "text"}, "content: found nothing, expected a list of paragraphs"),
    "bar value": (
        {"type": "bar_chart", "data": {"bars": [{"label": "a", "value": 1}, {"label": "b", "value": "much"}]}},
        'data.bars[1].value: found "much", expected a number',
    ),
    "no bars": ({"type": "bar_chart", "data": []}, "data.bars: found nothing, expected a list of {label, value}"),
    "bar as number": ({"type": "bar_chart", "data": {"bars": [1]}}, "data.bars[0]: found 1, expected {label, value}"),
    "no lines": ({"type": "line_chart"}, "data.lines: found nothing, expected a list of {id, points}"),
    "point without x": (
        {"type": "line_chart", "data": {"lines": [{"points": [{"y": 1}]}]}},
        "data.lines[0].points[0].x: found nothing, expected a number, a label or a date",
    ),
    "huge number": (
        {"type": "bar_chart", "data": {"bars": [{"value": 10**400}]}}, "data.bars[0].value: found 1000000",
    ),
    "no points": ({"type": "scatter_plot", "data": {"dots": []}}, "data: found an object with dots, expected points"),
    "no table": ({"type": "table", "data": 5}, "data: found 5, expected columns (or headers) and rows"),
    "figure is no JSON": ({"type": "plotly", "figure_json": "{"}, "figure_json: not the JSON of a Plotly figure"),
    "trace is no object": ({"type": "plotly", "data": [1]}, "data[0]: found 1, expected a trace"),
    "no image": ({"type": "image"}, "file_path: found nothing, expected a file"),
    "missing image": ({"type": "image", "url": "a.png"}, 'There is no file "a.png" in the agent\'s folder.'),
}  # fmt: skip


@pytest.mark.requirement("content-error-in-place")
@pytest.mark.parametrize(("raw", "complaint"), BAD.values(), ids=BAD)
def test_bad_item(raw: object, complaint: str, tmp_path: Path) -> None:
    """A bad item becomes an error in its place, saying what was found and expected; its neighbours stay."""
    section = read([{"type": "section", "items": ["before", raw, "after"]}], tmp_path)
    assert isinstance(section, Section)
    before, error, after = section.items
    assert (before, after) == (words("before"), words("after"))
    assert isinstance(error, Error)
    assert error.where == "outputs[0].items[1]"
    assert error.error.startswith(complaint)


def test_bad_item_keeps_its_title(tmp_path: Path) -> None:
    """The error of an item still says which one it was."""
    error = read({"type": "bar_chart", "title": "Sales", "id": "s"}, tmp_path)
    assert isinstance(error, Error)
    assert (error.title, error.id, error.where) == ("Sales", "s", "outputs")


def test_bad_part(tmp_path: Path) -> None:
    """A part of a text that has no meaning is a paragraph saying so; the other parts stay."""
    text = plain_text([read({"type": "text", "content": ["a", {"type": "video"}, "b"]}, tmp_path)])
    assert text == "a\n⚠ content[1]: found an object with type, expected a paragraph with a text, or a bullet_list with items\nb"  # fmt: skip # noqa: E501 - the whole complaint


# ── $href ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("content-href")
def test_href(tmp_path: Path) -> None:
    """A reference is replaced by its file's items, recursively, in lists of items and of subsections."""
    (tmp_path / "one.json").write_text(json.dumps(["a", {"$href": "sub/two.json"}]), "utf-8")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "two.json").write_text(json.dumps({"type": "text", "text": "b"}), "utf-8")
    reference = {"$href": "one.json"}
    assert parse_outputs([reference, "c"], folder=tmp_path) == (words("a"), words("b"), words("c"))
    assert parse_outputs(reference, folder=tmp_path) == (words("a"), words("b"))
    section = read({"type": "section", "items": reference, "subsections": {"s": [reference]}}, tmp_path)
    assert isinstance(section, Section)
    assert section.items == (words("a"), words("b"))
    assert section.dropdown == Dropdown((DropdownOption("s", "s", "", (words("a"), words("b"))),), "s")


HREFS = {
    "cycle.json": 'outputs → cycle.json: $href "cycle.json" leads back to itself; take one of the',
    "missing.json": 'outputs: There is no file "missing.json" in the agent\'s folder.',
    "../outside.json": 'outputs: "../outside.json" is outside the agent\'s folder; only files inside it',
    "broken.json": 'outputs: $href "broken.json" is not JSON: ',
    "bad.json": 'outputs → bad.json[0].items: unknown type "txet"; did you mean "text"?',
    "https://x.y/z.json": 'outputs: $href "https://x.y/z.json" is not a file; expected a JSON file',
}


@pytest.mark.requirement("content-href-errors")
def test_files_that_multiply_come_to_an_end(tmp_path: Path) -> None:
    """Ten files that each name the next one ten times would be ten thousand million items."""
    for number in range(10):
        (tmp_path / f"{number}.json").write_text(json.dumps([{"$href": f"{number + 1}.json"}] * 10), "utf-8")
    (tmp_path / "10.json").write_text('"leaf"', "utf-8")
    items = parse_outputs({"$href": "0.json"}, folder=tmp_path)
    errors = [item for item in items if isinstance(item, Error)]
    assert 0 < len(items) < 10 * MAX_FILES
    assert all("a response may refer to 200 files" in error.error for error in errors)


@pytest.mark.requirement("content-href-errors")
@pytest.mark.parametrize(("reference", "complaint"), HREFS.items(), ids=list(HREFS))
def test_bad_href(reference: str, complaint: str, tmp_path: Path) -> None:
    """A cycle, a missing or broken file and a path outside the folder are errors naming the way to them."""
    (tmp_path / "outside.json").write_text("[]", "utf-8")
    folder = tmp_path / "agent"
    folder.mkdir()
    (folder / "cycle.json").write_text('{"$href": "cycle.json"}', "utf-8")
    (folder / "broken.json").write_text("[", "utf-8")
    (folder / "bad.json").write_text('[{"type": "section", "items": {"type": "txet"}}]', "utf-8")
    assert plain_text([read({"$href": reference}, folder)]).removeprefix("⚠ ").startswith(complaint)


# ── depth ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_deep_sections(tmp_path: Path) -> None:
    """Sections nested beyond reason end in an error where they were cut."""
    raw: object = "core"
    for _ in range(MAX_DEPTH + 5):
        raw = {"type": "section", "items": [raw]}
    text = plain_text(parse_outputs(raw, folder=tmp_path))
    assert text.endswith(f"nested deeper than {MAX_DEPTH} levels; put it further up")


def test_deep_bullets(tmp_path: Path) -> None:
    """Bullets may be nested to any depth; below the deepest level shown they stand on it, and none is lost."""
    bullet: dict[str, object] = {"text": "b499"}
    for number in reversed(range(499)):
        bullet = {"text": f"b{number}", "items": [bullet]}
    raw = {"type": "text", "content": [{"type": "bullet_list", "items": [bullet]}]}
    lines = plain_text(parse_outputs(raw, folder=tmp_path)).split("\n")
    assert [line.strip() for line in lines] == [f"• b{number}" for number in range(500)]
    assert lines[-1].index("•") == 2 * (MAX_BULLET_DEPTH - 1)
