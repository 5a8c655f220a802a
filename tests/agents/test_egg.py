"""The egg timer: a model project, from its greeting to its answer, as a person at a terminal has it."""

from pathlib import Path

import pytest

from bridge.catalog.catalog import Agent, build
from bridge.catalog.check import check
from bridge.config import AgentEntry
from bridge.content.items import LineChart
from bridge.content.text import plain_text
from tests.agents.fresh import AGENTS, every, handler, mistakes, shown
from tests.bridge.cli.command import chatbridge

EGG = AGENTS / "egg"


def egg() -> Agent:
    return build([AgentEntry(path=EGG)]).agents["egg"]


@pytest.mark.requirement("example-egg")
def test_it_is_in_order_and_shows_what_a_model_can_say_of_itself() -> None:
    """Presets, groupings and a link among it; `validate` has nothing to add."""
    assert check(EGG) == ()
    model = egg().manifest.model
    assert model is not None
    assert model.links
    assert model.outputs
    assert [grouping.title for grouping in model.form.groupings] == ["The egg", "The kitchen"]
    assert [preset.name for preset in model.form.presets[0].presets] == ["At home", "On a hike", "Quail"]


@pytest.mark.requirement("example-egg", "model-chat")
def test_a_person_boils_one_egg_after_the_other(tmp_path: Path) -> None:
    """A breakfast by its name, then one that is changed: no file is written beside the handler."""
    before = sorted(path.name for path in EGG.iterdir() if path.name != "__pycache__")
    talked = chatbridge(
        "chat", EGG, cwd=tmp_path, stdin="On a hike\n\n\n\n\n1\n100\n\nHard\n\n", COLUMNS="80", PYTHONUTF8="1"
    )
    assert talked.returncode == 0, talked.stderr
    said = ["Egg\n", "Says how long an egg has to boil", "Boiled egg", "9 min 04 s", "91.7 °C", "11 min 13 s"]
    places = [talked.stdout.index(words) for words in said]
    assert places == sorted(places)
    assert sorted(path.name for path in EGG.iterdir() if path.name != "__pycache__") == before


@pytest.mark.requirement("example-egg")
def test_its_answer_is_a_time_and_a_curve() -> None:
    """Larger eggs, colder eggs and higher kitchens take longer."""
    usual = {"weight": 60, "start": 4, "yolk": 65, "altitude": 0}
    with handler("egg") as agent:
        model = agent.model_fn(str(EGG))

        def seconds(**changes: int) -> float:
            return agent.predict_fn(agent.input_fn({**usual, **changes}), model)["seconds"]

        outputs = agent.output_fn(agent.predict_fn(agent.input_fn(usual), model), usual)
        for change in ({"weight": 70}, {"start": 2}, {"yolk": 70}, {"altitude": 3000}):
            assert seconds(**change) > seconds(), change
    items = shown("egg", {"outputs": outputs})
    assert mistakes(items) == []
    assert plain_text(items).startswith("5 min")
    (chart,) = (item for item in every(items) if isinstance(item, LineChart))
    assert len(chart.lines[0].points) == 11
