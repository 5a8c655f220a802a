"""A saved state that cannot be used, or cannot be saved: said, kept, and no obstacle."""

import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bridge.host.port import Recovery
from tests.bridge.host.handlers import PATIENT, program
from tests.bridge.host.test_state import COUNTER, hosting, put_to_sleep, turn, woken


@pytest.mark.requirement("state-unusable")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda file: file.write_bytes(file.read_bytes()[:-1] + b"?"), "is damaged"),
        (lambda file: file.write_bytes(b"\x00" * 100), "is damaged"),
        (lambda file: file.write_bytes(file.read_bytes().replace(b'"format": 1', b'"format": 9')), "format 9"),
        (lambda file: file.write_bytes(file.read_bytes().replace(b'"python": "3', b'"python": "2')), "by Python 2"),
        (lambda file: file.unlink(), "nothing was saved"),
    ],
    ids=["damaged", "something else", "of a newer version", "of another Python", "gone"],
)
async def test_a_state_that_cannot_be_used_is_said_and_kept(tmp_path: Path, change: Any, reason: str) -> None:
    """The handler starts afresh, and can take the next turn."""
    agent, state = program(tmp_path, COUNTER), tmp_path / "saved"
    async with hosting() as host:
        await put_to_sleep(host, agent, state)
        change(state / "state")
        process, restored = await woken(host, agent, state)
        assert restored.how is Recovery.AFRESH
        assert reason in restored.reason
        assert (state / "state.unusable").exists() is ("kept as" in restored.reason)
        assert await turn(process, "b") == [1, ["b"]]


@pytest.mark.requirement("state-unusable")
async def test_the_state_of_other_code_is_not_used(tmp_path: Path) -> None:
    """What it means is the code's to know. The last answer counts all the same: it was given."""
    agent, state = program(tmp_path, COUNTER), tmp_path / "saved"
    async with hosting() as host:
        await put_to_sleep(host, agent, state, "turn a")
        changed = program(tmp_path, COUNTER + "\n# changed\n")
        _, restored = await woken(host, changed, state)
        assert (restored.how, restored.turn) == (Recovery.AFRESH, "turn a")
        assert "the agent's code has changed" in restored.reason


@pytest.mark.requirement("state-unusable")
@pytest.mark.parametrize("keyword", ["def", "async def"])
async def test_a_greeting_that_fails_on_coming_back_costs_no_turn(keyword: str, tmp_path: Path) -> None:
    """The failure is told once; what follows is heard whole, in however many pieces it comes."""
    source = f"""
    import os
    def save_state(): return 1
    def load_state(state): raise ValueError("I forgot")
    {keyword} initialize():
        if os.path.exists("saved/state"): raise RuntimeError("not again")
        return {{}}
    {keyword} on_input(data): return {{"outputs": ["x"]}}
    """
    agent, state = program(tmp_path, source), tmp_path / "saved"
    async with hosting() as host:
        await put_to_sleep(host, agent, state)
        process, restored = await woken(host, agent, state)
        assert restored.failure is not None
        assert "not again" in restored.failure.message
        assert await turn(process, "b" * 5_000_000) == ["x"]


@pytest.mark.requirement("state-unusable")
async def test_a_handler_that_fails_to_come_back_says_so(tmp_path: Path) -> None:
    """The failure is its own, with its place."""
    source = """
    def initialize(): return {}
    def save_state(): return 1
    def load_state(state): raise ValueError("I forgot")
    def on_input(data): return {"outputs": ["x"]}
    """
    agent, state = program(tmp_path, source), tmp_path / "saved"
    async with hosting() as host:
        await put_to_sleep(host, agent, state)
        process, restored = await woken(host, agent, state)
        assert (restored.how, restored.reason) == (
            Recovery.AFRESH,
            "the saved state cannot be used: ValueError: I forgot",
        )
        assert await turn(process, "b") == ["x"]


@pytest.mark.requirement("state-private")
async def test_saved_state_is_private_and_capped(tmp_path: Path) -> None:
    """What is too large is not kept, with its size; the answer is."""
    limits = replace(PATIENT, state_bytes=1000)
    agent, state = program(tmp_path, COUNTER, limits=limits), tmp_path / "saved"
    async with hosting() as host:
        process = await host.start(agent, state)
        await turn(process, "x" * 2000, "large")
        saved = await process.save()
        assert "more than the 1,000 of limits.state_bytes" in saved.problem
        await process.stop()
        _, restored = await woken(host, agent, state)
        assert (restored.how, restored.turn, bool(restored.answer)) == (Recovery.AFRESH, "large", True)
        assert restored.reason == saved.problem
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in state.iterdir()} == {0o600}


@pytest.mark.requirement("state-private")
async def test_a_disk_that_takes_nothing_leaves_the_snapshot_before(tmp_path: Path) -> None:
    """And the next one is taken when there is room again."""
    source = (
        COUNTER
        + """
import resource
def full(on): resource.setrlimit(resource.RLIMIT_FSIZE, (10 if on else resource.RLIM_INFINITY, resource.RLIM_INFINITY))
def save_state():
    full(both.get("full"))
    return count
def load_state(state): pass
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
"""
    )
    agent, state = replace(program(tmp_path, source), save_turns=False), tmp_path / "saved"
    async with hosting() as host:
        process = await host.start(agent, state)
        await turn(process, "a")
        assert (await process.save()).problem == ""
        before = (state / "state").read_bytes()
        await process.stop()
        full = replace(program(tmp_path, source.replace('both.get("full")', "True")), save_turns=False)
        process = await host.start(full, state)
        await turn(process, "b")
        saved = await process.save()
        assert "the state cannot be written" in saved.problem
        assert (state / "state").read_bytes() == before
        assert sorted(file.name for file in state.iterdir()) == ["lock", "state"]
