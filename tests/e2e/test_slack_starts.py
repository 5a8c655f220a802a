"""What starts a conversation in Slack, where it goes, and that two threads never meet (the design's key table)."""

from pathlib import Path

import pytest

from bridge.session import texts
from tests.e2e.handlers import AGENTS, COUNTER, write_agent
from tests.e2e.slack import Talk, workspace

ECHO = AGENTS / "echo"


@pytest.mark.requirement("slack-starts")
async def test_a_bound_channel_needs_no_mention(tmp_path: Path) -> None:
    """Every message at its top level starts a conversation in a thread of its own; other channels stay silent."""
    async with workspace(ECHO, AGENTS / "greeter", data=tmp_path, channels={"echo": "agents"}) as ann:
        there = Talk(ann.sandbox, channel="agents")
        there.thread = await ann.sandbox.slack.say("ann", "agents", "hello")
        await there.sees("You said: hello")
        elsewhere = Talk(ann.sandbox)
        elsewhere.thread = await ann.sandbox.slack.say("ann", "general", "hello everybody")
        again = Talk(ann.sandbox, channel="agents")
        again.thread = await ann.sandbox.slack.say("ann", "agents", "second")
        await again.sees("You said: second")
        assert len(elsewhere.messages) == 1


@pytest.mark.requirement("slack-starts")
async def test_a_direct_message_is_a_conversation_in_the_channel_or_in_its_thread(tmp_path: Path) -> None:
    """Without a thread the whole direct channel is one conversation; a thread in it is another."""
    async with workspace(write_agent(tmp_path, COUNTER), data=tmp_path) as general:
        direct = Talk(general.sandbox, channel=general.sandbox.slack.world.direct_channel("ann").id)
        first = await direct.say("one")
        await direct.sees("one has said 1: one")
        await direct.say("two")
        await direct.sees("one has said 2: two")
        assert [m for m in direct.messages if m.get("thread_ts")] == []
        threaded = Talk(general.sandbox, channel=direct.channel, thread=first)
        await threaded.say("three")
        await threaded.sees("three has said 1: three")


@pytest.mark.requirement("slack-starts", "history")
async def test_a_mention_in_a_running_thread_joins_it_with_its_history(tmp_path: Path) -> None:
    """The agent knows what people said before it was called."""
    async with workspace(write_agent(tmp_path, COUNTER), data=tmp_path) as ann:
        ann.thread = await ann.sandbox.slack.say("ann", "general", "who knows pandas?")
        await ann.by("ben").say("the bot might")
        await ann.say("@chatbridge do you?")
        greeting = await ann.sees("history: ")
        assert "who knows pandas?" in str(greeting)
        assert "the bot might" in str(greeting)
        assert "do you?" not in str(greeting)
        await ann.sees("do has said 1: do you?")


@pytest.mark.requirement("agent-choice")
async def test_without_a_default_the_agents_are_offered_in_the_thread(tmp_path: Path) -> None:
    """And what was said with the mention is not lost."""
    async with workspace(ECHO, AGENTS / "greeter", data=tmp_path) as ann:
        await ann.mention("hello there")
        await ann.sees(texts.CHOOSE)
        await ann.press("My Agent")
        await ann.sees("You said: hello there")


@pytest.mark.requirement("dedupe")
async def test_one_mention_is_one_conversation_although_slack_sends_two_events(tmp_path: Path) -> None:
    """`message` and `app_mention` of one message are one event."""
    async with workspace(ECHO, data=tmp_path) as ann:
        await ann.mention("once")
        await ann.sees("You said: once")
        await ann.say("next")
        await ann.sees("You said: next")
        kinds = [d.payload["event"]["type"] for d in ann.sandbox.slack.deliveries if "event" in d.payload]
        assert kinds.count("app_mention") == 1
        assert sum("You said: once" in str(m["blocks"]) for m in ann.messages) == 1
