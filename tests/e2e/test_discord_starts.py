"""What starts a conversation in Discord, and where it goes (the design's key table)."""

from pathlib import Path

import pytest

from adapters.sandbox import Sandbox
from bridge.session import texts
from tests.e2e.discord import Talk, bridge, labelled, server, words
from tests.e2e.handlers import AGENTS, COUNTER, write_agent

ECHO = AGENTS / "echo"


@pytest.mark.requirement("discord-starts")
async def test_a_bound_channel_needs_no_mention(tmp_path: Path) -> None:
    """Every message at its top level starts a conversation in a thread of its own; other channels stay silent."""
    async with server(ECHO, AGENTS / "greeter", data=tmp_path, channels={"echo": "agents"}) as ann:
        for text in ("hello", "second"):
            there = Talk(ann.sandbox, channel="agents")
            there.thread = await ann.sandbox.discord.say("ann", "agents", text)
            await there.sees(f"You said: {text}")
        await ann.say("hello everybody")
        await ann.mention("echo to be sure")
        await ann.sees("You said: to be sure")
        assert [thread["id"] for thread in ann.sandbox.discord.threads("general")] == [ann.thread]


@pytest.mark.requirement("discord-starts")
async def test_each_new_post_of_a_bound_forum_is_a_conversation(tmp_path: Path) -> None:
    """Its first message is the prompt, and the post is the thread."""
    async with server(ECHO, AGENTS / "greeter", data=tmp_path, channels={"echo": "ideas"}) as ann:
        post = Talk(ann.sandbox, channel="ideas")
        post.thread = await ann.sandbox.discord.post("ann", "ideas", "A plan", "what about lunch")
        await post.sees("You said: what about lunch")
        await post.say("and dinner")
        await post.sees("You said: and dinner")


@pytest.mark.requirement("discord-starts")
async def test_a_direct_message_is_a_conversation(tmp_path: Path) -> None:
    """Direct messages have no threads: the channel is the conversation."""
    async with server(write_agent(tmp_path, COUNTER), data=tmp_path) as ann:
        direct = Talk(ann.sandbox, channel=ann.sandbox.discord.world.direct_channel("ann").id)
        await direct.say("one")
        await direct.sees("one has said 1: one")
        await direct.say("two")
        await direct.sees("one has said 2: two")


@pytest.mark.requirement("discord-starts", "history")
async def test_a_mention_in_a_running_thread_joins_it_with_its_history(tmp_path: Path) -> None:
    """The agent knows what people said before it was called, the message the thread was made from included."""
    async with server(write_agent(tmp_path, COUNTER), data=tmp_path) as ann:
        starter = await ann.say("who knows pandas?")
        ann.thread = await ann.sandbox.discord.thread("ann", "general", "pandas", message=starter)
        await ann.by("ben").say("the bot might")
        await ann.say("@chatbridge do you?")
        greeting = await ann.sees("history: ")
        assert "who knows pandas?" in words(greeting)
        assert "the bot might" in words(greeting)
        assert "do you?" not in words(greeting)
        await ann.sees("do has said 1: do you?")


@pytest.mark.requirement("discord-starts", "discord-command")
async def test_the_command_begins_a_conversation_under_its_own_message(tmp_path: Path) -> None:
    """Everybody sees who called; in a thread it is as good as a mention there."""
    async with server(ECHO, data=tmp_path) as ann:
        await ann.until(lambda: ann.sandbox.discord.commands)
        assert (await ann.sandbox.discord.command("ann", "general", "agent", {"message": "echo good morning"}))["ok"]
        anchor = await ann.sees("calls an agent")
        assert "**Ann Archer** calls an agent: echo good morning" in anchor["content"]
        ann.thread = anchor["id"]
        await ann.sees("You said: good morning")
        await ann.say("and more")
        await ann.sees("You said: and more")


@pytest.mark.requirement("discord-command")
async def test_the_command_is_registered_only_when_it_has_changed(tmp_path: Path) -> None:
    """Discord takes 200 registrations a day."""
    async with Sandbox(0, limits=False) as sandbox:
        discord = sandbox.discord
        registered: list[int] = []
        for start in ("first", "second", "third"):
            if start == "third":
                discord.commands[0]["description"] = "Talk"  # another version of the bridge registered it
            async with bridge(sandbox, ECHO, data=tmp_path):
                ann = Talk(sandbox)
                await ann.mention(start)
                await ann.sees(f"You said: {start}")
                registered.append(sum(c.method == "POST" and c.path.endswith("/commands") for c in discord.calls))
        assert registered == [1, 1, 2]
        (command,) = discord.commands
        assert (command["name"], command["description"]) == ("agent", "Begin a conversation with an agent")


@pytest.mark.requirement("agent-choice")
async def test_without_a_default_the_agents_are_offered_in_the_thread(tmp_path: Path) -> None:
    """And what was said with the mention is not lost."""
    async with server(ECHO, AGENTS / "greeter", data=tmp_path) as ann:
        await ann.mention("hello there")
        await ann.sees(texts.CHOOSE)
        await ann.press("My Agent")
        await ann.sees("You said: hello there")


@pytest.mark.requirement("discord-thread-reused")
async def test_a_thread_that_is_there_already_is_used(tmp_path: Path) -> None:
    """Somebody was quicker to make one from the message (Discord's code 160004)."""
    async with server(ECHO, data=tmp_path) as ann:
        ann.sandbox.discord.gateway.hold()
        await ann.mention("hello")
        await ann.sandbox.discord.thread("ben", "general", "made by hand", message=ann.thread)
        ann.sandbox.discord.gateway.release()
        await ann.sees("You said: hello")
        assert [thread["name"] for thread in ann.sandbox.discord.threads("general")] == ["made by hand"]


@pytest.mark.requirement("discord-thread-reused", "discord-permissions")
@pytest.mark.parametrize("permission", ["CREATE_PUBLIC_THREADS", "SEND_MESSAGES_IN_THREADS"])
async def test_where_threads_are_not_allowed_the_conversation_goes_on_in_replies(
    tmp_path: Path, permission: str
) -> None:
    """A reply to what the bot says belongs to the conversation, and so does a click on its buttons."""
    async with server(write_agent(tmp_path, COUNTER), data=tmp_path) as ann:
        discord = ann.sandbox.discord
        discord.world.permissions.deny("bot", "general", permission)
        await ann.mention("one")
        first = await ann.sees("one has said 1: one")
        assert first["message_reference"]["message_id"] == ann.thread
        await discord.say("ann", "general", "two", reply_to=first["id"])
        second = await ann.sees("one has said 2: two")
        await discord.say("ann", "general", "not for the bot")
        await discord.say("ann", "general", "three", reply_to=second["id"])
        await ann.sees("one has said 3: three")
        assert discord.threads("general") == []
        assert labelled(second, "Stop") is None
