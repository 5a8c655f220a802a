"""Which agents there are, and what an operator is told about the ones that cannot be used."""

import json
import sys
from pathlib import Path

import pytest

from bridge.catalog.catalog import build
from bridge.catalog.check import check
from bridge.config import AgentEntry

GOOD = {"interactive_name": "My Agent", "version": "1.0.0", "description_short": "A demo"}
HANDLER = "def initialize(): return {}\ndef on_input(data): return {}\n"


def make(folder: Path, manifest: object = GOOD, handler: str | None = HANDLER) -> Path:
    """An agent's folder; a manifest that is a string is written as it is."""
    folder.mkdir(parents=True)
    text = manifest if isinstance(manifest, str) else json.dumps(manifest)
    (folder / "interactive.json").write_text(text, encoding="utf-8")
    if handler is not None:
        (folder / "handler_io.py").write_text(handler, encoding="utf-8")
    return folder


BROKEN: dict[str, tuple[object, str | None, str]] = {
    "not json": ('{"interactive_name"', HANDLER, "interactive.json:1:20: is not JSON"),
    "not an object": ("[]", HANDLER, "interactive.json: found list, expected a JSON object"),
    "no name": ({}, HANDLER, "interactive_name: found None, expected the agent's name"),
    "no handler": (GOOD, None, "holds interactive.json but no handler_io.py"),
    "environment": ({**GOOD, "python_environment": "system"}, HANDLER, "python_environment: found 'system', expected"),
    "environment type": (
        {**GOOD, "python_environment": {"type": "vnv"}},
        HANDLER,
        "found 'vnv', expected one of system",
    ),
    "environment path": ({**GOOD, "python_environment": {"type": "venv"}}, HANDLER, "python_environment.path: missing"),
    "no interpreter": (
        {**GOOD, "python_environment": {"type": "venv", "path": "gone"}},
        HANDLER,
        "there is no interpreter at",
    ),
}


@pytest.mark.requirement("broken-agent")
@pytest.mark.parametrize(("manifest", "handler", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_agent_is_listed_with_its_reason_and_stops_no_other(
    tmp_path: Path, manifest: object, handler: str | None, said: str
) -> None:
    """File, key, found, expected."""
    make(tmp_path / "agents" / "bad", manifest, handler)
    make(tmp_path / "agents" / "good")
    catalog = build([AgentEntry(path=tmp_path / "agents" / "*")])
    assert list(catalog.agents) == ["good"]
    assert [broken.name for broken in catalog.broken] == ["bad"]
    assert said in catalog.broken[0].reason
    assert str(tmp_path / "agents" / "bad") in catalog.broken[0].reason


def test_a_pattern_finds_every_agent_of_a_folder(tmp_path: Path) -> None:
    """Hidden folders and files are no agents."""
    for name in ("a", "b", ".hidden", "__pycache__"):
        make(tmp_path / name)
    (tmp_path / "file.txt").touch()
    catalog = build([AgentEntry(path=tmp_path / "*")])
    assert list(catalog.agents) == ["a", "b"]
    assert catalog.agents["a"].manifest.title == "My Agent"
    assert catalog.agents["a"].program.python == Path(sys.executable)


@pytest.mark.requirement("broken-agent")
def test_what_names_nothing_and_what_is_named_twice_is_said(tmp_path: Path) -> None:
    """A typo in a path is not silence."""
    make(tmp_path / "a")
    make(tmp_path / "b")
    entries = [
        AgentEntry(path=tmp_path / "a", name="x"),
        AgentEntry(path=tmp_path / "b", name="x"),
        AgentEntry(path=tmp_path / "none"),
        AgentEntry(path=tmp_path / "none*"),
        AgentEntry(path=tmp_path / "a", name="needs", missing=("KEY",)),
    ]
    catalog = build(entries)
    assert list(catalog.agents) == ["x"]
    reasons = " | ".join(broken.reason for broken in catalog.broken)
    for said in ('the name "x" is taken by', "there is no such folder", "matches no folder", "variable KEY is not set"):
        assert said in reasons


def test_a_venv_is_found_relative_to_the_agent(tmp_path: Path) -> None:
    """`path` in python_environment is relative to the folder of the agent."""
    folder = make(tmp_path / "a", {**GOOD, "python_environment": {"type": "venv", "path": "env"}})
    (folder / "env" / "bin").mkdir(parents=True)
    (folder / "env" / "bin" / "python").symlink_to(sys.executable)
    catalog = build([AgentEntry(path=folder)])
    assert catalog.agents["a"].program.python == folder / "env" / "bin" / "python"


HANDLERS = {
    "syntax": ("def initialize(:\n", "handler_io.py:1: invalid syntax"),
    "no on_input": ("def initialize(): ...\n", "defines no on_input"),
    "imported": ("from talk import initialize, on_input\n", None),
    "assigned": ("initialize = on_input = print\n", None),
    "star": ("from talk import *\n", None),
}


@pytest.mark.requirement("validate")
@pytest.mark.parametrize(("handler", "said"), HANDLERS.values(), ids=HANDLERS)
def test_a_handler_is_checked_without_running_it(tmp_path: Path, handler: str, said: str | None) -> None:
    """What is missing is named; names may be bound in any way."""
    findings = check(make(tmp_path / "a", GOOD, handler))
    if said is None:
        assert findings == ()
    else:
        assert [finding.level for finding in findings] == ["error"]
        assert said in findings[0].text


@pytest.mark.requirement("validate")
def test_an_unknown_key_is_a_warning_with_the_nearest_name(tmp_path: Path) -> None:
    """It is kept and ignored, as the contract says; a typo is pointed out."""
    (finding,) = check(make(tmp_path / "a", {**GOOD, "descripton": "x"}))
    assert finding.level == "warning"
    assert '"descripton" is not used here; did you mean "description"?' in finding.text
