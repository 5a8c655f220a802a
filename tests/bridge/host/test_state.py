"""A handler that was saved goes on in another process as if nothing had happened."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.host.local import LocalHost
from bridge.host.port import Failure, FailureKind, Limits, Part, Process, Program, Recovery, Restored
from tests.bridge.host.handlers import answer, frames, program

COUNTER = """
import threading
count, names, lock = 0, [], threading.Lock()
both = {"same": names}
def initialize(): return {"outputs": ["hello"]}
def on_input(data):
    global count
    count += 1
    names.append(data)
    return {"outputs": [count, both["same"]]}
"""


@asynccontextmanager
async def hosting() -> AsyncGenerator[LocalHost]:
    host = LocalHost({})
    try:
        yield host
    finally:
        await host.close()


async def turn(process: Process, argument: object, name: str = "t") -> list[Any]:
    """The outputs of one turn."""
    (frame,) = [frame async for frame in process.call("on_input", argument, name)]
    assert isinstance(frame, Part), frame
    outputs = frame.response["outputs"]
    assert isinstance(outputs, list)
    return outputs


async def put_to_sleep(host: LocalHost, agent: Program, state: Path, name: str = "t") -> None:
    """A first turn of this name, "a"; its state is saved, and its process ended."""
    process = await host.start(agent, state)
    await turn(process, "a", name)
    await process.save()
    await process.stop()


async def woken(host: LocalHost, agent: Program, state: Path, *said: dict[str, str]) -> tuple[Process, Restored]:
    process = await host.start(agent, state)
    return process, await process.restore(said)


@pytest.mark.requirement("state-globals")
async def test_globals_survive_with_what_they_share_and_what_cannot_be_kept_is_named(tmp_path: Path) -> None:
    """A counter goes on counting, two names for one list stay so, and a lock is a fresh one."""
    agent, state = program(tmp_path, COUNTER), tmp_path / "saved"
    async with hosting() as host:
        process = await host.start(agent, state)
        assert await turn(process, "a") == [1, ["a"]]
        saved = await process.save()
        assert (saved.lost, saved.problem) == (("lock",), "")
        await process.stop()
        process, restored = await woken(host, agent, state)
        assert (restored.how, restored.lost, restored.failure) == (Recovery.STATE, ("lock",), None)
        assert await turn(process, "b") == [2, ["a", "b"]]


@pytest.mark.requirement("state-globals")
async def test_the_folders_other_modules_and_the_next_step_are_state_too(tmp_path: Path) -> None:
    """A conversation often is which function comes next."""
    (tmp_path / "book.py").write_text("pages = []\ndef last(): return pages[-1]\n")
    source = """
    import book
    def first(data): return step(second, data)
    def second(data): return step(first, data)
    def step(following, data):
        global nxt
        nxt = following
        book.pages.append(data)
        return {"outputs": [following.__name__, len(book.pages), book.last()]}
    nxt = first
    def initialize(): return {}
    def on_input(data): return nxt(data)
    """
    agent, state = program(tmp_path, source), tmp_path / "saved"
    async with hosting() as host:
        process = await host.start(agent, state)
        assert await turn(process, "a") == ["second", 1, "a"]
        await process.save()
        await process.stop()
        process, _ = await woken(host, agent, state)
        assert await turn(process, "b") == ["first", 2, "b"]


@pytest.mark.requirement("file-values")
async def test_a_given_file_comes_back_as_one(tmp_path: Path) -> None:
    """As a path and as a mapping."""
    source = """
    given = None
    def initialize(): return {}
    def on_input(data):
        global given
        given = given or data
        return {"outputs": [str(given), given["name"], type(given).__name__]}
    """
    agent, state = program(tmp_path, source), tmp_path / "saved"
    file = {"__file__": {"path": "/somewhere/1-a.csv", "name": "a.csv", "size": 3, "mimetype": "text/csv"}}
    async with hosting() as host:
        process = await host.start(agent, state)
        await turn(process, file)
        await process.save()
        await process.stop()
        process, _ = await woken(host, agent, state)
        assert await turn(process, None) == ["/somewhere/1-a.csv", "a.csv", "GivenFile"]


@pytest.mark.requirement("state-own")
@pytest.mark.parametrize("history", ["", "conversation_history=None"], ids=["alone", "with the history"])
async def test_a_handlers_own_state_is_what_it_saves(tmp_path: Path, history: str) -> None:
    """`initialize` is called first only for a handler that asks for the history as well."""
    source = f"""
    begun, value = [], 0
    def initialize({history}):
        begun.append({"conversation_history" if history else "None"})
        return {{}}
    def save_state(): return {{"value": value}}
    def load_state(state):
        global value
        value = state["value"]
    def on_input(data):
        global value
        value += 1
        return {{"outputs": [value, begun]}}
    """
    agent, state = program(tmp_path, source), tmp_path / "saved"
    said = {"role": "user", "content": "hi"}
    async with hosting() as host:
        process = await host.start(agent, state)
        assert await turn(process, 1) == [1, []]
        await process.save()
        await process.stop()
        process, restored = await woken(host, agent, state, *([said] if history else []))
        assert restored.how is Recovery.STATE
        assert await turn(process, 1) == [2, [[said]] if history else []]


@pytest.mark.requirement("state-history")
async def test_a_handler_that_asks_for_the_history_gets_it_instead(tmp_path: Path) -> None:
    """Its globals are not restored: it would have everything twice."""
    source = """
    said = []
    def initialize(conversation_history=None):
        said.extend(m["content"] for m in conversation_history or ())
        yield {"outputs": ["this is not shown again"]}
    def on_input(data):
        said.append(data)
        return {"outputs": list(said)}
    """
    agent, state = program(tmp_path, source), tmp_path / "saved"
    async with hosting() as host:
        process = await host.start(agent, state)
        assert await turn(process, "a") == ["a"]
        await process.save()
        await process.stop()
        process, restored = await woken(host, agent, state, {"role": "user", "content": "a"})
        assert restored.how is Recovery.HISTORY
        assert await turn(process, "b") == ["a", "b"]


@pytest.mark.requirement("state-answer")
async def test_the_last_answer_is_kept_whole_and_without_what_was_replaced(tmp_path: Path) -> None:
    """The bridge may have died before it wrote it down."""
    source = """
    def initialize(): return {}
    def on_input(data):
        yield {"outputs": ["first"]}
        yield {"status": "working"}
        yield {"outputs": ["second"], "append": False}
        yield {"outputs": ["third"]}
        if data == "fail": raise KeyError("x")
        yield {"next_inputs": []}
    """
    agent = program(tmp_path, source)
    async with hosting() as host:
        for given, state in (("go", tmp_path / "one"), ("fail", tmp_path / "two")):
            process = await host.start(agent, state)
            async for _ in process.call("on_input", given, f"turn {given}"):
                pass
            await process.save()
            await process.stop()
            _, restored = await woken(host, agent, state)
            *parts, last = restored.answer
            assert restored.turn == f"turn {given}"
            assert [part.response.get("outputs") for part in parts if isinstance(part, Part)] == [["second"], ["third"]]
            assert last.last
            assert isinstance(last, Failure) is (given == "fail")


@pytest.mark.requirement("state-globals")
async def test_state_is_kept_after_each_turn_unless_the_agent_does_not_want_it(tmp_path: Path) -> None:
    """Kill the process and the bridge: the state is there."""
    agent = program(tmp_path, COUNTER)
    for keeps in (True, False):
        state = tmp_path / f"saved {keeps}"
        async with hosting() as host:
            process = await host.start(replace(agent, save_turns=keeps), state)
            await turn(process, "a")
            await frames(process, "initialize")  # it is saved before the next call is answered
            await process.stop()
            assert (state / "state").exists() is keeps


@pytest.mark.requirement("state-no-wait")
async def test_what_takes_long_is_saved_by_a_fork(tmp_path: Path) -> None:
    """The next turn is answered while the fork still saves; the newest state is what stands at the end."""
    source = """
    import os, time
    count, where = 0, os.getpid()
    def initialize(): return {}
    def save_state():
        if count < 3: time.sleep(0.02)  # the agent
        else: open("saving", "a").write(f"{count} {os.getpid() != where}\\n")
        return count
    def load_state(state): pass
    def on_input(data):
        global count
        count += 1
        return {"outputs": [count]}
    """
    agent, state = program(tmp_path, source), tmp_path / "saved"
    async with hosting() as host:
        process = await host.start(agent, state)
        for number in range(1, 5):
            assert await turn(process, "") == [number]
        assert (await process.save()).problem == ""
        await process.stop()
    assert (tmp_path / "saving").read_text().splitlines() == ["3 True", "4 True", "4 False"]


@pytest.mark.requirement("turn-bounded")
@pytest.mark.parametrize("part", ['{"outputs": ["x" * 1000]}', '{"append": False, "outputs": ["y" * 1000]}'])
async def test_what_a_turn_shows_in_all_is_bounded(tmp_path: Path, part: str) -> None:
    """A million parts fill no memory; parts that replace each other are not added up."""
    source = f"""
    def initialize(): return {{}}
    def on_input(data):
        for _ in range(1000): yield {part}
        yield {{"next_inputs": []}}
    """
    agent = program(tmp_path, source, limits=Limits(output_bytes=100_000))
    async with hosting() as host:
        process = await host.start(agent, tmp_path / "saved")
        *_, last = [frame async for frame in process.call("on_input", None, "t")]
        if "append" in part:
            assert isinstance(last, Part)
        else:
            assert isinstance(last, Failure)
            assert last.kind is FailureKind.UNUSABLE
            assert "shows more than the 100,000 bytes of limits.output_bytes in one turn" in last.message
            assert await answer(process, "initialize") == {}


@pytest.mark.requirement("state-one-owner")
async def test_a_second_process_waits_for_the_first(tmp_path: Path) -> None:
    """The one that is still ending saves; the next one finds it."""
    agent, state = replace(program(tmp_path, COUNTER), save_turns=False), tmp_path / "saved"
    async with hosting() as first, hosting() as second:
        process = await first.start(agent, state)
        await turn(process, "a", "turn a")
        process._wire.close()  # the bridge is gone  # pyright: ignore[reportAttributeAccessIssue]
        process, restored = await woken(second, agent, state)
        assert (restored.how, restored.turn) == (Recovery.STATE, "turn a")
        assert await turn(process, "b") == [2, ["a", "b"]]
        owner = (state / "lock").read_text().split()[0]
        assert os.getsid(int(owner)) == int(owner), "the process that answers has the folder"


@pytest.mark.requirement("state-one-owner")
async def test_a_process_that_has_not_begun_replaces_nothing_that_was_saved(tmp_path: Path) -> None:
    """Its bridge may be killed between its start and its restoring."""
    agent, state = program(tmp_path, COUNTER), tmp_path / "saved"
    async with hosting() as host:
        await put_to_sleep(host, agent, state)
        idle = await host.start(agent, state)
        assert (await idle.save()).problem == ""
        idle._wire.close()  # the bridge is gone  # pyright: ignore[reportAttributeAccessIssue]
        process, restored = await woken(host, agent, state)
        assert restored.how is Recovery.STATE
        assert await turn(process, "b") == [2, ["a", "b"]]
