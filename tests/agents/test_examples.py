"""What holds for every example agent, and the two of the quick start."""

import ast
import json
from pathlib import Path

import pytest

from bridge.content.degrade import degrade
from bridge.content.items import BarChart, Section, Text
from bridge.content.text import plain_text
from bridge.interaction import BooleanInteraction, Composer, TextareaInteraction
from tests.agents.fresh import AGENTS, asked, every, handler, mistakes, shown

EXAMPLES = sorted(path.parent.name for path in AGENTS.glob("*/interactive.json"))
MODELS = sorted(path.parent.name for path in AGENTS.glob("*/model_meta.json"))


def test_the_examples_are_these() -> None:
    """No package file hides among them: it would shadow a well-known package."""
    assert EXAMPLES == ["echo", "explorer", "gallery", "greeter"]
    assert MODELS == ["egg"]
    assert not (AGENTS / "__init__.py").exists()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_what_it_is(name: str) -> None:
    """Its card has a name, a version, and a short and a long description."""
    card = json.loads((AGENTS / name / "interactive.json").read_text())
    for key in ("interactive_name", "version", "description_short", "description"):
        assert card[key], key
    assert card["python_environment"] == {"type": "system"}


@pytest.mark.parametrize("path", sorted(AGENTS.glob("*/*.py")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_an_example_can_be_read_by_old_pythons_and_by_people(path: Path) -> None:
    """It compiles from Python 3.8 on, and no file is longer than 350 lines."""
    source = path.read_text()
    ast.parse(source, feature_version=(3, 8))
    assert len(source.splitlines()) <= 350


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_greets_and_asks(name: str) -> None:
    """What `initialize` returns is shown and asked as it was meant."""
    with handler(name) as agent:
        response = agent.initialize()
    items = shown(name, response)
    assert plain_text(items)
    assert mistakes(items) == []
    assert asked(response) is not None


@pytest.mark.requirement("example-quick-start")
def test_echo_says_what_it_was_told_again_and_again() -> None:
    """The quick start: one text field, which reads like a chat box."""
    with handler("echo") as agent:
        form = asked(agent.initialize())
        response = agent.on_input({"message": "good day"})
    assert plain_text(shown("echo", response)) == "Reply\nYou said: good day"
    assert form == asked(response)
    assert form is not None
    assert (form.composer, form.chat_box) == (Composer.TEXT, "message")


@pytest.mark.requirement("example-complete")
def test_greeter_asks_for_a_name_and_then_counts() -> None:
    """The complete example: a text field, then a form; its Plotly bars are a chart of ours."""
    with handler("greeter") as agent:
        named = agent.on_input({"username": "Ann"})
        counted = agent.on_input({"message": "two words", "show_chart": True})
        uncharted = agent.on_input({"message": "two words", "show_chart": False})
    assert "Nice to meet you, Ann!" in plain_text(shown("greeter", named))
    form = asked(named)
    assert form is not None
    assert [type(field) for field in form.fields] == [TextareaInteraction, BooleanInteraction]
    items = shown("greeter", counted)
    assert "You said: two words\nCharacter count: 9" in plain_text(items)
    (chart,) = (
        item for item in every(degrade(items, frozenset({Section, Text, BarChart}))) if isinstance(item, BarChart)
    )
    assert [(bar.label, bar.value) for bar in chart.bars] == [("Chars", 9), ("Words", 2)]
    assert plain_text(shown("greeter", uncharted)) == "Reply\nYou said: two words\nCharacter count: 9"
