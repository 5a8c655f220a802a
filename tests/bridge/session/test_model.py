"""A conversation with a model: its whole form outlives the bridge, and stands after what fails."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.host.port import Failure, FailureKind, Frame, Part
from bridge.journal import database
from tests.fakes.adapter import FakeAdapter
from tests.fakes.host import FakeHost
from tests.fakes.talk import talk

FORM = {
    "inputs": [{"name": "size", "type": "int"}, {"name": "wet", "type": "boolean"}],
    "input_presets": [{"input_preset": "usual", "presets": [{"name": "Large", "values": {"size": 9}}]}],
    "input_groupings": [{"grouping": "find", "inputs": ["size"]}],
}


async def model(function: str, argument: object) -> AsyncIterator[Frame]:
    if function == "on_input" and isinstance(argument, dict) and argument["size"] == 0:
        yield Failure(kind=FailureKind.RAISED, message="ValueError: no find", where="handler_io.py:3 in predict_fn")
    else:
        yield Part({"outputs": f"{function} {argument}", "next_inputs": FORM}, last=True)


@pytest.mark.requirement("model-chat", "model-errors", "question-survives")
async def test_a_form_with_its_presets_survives_a_restart_and_a_failure(tmp_path: Path) -> None:
    """What fails is one line; then the same form is asked, as large as it was."""
    journal, adapter, host = database.default_url(tmp_path), FakeAdapter(), FakeHost(model)
    async with talk(model, journal=journal, adapter=adapter, host=host) as t:
        await t.say("")
        question = await t.asked()
    async with talk(model, journal=journal, adapter=adapter, host=host) as t:
        assert (await t.submit(question, {"size": "x"})).errors == {"size": "Enter a whole number, such as 42."}
        assert (await t.submit(question, {"size": "0"})).accepted
        await t.until("Something went wrong")
        await t.submit(await t.asked(), {"size": 9, "wet": True})
        await t.until("on_input {'wet': True, 'size': 9}")
        await t.asked()
        form = adapter.questions()[-1].form
    assert [field.value_key for field in form.fields] == ["wet", "size"]
    assert form.presets[0].presets[0].values == {"size": 9}
