"""The page about asking in the middle of a turn: its code is an agent, and so are its tasks."""

import re
from pathlib import Path

import pytest

from bridge import errors
from bridge.interaction import BaseInteraction
from tests.bridge.cli.command import chatbridge

PAGE = (Path(__file__).parent.parent / "docs" / "ask.md").read_text(encoding="utf-8")
HANDLER, TASKS = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.requirement("ask-page", "asks-midway")
def test_the_pages_handler_asks_as_it_runs(tmp_path: Path) -> None:
    """With answers from a pipe, one of them wrong."""
    (tmp_path / "baker").mkdir()
    (tmp_path / "baker" / "interactive.json").write_text('{"interactive_name": "Baker"}', encoding="utf-8")
    (tmp_path / "baker" / "handler_io.py").write_text(HANDLER, encoding="utf-8")
    talked = chatbridge("chat", "baker", cwd=tmp_path, stdin="Bread\nmany\n3\nyes\n\n")
    said = ["I bake.", "Enter a whole number", "Bread for 3: 240 g of flour.", "The glaze will be white.", "Done."]
    places = [talked.stdout.find(words) for words in said]
    assert -1 not in places, (talked.stdout, talked.stderr)
    assert places == sorted(places)


@pytest.mark.requirement("ask-page", "tasks-agent")
@pytest.mark.parametrize("command", ["tasks", "chat"])
def test_the_pages_tasks_run_in_both_ways(command: str, tmp_path: Path) -> None:
    """The seed's own example; an empty line is the default."""
    (tmp_path / "choose.py").write_text(TASKS, encoding="utf-8")
    for answer, dataset in (("flowers\n", "flowers"), ("\n", "sample")):
        done = chatbridge(command, "choose.py", cwd=tmp_path, stdin=answer)
        assert dataset in done.stdout.split(), (done.stdout, done.stderr)


@pytest.mark.requirement("ask-page", "docs-agree")
def test_the_page_names_what_there_is() -> None:
    """Every class it names is one, and every kind that chatbridge brings is named."""
    named = set(re.findall(r"`(\w+Interaction)`", PAGE))
    ours = {cls.__name__ for cls in BaseInteraction.registry.values() if cls.__module__.startswith("bridge.")}
    assert named == ours
    assert all(hasattr(errors, name) for name in re.findall(r"^\| `(\w+)` \| (?:every|the)", PAGE, re.MULTILINE))
