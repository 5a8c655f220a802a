"""Whatever a form asks, people can answer it anywhere, and the agent is given the same."""

import json
import math
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.forms.people import PEOPLE, Person
from tests.e2e.forms.plans import Plan
from tests.e2e.forms.sampling import plans
from tests.e2e.handlers import write_agent

FORMS = int(os.environ.get("CHATBRIDGE_FORMS", "500"))
"""How many each platform fills in; `make soak` has ten thousand."""
AT_ONCE = 500
"""How many are asked in one conversation."""
END = "That was the last one."

# Asks one form after the other, and writes down what it is given: a line of JSON for each form.
ASKING = f"""
import json

FORMS = json.load(open("forms.json", encoding="utf-8"))
number = -1

def initialize():
    return {{"outputs": "Ready?", "next_inputs": [{{"name": "message", "label": "Ready", "type": "string"}}]}}

def on_input(data):
    global number
    if number >= 0:
        with open("heard.jsonl", "a", encoding="utf-8") as heard:
            heard.write(json.dumps({{name: plain(value) for name, value in data.items()}}) + "\\n")
    number += 1
    if number == len(FORMS):
        return {{"outputs": "{END}", "next_inputs": []}}
    return {{"outputs": FORMS[number]["title"], "next_inputs": FORMS[number]["asks"]}}

def plain(value):
    if isinstance(value, list):
        return [plain(part) for part in value]
    if type(value).__name__ == "GivenFile":
        return {{"name": value["name"], "content": open(value, encoding="utf-8").read()}}
    return value
"""


def asking(folder: Path, every: Sequence[Plan]) -> Path:
    agent = write_agent(folder, ASKING)
    forms = [{"title": plan.title, "asks": plan.asks} for plan in every]
    (agent / "forms.json").write_text(json.dumps(forms), encoding="utf-8")
    return agent


async def fill_in(person: Person, agent: Path, every: Sequence[Plan]) -> None:
    """Fill in every form, and compare what the agent was given."""
    await person.begin("ready")
    for plan, after in zip(every, [*(plan.title for plan in every[1:]), END], strict=True):
        await person.fill(plan, after)
    lines = (agent / "heard.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == len(every)
    for plan, line in zip(every, lines, strict=True):
        assert written(json.loads(line)) == written(dict(plan.values)), plan


def written(values: object) -> str:
    """As JSON, where 1, 1.0 and true are three values."""
    return json.dumps(values, sort_keys=True)


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.timeout(60 + AT_ONCE)
@pytest.mark.requirement("forms-anywhere")
@pytest.mark.parametrize("seed", range(math.ceil(FORMS / AT_ONCE)))
@pytest.mark.parametrize("platform", PEOPLE)
async def test_any_form_can_be_filled_in_anywhere(tmp_path: Path, platform: str, seed: int) -> None:
    """The agent is given the same values of the same types; what is wrong is told to the person, and never to it."""
    every = plans(seed, min(FORMS, AT_ONCE))
    agent = asking(tmp_path, every)
    async with PEOPLE[platform](agent, tmp_path) as person:
        await fill_in(person, agent, every)
