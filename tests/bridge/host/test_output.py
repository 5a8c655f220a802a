"""What an agent prints is in its log, and nowhere else."""

from pathlib import Path
from typing import Any

import pytest
import structlog

from bridge.host.output import LINES_AT_ONCE, LONGEST_LINE
from tests.bridge.host.handlers import answer, handler


async def logged(folder: Path, body: str) -> list[dict[str, Any]]:
    """What the log holds of a handler that ran `body` and was stopped."""
    source = f"import os, sys\ndef on_input(data):\n {body}\n return {{}}\n"
    with structlog.testing.capture_logs() as entries:
        async with handler(folder, source) as process:
            assert await answer(process) == {}
            await process.stop()
    return [dict(entry) for entry in entries if entry["event"].startswith("agent_output")]


PRINTED = {
    "print": ("print('hello')", ["hello"]),
    "both streams": ("print('out'); print('err', file=sys.stderr)", ["out", "err"]),
    "below Python": ("os.write(1, b'out\\n'); os.write(2, b'err\\n')", ["out", "err"]),
    "a child": ("os.system('echo from a shell')", ["from a shell"]),
    "no line end": ("os.write(1, b'unfinished')", ["unfinished"]),
    "no text": ("os.write(1, b'\\xff\\n'); print('\\ud800')", ["\ufffd", "\\ud800"]),
    "other writings": ("print('grün ✓')", ["grün ✓"]),
    "a logger": ("import logging; logging.warning('careful')", ["WARNING:root:careful"]),
}


@pytest.mark.requirement("agent-log")
@pytest.mark.parametrize(("body", "lines"), PRINTED.values(), ids=PRINTED)
async def test_what_is_printed_is_logged_by_line(body: str, lines: list[str], tmp_path: Path) -> None:
    """Whoever writes to the standard streams, however; the log names the agent."""
    entries = await logged(tmp_path, body)
    assert [entry["line"] for entry in entries] == lines
    assert {(entry["event"], entry["agent"]) for entry in entries} == {("agent_output", "tested")}


@pytest.mark.requirement("agent-log")
async def test_a_line_without_end_is_cut(tmp_path: Path) -> None:
    """Two megabytes in one line are one entry of bounded length."""
    entries = await logged(tmp_path, "print('x' * 2_000_000)")
    assert [len(entry["line"]) for entry in entries] == [LONGEST_LINE]


@pytest.mark.requirement("agent-log")
async def test_a_flood_does_not_reach_the_log(tmp_path: Path) -> None:
    """Of each read so many lines are logged and the others counted; none is lost without a word."""
    entries = await logged(tmp_path, "os.write(1, b'x\\n' * 30_000)")
    shown = sum(entry["event"] == "agent_output" for entry in entries)
    left_out = sum(entry["lines"] for entry in entries if entry["event"] == "agent_output_left_out")
    assert shown + left_out == 30_000
    assert shown <= LINES_AT_ONCE * 2
