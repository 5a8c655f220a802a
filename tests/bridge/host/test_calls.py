"""How the agent's functions are called, and what of theirs is read."""

from pathlib import Path

import pytest

from bridge.host.port import Part
from tests.bridge.host.handlers import answer, failure, frames, handler

KINDS = {
    "a function": "def on_input(data): return {'outputs': [data['n']], 'next_inputs': []}",
    "a generator": "def on_input(data): yield {'outputs': [data['n']], 'next_inputs': []}",
    "a coroutine function": "async def on_input(data): return {'outputs': [data['n']], 'next_inputs': []}",
    "an async generator": "async def on_input(data): yield {'outputs': [data['n']], 'next_inputs': []}",
    "a generator that returns": "def on_input(data):\n  return {'outputs': [data['n']], 'next_inputs': []}\n  yield",
    "a function that returns a generator": """\
def on_input(data): return (part for part in [{'outputs': [data['n']], 'next_inputs': []}])""",
    "a coroutine that returns a generator": """\
async def on_input(data): return (part for part in [{'outputs': [data['n']], 'next_inputs': []}])""",
    "a bound method": """\
class Bot:
    def on_input(self, data): return {'outputs': [data['n']], 'next_inputs': []}
on_input = Bot().on_input""",
}


@pytest.mark.requirement("handler-kinds")
@pytest.mark.parametrize("source", KINDS.values(), ids=KINDS)
async def test_every_kind_of_function_answers_in_one_frame(source: str, tmp_path: Path) -> None:
    """A function of any kind is called as what it is, and a second time as the first."""
    async with handler(tmp_path, source) as process:
        for n in (1, 2):
            assert await answer(process, argument={"n": n}) == {"outputs": [n], "next_inputs": []}


@pytest.mark.requirement("handler-streams")
@pytest.mark.parametrize("keyword", ["def", "async def"])
async def test_yields_are_shown_as_they_come(keyword: str, tmp_path: Path) -> None:
    """Each yield is a part; a generator that just ends closes the turn with an empty last one."""
    source = f"""
    {keyword} on_input(data):
        yield {{"status": "is reading…"}}
        yield {{"outputs": ["done"]}}
    """
    async with handler(tmp_path, source) as process:
        assert await frames(process) == [
            Part({"status": "is reading…"}, last=False),
            Part({"outputs": ["done"]}, last=False),
            Part({}, last=True),
        ]


@pytest.mark.requirement("handler-streams")
@pytest.mark.parametrize("keyword", ["def", "async def"])
@pytest.mark.parametrize("end", ['"next_inputs": []', '"done": True'])
async def test_a_turn_is_read_to_its_end_only(end: str, keyword: str, tmp_path: Path) -> None:
    """At the first response with next_inputs or done the turn ends and the generator is closed before the next call."""
    source = f"""
    closed = 0
    {keyword} on_input(data):
        global closed
        try:
            yield {{"outputs": [closed]}}
            yield {{{end}}}
            yield {{"outputs": ["never"]}}
        finally:
            closed += 1
    """
    async with handler(tmp_path, source) as process:
        for turn in range(3):
            first, second = await frames(process)
            assert isinstance(first, Part)
            assert first.response == {"outputs": [turn]}
            assert second.last


async def test_next_inputs_of_none_is_no_question(tmp_path: Path) -> None:
    """A partial response may name the key without a value."""
    source = "def on_input(data):\n  yield {'next_inputs': None}\n  yield {'next_inputs': []}"
    async with handler(tmp_path, source) as process:
        assert len(await frames(process)) == 2


HISTORY = [{"role": "user", "content": "hello"}]
INITIALIZES = {
    "without": ("def initialize(): return {'outputs': ['none']}", "none"),
    "by name": ("def initialize(conversation_history=None): return {'outputs': conversation_history}", HISTORY),
    "by keyword only": ("def initialize(*, conversation_history): return {'outputs': conversation_history}", HISTORY),
    "by any keywords": ("def initialize(**given): return {'outputs': given['conversation_history']}", HISTORY),
    "as a partial": (
        """
import functools
def greet(name, conversation_history): return {'outputs': conversation_history}
initialize = functools.partial(greet, 'Ann')
""",
        HISTORY,
    ),
    "as an object": (
        """
class Greeter:
    def __call__(self, conversation_history): return {'outputs': conversation_history}
initialize = Greeter()
""",
        HISTORY,
    ),
    "behind a decorator that takes nothing": (
        """
import functools
def greet(conversation_history=None): return {'outputs': conversation_history or ['none']}
@functools.wraps(greet)
def initialize(): return greet()
""",
        "none",
    ),
    "behind a decorator": (
        """
import functools
def logged(function):
    @functools.wraps(function)
    def call(*args, **kwargs): return function(*args, **kwargs)
    return call
@logged
def initialize(): return {'outputs': ['none']}
""",
        "none",
    ),
}


@pytest.mark.requirement("handler-history")
@pytest.mark.parametrize(("source", "shown"), INITIALIZES.values(), ids=INITIALIZES)
async def test_initialize_gets_the_history_only_if_it_asks(source: str, shown: object, tmp_path: Path) -> None:
    """The parameter is opt-in by the signature."""
    async with handler(tmp_path, source) as process:
        outputs = (await answer(process, "initialize", HISTORY))["outputs"]
        assert outputs == (shown if shown == HISTORY else [shown])


@pytest.mark.requirement("handler-state")
async def test_module_state_is_one_conversations_own(tmp_path: Path) -> None:
    """Two conversations with one agent never share a variable."""
    source = """
    seen = []
    def on_input(data):
        seen.append(data)
        return {"outputs": seen}
    """
    async with handler(tmp_path, source) as one, handler(tmp_path, source) as other:
        await answer(one, argument="a")
        assert await answer(other, argument="b") == {"outputs": ["b"]}
        assert await answer(one, argument="c") == {"outputs": ["a", "c"]}


async def test_the_event_loop_lives_as_long_as_the_conversation(tmp_path: Path) -> None:
    """A task begun in one turn goes on between turns and can be awaited in the next."""
    source = """
    import asyncio
    async def background(event): await event.wait(); return "finished"
    async def initialize():
        global event, task
        event = asyncio.Event()
        task = asyncio.create_task(background(event))
        asyncio.get_running_loop().call_soon(event.set)
        return {}
    async def on_input(data): return {"outputs": [await task]}
    """
    async with handler(tmp_path, source) as process:
        await answer(process, "initialize")
        assert await answer(process) == {"outputs": ["finished"]}


async def test_an_agent_may_run_and_close_loops_of_its_own(tmp_path: Path) -> None:
    """`asyncio.run` in a plain function, and even closing our loop, leave the next turn working."""
    source = """
    import asyncio
    async def answered(): return {"outputs": [1]}
    def initialize():
        asyncio.get_event_loop().close()
        return asyncio.run(answered())
    async def on_input(data): return await answered()
    """
    async with handler(tmp_path, source) as process:
        for function in ("on_input", "initialize", "on_input"):
            assert await answer(process, function) == {"outputs": [1]}


@pytest.mark.requirement("handler-place")
async def test_an_agent_finds_itself_where_it_expects(tmp_path: Path) -> None:
    """Its folder is the working directory and first on `sys.path`; nothing of ours shadows a module of its own."""
    (tmp_path / "wire.py").write_text("name = 'the agent’s'", encoding="utf-8")
    source = """
    import os, pickle, sys, wire
    class Thing: pass
    def on_input(data):
        import handler_io
        mine = pickle.loads(pickle.dumps(Thing())).__class__ is Thing and handler_io.Thing is Thing
        return {"outputs": [os.getcwd(), sys.path[0], wire.name, mine, __name__, sys.argv, sys.stdin.read()]}
    """
    async with handler(tmp_path, source) as process:
        folder = str(tmp_path)
        outputs = (await answer(process))["outputs"]
        assert outputs == [folder, folder, "the agent’s", True, "handler_io", [folder + "/handler_io.py"], ""]


@pytest.mark.requirement("file-values")
async def test_a_file_works_as_a_path_and_as_a_mapping(tmp_path: Path) -> None:
    """Agents open it, ask for its name, copy it, hand it to a process of their own."""
    given = tmp_path / "1-data.csv"
    given.write_text("a,b", encoding="utf-8")
    described = {"path": str(given), "name": "data.csv", "size": 3, "mimetype": "text/csv"}
    source = """
    import copy, os, pickle
    def on_input(data):
        file, (other,) = data["one"], data["many"]
        copied = copy.deepcopy(data)["one"]
        return {"outputs": [
            open(file).read(), os.fspath(file), file["path"], copied["name"], file["size"], file.get("mimetype"),
            file.get("other", "default"), file[-4:], pickle.loads(pickle.dumps(file)), other["name"],
            sorted(file.keys()), file,
        ]}
    """
    async with handler(tmp_path, source) as process:
        outputs = (await answer(process, argument={"one": {"__file__": described}, "many": [{"__file__": described}]}))[
            "outputs"
        ]
    path = str(given)
    assert outputs == [
        "a,b", path, path, "data.csv", 3, "text/csv", "default", ".csv", path, "data.csv",
        ["mimetype", "name", "path", "size"], path,
    ]  # fmt: skip


async def test_a_whole_number_of_any_length_arrives(tmp_path: Path) -> None:
    """What a person enters in an int field is not bounded by what a reader of JSON can hold."""
    source = "def on_input(data): return {'outputs': [str(data['n'] + 1), data['n']]}"
    async with handler(tmp_path, source) as process:
        outputs = (await answer(process, argument={"n": 10**30}))["outputs"]
        assert outputs == [str(10**30 + 1), str(10**30)]


async def test_a_second_call_at_the_same_time_is_refused(tmp_path: Path) -> None:
    """One call at a time: anything else is a mistake of ours, and says so."""
    async with handler(tmp_path, "def on_input(data):\n  yield {}\n  yield {'next_inputs': []}") as process:
        call = process.call("on_input", None)
        await anext(call)
        with pytest.raises(RuntimeError, match="one call at a time"):
            await anext(process.call("on_input", None))
        assert [frame.last async for frame in call] == [True]


async def test_a_missing_function_is_named(tmp_path: Path) -> None:
    """A folder whose handler lacks a function can still be talked to about it."""
    async with handler(tmp_path, "def on_input(data): return {}") as process:
        assert "handler_io.py defines no function initialize" in (await failure(process, "initialize")).message
        assert await answer(process) == {}
