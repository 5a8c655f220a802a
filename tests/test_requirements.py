"""Promises and tests are bound to each other both ways."""

import ast
from functools import cache
from pathlib import Path

from tests._requirements import REQUIREMENTS

TESTS = Path(__file__).parent


@cache
def _marked() -> dict[str, list[str]]:
    """Requirement ids by the tests that carry them, read from the source so that no selection of tests hides any."""
    marked: dict[str, list[str]] = {}
    for file in (*TESTS.rglob("test_*.py"), TESTS / "adapters" / "contract.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.requirement":
                for argument in node.args:
                    marked.setdefault(ast.literal_eval(argument), []).append(str(file.relative_to(TESTS)))
    return marked


def test_every_promise_is_shown_by_a_test() -> None:
    """A promise without a test is only prose."""
    assert [requirement.id for requirement in REQUIREMENTS if requirement.id not in _marked()] == []


def test_every_marked_test_shows_a_known_promise() -> None:
    """A test cannot claim a promise that nobody made."""
    known = {requirement.id for requirement in REQUIREMENTS}
    assert {claimed: files for claimed, files in _marked().items() if claimed not in known} == {}


def test_promises_are_distinct() -> None:
    """Each promise is made once."""
    ids = [requirement.id for requirement in REQUIREMENTS]
    assert len(ids) == len(set(ids))
