"""Fields that change with what other fields hold (agent contract, 5b)."""

from collections.abc import Mapping
from typing import Any

import pytest

from bridge.interaction import Form
from bridge.interaction.definitions import parse_inputs

MODEL = {"name": "model", "type": "category", "constraints": {"options": ["linear", "tree", "none"]}}
DEPTH = {
    "name": "depth",
    "type": "int",
    "constraints": {"min": 1, "max": 99},
    "depends_on": {
        "input_name": "model",
        "mapping": {"tree": {"constraints": {"max": 9}, "required": True, "default": 3}, "none": {"hidden": True}},
    },
}


def form(*definitions: Mapping[str, object]) -> Form:
    made, errors = parse_inputs(list(definitions))
    assert made is not None
    assert errors == ()
    return made


@pytest.mark.requirement("depends-on")
@pytest.mark.parametrize(
    ("raw", "values", "wrong"),
    [
        ({"model": "linear", "depth": "50"}, {"model": "linear", "depth": 50}, ()),
        ({"model": "tree", "depth": "50"}, {"model": "tree"}, ("depth",)),
        ({"model": "tree", "depth": ""}, {"model": "tree"}, ("depth",)),
        ({"model": "tree"}, {"model": "tree", "depth": 3}, ()),
        ({"model": "none", "depth": "many"}, {"model": "none", "depth": None}, ()),
        ({"depth": "50"}, {"model": None, "depth": 50}, ()),
    ],
)
async def test_the_value_of_one_field_decides_what_another_takes(
    raw: Mapping[str, object], values: Mapping[str, Any], wrong: tuple[str, ...]
) -> None:
    """Constraints, required and default are those of the mapping's entry; a hidden field has its default."""
    for asked in (form(MODEL, DEPTH), form(DEPTH, MODEL)):  # whichever comes first
        parsed = await asked.parse(raw)
        if not parsed.errors:
            assert parsed.values == values
        assert tuple(parsed.errors) == wrong


@pytest.mark.requirement("depends-on")
def test_a_form_is_asked_as_its_values_say() -> None:
    """What a platform draws follows from what the deciding field holds, a field that is not asked is not there."""
    asked = form(MODEL, DEPTH)
    assert asked.deciding == {"model"}
    assert [f.default for f in asked.under({"model": "tree"}).fields] == [None, 3]
    assert [f.value_key for f in asked.under({"model": "none"}).fields] == ["model"]
    assert asked.under({}).fields == asked.fields


@pytest.mark.requirement("depends-on")
def test_a_tick_decides_by_true_and_false() -> None:
    """JSON has no other keys for it."""
    asked = form(
        {"name": "own", "type": "boolean"},
        {"name": "why", "depends_on": {"input_name": "own", "mapping": {"false": {"hidden": True}}}},
    )
    assert [f.value_key for f in asked.under({}).fields] == ["own"]
    assert [f.value_key for f in asked.under({"own": True}).fields] == ["own", "why"]


@pytest.mark.requirement("depends-on")
async def test_dependences_may_follow_from_each_other() -> None:
    """A field that is hidden decides by its default."""
    asked = form(
        {"name": "c", "depends_on": {"input_name": "b", "mapping": {"no": {"hidden": True}}}, "default": "c"},
        {"name": "b", "depends_on": {"input_name": "a", "mapping": {"x": {"hidden": True}}}, "default": "no"},
        {"name": "a", "default": "x"},
    )
    assert (await asked.parse({"a": "x", "b": "typed", "c": "typed"})).values == {"c": "c", "b": "no", "a": "x"}
    assert (await asked.parse({"a": "y", "b": "yes", "c": "typed"})).values == {"c": "typed", "b": "yes", "a": "y"}


@pytest.mark.requirement("depends-on")
@pytest.mark.parametrize(
    ("depends_on", "place", "said"),
    [
        ("model", "next_inputs[1].depends_on", "expected an object with input_name and mapping"),
        ({"input_name": "modle", "mapping": {}}, "next_inputs[1].depends_on", 'did you mean "model"?'),
        ({"input_name": "depth", "mapping": {}}, "next_inputs[1].depends_on", "circle: depth → depth"),
        ({"input_name": "model", "mapping": {"tree": 3}}, "next_inputs[1].depends_on.mapping.tree", "found int"),
        (
            {"input_name": "model", "mapping": {"tree": {"constraints": {"min": "low"}}}},
            "next_inputs[1].depends_on.mapping.tree",
            '"depth" (int)',
        ),
    ],
)
def test_a_wrong_dependence_is_named_and_costs_nothing_else(depends_on: object, place: str, said: str) -> None:
    """The field is asked as if it did not depend on anything."""
    asked, errors = parse_inputs([MODEL, {**DEPTH, "depends_on": depends_on}])
    assert asked is not None
    assert [f.value_key for f in asked.under({"model": "tree"}).fields] == ["model", "depth"]
    assert [(error.where, said in error.error) for error in errors] == [(place, True)]
