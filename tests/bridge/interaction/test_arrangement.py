"""Presets and groupings of a form, and that what is wrong with them costs nothing else."""

import pytest

from bridge.interaction import Composer, Form
from bridge.interaction.definitions import parse_inputs

INPUTS = [
    {"name": "note", "type": "string"},
    {"name": "size", "type": "int", "default": 3, "constraints": {"min": 1, "max": 9}},
    {"name": "kind", "type": "category", "default": "cap", "constraints": {"options": ["cap", "stem"]}},
    {"name": "wet", "type": "boolean"},
]
GROUPINGS = [
    {"grouping": "where_it_grew", "description": "The place", "inputs": ["wet"]},
    {"grouping": "The find", "inputs": ["kind", "size"]},
]
PRESETS = [
    {
        "input_preset": "usual_finds",
        "description": "As in August",
        "affects": ["size", "kind"],
        "presets": [
            {"name": "Small", "values": {"size": "1"}},
            {"name": "Large", "description": "Rare", "values": {"size": 9, "kind": "stem", "wet": True}},
        ],
    }
]


def arranged(*, groupings: object = None, presets: object = None) -> tuple[Form, list[str]]:
    """The form, and what was wrong with its arrangement."""
    raw = {"inputs": INPUTS, "input_groupings": groupings, "input_presets": presets}
    form, errors = parse_inputs(raw, "")
    assert form is not None
    return form, [f"{error.where}: {error.error}" for error in errors]


@pytest.mark.requirement("form-groupings")
def test_fields_stand_under_their_headings_and_those_of_none_come_first() -> None:
    """The form's own order is that of the groupings, so that whoever draws fields only has it right."""
    form, errors = arranged(groupings=GROUPINGS)
    assert errors == []
    assert [field.value_key for field in form.fields] == ["note", "wet", "kind", "size"]
    headings = [
        (heading and heading.title, [field.value_key for field in fields]) for heading, fields in form.grouped()
    ]
    assert headings == [(None, ["note"]), ("Where it grew", ["wet"]), ("The find", ["kind", "size"])]
    assert form.groupings[0].description == "The place"


@pytest.mark.requirement("form-presets")
async def test_a_preset_fills_fields_in_and_leaves_the_others() -> None:
    """Its values have the fields' types; what a person entered elsewhere stays."""
    form, errors = arranged(presets=PRESETS)
    assert errors == []
    (group,) = form.presets
    assert (group.title, group.description, group.affects) == ("Usual finds", "As in August", ("size", "kind"))
    small, large = group.presets
    assert form.offering(small.values).initial() == {"note": "", "size": 1, "kind": "cap", "wet": False}
    offering = form.offering(large.values)
    assert offering.initial() == {"note": "", "size": 9, "kind": "stem", "wet": True}
    assert (await offering.parse({})).values["size"] == 9
    assert form.initial()["size"] == 3


@pytest.mark.requirement("form-presets", "depends-on")
async def test_a_preset_may_fill_in_what_a_field_is_asked_as_when_it_is_filled_in() -> None:
    """A value that only a variant of the field takes is the default of that variant, and of no other."""
    options = {"input_name": "size", "mapping": {"small": {"constraints": {"options": ["moss", "fern"]}}}}
    raw = {
        "inputs": [
            {"name": "size", "type": "category", "constraints": {"options": ["small", "large"]}},
            {"name": "kind", "type": "category", "constraints": {"options": ["oak", "ash"]}, "depends_on": options},
        ],
        "input_presets": [
            {"input_preset": "mine", "presets": [{"name": "Mine", "values": {"size": "small", "kind": "fern"}}]}
        ],
    }
    form, errors = parse_inputs(raw)
    assert form is not None
    assert errors == ()
    filled = form.offering(form.presets[0].presets[0].values)
    assert (await filled.parse({})).values == {"size": "small", "kind": "fern"}
    assert (await filled.parse({"size": "large"})).values == {"size": "large", "kind": None}


@pytest.mark.requirement("form-presets", "composer")
def test_a_single_text_with_presets_is_a_form() -> None:
    """There is no place for presets beside a message."""
    preset = {"input_preset": "p", "presets": [{"name": "Hello", "values": {"text": "Hello!"}}]}
    form, errors = parse_inputs({"inputs": [{"name": "text", "type": "string"}], "input_presets": [preset]})
    assert errors == ()
    assert form is not None
    assert form.composer is Composer.FORM
    assert form.presets[0].affects == ("text",)


@pytest.mark.requirement("form-presets")
@pytest.mark.parametrize("key", ["input_name", "field"])
def test_which_presets_are_offered_may_depend_on_a_field(key: str) -> None:
    """Both spellings of the field's name are in use; a value that is not mentioned offers them all."""
    mapping = {
        "true": {"constraints": {"options": ["Small"]}},
        "false": {"hidden": True},
        "other": {"required": True},
    }
    form, errors = arranged(presets=[{**PRESETS[0], "depends_on": {key: "wet", "mapping": mapping}}])
    assert errors == []
    (group,) = form.presets
    offered = [[preset.name for preset in group.offered({"wet": value})] for value in (True, False, None, "other")]
    assert offered == [["Small"], [], ["Small", "Large"], ["Small", "Large"]]


def preset(**changes: object) -> object:
    return [{**PRESETS[0], **changes}]


WRONG: dict[str, tuple[object, object, str]] = {
    "unknown in grouping": (
        [{"grouping": "g", "inputs": ["siz", "wet"]}],
        None,
        'input_groupings[0].inputs: there is no input "siz"; did you mean "size"?',
    ),
    "in two groupings": (
        [{"grouping": "a", "inputs": ["wet"]}, {"grouping": "b", "inputs": ["wet", "size"]}],
        None,
        'input_groupings[1].inputs: "wet" is in the grouping "a" already',
    ),
    "grouping without name": ([{"inputs": ["wet"]}], None, "input_groupings[0]: has no grouping; expected its name"),
    "groupings no list": ({"a": ["wet"]}, None, "input_groupings: found dict, expected a list"),
    "grouping no object": (["wet"], None, "input_groupings[0]: found str, expected an object"),
    "grouping of nothing": (
        [{"grouping": "g"}],
        None,
        "input_groupings[0].inputs: found nothing, expected a list of input names",
    ),
    "refused value": (
        None,
        preset(presets=[{"name": "Huge", "values": {"size": 10}}]),
        "input_presets[0].presets[0].values.size: found 10, which this input refuses: Enter 9 or less.",
    ),
    "no option": (
        None,
        preset(presets=[{"name": "Root", "values": {"kind": "root"}}]),
        "input_presets[0].presets[0].values.kind: found 'root', which this input refuses: Choose one of: cap, stem.",
    ),
    "unknown value": (
        None,
        preset(presets=[{"name": "P", "values": {"colour": 1}}]),
        'input_presets[0].presets[0].values: there is no input "colour"; known are kind, note, size, wet',
    ),
    "unknown in affects": (
        None,
        preset(affects=["sise"]),
        'input_presets[0].affects: there is no input "sise"; did you mean "size"?',
    ),
    "values no object": (
        None,
        preset(presets=[{"name": "P", "values": [1]}]),
        "input_presets[0].presets[0].values: found list, expected an object of values by input name",
    ),
    "no presets": (
        None,
        preset(presets=[]),
        "input_presets[0].presets: holds no preset; expected at least one with name and values",
    ),
    "depends on nothing known": (
        None,
        preset(depends_on={"input_name": "wett", "mapping": {}}),
        'input_presets[0].depends_on.input_name: there is no input "wett"; did you mean "wet"?',
    ),
    "depends on a list": (
        None,
        preset(depends_on=["wet"]),
        "input_presets[0].depends_on: expected an object with input_name and mapping",
    ),
    "offers what is not there": (
        None,
        preset(depends_on={"input_name": "wet", "mapping": {"true": {"constraints": {"options": ["Smal"]}}}}),
        'input_presets[0].depends_on.mapping.true: there is no preset "Smal"; did you mean "Small"?',
    ),
}


@pytest.mark.requirement("form-arrangement-errors")
@pytest.mark.parametrize(("groupings", "presets", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_and_every_field_is_asked(groupings: object, presets: object, said: str) -> None:
    """Place, found, expected."""
    form, errors = arranged(groupings=groupings, presets=presets)
    assert errors == [said]
    assert sorted(field.value_key for field in form.fields) == ["kind", "note", "size", "wet"]
