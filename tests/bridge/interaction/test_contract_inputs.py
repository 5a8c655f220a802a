"""Each row of the agent contract's table of inputs, and each key of a model's manifest: read as what it means.

What a raw answer becomes, row by row, is in `test_kinds`; dependences, arrangements and composers have files of their
own; the transports, events, plugins and tasks of the contract's section 8 are in the other files beside this one.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bridge.catalog.catalog import Agent, build
from bridge.catalog.check import check
from bridge.catalog.model import MODEL_KEYS
from bridge.config import AgentEntry
from bridge.interaction import (
    BaseInteraction,
    BooleanInteraction,
    ButtonInteraction,
    Composer,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    FloatInteraction,
    Form,
    IntegerInteraction,
    Option,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.definitions import parse_inputs


def form(*definitions: Mapping[str, Any]) -> Form:
    made, errors = parse_inputs(list(definitions))
    assert made is not None
    assert errors == ()
    return made


# For each type: the constraints the contract names, what the field is that has them all, and how it is asked alone.
TYPES: dict[str, tuple[dict[str, Any], BaseInteraction[Any], Composer]] = {
    "string": (
        {"placeholder": "abc", "regex": "[a-z]*", "min_length": 1, "max_length": 9},
        StringInteraction(value_key="x", placeholder="abc", regex="[a-z]*", min_length=1, max_length=9),
        Composer.TEXT,
    ),
    "textarea": (
        {"placeholder": "abc", "rows": 5, "min_length": 1, "max_length": 9},
        TextareaInteraction(value_key="x", placeholder="abc", rows=5, min_length=1, max_length=9),
        Composer.TEXT,
    ),
    "int": (
        {"min": -1, "max": 9, "step": 2},
        IntegerInteraction(value_key="x", min=-1, max=9, step=2),
        Composer.FORM,
    ),
    "float": (
        {"min": -0.5, "max": 9.5, "step": 0.25},
        FloatInteraction(value_key="x", min=-0.5, max=9.5, step=0.25),
        Composer.FORM,
    ),
    "boolean": ({}, BooleanInteraction(value_key="x"), Composer.FORM),
    "category": (
        {"options": ["a", {"value": 2, "label": "B", "description": "the second"}, {"label": "c"}], "multiple": True},
        DropdownInteraction(
            value_key="x", options=(Option("a"), Option(2, "B", "the second"), Option("c", "c")), multiple=True
        ),
        Composer.FORM,
    ),
    "button": (
        {"options": ["go", {"value": None, "label": "stop"}]},
        ButtonInteraction(value_key="x", options=(Option("go"), Option(None, "stop"))),
        Composer.BUTTONS,
    ),
    "yes_no": (
        {"yes_label": "Ja", "no_label": "Nein", "yes_value": 1, "no_value": "n"},
        ConfirmInteraction(value_key="x", yes_label="Ja", no_label="Nein", yes_value=1, no_value="n"),
        Composer.BUTTONS,
    ),
    "file": (
        {"extensions": [".csv", "txt"], "multiple": True, "max_size": 10},
        FileInteraction(value_key="x", extensions=(".csv", "txt"), multiple=True, max_size=10),
        Composer.FORM,
    ),
}


@pytest.mark.requirement("kinds")
@pytest.mark.parametrize(("kind", "row"), TYPES.items(), ids=TYPES)
def test_a_type_has_the_constraints_of_its_row(
    kind: str, row: tuple[dict[str, Any], BaseInteraction[Any], Composer]
) -> None:
    """In `constraints`, or directly on the definition, as agents in the wild write them."""
    constraints, meant, composer = row
    for spelling in ({"constraints": constraints}, constraints):
        made = form({"name": "x", "type": kind, **spelling})
        assert made.fields == (meant,)
        assert made.composer is composer


@pytest.mark.requirement("kinds")
@pytest.mark.parametrize("kind", TYPES)
def test_a_type_needs_none_of_them_but_options(kind: str) -> None:
    """What is not said is not asked for."""
    needed = {"options": ["a"]} if kind == "category" else {}
    (field,) = form({"name": "x", "type": kind, "constraints": needed}).fields
    assert field.kinds()[0] == TYPES[kind][1].kind
    assert (field.required, field.default) == (False, None)


COMMON: dict[str, tuple[dict[str, Any], Callable[[BaseInteraction[Any]], object], object]] = {
    "name": ({"name": "how_many"}, lambda field: field.value_key, "how_many"),
    "name left empty": ({"name": "", "label": "How many?"}, lambda field: field.value_key, "how_many"),
    "label": ({"label": "How many?"}, lambda field: field.label, "How many?"),
    "label left out": ({"name": "how_many"}, lambda field: field.label, "How many"),
    "type": ({}, lambda field: field.kind, "int"),
    "description": ({"description": "In all."}, lambda field: field.description, "In all."),
    "required": ({"required": True}, lambda field: field.required, True),
    "required left out": ({}, lambda field: field.required, False),
    "default": ({"default": 3}, lambda field: field.default, 3),
    "unit": ({"unit": "kg"}, lambda field: field.in_words(3), "3 kg"),
    "constraints": ({"constraints": {"min": 1}}, lambda field: getattr(field, "min", None), 1),
    "constraints of null": ({"constraints": None}, lambda field: getattr(field, "min", 0), None),
}


@pytest.mark.requirement("kinds")
@pytest.mark.parametrize(("said", "look", "meant"), COMMON.values(), ids=COMMON)
def test_what_every_definition_may_say(
    said: dict[str, Any], look: Callable[[BaseInteraction[Any]], object], meant: object
) -> None:
    """The common keys; `depends_on`, which changes these, is in `test_dependence`."""
    assert look(form({"name": "x", "type": "int", **said}).fields[0]) == meant


@pytest.mark.requirement("kinds")
def test_a_definition_without_a_type_is_a_line_of_text() -> None:
    """And a key that nobody knows costs nothing."""
    assert form({"name": "x", "colour": "red"}).fields == (StringInteraction(value_key="x"),)


# ── the manifest of a model ───────────────────────────────────────────────────────────────────────────────────────────

PRESETS = [{"input_preset": "usual", "affects": ["size"], "presets": [{"name": "Large", "values": {"size": 9}}]}]
HANDLER = "def model_fn(model_dir): ...\ndef input_fn(data): ...\ndef predict_fn(data, model): ...\n"

# For each key: what is written, and where it is found again.
MODEL: dict[str, tuple[object, Callable[[Agent], object], object]] = {
    "model_id": ("basket", lambda agent: agent.manifest.model and agent.manifest.model.id, "basket"),
    "model_name": ("Basket", lambda agent: agent.manifest.title, "Basket"),
    "model_version": ("2.0", lambda agent: agent.manifest.version, "2.0"),
    "description_short": ("Weighs", lambda agent: agent.manifest.summary, "Weighs"),
    "description": ("Weighs a find.", lambda agent: agent.manifest.description, "Weighs a find."),
    "inputs": (
        [{"name": "size", "type": "int"}],
        lambda agent: agent.manifest.model and agent.manifest.model.form.fields,
        (IntegerInteraction(value_key="size"),),
    ),
    "outputs": (
        [{"name": "weight"}],
        lambda agent: agent.manifest.model and agent.manifest.model.outputs,
        ({"name": "weight"},),
    ),
    "links": (
        [{"name": "Paper", "url": "https://example.com"}],
        lambda agent: agent.manifest.model and [link.target for link in agent.manifest.model.links],
        ["https://example.com"],
    ),
    "tags": ({"domain": "forest"}, lambda agent: agent.manifest.tags, {"domain": "forest"}),
    "input_presets": (
        PRESETS,
        lambda agent: agent.manifest.model and [group.affects for group in agent.manifest.model.form.presets],
        [("size",)],
    ),
    "input_groupings": (
        [{"grouping": "the_find", "description": "As it is", "inputs": ["size"]}],
        lambda agent: agent.manifest.model and [g.description for g in agent.manifest.model.form.groupings],
        ["As it is"],
    ),
    "python_environment": (
        {"type": "system"},
        lambda agent: agent.manifest.environment,
        {"type": "system"},
    ),
    "allow_feedback": (True, lambda agent: agent.manifest.allow_feedback, True),
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model whose manifest has every key."""
    folder = tmp_path_factory.mktemp("agents") / "basket"
    folder.mkdir()
    manifest = {key: written for key, (written, _, _) in MODEL.items()}
    (folder / "model_meta.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "handler_io.py").write_text(f"{HANDLER}def output_fn(predictions, data): ...\n", encoding="utf-8")
    return folder


@pytest.mark.requirement("model-manifest")
@pytest.mark.parametrize("key", MODEL)
def test_every_key_of_a_model_is_read(model: Path, key: str) -> None:
    """None is ignored, and `validate` has nothing to say."""
    _, look, meant = MODEL[key]
    assert look(build([AgentEntry(path=model)]).agents["basket"]) == meant


@pytest.mark.requirement("model-manifest")
def test_no_key_of_a_model_is_left_out_here(model: Path) -> None:
    """The table above is the contract's, and the code's."""
    assert set(MODEL) == set(MODEL_KEYS)
    assert check(model) == ()
