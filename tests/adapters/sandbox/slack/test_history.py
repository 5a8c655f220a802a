"""Reading conversations, people, reactions and the thinking line."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import ManualClock, Sandbox
from tests.adapters.sandbox.conftest import client_of, post, refusal


@pytest.mark.requirement("twin-history")
async def test_history_is_paged_newest_first_without_replies(
    sandbox: Sandbox, client: AsyncWebClient, general: str
) -> None:
    """A cursor leads through all top-level messages; replies are left to conversations.replies."""
    stamps = [await sandbox.slack.say("ann", "general", str(number)) for number in range(5)]
    await sandbox.slack.say("ben", "general", "a reply", thread_ts=stamps[0])
    seen: list[str] = []
    cursor = ""
    while True:
        answer: Any = await client.conversations_history(channel=general, limit=2, cursor=cursor)
        seen += [message["text"] for message in answer["messages"]]
        cursor = answer["response_metadata"]["next_cursor"]
        assert answer["has_more"] == bool(cursor)
        if not cursor:
            break
    assert seen == ["4", "3", "2", "1", "0"]
    between: Any = await client.conversations_history(channel=general, oldest=stamps[1], latest=stamps[3])
    assert [message["text"] for message in between["messages"]] == ["2"]


@pytest.mark.requirement("twin-history")
async def test_replies_come_root_first_from_any_message(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """A reply's ts finds the same thread as its root's."""
    root = await sandbox.slack.say("ann", "general", "root")
    reply = await sandbox.slack.say("ben", "general", "reply", thread_ts=root)
    for ts in (root, reply):
        answer: Any = await client.conversations_replies(channel=general, ts=ts)
        assert [message["text"] for message in answer["messages"]] == ["root", "reply"]
    assert (await refusal(client.conversations_replies(channel=general, ts="1.000001")))[0] == "thread_not_found"


async def test_the_app_finds_channels_and_people(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """Lists and infos agree on who and what there is, and a DM is opened by a person's id."""
    listed: Any = await client.conversations_list()
    assert {(channel["name"], channel["is_member"]) for channel in listed["channels"]} == {
        ("general", True),
        ("agents", True),
        ("elsewhere", False),
    }
    people: Any = await client.users_list()
    assert [person["name"] for person in people["members"]] == ["ann", "ben", "chatbridge"]
    ann = sandbox.slack.world.person("ann").id
    opened: Any = await client.conversations_open(users=ann)
    assert opened["channel"]["id"] == sandbox.slack.world.direct_channel("ann").id
    shown: Any = await client.users_info(user=ann)
    assert shown["user"]["real_name"] == "Ann Archer"
    members: Any = await client.conversations_members(channel=general)
    assert {ann, "U0SANDBOX01"} <= set(members["members"])
    assert (await refusal(client.users_info(user="U0NOBODY")))[0] == "user_not_found"
    assert (await refusal(client.conversations_info(channel="C0NOWHERE")))[0] == "channel_not_found"
    bot: Any = await client.bots_info(bot="B0SANDBOX01")
    assert bot["bot"]["user_id"] == "U0SANDBOX01"
    team: Any = await client.team_info()
    assert team["team"]["domain"] == "sandbox"


async def test_reactions_are_counted_once_a_person(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """A second reaction of the same kind is refused; one that is not there cannot be taken back."""
    ts = await sandbox.slack.say("ann", "general", "hello")
    await client.reactions_add(channel=general, timestamp=ts, name="eyes")
    await sandbox.slack.react("ben", "general", ts, "eyes")
    again = client.reactions_add(channel=general, timestamp=ts, name="eyes")
    assert (await refusal(again))[0] == "already_reacted"
    found: Any = await client.reactions_get(channel=general, timestamp=ts)
    assert found["message"]["reactions"][0]["count"] == 2
    await client.reactions_remove(channel=general, timestamp=ts, name="eyes")
    gone = client.reactions_remove(channel=general, timestamp=ts, name="eyes")
    assert (await refusal(gone))[0] == "no_reaction"


@pytest.mark.requirement("twin-status")
async def test_the_thinking_line_goes_with_the_answer_or_in_two_minutes(still: Sandbox, clock: ManualClock) -> None:
    """A status shows until the app posts in the thread, clears it, or two minutes have passed."""
    client, world = client_of(still), still.slack.world
    general = world.channel("general").id
    root = await still.slack.say("ann", "general", "root")

    async def think(status: str) -> None:
        await client.assistant_threads_setStatus(channel_id=general, thread_ts=root, status=status)

    await think("is thinking…")
    assert world.statuses[general, root]["status"] == "is thinking…"
    await post(client, channel=general, thread_ts=root)
    assert world.statuses == {}
    await think("is thinking…")
    clock.advance(100)
    await think("is still thinking…")
    clock.advance(100)
    assert world.statuses[general, root]["status"] == "is still thinking…"
    clock.advance(20)
    assert world.statuses == {}


async def test_loading_messages_have_limits(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """Ten of fifty characters are taken; one more of either is not."""
    root = await sandbox.slack.say("ann", "general", "root")

    async def think(messages: list[str]) -> None:
        await client.assistant_threads_setStatus(
            channel_id=general, thread_ts=root, status="s", loading_messages=messages
        )

    await think(["x" * 50] * 10)
    assert (await refusal(think(["x"] * 11)))[0] == "invalid_arguments"
    assert (await refusal(think(["x" * 51])))[0] == "invalid_arguments"
