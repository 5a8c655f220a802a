"""The example agents in a Discord thread, unchanged: the real bridge, real discord.py; only Discord is local."""

from pathlib import Path

import pytest

from adapters.sandbox import Sandbox
from tests.e2e.discord import Talk, bridge, labelled, server, words
from tests.e2e.handlers import AGENTS, QUICK, RATED, SEASONS, STEPS, walk, write_agent


@pytest.mark.requirement("discord-greeter")
async def test_the_seeds_complete_example_from_greeting_to_chart(tmp_path: Path) -> None:
    """It asks the name, greets, and answers a message with text and a chart as an image, all in one thread."""
    async with server(AGENTS / "greeter", data=tmp_path) as ann:
        await ann.mention("hello")
        greeting = await ann.sees("Welcome! Please tell me your name.")
        assert greeting["embeds"], "a section is an embed"
        await ann.say("Ann")
        await ann.sees("Nice to meet you, Ann!")
        await ann.press("Answer")
        assert (await ann.fill(Your_Message="one two three"))["ok"]
        reply = await ann.sees("Character count: 13")
        assert (await ann.picture(reply)).startswith(b"\x89PNG")
        (thread,) = ann.sandbox.discord.threads("general")
        assert (thread["id"], thread["name"], thread["type"]) == (ann.thread, "hello", 11)
        assert [m["id"] for m in ann.sandbox.discord.messages("general")] == [ann.thread]


@pytest.mark.requirement("discord-greeter")
async def test_the_seeds_quick_start_answers_what_was_said_with_the_mention(tmp_path: Path) -> None:
    """`@chatbridge good morning` is answered at once."""
    async with server(AGENTS / "echo", data=tmp_path) as ann:
        await ann.mention("good morning")
        await ann.sees("You said: good morning")


@pytest.mark.requirement("discord-download", "file-values")
async def test_the_explorer_reads_a_file_that_was_dropped_into_the_thread(tmp_path: Path) -> None:
    """A CSV becomes a table and a histogram."""
    rows = "\n".join(f"{n},{n * n % 7}" for n in range(40))
    async with server(AGENTS / "explorer", data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Give me a CSV file")
        file = await ann.sandbox.discord.upload("ann", "numbers.csv", f"a,b\n{rows}\n".encode())
        await ann.say("", files=(file["id"],))
        await ann.sees("40 rows, 2 columns")
        assert list((tmp_path / "uploads").rglob("*-numbers.csv"))
        await ann.say("!restart")
        await ann.until(lambda: not list(tmp_path.rglob("*-numbers.csv")))


@pytest.mark.requirement("discord-buttons", "answer-shown")
async def test_a_quick_choice_is_clicked_and_gives_way_to_the_persons_answer(tmp_path: Path) -> None:
    """Buttons; the answer stands where they were."""
    async with server(write_agent(tmp_path, QUICK), data=tmp_path) as ann:
        await ann.mention()
        assert (await ann.press("Yes"))["ok"]
        await ann.sees("got {'ready': True}")
        me = ann.sandbox.discord.world.person("ann").id
        asked = await ann.until(lambda: next((m for m in ann.messages if f"<@{me}>" in m["content"]), None))
        assert labelled(asked, "Yes") is None
        assert "Yes" in asked["content"]
        assert (await ann.press("option 6"))["ok"]
        await ann.sees("got {'which': 'option 6'}")


@pytest.mark.requirement("discord-form", "discord-form-errors")
async def test_a_long_form_is_filled_in_steps(tmp_path: Path) -> None:
    """Wrong values come back listed, with the form as it was filled in; the agent gets what is right, typed."""
    fields = ", ".join(
        f"{{'name': 'n{n}', 'label': 'Number {n}', 'type': 'int', 'constraints': {{'max': 9}}}}" for n in range(7)
    )
    handler = f"""
def initialize():
    return {{"outputs": "Seven.", "next_inputs": [{fields}]}}

def on_input(data):
    return {{"outputs": f"got {{data}}", "next_inputs": []}}
"""
    async with server(write_agent(tmp_path, handler), data=tmp_path) as ann:
        await ann.mention()
        assert (await ann.press("Answer"))["ok"]
        assert (await ann.fill(**{f"Number_{n}": str(n) for n in range(5)}))["ok"]
        await ann.hears("Step 1 of 2 is kept")
        assert (await ann.press("Continue"))["ok"]
        assert (await ann.fill(Number_5="50", Number_6="6"))["ok"]
        told = words(await ann.hears("9 or less"))
        assert "Number 5" in told
        assert "Number 6" not in told
        assert (await ann.press("Correct"))["ok"]
        form = await ann.form()
        assert {part["label"]: part["component"]["value"] for part in form["components"]} == {
            "Number 5": "50",
            "Number 6": "6",
        }
        assert (await ann.fill(Number_5="5"))["ok"]
        await ann.sees("got {'n0': 0, 'n1': 1, 'n2': 2, 'n3': 3, 'n4': 4, 'n5': 5, 'n6': 6}")


@pytest.mark.requirement("discord-status", "partial-edits")
async def test_a_slow_turn_types_then_shows_its_parts_in_one_message(tmp_path: Path) -> None:
    """Within Discord's rates: two hundred parts are a handful of edits, and none is refused."""
    async with server(write_agent(tmp_path, STEPS), data=tmp_path, rates=True) as ann:
        discord = ann.sandbox.discord
        await ann.mention()
        await ann.sees("Hello!")
        await ann.say(str(tmp_path))
        await ann.until(lambda: [c for c in discord.calls if c.path.endswith("/typing")])
        (tmp_path / "status").touch()
        shown = await ann.sees("first part")
        assert labelled(shown, "Stop")
        (tmp_path / "first").touch()
        later = await ann.sees("second part")
        assert later["id"] == shown["id"]
        (tmp_path / "second").touch()
        last = await ann.sees("the end")
        assert last["id"] == shown["id"]
        assert "part" not in words(last)
        assert labelled(last, "Stop") is None
        assert sum(call.method == "PATCH" for call in discord.calls) <= 5
        assert list(discord.world.problems) == []


@pytest.mark.requirement("content-dropdown", "view-kept")
async def test_a_subsection_is_chosen_in_place(tmp_path: Path) -> None:
    """Before and after the bridge was restarted and the question answered: the agent hears nothing of it."""
    folder = write_agent(tmp_path, SEASONS)

    async def choose(label: str) -> None:
        shown = await ann.until(lambda: next((m for m in ann.messages if "Winter" in str(m["components"])), None))
        (select,) = [part for part in walk(shown["components"]) if part.get("type") == 3]
        (value,) = [option["value"] for option in select["options"] if option["label"] == label]
        assert (await ann.act(shown, select["custom_id"], value))["ok"]

    async with Sandbox(limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, folder, data=tmp_path):
            await ann.mention()
            await ann.sees("It is warm.")
            await choose("Winter")
            assert "It is warm." not in str(await ann.sees("It is cold."))
            await ann.press("Yes")
            await ann.sees("got {'ready': True}")
            before = len(ann.messages)
        async with bridge(sandbox, folder, data=tmp_path):
            await choose("Summer")
            shown = await ann.sees("It is warm.")
            assert "It is cold." not in str(shown)
            assert len(ann.messages) == before


@pytest.mark.requirement("feedback")
async def test_an_answer_is_rated_with_a_word(tmp_path: Path) -> None:
    """A form asks for the word, and the agent hears of both."""
    async with server(write_agent(tmp_path, RATED, allow_feedback=True), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Hello.")
        await ann.say("one")
        await ann.sees("heard")
        assert (await ann.press("👎"))["ok"]
        assert (await ann.fill(Anything_to_add="Too short."))["ok"]
        await ann.say("two")
        await ann.sees("('negative', ''), ('negative', 'Too short.')")
