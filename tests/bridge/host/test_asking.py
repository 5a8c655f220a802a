"""A turn that asks while it goes on: the process sends the question, and goes on with the answer."""

import asyncio
import venv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bridge.host.port import Asking, Failure, FailureKind, Frame, Limits, Part, Process, Withdrawn
from tests.bridge.host.handlers import VERSIONS, handler

QUESTION = "StringInteraction(value_key='name', prompt='Who are you?')"
IMPORTS = (
    "from bridge.interaction import ask, ask_sync, IntegerInteraction, StringInteraction\nimport asyncio, threading\n"
)
PLACES = {
    "a function": f"def on_input(data):\n    return {{'outputs': [ask_sync({QUESTION})], 'done': True}}",
    "a generator": f"def on_input(data):\n    yield {{'outputs': [ask_sync({QUESTION})], 'done': True}}",
    "a coroutine": f"async def on_input(data):\n    return {{'outputs': [await ask({QUESTION})], 'done': True}}",
    "an async generator": f"async def on_input(data):\n    yield {{'outputs': [await ask({QUESTION})], 'done': True}}",
    "a loop of its own": f"def on_input(data):\n    return {{'outputs': [asyncio.run(ask({QUESTION}))], 'done': True}}",
    "a thread": f"""
def on_input(data):
    found = []
    thread = threading.Thread(target=lambda: found.append(ask_sync({QUESTION})))
    thread.start()
    thread.join()
    return {{'outputs': found, 'done': True}}""",
    "a thread of a coroutine": f"""
async def on_input(data):
    return {{'outputs': [await asyncio.to_thread(ask_sync, {QUESTION})], 'done': True}}""",
}


async def answering(process: Process, answers: Mapping[str, Any]) -> list[Frame]:
    """Every frame of one call; what it asks is answered by the name of the value, in the order it is asked."""
    said: list[Frame] = []
    async for frame in process.call("on_input", None):
        said.append(frame)
        if isinstance(frame, Asking):
            value = answers[str(frame.fields["value_key"])]
            process.answer(frame.number, {"value": value, "raw": value} if not isinstance(value, dict) else value)
    return said


def outputs(frame: Frame) -> object:
    assert isinstance(frame, Part), frame
    return frame.response["outputs"]


@pytest.mark.requirement("asks-midway")
@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES)
async def test_code_of_any_kind_asks_and_goes_on_with_the_answer(source: str, tmp_path: Path) -> None:
    """In every turn anew."""
    async with handler(tmp_path, IMPORTS + source) as process:
        for name in ("Ann", "Bob"):
            asked, answered = await answering(process, {"name": name})
            assert isinstance(asked, Asking)
            assert (asked.kinds[0], asked.fields["prompt"], asked.max_retries) == ("string", "Who are you?", 3)
            assert outputs(answered) == [name]


@pytest.mark.requirement("asks-midway")
async def test_several_questions_wait_at_once(tmp_path: Path) -> None:
    """And may be answered in any order."""
    source = """
    from bridge.interaction import ask, IntegerInteraction
    import asyncio
    async def on_input(data):
        questions = [IntegerInteraction(value_key=name, min=1) for name in "abc"]
        return {"outputs": list(await asyncio.gather(*map(ask, questions))), "done": True}
    """
    async with handler(tmp_path, source) as process:
        asked: list[Asking] = []
        async for frame in process.call("on_input", None):
            if isinstance(frame, Asking):
                asked.append(frame)
                for number, each in enumerate(reversed(asked)) if len(asked) == 3 else ():
                    process.answer(each.number, {"value": 9 - number, "raw": str(9 - number)})
            else:
                assert outputs(frame) == [7, 8, 9]


@pytest.mark.requirement("asks-midway")
@pytest.mark.parametrize(("kind", "error"), [("refused", "AnswerRefused"), ("nobody", "NobodyAnswers")])
async def test_a_question_that_is_not_answered_raises(kind: str, error: str, tmp_path: Path) -> None:
    """The error says why, and the agent may catch it."""
    source = f"""
    from bridge.errors import {error}
    {IMPORTS.splitlines()[0]}
    def on_input(data):
        try:
            ask_sync({QUESTION})
        except {error} as error:
            return {{"outputs": [str(error)], "done": True}}
    """
    async with handler(tmp_path, source) as process:
        failure = {"failure": {"kind": kind, "message": "because"}}
        assert outputs((await answering(process, {"name": failure}))[-1]) == ["because"]


@pytest.mark.requirement("asks-midway")
async def test_a_kind_of_the_agents_own_is_parsed_by_the_agent(tmp_path: Path) -> None:
    """The bridge knows the kind it is made of; what only the agent refuses is asked again, and says why."""
    source = """
    from bridge.interaction import ask, StringInteraction
    class Shout(StringInteraction):
        kind: str = "shout"
        async def parse(self, value):
            if not str(value).isupper():
                raise ValueError("Louder!")
            return value + "!"
    async def on_input(data):
        return {"outputs": [await ask(Shout(value_key="cry", prompt="Cry:"))], "done": True}
    """
    async with handler(tmp_path, source) as process:
        asked: list[Asking] = []
        async for frame in process.call("on_input", None):
            if isinstance(frame, Asking):
                asked.append(frame)
                cry = ("hey", "HEY")[len(asked) - 1]
                process.answer(frame.number, {"value": cry, "raw": cry})
            else:
                assert outputs(frame) == ["HEY!"]
    assert [each.kinds for each in asked] == [["shout", "string"]] * 2
    assert [each.fields["prompt"] for each in asked] == ["Cry:", "⚠ Louder! Cry:"]


@pytest.mark.requirement("asks-midway")
@pytest.mark.parametrize("source", PLACES.values(), ids=PLACES)
async def test_a_turn_that_waits_for_an_answer_can_be_stopped(source: str, tmp_path: Path) -> None:
    """And the next one runs."""
    async with handler(tmp_path, IMPORTS + source, limits=Limits(turn_timeout=30, stop_grace=2)) as process:
        ends: list[Frame] = []
        async for frame in process.call("on_input", None):
            if isinstance(frame, Asking):
                await process.cancel()
            elif frame.last:
                ends.append(frame)
        (end,) = ends
        assert isinstance(end, Failure)
        assert end.kind is FailureKind.CANCELLED
        if end.alive:  # a thread that nobody can stop is ended with its process
            assert outputs((await answering(process, {"name": "Ann"}))[-1]) == ["Ann"]


@pytest.mark.requirement("asks-midway")
async def test_the_time_of_a_turn_stands_still_while_a_person_thinks(tmp_path: Path) -> None:
    """A turn timeout is about the agent."""
    source = IMPORTS + PLACES["a function"]
    async with handler(tmp_path, source, limits=Limits(turn_timeout=2, stop_grace=1)) as process:
        async for frame in process.call("on_input", None):
            if isinstance(frame, Asking):
                thought = asyncio.Event()
                asyncio.get_running_loop().call_later(2.2, thought.set)
                await thought.wait()
                process.answer(frame.number, {"value": "Ann", "raw": "Ann"})
            else:
                assert outputs(frame) == ["Ann"]


@pytest.mark.requirement("asks-midway", "pythons")
@pytest.mark.parametrize("python", [None, *VERSIONS.values()], ids=["a bare environment", *VERSIONS])
async def test_a_python_without_chatbridge_asks_too(python: Path | None, tmp_path: Path) -> None:
    """Its classes carry what they are given, and one of the agent's own parses for itself."""
    source = """
    from bridge.errors import NobodyAnswers
    from bridge.interaction import ask, ask_sync, DropdownInteraction, Option, StringInteraction
    class Shout(StringInteraction):
        kind = "shout"
        async def parse(self, value):
            if not value.isupper():
                raise ValueError("Louder!")
            return value + "!"
    def on_input(data):
        colour = ask_sync(DropdownInteraction(value_key="colour", options=["red", Option("#0f0", "Green")]))
        return shout(colour)
    async def shout(colour):
        try:
            await ask(StringInteraction(value_key="nobody"))
        except NobodyAnswers:
            return {"outputs": [colour, await ask(Shout(value_key="cry"))], "done": True}
    """
    nobody = {"failure": {"kind": "nobody", "message": "gone"}}
    cries = iter(("hey", "HEY"))
    if python is None:
        venv.create(tmp_path / "bare", symlinks=True)
        python = tmp_path / "bare" / "bin" / "python"
    async with handler(tmp_path, source, python=python) as process:
        asked: list[Asking] = []
        async for frame in process.call("on_input", None):
            if isinstance(frame, Asking):
                asked.append(frame)
                answers: dict[str, Any] = {"colour": {"value": "#0f0"}, "nobody": nobody}
                process.answer(frame.number, answers.get(str(frame.fields["value_key"])) or {"value": next(cries)})
            else:
                assert outputs(frame) == ["#0f0", "HEY!"]
    assert [each.kinds for each in asked] == [["dropdown"], ["string"], ["shout", "string"], ["shout", "string"]]
    assert asked[0].fields["options"] == [{"value": "red"}, {"value": "#0f0", "label": "Green", "description": ""}]
    assert asked[-1].fields["prompt"] == "⚠ Louder!"


@pytest.mark.requirement("asks-midway")
async def test_a_question_may_be_withdrawn(tmp_path: Path) -> None:
    """A coroutine that stops waiting says so, and an answer that comes late is for nobody."""
    source = f"""
    {IMPORTS.splitlines()[0]}
    import asyncio
    async def on_input(data):
        asking = asyncio.create_task(ask({QUESTION}))
        await asyncio.wait([asking], timeout=0.01)
        asking.cancel()
        return {{"outputs": ["went on"], "done": True}}
    """
    async with handler(tmp_path, source) as process:
        said = [frame async for frame in process.call("on_input", None)]
        assert [type(frame) for frame in said] == [Asking, Withdrawn, Part]


@pytest.mark.requirement("asks-midway")
async def test_nobody_is_asked_between_two_turns(tmp_path: Path) -> None:
    """Code that goes on after its turn gets an error instead of waiting for ever."""
    source = f"""
    {IMPORTS.splitlines()[0]}
    import asyncio, sys
    heard = []
    async def later():
        while sys.modules["_chatbridge_handler.serve"].current._interrupts.asks:
            await asyncio.sleep(0)
        try:
            await ask({QUESTION})
        except Exception as error:
            heard.append(type(error).__name__)
    async def on_input(data):
        if not hasattr(on_input, "task"):
            on_input.task = asyncio.get_running_loop().create_task(later())
        return {{"outputs": heard, "done": True}}
    """
    async with handler(tmp_path, source) as process:
        assert outputs((await answering(process, {}))[-1]) == []
        while not outputs((await answering(process, {}))[-1]):
            pass
