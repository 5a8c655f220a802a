"""People switch between the subsections of what was shown, without a turn of the agent, however old it is."""

from pathlib import Path

import pytest

from bridge.journal import database
from bridge.ports import Press
from bridge.session import texts
from tests.fakes.adapter import FakeAdapter, Page
from tests.fakes.host import FakeHost
from tests.fakes.talk import answers, asks, talk


def section(title: str, *inside: object) -> dict[str, object]:
    subsections = {
        "sun": {"items": [{"type": "text", "text": f"{title} in summer"}]},
        "snow": {"items": [{"type": "text", "text": f"{title} in winter"}, *inside]},
    }
    options = [{"id": "sun", "label": "Summer"}, {"id": "snow", "label": "Winter"}]
    dropdown = {"enabled": True, "default_selection": "sun", "options": options}
    return {"type": "section", "title": title, "items": [], "dropdown": dropdown, "subsections": subsections}


SEASONS = answers(
    {"outputs": [section("Sea", section("Ice")), section("Hills")], "next_inputs": asks("ready", "yes_no")},
    lambda data: {"outputs": "Good.", "next_inputs": asks("ready", "yes_no")},
)


@pytest.fixture
def journal(tmp_path: Path) -> str:
    return database.default_url(tmp_path)


def first(adapter: FakeAdapter) -> Page:
    return next(iter(adapter.shown.values()))


@pytest.mark.requirement("content-dropdown", "view-kept")
async def test_what_a_person_chooses_is_shown_in_place(journal: str) -> None:
    """Each dropdown by itself, one inside another too; the agent has no turn of it and its question still waits."""
    async with talk(SEASONS, journal=journal) as t:
        await t.say("")
        turn = await t.asked()
        assert ("Sea in summer" in first(t.adapter).text, "Ice" in first(t.adapter).text) == (True, False)
        await t.click(f"{turn}:0", 1, Press.SHOW)
        await t.until("Sea in winter")
        assert "Ice in summer" in first(t.adapter).text
        await t.click(f"{turn}:1", 1, Press.SHOW)
        await t.until("Ice in winter")
        await t.click(f"{turn}:2", 1, Press.SHOW)
        await t.until("Hills in winter")
        assert "Sea in winter" in first(t.adapter).text
        assert first(t.adapter).reply.question is not None
        await t.click(turn, 0)
        await t.until("Good.")
        assert [call for call, _ in t.host.processes[0].calls] == ["initialize", "on_input"]
        assert "Ice in winter" in first(t.adapter).text, "answering changes nothing of it"


@pytest.mark.requirement("view-kept")
async def test_what_was_chosen_is_there_after_a_restart(journal: str) -> None:
    """Whether the question still waits or was answered long ago: the rest of the message stays as it is."""
    adapter, host = FakeAdapter(), FakeHost(SEASONS)
    async with talk(SEASONS, journal=journal, adapter=adapter, host=host) as t:
        await t.say("")
        turn = await t.asked()
        await t.click(f"{turn}:2", 1, Press.SHOW)
        await t.until("Hills in winter")
    async with talk(SEASONS, journal=journal, adapter=adapter, host=host) as t:
        await t.click(f"{turn}:0", 1, Press.SHOW)
        await t.until("Sea in winter")
        assert "Hills in winter" in first(adapter).text
        await t.click(turn, 0)
        await t.until("Good.")
    async with talk(SEASONS, journal=journal, adapter=adapter, host=host) as t:
        await t.click(f"{turn}:0", 0, Press.SHOW)
        await t.until("Sea in summer")
        page = first(adapter)
        assert page.reply.answer is not None
        assert page.reply.answer.entries == (("Ready", "Yes"),)
        assert "Hills in winter" in page.text
        assert len(adapter.shown) == 2, "it was edited, not posted again"


@pytest.mark.requirement("view-kept")
async def test_a_conversation_that_has_ended_can_still_be_read(journal: str) -> None:
    """And says that it has ended."""
    over = answers({"outputs": [section("Sea")], "next_inputs": []}, lambda data: {})
    async with talk(over, journal=journal) as t:
        await t.say("")
        await t.until("Sea in summer")
        turn = first(t.adapter).reply.turn
        await t.click(f"{turn}:0", 1, Press.SHOW)
        await t.until("Sea in winter")
        assert first(t.adapter).reply.closed == texts.OVER


@pytest.mark.parametrize("view", ["gone:0", "nonsense", ":1", "x:y"])
async def test_a_view_that_is_not_known_is_said(view: str) -> None:
    """Such as one of a conversation that was deleted."""
    async with talk(SEASONS) as t:
        await t.say("")
        await t.asked()
        await t.click(view, 1, Press.SHOW)
        await t.told(texts.TOO_LATE)
