"""Kill the bridge whenever you like: nobody notices more than a pause."""

import os
from pathlib import Path

import pytest

from tests.e2e.crash import survive

KILLS = int(os.environ.get("CHATBRIDGE_KILLS", "20"))
"""`make soak` kills two hundred times."""


@pytest.mark.slow
@pytest.mark.soak
@pytest.mark.timeout(60 + 12 * KILLS)
@pytest.mark.requirement("survives", "in-doubt", "question-survives", "state-survives")
async def test_every_input_is_answered_once_whatever_is_killed_when(tmp_path: Path) -> None:
    """In order, with the right counts in the agent's globals, on both platforms at once."""
    await survive(tmp_path, kills=KILLS, people=3, seed=KILLS)
