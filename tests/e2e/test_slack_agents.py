"""The example agents in a Slack thread: the real bridge, real slack-bolt, real processes; only Slack is local."""

from pathlib import Path

import pytest

from adapters.sandbox import Sandbox
from tests.e2e.handlers import AGENTS, QUICK, RATED, SEASONS, walk, write_agent
from tests.e2e.slack import Talk, bridge, labelled, workspace


@pytest.mark.requirement("greeter-in-slack")
async def test_the_seeds_complete_example_from_greeting_to_chart(tmp_path: Path) -> None:
    """It asks the name, greets, and answers a message with text and a chart as an image, all in one thread."""
    async with workspace(AGENTS / "greeter", data=tmp_path) as ann:
        await ann.mention("hello")
        await ann.sees("Welcome! Please tell me your name.")
        await ann.say("Ann")
        await ann.sees("Nice to meet you, Ann!")
        await ann.press("Answer")
        assert (await ann.fill(Your_Message={"value": "one two three"})).get("ok")
        reply = await ann.sees("Character count: 13")
        assert (await ann.picture(reply)).startswith(b"\x89PNG")
        assert all(m["ts"] == ann.thread or m["thread_ts"] == ann.thread for m in ann.sandbox.slack.messages("general"))


@pytest.mark.requirement("greeter-in-slack")
async def test_the_seeds_quick_start_answers_what_was_said_with_the_mention(tmp_path: Path) -> None:
    """`@chatbridge good morning` is answered at once."""
    async with workspace(AGENTS / "echo", data=tmp_path) as ann:
        await ann.mention("good morning")
        await ann.sees("You said: good morning")


@pytest.mark.requirement("file-values")
async def test_the_explorer_reads_a_file_that_was_dropped_into_the_thread(tmp_path: Path) -> None:
    """A CSV becomes a table and a histogram."""
    rows = "\n".join(f"{n},{n * n % 7}" for n in range(40))
    async with workspace(AGENTS / "explorer", data=tmp_path) as ann:
        await ann.mention()
        await ann.until(lambda: len(ann.messages) > 1)
        file = await ann.sandbox.slack.upload("ann", "numbers.csv", f"a,b\n{rows}\n".encode())
        await ann.say("", files=(file["id"],))
        await ann.sees("40 rows, 2 columns")
        assert list((tmp_path / "uploads").rglob("*-numbers.csv"))
        await ann.say("!restart")
        await ann.until(lambda: not list(tmp_path.rglob("*-numbers.csv")))


@pytest.mark.requirement("three-composers", "answer-shown")
async def test_a_quick_choice_is_clicked_and_gives_way_to_the_persons_answer(tmp_path: Path) -> None:
    """A button up to five choices, a select above; the answer stands where the buttons were."""
    async with workspace(write_agent(tmp_path, QUICK), data=tmp_path) as ann:
        await ann.mention()
        await ann.press("Yes")
        await ann.sees("got {'ready': True}")
        me = ann.sandbox.slack.world.person("ann").id
        asked = await ann.until(lambda: next((m for m in ann.messages if f"<@{me}>" in str(m["blocks"][1:])), None))
        assert labelled(asked, "Yes") is None
        assert "Yes" in str(asked["blocks"])
        question = await ann.until(lambda: next((m for m in ann.messages if "static_select" in str(m)), None))
        (select,) = [part for part in walk(question) if part.get("type") == "static_select"]
        chosen = {"selected_option": select["options"][6]}
        await ann.sandbox.slack.act(
            "ann", select["action_id"], channel="general", message_ts=question["ts"], state=chosen
        )
        await ann.sees("got {'which': 'option 6'}")


@pytest.mark.requirement("content-dropdown", "view-kept")
async def test_a_subsection_is_chosen_in_place(tmp_path: Path) -> None:
    """Before and after the bridge was restarted and the question answered: the agent hears nothing of it."""
    folder = write_agent(tmp_path, SEASONS)

    async def choose(label: str) -> None:
        shown = await ann.until(lambda: next((m for m in ann.messages if "static_select" in str(m)), None))
        (select,) = [part for part in walk(shown) if part.get("type") == "static_select"]
        chosen = next(option for option in select["options"] if option["text"]["text"] == label)
        state = {"selected_option": chosen}
        await ann.sandbox.slack.act("ann", select["action_id"], channel="general", message_ts=shown["ts"], state=state)

    async with Sandbox(limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, folder, data=tmp_path):
            await ann.mention()
            await ann.sees("It is warm.")
            await choose("Winter")
            assert "It is warm." not in str(await ann.sees("It is cold."))
            await ann.press("Yes")
            await ann.sees("got {'ready': True}")
        async with bridge(sandbox, folder, data=tmp_path):
            await choose("Summer")
            shown = await ann.sees("It is warm.")
            assert ("It is cold." in str(shown), f"<@{sandbox.slack.world.person('ann').id}>" in str(shown)) == (
                False,
                True,
            )
            assert len(ann.messages) == 3


@pytest.mark.requirement("feedback")
async def test_an_answer_is_rated_with_a_word(tmp_path: Path) -> None:
    """Slack's own thumbs; a form asks for the word, and the agent hears of both."""
    async with workspace(write_agent(tmp_path, RATED, allow_feedback=True), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Hello.")
        await ann.say("one")
        answer = await ann.sees("heard []")
        (thumbs,) = [part for part in walk(answer) if part.get("type") == "feedback_buttons"]
        bad = {"value": thumbs["negative_button"]["value"]}
        place = {"channel": "general", "message_ts": answer["ts"]}
        assert (await ann.sandbox.slack.act("ann", thumbs["action_id"], state=bad, **place))["ok"]
        assert (await ann.fill(Anything_to_add={"value": "Too short."})).get("ok")
        await ann.say("two")
        await ann.sees("heard [('negative', ''), ('negative', 'Too short.')]")
