"""What we do in Slack, with the real SDK against the twin."""

from typing import Any

import pytest

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from adapters.slack.message import SlackMessage
from bridge.content.items import Column, Image, Markdown, Paragraph, Section, Table, Text, WebAddress
from bridge.errors import DeliveryError, PlatformBusy, PlatformRefused
from bridge.interaction import ConfirmInteraction, Form
from bridge.ports import MessageRef, Person, Question, Reply, Thread, Utterance
from tests.adapters.slack.conftest import PNG, Waits

Json = dict[str, Any]


def shown(adapter: SlackAdapter, *content: Any, **reply: Any) -> SlackMessage:
    (message,) = adapter.render(Reply(turn="t", content=content, **reply))
    return message


def text(words: str) -> Text:
    return Text(content=(Paragraph(words),))


def stored(sandbox: Sandbox, ref: MessageRef) -> Json:
    return sandbox.slack.world.channel(ref.channel).messages[ref.id]


def calls(sandbox: Sandbox, method: str) -> list[Json]:
    return [dict(call.args) for call in sandbox.slack.calls if call.method == method]


@pytest.mark.requirement("slack-reply")
async def test_a_reply_is_posted_into_its_thread_and_edited(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread
) -> None:
    """What was rendered is what stands there; an edit replaces it in place."""
    ref = await adapter.post(thread, shown(adapter, Markdown(content="# Hello\n\nwork **goes on**"), running=True))
    message = stored(sandbox, ref)
    assert message["thread_ts"] == thread.root
    assert [block["type"] for block in message["blocks"]] == ["header", "rich_text", "actions"]
    await adapter.edit(ref, shown(adapter, text("done")))
    assert [block["type"] for block in stored(sandbox, ref)["blocks"]] == ["rich_text"]
    await adapter.delete(ref)
    await adapter.delete(ref)  # what is gone is gone
    assert ref.id not in sandbox.slack.world.channel(ref.channel).messages


async def test_a_dm_without_a_thread_is_answered_at_top_level(sandbox: Sandbox, adapter: SlackAdapter) -> None:
    """There the channel is the conversation."""
    ann = sandbox.slack.world.person("ann").id
    channel = next(c.id for c in sandbox.slack.world.channels.values() if c.id.startswith("D") and ann in c.members)
    ref = await adapter.post(Thread("slack", "T", channel), shown(adapter, text("hello")))
    assert "thread_ts" not in stored(sandbox, ref)


async def test_the_plain_text_says_the_same(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """For notifications; escaped, so that it pings nobody, and short enough for an edit."""
    words = "a < b <!channel> " + "word " * 1_500
    ref = await adapter.post(thread, shown(adapter, text(words)))
    sent = calls(sandbox, "chat.postMessage")[-1]["text"]
    assert sent.startswith("a &lt; b &lt;!channel&gt; word")
    assert len(sent) == 4_000
    await adapter.edit(ref, shown(adapter, text(words + "more")))


@pytest.mark.requirement("slack-blocks-refused")
@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long", "invalid_attachments"])
async def test_refused_blocks_are_sent_as_plain_text(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, error: str
) -> None:
    """Never nothing, never twice; on an edit as well."""
    sandbox.slack.fail_next("chat.postMessage", error=error)
    ref = await adapter.post(thread, shown(adapter, text("hello"), text("world")))
    assert stored(sandbox, ref)["text"] == "hello\nworld"
    assert len(sandbox.slack.messages("general", thread.root)) == 2
    sandbox.slack.fail_next("chat.update", error=error)
    await adapter.edit(ref, shown(adapter, text("goodbye")))
    assert stored(sandbox, ref)["text"] == "goodbye"
    assert not calls(sandbox, "chat.update")[-1]["blocks"]


async def test_refused_blocks_keep_their_buttons(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """A question can still be answered; if the buttons are refused, too, its words remain."""
    question = Question("q1", Form((ConfirmInteraction(value_key="go"),)))
    for times, kinds in ((1, ["section", "actions"]), (2, ["rich_text"])):
        sandbox.slack.fail_next("chat.postMessage", error="invalid_blocks", times=times)
        ref = await adapter.post(thread, shown(adapter, text("Go on?"), question=question))
        message = stored(sandbox, ref)
        assert [block["type"] for block in message.get("blocks", [])] == (kinds if times == 1 else [])
        assert message["text"] == "Go on?\n[Yes] [No]"


async def test_a_long_text_survives_a_refusal(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """An edit's text holds 4,000 characters; longer words stand in plain sections."""
    words = "word " * 2_000
    ref = await adapter.post(thread, shown(adapter, text("short")))
    sandbox.slack.fail_next("chat.update", error="invalid_blocks")
    await adapter.edit(ref, shown(adapter, text(words)))
    sections = [block["text"]["text"] for block in stored(sandbox, ref)["blocks"]]
    assert "".join(sections).split() == words.split()


async def test_a_picture_that_slack_cannot_fetch_becomes_a_link(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread
) -> None:
    """A dead address spoils the picture, not what stands around it."""
    sandbox.slack.fail_next("chat.postMessage", error="invalid_blocks")
    picture = Image(source=WebAddress("https://example.org/gone.png"), caption="A plot")
    ref = await adapter.post(thread, shown(adapter, text("before"), picture))
    blocks = stored(sandbox, ref)["blocks"]
    assert [block["type"] for block in blocks] == ["rich_text", "rich_text", "context"]
    assert blocks[1]["elements"][0]["elements"][0]["url"] == "https://example.org/gone.png"


async def test_a_fold_that_slack_refuses_is_opened(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """Nothing of it is lost, and its look is kept."""
    details = Section(title="Details", collapsed=True, items=(text("inside"), Image(source=PNG)))
    taken = await adapter.post(thread, shown(adapter, details))
    sandbox.slack.fail_next("chat.postMessage", error="invalid_blocks")
    refused = await adapter.post(thread, shown(adapter, details))
    kinds = [[block["type"] for block in stored(sandbox, ref)["blocks"]] for ref in (taken, refused)]
    assert kinds == [["container"], ["rich_text", "rich_text", "image"]]


@pytest.mark.requirement("slack-rates")
async def test_a_rate_limit_is_waited_for(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, waits: Waits
) -> None:
    """As long as Slack says, then the same message is sent once."""
    sandbox.slack.fail_next("chat.postMessage", error="ratelimited", status=429, retry_after=7, times=2)
    await adapter.post(thread, shown(adapter, text("hello")))
    assert waits.waited == [7, 7]
    assert len(sandbox.slack.messages("general", thread.root)) == 2


async def test_a_rate_limit_that_does_not_end_is_told(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, waits: Waits
) -> None:
    """The caller decides what to do, and knows when to come back."""
    sandbox.slack.fail_next("chat.postMessage", error="ratelimited", status=429, retry_after=7, times=99)
    with pytest.raises(PlatformBusy) as busy:
        await adapter.post(thread, shown(adapter, text("hello")))
    assert busy.value.retry_after == 7
    assert waits.waited == [7] * 5


async def test_edits_are_paced(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, waits: Waits) -> None:
    """Slack takes fifty edits a minute from the whole app: ten at once, then one every second and a half."""
    ref = await adapter.post(thread, shown(adapter, text("hello")))
    for number in range(13):
        await adapter.edit(ref, shown(adapter, text(f"edit {number}")))
    assert waits.waited == pytest.approx([1.5, 1.5, 1.5])


@pytest.mark.requirement("slack-refusals")
@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("not_in_channel", "/invite"),
        ("channel_not_found", "private"),
        ("token_revoked", "[slack] bot_token"),
        ("missing_scope", "OAuth & Permissions"),
        ("is_archived", "archived"),
        ("some_new_code", "https://docs.slack.dev/reference/methods/chat.postMessage"),
    ],
)
async def test_a_refusal_says_what_to_do(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, code: str, advice: str
) -> None:
    """Slack's code, and a sentence for the operator."""
    sandbox.slack.fail_next("chat.postMessage", error=code)
    with pytest.raises(PlatformRefused) as refused:
        await adapter.post(thread, shown(adapter, text("hello")))
    assert refused.value.code == code
    assert code in str(refused.value)
    assert advice in str(refused.value)


async def test_a_channel_without_the_bot_is_refused(sandbox: Sandbox, adapter: SlackAdapter) -> None:
    """By the twin's own rules, too."""
    elsewhere = sandbox.slack.world.channel("elsewhere").id
    with pytest.raises(PlatformRefused, match="not_in_channel"):
        await adapter.post(Thread("slack", "T", elsewhere), shown(adapter, text("hello")))


async def test_an_outage_is_told_and_nothing_is_posted_twice(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread
) -> None:
    """After an answer that is no answer a post may have arrived: it is not repeated behind anyone's back."""
    sandbox.slack.fail_next("chat.postMessage", error="internal_error", status=500)
    with pytest.raises(DeliveryError):
        await adapter.post(thread, shown(adapter, text("hello")))
    assert len(calls(sandbox, "chat.postMessage")) == 1


async def test_a_status_is_shown_and_cleared(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """Slack writes the app's name before it."""
    await adapter.show_status(thread, "is working…")
    await adapter.show_status(thread, "")
    first, second = calls(sandbox, "assistant.threads.setStatus")
    assert (first["status"], first["loading_messages"]) == ("is working…", ["is working…"])
    assert second["status"] == ""


async def test_a_status_is_a_courtesy(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """Where Slack refuses it, it is not tried again, and nobody is disturbed."""
    sandbox.slack.fail_next("assistant.threads.setStatus", error="missing_scope")
    await adapter.show_status(thread, "is working…")
    await adapter.show_status(thread, "is working…")
    assert len(calls(sandbox, "assistant.threads.setStatus")) == 1


async def test_a_line_for_one_person_is_seen_by_them_alone(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread
) -> None:
    """In a channel it is ephemeral; in a DM an ordinary message."""
    ann = sandbox.slack.world.person("ann")
    await adapter.tell(thread, Person(ann.id), "Only for you <!here>")
    (sent,) = calls(sandbox, "chat.postEphemeral")
    assert (sent["user"], sent["text"]) == (ann.id, "Only for you &lt;!here&gt;")
    assert len(sandbox.slack.messages("general", thread.root)) == 1
    direct = next(c for c in sandbox.slack.world.channels.values() if c.id.startswith("D") and ann.id in c.members)
    await adapter.tell(Thread("slack", "T", direct.id), Person(ann.id), "psst")
    assert [message["text"] for message in direct.messages.values()] == ["psst"]


@pytest.mark.requirement("history")
async def test_the_thread_so_far_is_read_back(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """In order, in plain words, ours told from theirs, up to the message that asks."""
    await adapter.post(thread, shown(adapter, text("Hi & welcome")))
    await sandbox.slack.say("ben", "general", "what about a < b?", thread.root)
    ts = await sandbox.slack.say("ann", "general", "@chatbridge join", thread.root)
    await sandbox.slack.say("ann", "general", "too late", thread.root)
    assert await adapter.history(thread, MessageRef(thread.channel, ts)) == (
        Utterance(own=False, text="hello"),
        Utterance(own=True, text="Hi & welcome"),
        Utterance(own=False, text="what about a < b?"),
    )


async def test_a_dm_so_far_is_read_back(sandbox: Sandbox, adapter: SlackAdapter) -> None:
    """The channel is the thread."""
    ann = sandbox.slack.world.person("ann")
    direct = next(c for c in sandbox.slack.world.channels.values() if c.id.startswith("D") and ann.id in c.members)
    thread = Thread("slack", "T", direct.id)
    await sandbox.slack.say("ann", direct.id, "one")
    await adapter.post(thread, shown(adapter, text("two")))
    ts = await sandbox.slack.say("ann", direct.id, "three")
    said = await adapter.history(thread, MessageRef(direct.id, ts))
    assert said == (Utterance(own=False, text="one"), Utterance(own=True, text="two"))


async def test_all_messages_of_a_large_reply_are_taken(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """Text, tables, Markdown beyond every limit: the twin takes each message as it was rendered."""
    columns = tuple(Column(f"c{n}", f"c{n}") for n in range(25))
    content = (
        Table(title="Wide", columns=columns, rows=((1,) * 25,) * 300),
        Markdown(content="\n\n".join(f"# H{n}\n\n| a | b |\n|---|---|\n| {n} | x |\n\n---" for n in range(40))),
        text("word " * 10_000),
    )
    messages = adapter.render(Reply(turn="t", content=content))
    for message in messages:
        await adapter.post(thread, message)
    assert len(messages) > 6
    assert not sandbox.slack.world.problems
