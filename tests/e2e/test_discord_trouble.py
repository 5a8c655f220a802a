"""What goes wrong with Discord, as a person and the operator see it: a clear line, nothing lost, others undisturbed."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.sandbox import Sandbox
from bridge.errors import ConfigError
from bridge.session import texts
from tests import conformity
from tests.e2e.discord import Talk, bridge, labelled, server, words
from tests.e2e.handlers import AGENTS, COUNTER, MISCHIEF, QUICK, STEPS, write_agent

POST = "POST /channels/{channel}/messages"
EDIT = "PATCH /channels/{channel}/messages/{message}"
CALLBACK = "POST /interactions/{interaction}/{token}/callback"
ECHO = AGENTS / "echo"


@pytest.mark.requirement("discord-429")
@pytest.mark.parametrize("shared", [False, True], ids=["one post", "a thread's creation"])
async def test_a_rate_limit_is_waited_for(tmp_path: Path, shared: bool) -> None:
    """429 delays a reply and loses nothing."""
    async with server(ECHO, data=tmp_path) as ann:
        route = "POST /channels/{channel}/messages/{message}/threads" if shared else POST
        ann.sandbox.discord.fail_next(route, status=429, retry_after=0.2)
        await ann.mention("patience")
        await ann.sees("You said: patience")


@pytest.mark.requirement("discord-5xx")
async def test_an_error_of_discords_is_repeated_without_posting_twice(tmp_path: Path) -> None:
    """The same nonce makes it the same message, whatever became of the first."""
    async with server(ECHO, data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("How can I help you?")
        ann.sandbox.discord.fail_next(POST, status=502)
        await ann.say("once")
        await ann.sees("You said: once")
        posts = [call for call in ann.sandbox.discord.calls if call.method == "POST" and "You said: once" in str(call)]
        assert [call.status for call in posts] == [502, 200]
        assert posts[0].body["nonce"] == posts[1].body["nonce"]
        assert all(call.body["enforce_nonce"] is True for call in posts)


@pytest.mark.requirement("discord-resume", "dedupe")
async def test_what_is_delivered_again_after_a_resume_has_its_effect_once(tmp_path: Path) -> None:
    """The connection is cut, something is said meanwhile, and Discord sends some of it twice."""
    async with server(write_agent(tmp_path, COUNTER), data=tmp_path) as ann:
        discord = ann.sandbox.discord
        await ann.mention("one")
        await ann.sees("one has said 1: one")
        for number, cut in enumerate((discord.reconnect, discord.drop), 2):
            discord.replay_duplicates(1)
            cut()
            await ann.say(f"number {number}")
            await ann.sees(f"one has said {number}: number {number}")
        await ann.say("last")
        await ann.sees("one has said 4: last")
        assert sum("one has said" in words(message) for message in ann.messages) == 4


@pytest.mark.requirement("discord-missing-key")
async def test_an_event_that_discord_py_stumbles_over_costs_a_reconnect(tmp_path: Path) -> None:
    """It raises a KeyError out of the whole client; the bridge begins anew, and the conversation goes on."""
    async with server(write_agent(tmp_path, COUNTER), data=tmp_path) as ann:
        await ann.mention("one")
        await ann.sees("one has said 1: one")
        world = ann.sandbox.discord.world
        ann.sandbox.discord.gateway.dispatch("MESSAGE_CREATE", {"id": "1", "guild_id": world.guild_id})
        await ann.until(lambda: not world.connected)
        await ann.until(lambda: world.connected)
        await ann.say("two")
        await ann.sees("one has said 2: two")


@pytest.mark.requirement("discord-missing-key")
async def test_what_is_said_while_the_connection_is_made_anew_arrives(tmp_path: Path) -> None:
    """An agent does not wait for Discord, and its answer waits until there is a way."""
    async with server(write_agent(tmp_path, STEPS), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Hello!")
        await ann.say(str(tmp_path))
        world = ann.sandbox.discord.world
        ann.sandbox.discord.gateway.dispatch("MESSAGE_CREATE", {"id": "1", "guild_id": world.guild_id})
        await ann.until(lambda: not world.connected)
        for step in ("status", "first", "second"):
            (tmp_path / step).touch()
        await ann.sees("the end")


@pytest.mark.requirement("discord-unknown-interaction")
@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060), (500, 0)])
async def test_an_interaction_that_discord_no_longer_knows_is_still_taken(
    tmp_path: Path, status: int, code: int
) -> None:
    """The click counts although Discord did not take our acknowledgement; nothing else notices."""
    async with server(write_agent(tmp_path, QUICK), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Ready?")
        ann.sandbox.discord.fail_next(CALLBACK, status=status, code=code)
        await ann.press("Yes")
        await ann.sees("got {'ready': True}")
        assert (await ann.press("option 2"))["ok"]
        await ann.sees("got {'which': 'option 2'}")


@pytest.mark.requirement("discord-archived")
async def test_an_archived_thread_is_brought_back_to_be_edited(tmp_path: Path) -> None:
    """The answer takes the place of the buttons, which nobody could edit while it was archived."""
    async with server(write_agent(tmp_path, QUICK), data=tmp_path) as ann:
        await ann.mention()
        asked = await ann.sees("Ready?")
        ann.sandbox.discord.fail_next(EDIT, status=400, code=50083)
        await ann.press("Yes")
        await ann.until(lambda: next(m for m in ann.messages if m["id"] == asked["id"])["components"] == [])
        unarchived = [call for call in ann.sandbox.discord.calls if call.body == {"archived": False}]
        assert [call.status for call in unarchived] == [200]


@pytest.mark.requirement("question-survives", "discord-no-views")
async def test_a_form_from_before_a_restart_is_taken(tmp_path: Path) -> None:
    """The conversation goes on where it was."""
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path):
            await ann.mention()
            await ann.sees("tell me your name")
            await ann.say("Ann")
            await ann.press("Answer")
            await ann.form()
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path):
            assert (await ann.fill(Your_Message="a long text"))["ok"]
            await ann.sees("Character count: 11")
            assert sum("tell me your name" in words(message) for message in ann.messages) == 1


@asynccontextmanager
async def process(sandbox: Sandbox, folder: Path) -> AsyncGenerator[Process]:
    """`chatbridge run` with the greeter, connected; killed in the end if it still runs."""
    section = "\n".join(f'{key} = "{value}"' for key, value in sandbox.sections["discord"].items())
    config = folder / "config.toml"
    config.write_text(f'[discord]\n{section}\n[[agents]]\npath = "{AGENTS / "greeter"}"\n', encoding="utf-8")
    command = [sys.executable, "-c", "from bridge.cli import main; main()", "run", "--config", str(config)]
    running = await asyncio.create_subprocess_exec(*command, cwd=folder, stderr=DEVNULL)
    try:
        await sandbox.discord.wait_for(lambda world: world.connected, timeout=30)
        yield running
    finally:
        running.kill()
        await running.wait()
        await sandbox.discord.wait_for(lambda world: not world.connected)
    conformity.check(sandbox.discord.calls)


@pytest.mark.requirement("question-survives", "state-survives", "discord-no-views")
async def test_a_conversation_goes_on_after_the_bridge_was_killed(tmp_path: Path) -> None:
    """The button that was posted before opens the form, and the agent answers."""
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with process(sandbox, tmp_path):
            await ann.mention("hello")
            await ann.sees("tell me your name")
            await ann.say("Ann")
            await ann.until(lambda: any(labelled(message, "Answer") for message in ann.messages))
        async with process(sandbox, tmp_path):
            assert (await ann.press("Answer"))["ok"]
            assert (await ann.fill(Your_Message="a long text"))["ok"]
            await ann.sees("Character count: 11")
            assert sum("tell me your name" in words(message) for message in ann.messages) == 1


@pytest.mark.requirement("stale-click", "stale-form")
async def test_without_its_journal_a_bridge_says_that_the_conversation_was_interrupted(tmp_path: Path) -> None:
    """What was typed can be copied, and one click begins again."""
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path / "one"):
            await ann.mention()
            await ann.sees("tell me your name")
            await ann.say("Ann")
            await ann.press("Answer")
            await ann.form()
        async with bridge(sandbox, AGENTS / "greeter", data=tmp_path / "two"):
            assert (await ann.fill(Your_Message="a long text"))["ok"]
            told = await ann.hears(texts.INTERRUPTED)
            await ann.until(lambda: any(labelled(whisper, "Start again") for whisper in ann.whispers))
            assert "a long text" in words(told), "what was typed can be copied"
            assert (await ann.press("Answer"))["ok"]
            assert (await ann.press("Start again"))["ok"]
            await ann.until(lambda: sum("tell me your name" in words(message) for message in ann.messages) == 2)


@pytest.mark.requirement("authorize", "discord-whisper")
async def test_a_click_by_someone_else_is_refused_to_them_alone(tmp_path: Path) -> None:
    """`answers = "starter"`: only who began the conversation may answer in it."""
    async with Sandbox(0, limits=False) as sandbox:
        ann = Talk(sandbox)
        async with bridge(sandbox, write_agent(tmp_path, QUICK), data=tmp_path, answers="starter"):
            await ann.mention()
            await ann.sees("Ready?")
            ben = ann.by("ben")
            assert (await ben.press("Yes"))["ok"]
            await ben.hears(texts.NOT_YOURS)
            assert ann.whispers == []
            assert (await ann.press("Yes"))["ok"]
            await ann.sees("got {'ready': True}")


@pytest.mark.requirement("discord-refused-form", "discord-permissions")
async def test_without_the_permission_to_attach_files_the_words_are_shown(tmp_path: Path) -> None:
    """And a line says what is missing."""
    async with server(AGENTS / "greeter", data=tmp_path) as ann:
        ann.sandbox.discord.world.permissions.deny("bot", "general", "ATTACH_FILES")
        await ann.mention()
        await ann.sees("tell me your name")
        await ann.say("Ann")
        await ann.press("Answer")
        await ann.fill(Your_Message="one two three")
        await ann.sees("Character count: 13")
        await ann.sees("could not be attached here")
        await ann.press("Answer")
        await ann.form()


@pytest.mark.requirement("discord-refused-form", "discord-permissions")
async def test_without_the_permission_to_embed_the_words_are_shown(tmp_path: Path) -> None:
    """As plain text, with the buttons."""
    async with server(AGENTS / "greeter", data=tmp_path) as ann:
        ann.sandbox.discord.world.permissions.deny("bot", "general", "EMBED_LINKS")
        await ann.mention()
        await ann.sees("tell me your name")
        await ann.say("Ann")
        greeted = await ann.sees("Nice to meet you, Ann!")
        assert greeted["embeds"] == []
        await ann.press("Answer")
        await ann.form()


@pytest.mark.requirement("discord-total")
async def test_a_message_over_every_limit_arrives_whole(tmp_path: Path) -> None:
    """In as many messages as it takes."""
    handler = """
def initialize():
    words = [f"word{number:05}" for number in range(3000)]
    section = {"type": "section", "title": "t" * 300, "items": [{"type": "markdown", "content": " ".join(words)}]}
    return {"outputs": [section] * 2, "next_inputs": []}
"""
    async with server(write_agent(tmp_path, handler), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Start again")
        shown = " ".join(words(message) for message in ann.messages)
        assert all(shown.count(f"word{number:05}") == 2 for number in range(3000))


@pytest.mark.requirement("discord-blind")
async def test_without_the_message_content_intent_the_thread_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the start the operator reads it; in the thread people do, once; a mention works."""
    async with Sandbox(0, limits=False) as sandbox:
        sandbox.discord.app.message_content = False
        ann = Talk(sandbox)
        async with bridge(sandbox, write_agent(tmp_path, COUNTER), data=tmp_path):
            assert "Message Content" in capsys.readouterr().out
            await ann.mention("one")
            await ann.sees("one has said 1: one")
            await ann.say("two")
            notice = await ann.sees("I cannot read messages here that do not mention me")
            assert f"<@{sandbox.discord.world.bot.id}>" in notice["content"]
            await ann.say("three")
            await ann.say("@chatbridge four")
            await ann.sees("one has said 2: four")
            assert sum("I cannot read" in message["content"] for message in ann.messages) == 1


@pytest.mark.requirement("discord-bad-token")
async def test_a_wrong_token_is_said_at_once(tmp_path: Path) -> None:
    """Not an endless retry."""
    async with Sandbox(0, limits=False) as sandbox:
        sandbox.discord.app.token = "another.one.entirely"
        settings = sandbox.sections["discord"]
        sandbox.discord.app.token = "the.right.one"
        with pytest.raises(ConfigError, match=r"\[discord\] token: Discord refused it"):
            async with bridge(sandbox, ECHO, data=tmp_path, section=settings):
                pass


@pytest.mark.requirement("next-message-works", "error-line")
async def test_a_failing_agent_is_one_red_line_and_the_next_message_works(tmp_path: Path) -> None:
    """Whatever the agent's code does."""
    async with server(write_agent(tmp_path, MISCHIEF), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Hello!")
        await ann.say("raise")
        shown = await ann.sees("Something went wrong in Test Agent. (error ")
        assert shown["embeds"][-1]["color"] == 0xED4245
        assert "Traceback" not in str(shown)
        await ann.say("this")
        await ann.sees("this is number 2")


@pytest.mark.requirement("stop-button")
async def test_a_stop_button_stops_a_slow_turn(tmp_path: Path) -> None:
    """Its state is kept: the agent reacted."""
    async with server(write_agent(tmp_path, MISCHIEF), data=tmp_path) as ann:
        await ann.mention()
        await ann.sees("Hello!")
        await ann.say("hang")
        await ann.press("Stop")
        await ann.sees("Stopped.")
        await ann.say("this")
        await ann.sees("this is number 2")
