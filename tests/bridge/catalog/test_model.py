"""Model projects: what their manifest says, and what an operator is told about the ones that cannot be used."""

import json
from pathlib import Path
from typing import Any

import pytest

from bridge.catalog.catalog import build
from bridge.catalog.check import check
from bridge.catalog.model import LARGEST, Link
from bridge.config import AgentEntry
from bridge.content.parse import parse_outputs
from bridge.content.text import plain_text

META: dict[str, Any] = {
    "model_id": "basket",
    "model_name": "Basket",
    "model_version": "2.0",
    "description_short": "Weighs a find",
    "description": "Weighs a find [by eye].",
    "inputs": [
        {"name": "size", "type": "int", "constraints": {"max": 9}},
        {"name": "wet", "type": "boolean"},
    ],
    "outputs": [{"name": "weight", "type": "float", "unit": "g"}],
    "links": [
        {"name": "The [book]", "url": "https://example.com/book", "description": "How it was weighed"},
        {"name": "Manual", "file_name": "docs/manual.pdf"},
        "https://example.com",
    ],
    "tags": {"domain": "forest"},
    "input_presets": [{"input_preset": "usual", "presets": [{"name": "Large", "values": {"size": 9}}]}],
    "input_groupings": [{"grouping": "rain", "inputs": ["wet"]}],
    "python_environment": {"type": "system"},
    "allow_feedback": True,
}
HANDLER = """
def model_fn(model_dir): ...
def input_fn(request_data): ...
def predict_fn(input_data, model, resources=None): ...
async def output_fn(predictions, original_data, *, resources): ...
"""


def make(folder: Path, meta: object = META, handler: str | None = HANDLER) -> Path:
    folder.mkdir(parents=True)
    (folder / "model_meta.json").write_text(json.dumps(meta), encoding="utf-8")
    if handler is not None:
        (folder / "handler_io.py").write_text(handler, encoding="utf-8")
    return folder


@pytest.mark.requirement("model-manifest")
def test_a_model_is_an_agent_with_a_form(tmp_path: Path) -> None:
    """Its manifest comes before that of a conversation, if a folder has both."""
    folder = make(tmp_path / "basket")
    (folder / "interactive.json").write_text("{", encoding="utf-8")
    agent = build([AgentEntry(path=folder)]).agents["basket"]
    manifest, model = agent.manifest, agent.manifest.model
    assert (manifest.kind.name, manifest.title, manifest.version) == ("model", "Basket", "2.0")
    assert (manifest.summary, manifest.tags, manifest.allow_feedback) == ("Weighs a find", {"domain": "forest"}, True)
    assert model is not None
    assert (model.id, model.outputs[0]["unit"]) == ("basket", "g")
    assert [field.value_key for field in model.form.fields] == ["size", "wet"]
    assert model.form.presets[0].presets[0].values == {"size": 9}
    assert model.form.groupings[0].fields == ("wet",)
    assert model.links[1] == Link(name="Manual", target="docs/manual.pdf")
    assert agent.program.model is model.opening
    assert check(folder) == ()


@pytest.mark.requirement("model-manifest")
def test_the_greeting_has_the_description_and_the_links(tmp_path: Path) -> None:
    """As they were written: nothing in them is markup."""
    agent = build([AgentEntry(path=make(tmp_path / "basket"))]).agents["basket"]
    assert agent.program.model is not None
    greeting = plain_text(parse_outputs(agent.program.model["greeting"], folder=tmp_path))
    assert greeting.startswith("Basket\nWeighs a find [by eye].\n")
    for said in ("The [book]", "https://example.com/book", "How it was weighed", "Manual", "docs/manual.pdf"):
        assert said in greeting


@pytest.mark.requirement("model-manifest")
def test_a_model_needs_a_name_and_inputs_only(tmp_path: Path) -> None:
    """Its folder is its id then, and an ordinary agent has no model."""
    folder = make(tmp_path / "plain", {"model_name": "Plain", "inputs": META["inputs"], "tags": None, "links": None})
    model = build([AgentEntry(path=folder)]).agents["plain"].manifest.model
    assert model is not None
    assert (model.id, model.links, model.outputs) == ("plain", (), ())


UNARRANGED: dict[str, Any] = {"input_presets": [], "input_groupings": []}
BROKEN: dict[str, tuple[object, str]] = {
    "no name": ({"model_name": None}, "model_name: found None, expected the agent's name"),
    "no inputs": ({"inputs": []}, "inputs: found [], expected a list of at least one input definition"),
    "inputs by name": ({"inputs": {"size": {}}}, "inputs: found {'size': {}}, expected a list of at least one"),
    "unknown type": (
        {"inputs": [{"name": "x", "type": "strng"}], "input_presets": [], "input_groupings": []},
        'inputs[0]: unknown type "strng"; did you mean "string"?',
    ),
    "default out of bounds": (
        {"inputs": [{"name": "x", "type": "int", "default": 9, "constraints": {"max": 3}}], **UNARRANGED},
        'inputs[0]: "x" (int): default: found 9, which this input refuses: Enter 3 or less.',
    ),
    "equal options": (
        {"inputs": [{"name": "x", "type": "category", "constraints": {"options": ["a", "a"]}}], **UNARRANGED},
        'inputs[0]: "x" (category): options: several options are called "a"',
    ),
    "second of a name": (
        {"inputs": [*META["inputs"], {"name": "size", "type": "int"}]},
        'inputs[2]: a second input is named "size"',
    ),
    "refused by a preset": (
        {"input_presets": [{"input_preset": "p", "presets": [{"name": "Huge", "values": {"size": 10}}]}]},
        "input_presets[0].presets[0].values.size: found 10, which this input refuses: Enter 9 or less.",
    ),
    "two things": (
        {"input_groupings": [{"grouping": "a", "inputs": ["siz", "wett"]}]},
        'input_groupings[0].inputs: there is no input "siz"; did you mean "size"? (and 1 more)',
    ),
    "environment": ({"python_environment": "system"}, "python_environment: found 'system', expected an object"),
    "links": ({"links": "https://example.com"}, "links: found 'https://example.com', expected a list"),
    "link": ({"links": [{"name": "Paper"}]}, "links[0]: found {'name': 'Paper'}, expected an object such as"),
    "outputs": ({"outputs": ["weight"]}, "outputs[0]: found 'weight', expected an object with name and type"),
    "too large": ({"description": "x" * LARGEST}, "expected at most 100,000; have fewer options or presets"),
}


@pytest.mark.requirement("model-manifest", "model-validate", "broken-agent")
@pytest.mark.parametrize(("changes", "said"), BROKEN.values(), ids=BROKEN)
def test_a_broken_model_is_listed_with_its_reason(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    """File, key, found, expected; `validate` says the same."""
    folder = make(tmp_path / "bad", {**META, **changes})
    (broken,) = build([AgentEntry(path=folder)]).broken
    assert broken.reason.startswith(f"{folder / 'model_meta.json'}: ")
    assert said in broken.reason
    assert [finding.text for finding in check(folder)] == [broken.reason]


HANDLERS: dict[str, tuple[str | None, str]] = {
    "no handler": (
        None,
        "holds model_meta.json but no handler_io.py, which must define model_fn, input_fn, predict_fn",
    ),
    "of a conversation": (
        "def initialize(): ...\ndef on_input(data): ...\n",
        "defines no model_fn; expected functions model_fn, input_fn, predict_fn and output_fn",
    ),
    "too few": (
        HANDLER + "def predict_fn(model): ...\n",
        "handler_io.py:6: found predict_fn(model), expected predict_fn(input_data, model[, resources])",
    ),
    "too many": (
        HANDLER + "def model_fn(model_dir, device): ...\n",
        "handler_io.py:6: found model_fn(model_dir, device), expected model_fn(model_dir)",
    ),
    "a name of its own": (
        HANDLER + "def init_resources_fn(model_dir, *, resources): ...\n",
        "handler_io.py:6: found init_resources_fn(model_dir, *, resources), expected init_resources_fn(model_dir)",
    ),
}


@pytest.mark.requirement("model-validate")
@pytest.mark.parametrize(("handler", "said"), HANDLERS.values(), ids=HANDLERS)
def test_functions_that_are_missing_or_do_not_fit_are_named(tmp_path: Path, handler: str | None, said: str) -> None:
    """Without running them."""
    findings = check(make(tmp_path / "a", META, handler))
    assert {finding.level for finding in findings} == {"error"}
    assert any(said in finding.text for finding in findings)


@pytest.mark.requirement("model-validate")
@pytest.mark.parametrize(
    "function",
    [
        "def predict_fn(*values, **named): ...",
        "def predict_fn(input_data, model, extras): ...",
        "def predict_fn(input_data, model, a=1, b=2): ...",
        "@memoised\ndef predict_fn(): ...",
        "predict_fn = print",
        "def init_resources_fn(resource_dir, strict=False): ...",
    ],
)
def test_functions_that_fit_are_left_alone(tmp_path: Path, function: str) -> None:
    """Names are the author's; what a decorator makes of a function is not judged."""
    assert check(make(tmp_path / "a", META, HANDLER + function)) == ()


@pytest.mark.requirement("model-validate")
def test_an_unknown_key_of_a_model_is_a_warning_with_the_nearest_name(tmp_path: Path) -> None:
    """It is kept and ignored."""
    (finding,) = check(make(tmp_path / "a", {**META, "input_preset": []}))
    assert finding.level == "warning"
    assert 'model_meta.json: "input_preset" is not used here; did you mean "input_presets"?' in finding.text
