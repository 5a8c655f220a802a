"""A model project's functions as a conversation: loaded once, called in order, and told by name when they fail."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bridge.host.local import LocalHost
from bridge.host.port import Failure, FailureKind, Part, Recovery
from tests.bridge.host.at_work import PRELUDE
from tests.bridge.host.handlers import VERSIONS, Beacon, answer, failure, frames, handler, program

FORM = {"inputs": [{"name": "n", "type": "int"}]}
OPENING: Mapping[str, object] = {"greeting": ["Hello!"], "form": FORM}
LOADING = Part({"status": "is loading the model…"}, last=False)

SYNC = """
loads = []
def model_fn(model_dir): loads.append(model_dir); return lambda n: n * 2
def init_resources_fn(model_dir): loads.append("resources"); return {"unit": "g"}
def input_fn(request_data): return request_data.pop("n")
def predict_fn(input_data, model): return model(input_data)
def output_fn(predictions, original_data, resources):
    return [f"{original_data['n']} -> {predictions} {resources['unit']}", len(loads)]
"""
MIXED = """
import asyncio
loads = []
async def model_fn(model_dir): await asyncio.sleep(0); loads.append(model_dir); return lambda n: n * 2
async def init_resources_fn(model_dir): loads.append("resources"); return {"unit": "g"}
def input_fn(request_data): return asyncio.run(read(request_data))
async def read(request_data): return request_data.pop("n")
async def predict_fn(input_data, model, *, resources): await asyncio.sleep(0); return model(input_data)
def output_fn(predictions, original_data, resources=None):
    return [f"{original_data['n']} -> {predictions} {resources['unit']}", len(loads)]
"""


def asked(*outputs: object) -> Part:
    """An answer, and the form again."""
    return Part({"outputs": list(outputs), "next_inputs": FORM}, last=True)


@pytest.mark.requirement("model-turn", "model-once")
@pytest.mark.parametrize("source", [SYNC, MIXED], ids=["functions", "coroutine functions among them"])
async def test_a_submission_goes_through_the_functions_and_the_form_is_asked_again(source: str, tmp_path: Path) -> None:
    """The greeting loads nothing; the first submission loads the model, and says so; a function may run a loop."""
    async with handler(tmp_path, source, model=OPENING) as process:
        assert await frames(process, "initialize") == [asked("Hello!")]
        assert await frames(process, argument={"n": 2}) == [LOADING, asked("2 -> 4 g", 2)]
        assert await frames(process, argument={"n": 3}) == [asked("3 -> 6 g", 2)]


TAKES = {
    "none, and there are none": ("def input_fn(data): return 'no'", "", "no"),
    "a default, and there are none": ("def input_fn(data, resources='own'): return resources", "", "own"),
    "required, and there are none": ("def input_fn(data, resources): return resources is None", "", True),
    "by name": ("def input_fn(data, *, resources): return resources", "def init_resources_fn(d): return 7", 7),
    "last, of another name": ("def input_fn(data, extras): return extras", "def init_resources_fn(d): return 7", 7),
    "none": ("def input_fn(data, verbose=1): return verbose", "def init_resources_fn(d): return 7", 1),
    "any": ("def input_fn(*data, **more): return more", "def init_resources_fn(d): return 7", {"resources": 7}),
    "behind a decorator": (
        "from functools import wraps\n"
        "def same(f): return wraps(f)(lambda *a, **k: f(*a, **k))\n"
        "@same\ndef input_fn(data): return 'wrapped'",
        "def init_resources_fn(d): return 7",
        "wrapped",
    ),
}


@pytest.mark.requirement("model-turn")
@pytest.mark.parametrize(("function", "resources", "said"), TAKES.values(), ids=TAKES)
async def test_resources_are_given_to_who_takes_them(
    function: str, resources: str, said: object, tmp_path: Path
) -> None:
    """By name, or after the others."""
    rest = "def model_fn(d): pass\ndef predict_fn(i, m): return i\ndef output_fn(p, o): return [p]"
    async with handler(tmp_path, f"{function}\n{resources}\n{rest}", model=OPENING) as process:
        assert (await frames(process, argument={"n": 1}))[-1] == asked(said)


WRONG = {
    "missing": ("del predict_fn", "AttributeError: handler_io.py defines no function predict_fn"),
    "too few": (
        "def predict_fn(input_data): pass",
        "TypeError: handler_io.py: found predict_fn(input_data), expected predict_fn(input_data, model[, resources])",
    ),
    "too many": (
        "def model_fn(model_dir, device): pass",
        "TypeError: handler_io.py: found model_fn(model_dir, device), expected model_fn(model_dir)",
    ),
    "resources of two": (
        "def init_resources_fn(): pass",
        "TypeError: handler_io.py: found init_resources_fn(), expected init_resources_fn(model_dir)",
    ),
}


@pytest.mark.requirement("model-errors")
@pytest.mark.parametrize(("change", "said"), WRONG.values(), ids=WRONG)
async def test_a_function_that_is_missing_or_does_not_fit_is_told_before_the_form(
    change: str, said: str, tmp_path: Path
) -> None:
    """Nobody fills in a form for nothing; and the same is said to who has it already."""
    async with handler(tmp_path, SYNC + change, model=OPENING) as process:
        for function in ("initialize", "on_input"):
            assert (await failure(process, function, {"n": 1})).message == said


RAISES = {
    "model_fn": "def model_fn(model_dir): raise OSError('no weights')",
    "init_resources_fn": "async def init_resources_fn(model_dir): raise OSError('no weights')",
    "input_fn": "def input_fn(request_data): raise OSError('no weights')",
    "predict_fn": "async def predict_fn(input_data, model): raise OSError('no weights')",
    "output_fn": "def output_fn(predictions, original_data): raise OSError('no weights')",
}


@pytest.mark.requirement("model-errors")
@pytest.mark.parametrize(("name", "source"), RAISES.items(), ids=RAISES)
async def test_what_a_function_raises_is_reported_as_any_handlers(name: str, source: str, tmp_path: Path) -> None:
    """With the place in the agent's code, and without ours; the process takes the next submission."""
    async with handler(tmp_path, f"{SYNC}\n{source}", model=OPENING) as process:
        for _ in range(2):
            failed = await failure(process, argument={"n": 1})
            assert (failed.kind, failed.message, failed.alive) == (FailureKind.RAISED, "OSError: no weights", True)
            assert failed.where == f"handler_io.py:10 in {name}"
            assert "bridge/handler" not in failed.traceback


@pytest.mark.requirement("model-errors", "model-once")
async def test_a_model_that_fails_to_load_is_tried_again(tmp_path: Path) -> None:
    """What was wrong may be mended meanwhile."""
    source = SYNC + "def model_fn(model_dir): open('weights').close(); return lambda n: n + 1\n"
    async with handler(tmp_path, source, model=OPENING) as process:
        assert "weights" in (await failure(process, argument={"n": 1})).message
        (tmp_path / "weights").touch()
        assert await frames(process, argument={"n": 1}) == [LOADING, asked("1 -> 2 g", 1)]


@pytest.mark.requirement("model-errors")
async def test_what_cannot_be_shown_is_told_as_the_functions_own(tmp_path: Path) -> None:
    """The author has never heard of `on_input`."""
    source = SYNC + "def output_fn(predictions, original_data): return [None, [object]][original_data['n']]"
    async with handler(tmp_path, source, model=OPENING) as process:
        nothing = await failure(process, argument={"n": 0})
        assert nothing.message == "TypeError: output_fn returned None, expected a list of sections"
        (item,) = (await answer(process, argument={"n": 1}))["outputs"]
        assert item["error"].startswith("output_fn returned something that cannot be shown: outputs[0] is a type")


@pytest.mark.requirement("model-errors", "cancel")
async def test_a_coroutine_of_a_model_is_stopped_and_the_next_submission_works(tmp_path: Path, beacon: Beacon) -> None:
    """As any turn: it is cancelled, and what was loaded stays."""
    predict = """
async def predict_fn(n, model):
    if n:
        lit()
        await asyncio.sleep(n)  # the agent
    return n
"""
    source = SYNC + PRELUDE + predict
    async with handler(tmp_path, source, model=OPENING) as process:
        call = process.call("on_input", {"n": 1000})
        assert await anext(call) == LOADING
        assert await beacon.lit() == "lit"
        await process.cancel()
        (stopped,) = [frame async for frame in call]
        assert isinstance(stopped, Failure)
        assert (stopped.kind, stopped.alive) == (FailureKind.CANCELLED, True)
        assert (await frames(process, argument={"n": 0}))[-1] == asked("0 -> 0 g", 2)


KEPT = """
import threading
count, MODEL, RESOURCES = 0, None, None
class Weights:
    def __reduce__(self): raise TypeError("a model is never saved")
def model_fn(model_dir):
    global MODEL
    MODEL = Weights()
    return MODEL
def init_resources_fn(model_dir):
    global RESOURCES
    RESOURCES = {"weights": MODEL, "big": bytes(10_000_000)}
    return RESOURCES
def input_fn(request_data):
    global count
    count += 1
def predict_fn(input_data, model): return model is MODEL
def output_fn(predictions, original_data, resources): return [count, predictions, resources is RESOURCES]
"""


@pytest.mark.requirement("model-state", "model-once")
async def test_a_model_is_loaded_again_on_waking_and_never_saved(tmp_path: Path) -> None:
    """Not even where the handler keeps it as a global; its other globals go on."""
    agent, state = program(tmp_path, KEPT, model=OPENING), tmp_path / "saved"
    host = LocalHost({})
    try:
        process = await host.start(agent, state)
        assert await frames(process, argument={"n": 1}) == [LOADING, asked(1, True, True)]
        saved = await process.save()
        assert (saved.lost, saved.problem, saved.size < 1000) == ((), "", True)
        await process.stop()
        process = await host.start(agent, state)
        restored = await process.restore(())
        assert (restored.how, restored.failure, restored.answer) == (Recovery.STATE, None, ())
        assert await frames(process, argument={"n": 1}) == [LOADING, asked(2, True, True)]
    finally:
        await host.close()


@pytest.mark.requirement("pythons", "model-turn")
@pytest.mark.parametrize("python", VERSIONS.values(), ids=VERSIONS)
async def test_a_model_may_run_in_every_python(python: Path, tmp_path: Path) -> None:
    """3.8 and newer."""
    host = LocalHost({})
    try:
        process = await host.start(replace(program(tmp_path, MIXED, model=OPENING), python=python))
        assert await frames(process, argument={"n": 2}) == [LOADING, asked("2 -> 4 g", 2)]
    finally:
        await host.close()


@pytest.mark.requirement("model-turn")
async def test_a_large_form_reaches_the_process(tmp_path: Path) -> None:
    """As large as the catalog lets it be."""
    form = {"inputs": [{"name": "n", "type": "category", "constraints": {"options": ["x" * 99_000]}}]}
    async with handler(tmp_path, SYNC, model={"greeting": [], "form": form}) as process:
        assert (await answer(process, "initialize"))["next_inputs"] == form
