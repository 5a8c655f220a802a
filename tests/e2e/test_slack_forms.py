"""The form of a model in Slack: the real bridge, real slack-bolt and a real process; only Slack is local."""

from pathlib import Path

import pytest

from adapters.sandbox import Sandbox
from tests.adapters.slack.forms.person import Person
from tests.e2e.kiln import make_kiln
from tests.e2e.slack import Talk, bridge


@pytest.mark.requirement("slack-live", "slack-presets", "slack-groupings", "slack-search", "question-found")
async def test_a_models_form_is_filled_in_while_bridges_come_and_go(tmp_path: Path) -> None:
    """A preset before the restart; another choice, a search and a note after it; one answer."""
    kiln = make_kiln(tmp_path)
    async with Sandbox(limits=False) as sandbox:
        talk, ann = Talk(sandbox), Person(sandbox)
        async with bridge(sandbox, kiln, data=tmp_path):
            await talk.mention()
            await talk.press("Answer")
            await talk.form()
            assert "Finish" in ann.words
            await ann.enters("Glaze", "glaze 321")
            await ann.fills_in("Floor")
            assert (ann.labels, ann.holds("Note")) == (["Ware", "Glaze", "Note"], "matt")
        async with bridge(sandbox, kiln, data=tmp_path):
            await ann.changes("Ware", "bowl")
            assert [ann.holds(label) for label in ("Depth", "Glaze", "Note")] == ["5", "glaze 321", "matt"]
            await ann.enters("Glaze", "glaze 499")
            await ann.enters("Depth", "7")
            assert await ann.sends() == {"ok": True, "action": "close"}
            await talk.sees("fired [('depth', 7), ('glaze', 'glaze 499'), ('note', 'matt'), ('ware', 'bowl')]")
        assert list(sandbox.slack.world.problems) == []
