"""What the app says: posting, changing, taking back, whispering."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from tests.adapters.sandbox.conftest import post, raw, refusal
from tests.adapters.sandbox.slack.payloads import actions, asking, button, section, typing


@pytest.mark.requirement("twin-chat")
async def test_timestamps_rise_however_fast_one_posts(still: Sandbox) -> None:
    """Messages of one instant have different ts, in the order they were posted."""
    stamps = [await still.slack.say("ann", "general", str(number)) for number in range(5)]
    assert stamps == sorted(set(stamps))
    assert all(len(ts) == 17 and ts[10] == "." for ts in stamps)


@pytest.mark.requirement("twin-chat")
async def test_a_root_counts_its_replies(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """reply_count, reply_users and latest_reply follow every reply, and every reply taken back."""
    root = await sandbox.slack.say("ann", "general", "root")
    first = await post(client, channel=general, thread_ts=root)
    second = await sandbox.slack.say("ben", "general", "second", thread_ts=root)
    stored = sandbox.slack.messages("general", root)[0]
    ben = sandbox.slack.world.person("ben").id
    assert (stored["reply_count"], stored["latest_reply"]) == (2, second)
    assert stored["reply_users"] == ["U0SANDBOX01", ben]
    await sandbox.slack.delete("ben", "general", second)
    assert sandbox.slack.messages("general", root)[0]["latest_reply"] == first
    await client.chat_delete(channel=general, ts=first)
    assert "reply_count" not in sandbox.slack.messages("general")[0]


@pytest.mark.requirement("twin-chat")
async def test_a_reply_is_no_root(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """A reply's ts as thread_ts is refused, and so is one that was never issued."""
    root = await sandbox.slack.say("ann", "general", "root")
    reply = await sandbox.slack.say("ann", "general", "reply", thread_ts=root)
    assert (await refusal(post(client, channel=general, thread_ts=reply)))[0] == "cannot_reply_to_message"
    assert (await refusal(post(client, channel=general, thread_ts="1.000001")))[0] == "thread_not_found"


@pytest.mark.requirement("twin-chat")
async def test_where_the_app_may_post(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A public channel it is not in is not_in_channel, a private one does not exist, a person's id means the DM."""
    world = sandbox.slack.world
    secret = world.add_channel("secret", kind="private", bot=False)
    assert (await refusal(post(client, channel=world.channel("elsewhere").id)))[0] == "not_in_channel"
    assert (await refusal(post(client, channel=secret.id)))[0] == "channel_not_found"
    ann = world.person("ann").id
    answer = await client.chat_postMessage(channel=ann, text="psst")
    assert answer["channel"] == world.direct_channel("ann").id


@pytest.mark.requirement("twin-chat")
async def test_text_is_cut_on_posting_and_refused_on_updating(
    sandbox: Sandbox, client: AsyncWebClient, general: str
) -> None:
    """chat.postMessage cuts at 40,000 characters and warns; chat.update refuses more than 4,000."""
    whole = await client.chat_postMessage(channel=general, text="x" * 40_000)
    assert whole.get("warning") is None
    cut = await client.chat_postMessage(channel=general, text="x" * 40_001)
    assert cut["warning"] == "message_truncated"
    assert len(sandbox.slack.messages("general")[1]["text"]) == 40_000
    ts = str(cut["ts"])
    await client.chat_update(channel=general, ts=ts, text="x" * 4000)
    assert (await refusal(client.chat_update(channel=general, ts=ts, text="x" * 4001)))[0] == "msg_too_long"


@pytest.mark.requirement("twin-chat")
async def test_an_update_replaces_what_it_names(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """Blocks that are not sent stay, an empty list clears them; a change of text alone shows as edited."""
    ts = await post(client, channel=general, text="one", blocks=[section()])
    await client.chat_update(channel=general, ts=ts, text="two")
    [stored] = sandbox.slack.messages("general")
    assert (stored["text"], len(stored["blocks"]), "edited" in stored) == ("two", 1, True)
    await client.chat_update(channel=general, ts=ts, text="three", blocks=[])
    [stored] = sandbox.slack.messages("general")
    assert (stored["text"], "blocks" in stored) == ("three", False)


@pytest.mark.requirement("twin-chat")
async def test_only_its_own_messages_are_the_apps_to_change(
    sandbox: Sandbox, client: AsyncWebClient, general: str
) -> None:
    """Another's message can be neither updated nor deleted, and one that is not there is not found."""
    ts = await sandbox.slack.say("ann", "general", "mine")
    assert (await refusal(client.chat_update(channel=general, ts=ts, text="x")))[0] == "cant_update_message"
    assert (await refusal(client.chat_delete(channel=general, ts=ts)))[0] == "cant_delete_message"
    assert (await refusal(client.chat_delete(channel=general, ts="1.000001")))[0] == "message_not_found"


async def test_nothing_is_no_message(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """No text and no blocks is no_text; markdown_text stands alone."""
    assert (await raw(sandbox, "chat.postMessage", json={"channel": general, "text": ""}))["error"] == "no_text"
    assert (await refusal(post(client, channel=general, markdown_text="x")))[0] == "markdown_text_conflict"
    too_long = post(client, channel=general, text=None, markdown_text="x" * 12_001)
    assert (await refusal(too_long))[0] == "msg_too_long"


@pytest.mark.requirement("twin-chat")
async def test_a_deleted_root_leaves_a_tombstone(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """A root with replies stays as a tombstone that still holds its thread together."""
    root = await post(client, channel=general)
    await sandbox.slack.say("ann", "general", "reply", thread_ts=root)
    await client.chat_delete(channel=general, ts=root)
    grave, reply = sandbox.slack.messages("general", root)
    assert (grave["subtype"], grave["reply_count"], reply["text"]) == ("tombstone", 1, "reply")


@pytest.mark.requirement("twin-chat")
async def test_a_whisper_is_one_persons_and_in_no_history(
    sandbox: Sandbox, client: AsyncWebClient, general: str
) -> None:
    """An ephemeral message reaches its viewer alone, is in no history, and is out of chat.update's reach."""
    ann = sandbox.slack.world.person("ann").id
    answer = await client.chat_postEphemeral(channel=general, user=ann, text="psst")
    ts = str(answer["message_ts"])
    assert sandbox.slack.messages("general") == []
    assert sandbox.slack.world.channel("general").ephemerals[ts][0] == ann
    assert (await client.conversations_history(channel=general))["messages"] == []
    assert (await refusal(client.chat_update(channel=general, ts=ts, text="x")))[0] == "message_not_found"
    stranger = client.chat_postEphemeral(channel=general, user="U0STRANGER1", text="psst")
    assert (await refusal(stranger))[0] == "user_not_in_channel"


@pytest.mark.requirement("twin-echo")
async def test_blocks_come_back_as_slack_stores_them(client: AsyncWebClient, general: str) -> None:
    """Ids and defaults that were left out are filled in; what was sent is kept."""
    blocks = [section(), actions(button()), asking(typing())]
    del blocks[1]["elements"][0]["action_id"]
    answer: Any = await client.chat_postMessage(channel=general, text="x", blocks=blocks)
    shown, row, asked = answer["message"]["blocks"]
    assert shown["text"] == {"type": "mrkdwn", "verbatim": False, "text": "text"}
    assert shown["block_id"]
    assert row["elements"][0]["action_id"]
    assert row["elements"][0]["text"]["emoji"] is True
    assert (asked["optional"], asked["dispatch_action"], asked["block_id"]) == (False, False, "asked")
    assert asked["element"]["dispatch_action_config"] == {"trigger_actions_on": ["on_enter_pressed"]}


async def test_metadata_is_kept_changed_and_shown_on_request(client: AsyncWebClient, general: str) -> None:
    """History shows the event type only unless all was asked for; an update without metadata keeps it, {} clears it."""
    meta: Any = {"event_type": "turn", "event_payload": {"key": "1"}}
    ts = await post(client, channel=general, metadata=meta)
    await client.chat_update(channel=general, ts=ts, text="new")
    brief: Any = await client.conversations_history(channel=general)
    full: Any = await client.conversations_history(channel=general, include_all_metadata=True)
    assert brief["messages"][0]["metadata"] == {"event_type": "turn"}
    assert full["messages"][0]["metadata"] == meta
    await client.chat_update(channel=general, ts=ts, text="new", metadata={})
    cleared: Any = await client.conversations_history(channel=general)
    assert "metadata" not in cleared["messages"][0]


async def test_a_permalink_leads_into_the_thread(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """The link of a reply names its thread."""
    root = await sandbox.slack.say("ann", "general", "root")
    reply = await sandbox.slack.say("ann", "general", "reply", thread_ts=root)
    answer = await client.chat_getPermalink(channel=general, message_ts=reply)
    tail = f"p{reply.replace('.', '')}?thread_ts={root}&cid={general}"
    assert answer["permalink"] == f"https://sandbox.slack.com/archives/{general}/{tail}"
