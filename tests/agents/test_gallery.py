"""The gallery shows every type of output and asks with every type of input, so that each can be copied from there."""

import inspect
from collections.abc import Iterator
from typing import Any

import pytest

from bridge.content.items import BarChart, Bullet, BulletList, Error, LineChart, Section, Text
from bridge.content.parse import TYPES
from bridge.content.text import plain_text
from bridge.interaction import BaseInteraction, Composer
from tests.agents.fresh import asked, every, handler, mistakes, shown

INPUT_TYPES = ("string", "textarea", "int", "float", "boolean", "category", "button", "yes_no", "file")
"""The spellings of the agent contract, 5b."""


@pytest.fixture
def gallery() -> Iterator[Any]:
    with handler("gallery") as agent:
        yield agent


def raw_items(value: Any) -> Iterator[Any]:
    """Every object inside what a handler returned."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from raw_items(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from raw_items(inner)


@pytest.mark.requirement("example-gallery-outputs")
def test_every_type_of_output_is_shown(gallery: Any) -> None:
    """The parser's own table says which there are; each page holds the type it is named after."""
    assert set(gallery.outputs.PAGES) == set(TYPES)
    for name, items in gallery.outputs.PAGES.items():
        assert name in {item.get("type") for item in raw_items(items)}


@pytest.mark.parametrize("page", TYPES)
def test_every_page_is_read_without_a_mistake(gallery: Any, page: str) -> None:
    """What the agent returns is what the contract has; only the error page shows an error."""
    response = gallery.go_to(gallery.PAGES.index(("show", page)))
    items = shown("gallery", response)
    assert mistakes(items) == []
    assert any(isinstance(item, Error) for item in every(items)) == (page == "error")
    assert asked(response) is not None


@pytest.mark.requirement("example-gallery-inputs")
def test_every_type_of_input_is_asked(gallery: Any) -> None:
    """The contract's spellings, and every kind the registry knows; each on a page of its own."""
    assert [name for name in gallery.inputs.PAGES if name in INPUT_TYPES] == list(INPUT_TYPES)
    kinds: set[type[BaseInteraction[Any]]] = set()
    for name, definitions in gallery.inputs.PAGES.items():
        form = asked({"next_inputs": definitions})
        assert form is not None
        kinds.update(type(field) for field in form.fields)
        if name in INPUT_TYPES:
            assert [definition["type"] for definition in definitions] == [name]
    assert kinds == set(BaseInteraction.registry.values())


def test_every_composer_is_shown(gallery: Any) -> None:
    """A message, buttons and a form with several fields."""
    forms = [asked({"next_inputs": definitions}) for definitions in gallery.inputs.PAGES.values()]
    assert {form.composer for form in forms if form} == set(Composer)
    assert max(len(form.fields) for form in forms if form) > 3


def test_the_variants_of_the_contract_are_shown(gallery: Any) -> None:
    """Folded and switchable sections, bullets three deep, bars both ways, dates, and items from a file."""
    items = [item for page in gallery.outputs.PAGES.values() for item in every(shown("gallery", {"outputs": page}))]
    sections = [item for item in items if isinstance(item, Section)]
    assert any(section.collapsed for section in sections)
    assert any(section.dropdown for section in sections)
    assert any(section.items_per_row > 1 for section in sections)
    assert {chart.horizontal for chart in items if isinstance(chart, BarChart)} == {True, False}
    points = [chart.lines[0].points[0].x for chart in items if isinstance(chart, LineChart)]
    assert {type(x) for x in points} == {int, str}
    lists = [part for item in items if isinstance(item, Text) for part in item.content if isinstance(part, BulletList)]
    assert max(depth(part.bullets) for part in lists) == 3
    assert "came here by $href" in plain_text(tuple(items))


def depth(bullets: tuple[Bullet, ...]) -> int:
    return 1 + max((depth(bullet.nested) for bullet in bullets), default=0) if bullets else 0


def test_next_walks_through_every_page_and_around(gallery: Any) -> None:
    """From any page one gets on; an answer to an input leads on, too."""
    gallery.initialize()
    seen: list[tuple[str, str]] = []
    response: Any = gallery.on_input({"page": 0})
    for _ in gallery.PAGES:
        seen.append(gallery.PAGES[gallery.here])
        if seen[-1][0] == "ask":
            response = gallery.on_input({definition["name"]: "x" for definition in response["next_inputs"]})
            assert "'x'" in plain_text(shown("gallery", response))
        elif inspect.isgenerator(response):
            *_, response = response
        assert [definition["name"] for definition in response["next_inputs"]] == ["way"]
        response = gallery.on_input({"way": "next"})
    assert seen == list(gallery.PAGES)
    assert gallery.here == 0


def test_one_may_jump_and_one_may_stop(gallery: Any) -> None:
    """The choice of a page offers all of them, with the present one selected; stopping ends the conversation."""
    gallery.on_input({"page": 3})
    (choice,) = gallery.on_input({"way": "choose"})["next_inputs"]
    assert choice["default"] == 3
    assert [option["value"] for option in choice["constraints"]["options"]] == list(range(len(gallery.PAGES)))
    assert gallery.on_input({"way": "stop"})["next_inputs"] == []


@pytest.mark.requirement("example-gallery-streaming")
def test_the_streamed_turn_shows_its_work(gallery: Any) -> None:
    """Partial responses add and replace, a status stands apart, and only the last one asks."""
    parts = list(gallery.go_to(gallery.PAGES.index(("show", gallery.STREAMED))))
    assert ["next_inputs" in part for part in parts] == [False] * (len(parts) - 1) + [True]
    assert {part.get("append", True) for part in parts} == {True, False}
    assert any(part.get("status") for part in parts[:-1])
    assert all(mistakes(shown("gallery", part)) == [] for part in parts)


def test_what_arrives_is_shown_as_python_sees_it(gallery: Any) -> None:
    """The typed value and its type."""
    text = plain_text(shown("gallery", gallery.on_input({"int": 3, "several": ["a"]})))
    assert [line.split() for line in text.splitlines()[-2:]] == [["int", "3", "int"], ["several", "['a']", "list"]]
