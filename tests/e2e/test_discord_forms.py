"""Forms in Discord, where a modal cannot change while it is open: what depends on something is in a later step."""

from pathlib import Path

import pytest

from adapters.sandbox import Sandbox
from tests.e2e.discord import Talk, bridge, server, words
from tests.e2e.handlers import write_agent
from tests.e2e.kiln import make_kiln

MODELS = """
DEPTH = {"tree": {"constraints": {"max": 9}, "default": 3}, "none": {"hidden": True}}
ASK = [
    {"name": "model", "label": "Model", "type": "category", "required": True,
     "constraints": {"options": ["linear", "tree", "none"]}},
    {"name": "depth", "label": "Depth", "type": "int", "depends_on": {"input_name": "model", "mapping": DEPTH}},
]

def initialize():
    return {"outputs": "Choose.", "next_inputs": ASK}

def on_input(data):
    return {"outputs": f"got {data}", "next_inputs": []}
"""


async def chosen(ann: Talk, model: str) -> None:
    """Send the first step with this model."""
    indices = {"linear": "0", "tree": "1", "none": "2"}
    assert (await ann.fill(Model=indices[model]))["ok"]


@pytest.mark.requirement("depends-on", "discord-staged")
async def test_a_dependent_field_is_asked_in_a_step_after_the_one_that_decides(tmp_path: Path) -> None:
    """As that one says: its bounds and default are those of the choice; a wrong value is corrected there."""
    async with server(write_agent(tmp_path, MODELS), data=tmp_path) as ann:
        await ann.mention()
        await ann.press("Answer")
        assert [part.get("label") for part in (await ann.form())["components"]] == ["Model"]
        await chosen(ann, "tree")
        await ann.hears("Step 1 of 2 is kept")
        await ann.press("Continue")
        (asked,) = (await ann.form())["components"]
        assert (asked["label"], asked["component"]["value"]) == ("Depth", "3")
        await ann.fill(Depth="50")
        assert "9 or less" in words(await ann.hears("9 or less"))
        await ann.press("Correct")
        await ann.fill(Depth="7")
        await ann.sees("got {'model': 'tree', 'depth': 7}")


@pytest.mark.requirement("depends-on", "discord-staged")
async def test_what_is_hidden_is_not_asked(tmp_path: Path) -> None:
    """The one step that is left is the whole form."""
    async with server(write_agent(tmp_path, MODELS), data=tmp_path) as ann:
        await ann.mention()
        await ann.press("Answer")
        await chosen(ann, "none")
        await ann.sees("got {'model': 'none', 'depth': None}")


@pytest.mark.requirement("depends-on", "discord-staged")
async def test_steps_are_gone_on_with_after_a_restart(tmp_path: Path) -> None:
    """The next bridge knows what was entered, and asks what that makes of the rest."""
    agent = write_agent(tmp_path, MODELS)
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, agent, data=tmp_path):
            await ann.mention()
            await ann.press("Answer")
            await chosen(ann, "tree")
            await ann.hears("Step 1 of 2 is kept")
        async with bridge(sandbox, agent, data=tmp_path):
            await ann.press("Continue")
            await ann.fill(Depth="8")
            await ann.sees("got {'model': 'tree', 'depth': 8}")


@pytest.mark.requirement("discord-presets", "discord-paged-options", "discord-staged")
async def test_a_models_form_is_filled_in_while_bridges_come_and_go(tmp_path: Path) -> None:
    """A preset before the restart; another choice, and an option on one of five pages after it; one answer."""
    kiln = make_kiln(tmp_path)
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, kiln, data=tmp_path):
            await ann.mention()
            await ann.choose("Floor")
            assert [part.get("label") for part in (await ann.form())["components"]][:1] == ["Ware"]
            assert (await ann.fill(Glaze=["4"]))["ok"]
            await ann.hears("Step 1 of 2 is kept")
        async with bridge(sandbox, kiln, data=tmp_path):
            await ann.press("Continue")
            last = (await ann.form())["components"]
            assert [part["label"] for part in last][-1] == "Glaze (476–500)"
            assert (await ann.fill(**{"Glaze (476": ["499"]}))["ok"]
            await ann.sees("('depth', 5), ('glaze', 'glaze 499'), ('note', 'matt'), ('ware', 'tile')")
