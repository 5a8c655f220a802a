"""What holds for anything an agent could return."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.content.degrade import degrade
from bridge.content.items import Dropdown, Item, Markdown, Section, Text
from bridge.content.parse import TYPES, parse_outputs
from bridge.content.text import plain_text

FOLDER = Path(__file__).parent
KEYS = [
    *("type", "items", "content", "text", "data", "rows", "columns", "headers", "bars", "lines", "points", "x", "y"),
    *("label", "value", "id", "style", "dropdown", "subsections", "options", "layout", "figure_json", "url", "$href"),
    *("title", "axis"),
]
WORDS = st.sampled_from([*TYPES, "bar", "pie", "histogram"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
    max_leaves=40,
)
ITEMS = st.lists(st.fixed_dictionaries({"type": st.sampled_from(TYPES), "data": JSON, "content": JSON, "items": JSON}))


def types_in(items: tuple[Item, ...]) -> set[type]:
    inner = [types_in(item.items) for item in items if isinstance(item, Section)]
    return {type(item) for item in items}.union(*inner)


@pytest.mark.requirement("content-total")
@given(raw=JSON | ITEMS)
def test_any_json(raw: object) -> None:
    """Whatever an agent returns becomes items, the items become text, and what is not shown becomes what is."""
    items = parse_outputs(raw, folder=FOLDER)
    plain_text(items).encode()
    assert types_in(degrade(items, frozenset({Text}))) <= {Text}
    assert types_in(degrade(items, frozenset({Text, Markdown, Section, Dropdown}))) <= {Text, Markdown, Section}


@pytest.mark.requirement("content-twin")
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=1))
def test_text_is_in_the_twin(paragraphs: list[str]) -> None:
    """The words of a text item are in its twin, unchanged."""
    items = parse_outputs([{"type": "text", "content": [*paragraphs, "end"]}], folder=FOLDER)
    twin = plain_text(items)
    assert all(paragraph.strip("\n") in twin for paragraph in paragraphs)
