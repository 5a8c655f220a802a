"""Turns that take their time, in Slack: a status, partial replies edited in place, and Slack's own limits."""

import json
from pathlib import Path

import pytest

from tests.e2e.handlers import AGENTS, ROOT, STEPS, write_agent
from tests.e2e.slack import workspace


@pytest.mark.requirement("status-late", "partial-edits")
async def test_a_slow_turn_shows_its_status_then_its_parts_in_one_message(tmp_path: Path) -> None:
    """Within Slack's rates: two hundred parts are a handful of calls, and none is refused."""
    async with workspace(write_agent(tmp_path, STEPS), data=tmp_path, rates=True) as ann:
        slack = ann.sandbox.slack
        await ann.mention()
        await ann.sees("Hello!")
        await ann.say(str(tmp_path))
        await ann.until(lambda: [c for c in slack.calls if "is reading…" in str(c)])
        (tmp_path / "status").touch()
        shown = await ann.sees("first part")
        assert "Stop" in str(shown)
        (tmp_path / "first").touch()
        later = await ann.sees("second part")
        assert later["ts"] == shown["ts"]
        assert "first part" in str(later)
        (tmp_path / "second").touch()
        last = await ann.sees("the end")
        assert last["ts"] == shown["ts"]
        assert "part" not in str(last["blocks"])
        assert "Stop" not in str(last["blocks"])
        assert sum(call.method == "chat.update" for call in slack.calls) <= 4
        assert list(slack.world.problems) == []


@pytest.mark.requirement("manifest")
async def test_the_manifests_scopes_are_all_that_is_needed(tmp_path: Path) -> None:
    """A whole conversation with a form, a chart and a file works with what an operator installs."""
    manifest = json.loads((ROOT / "adapters" / "slack" / "manifest.json").read_text(encoding="utf-8"))
    async with workspace(AGENTS / "greeter", AGENTS / "explorer", data=tmp_path) as ann:
        ann.sandbox.slack.world.app.scopes = set(manifest["oauth_config"]["scopes"]["bot"])
        await ann.mention("greeter")
        await ann.sees("tell me your name")
        await ann.say("Ann")
        await ann.press("Answer")
        await ann.fill(Your_Message={"value": "hello"})
        await ann.picture(await ann.sees("Character count: 5"))
        await ann.say("too early")
        await ann.hears("please use the button")
        ann.thread = await ann.sandbox.slack.say("ben", "general", "look at this")
        await ann.say("@chatbridge explorer")
        await ann.sees("Give me a CSV file")
        file = await ann.sandbox.slack.upload("ann", "n.csv", b"a\n1\n2\n")
        await ann.say("", files=(file["id"],))
        await ann.sees("2 rows, 1 column")
        assert list(ann.sandbox.slack.world.problems) == []
