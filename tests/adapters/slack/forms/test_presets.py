"""Presets: one click fills fields in, in an open modal."""

import pytest

from adapters.slack.forms.presets import chosen_preset, preset_blocks
from bridge.ports import Question
from tests.adapters.slack.forms.person import Ann, question

SHAPE = {"name": "shape", "type": "category", "constraints": {"options": ["round", "square"]}}
WIDTH = {
    "name": "width",
    "type": "float",
    "default": 1,
    "depends_on": {"input_name": "shape", "mapping": {"round": {"label": "Diameter"}}},
}
PAINTED = {"name": "painted", "type": "boolean"}
NOTE = {"name": "note", "type": "string", "default": "none"}
SIZES = {
    "input_preset": "usual_sizes",
    "description": "What most people take.",
    "presets": [
        {"name": "Coin", "description": "Small", "values": {"shape": "round", "width": 2.5, "painted": False}},
        {"name": "Tile", "values": {"shape": "square", "width": 30, "painted": True}},
        {"name": "Blank", "values": {"note": ""}},
    ],
}
FINISH = {
    "input_preset": "finish",
    "label": "Finish",
    "presets": [{"name": "Matt", "values": {"note": "matt"}}, {"name": "Gilded", "values": {"note": "gold"}}],
    "depends_on": {
        "input_name": "shape",
        "mapping": {"square": {"hidden": True}, "round": {"constraints": {"options": ["Gilded"]}}},
    },
}
ASKED = question(SHAPE, WIDTH, PAINTED, NOTE, input_presets=[SIZES, FINISH])


@pytest.fixture
def asked() -> Question:
    return ASKED


@pytest.mark.requirement("slack-presets")
async def test_one_click_fills_the_form(ann: Ann) -> None:
    """Its fields take its values, and look as these demand; what was entered elsewhere stays."""
    assert "Usual sizes\nWhat most people take." in ann.words
    await ann.enters("Note", "mine")
    await ann.enters("Width", "7")
    await ann.fills_in("Coin")
    assert ann.labels == ["Shape", "Diameter", "Painted", "Note"]
    assert [ann.holds(label) for label in ann.labels] == ["round", "2.5", [], "mine"]
    await ann.fills_in("Tile")
    assert [ann.holds(label) for label in ann.labels] == ["square", "30", ["Yes"], "mine"]
    await ann.enters("Width", "31")
    await ann.sends()
    assert ann.inbox.answers == [{"shape": "square", "width": 31.0, "painted": True, "note": "mine"}]


@pytest.mark.requirement("slack-presets")
async def test_a_preset_may_empty_a_field(ann: Ann) -> None:
    """Empty on purpose is not the default."""
    await ann.fills_in("Blank")
    assert ann.holds("Note") is None
    await ann.sends()
    assert ann.inbox.answers[0]["note"] == ""


@pytest.mark.requirement("slack-presets")
async def test_only_what_goes_with_the_form_is_offered(ann: Ann) -> None:
    """A field that presets depend on is told of, as one that fields depend on."""
    assert "Finish" in ann.words
    await ann.fills_in("Matt")
    await ann.changes("Shape", "round")
    with pytest.raises(AssertionError, match="Matt is not offered"):
        await ann.fills_in("Matt")
    await ann.fills_in("Gilded")
    assert ann.holds("Note") == "gold"
    await ann.changes("Shape", "square")
    assert "Finish" not in ann.words
    assert ann.holds("Note") == "gold"


def test_another_offer_is_another_select() -> None:
    """So that nothing stays selected in it that is not offered any more."""
    form = ASKED.form
    every = [block["block_id"] for block in preset_blocks(form, form.initial())]
    some = [block["block_id"] for block in preset_blocks(form, {**form.initial(), "shape": "round"})]
    assert every[0] == some[0]
    assert every[1] != some[1]


@pytest.mark.parametrize(
    ("action", "value"),
    [("preset.7", "0"), ("preset.0", "9"), ("preset.x", "0"), ("choice", "0"), ("preset.0", None)],
)
def test_what_is_no_preset_of_the_form_is_none(action: str, value: str | None) -> None:
    """An old client may send what is not offered any more."""
    option = None if value is None else {"value": value}
    assert chosen_preset(ASKED.form, {"action_id": action, "selected_option": option}) is None
