"""What we do in Discord, with the real discord.py against the twin."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.app import DiscordAdapter
from adapters.discord.message import DiscordMessage
from adapters.sandbox import Sandbox
from bridge.content.items import Bar, BarChart, Image, Inline, LocalFile, Paragraph, Section, Text
from bridge.errors import DeliveryError, PlatformBusy, PlatformRefused
from bridge.interaction import ConfirmInteraction, Form
from bridge.ports import MessageRef, Question, Reply, Said, Thread
from tests.fakes.inbox import RecordingInbox

Json = dict[str, Any]
POST = "POST /channels/{channel}/messages"
EDIT = "PATCH /channels/{channel}/messages/{message}"
SALES = BarChart(title="Sales", bars=(Bar("a", 1), Bar("b", 3)))


def shown(adapter: DiscordAdapter, *content: Any, **reply: Any) -> DiscordMessage:
    (message,) = adapter.render(Reply(turn="t", content=content, **reply))
    return message


def text(words: str) -> Text:
    return Text(content=(Paragraph(words),))


def stored(sandbox: Sandbox, ref: MessageRef) -> Json:
    return next(message for message in sandbox.discord.messages(ref.channel) if message["id"] == ref.id)


def bodies(sandbox: Sandbox, method: str, ending: str) -> list[Any]:
    return [call.body for call in sandbox.discord.calls if call.method == method and call.path.endswith(ending)]


@pytest.mark.requirement("discord-reply")
async def test_a_reply_is_posted_into_its_thread_and_edited(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """The thread is made from the message, once, and called after it."""
    ref, second = await asyncio.gather(
        adapter.post(said.thread, shown(adapter, text("hello"), running=True)),
        adapter.post(said.thread, shown(adapter, text("world"))),
    )
    (thread,) = sandbox.discord.threads("general")
    assert (thread["id"], thread["name"]) == (said.message.id, "hello")
    assert ref.channel == second.channel == thread["id"]
    await adapter.edit(ref, shown(adapter, text("done")))
    edited = stored(sandbox, ref)
    assert (edited["content"], edited["components"]) == ("done", [])
    assert len(bodies(sandbox, "POST", "/threads")) == 1


@pytest.mark.requirement("discord-reply")
async def test_an_edit_keeps_the_files_that_are_there(sandbox: Sandbox, adapter: DiscordAdapter, said: Said) -> None:
    """A chart is uploaded once, however often the words around it change."""
    question = Question("q", Form((ConfirmInteraction(value_key="sure"),)))
    ref = await adapter.post(said.thread, shown(adapter, SALES, question=question))
    first = stored(sandbox, ref)
    (file,) = first["attachments"]
    assert first["embeds"][0]["image"]["url"].startswith(file["url"].partition("?")[0])
    await adapter.edit(ref, shown(adapter, SALES))
    edited = stored(sandbox, ref)
    assert [kept["id"] for kept in edited["attachments"]] == [file["id"]]
    assert edited["components"] == []


async def test_an_edit_can_add_and_take_away_files(sandbox: Sandbox, adapter: DiscordAdapter, said: Said) -> None:
    """What the list of an edit leaves out is gone."""
    ref = await adapter.post(said.thread, shown(adapter, text("so far")))
    await adapter.edit(ref, shown(adapter, SALES))
    assert len(stored(sandbox, ref)["attachments"]) == 1
    await adapter.edit(ref, shown(adapter, text("no picture")))
    assert stored(sandbox, ref)["attachments"] == []


@pytest.mark.requirement("discord-embeds")
async def test_a_picture_stands_in_the_embed_of_its_section(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """In the section's colour, under its title."""
    ref = await adapter.post(said.thread, shown(adapter, Section(title="Report", color="green", items=(SALES,))))
    (embed,) = stored(sandbox, ref)["embeds"]
    assert (embed["title"], embed["color"]) == ("Report", 0x57F287)
    assert embed["image"]["width"] > 300


@pytest.mark.requirement("discord-refused-form")
@pytest.mark.parametrize(
    ("image", "why"),
    [
        (Image(source=LocalFile(Path("/nowhere/plot.png"))), "cannot be read"),
        (Image(source=Inline(b"x" * (10 * 1024 * 1024 + 1), "image/png")), "10,485,760"),
    ],
    ids=["missing", "too large"],
)
async def test_a_file_that_cannot_be_had_is_a_line(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said, image: Image, why: str
) -> None:
    """The rest of the message is shown."""
    ref = await adapter.post(said.thread, shown(adapter, text("before"), image))
    message = stored(sandbox, ref)
    assert message["content"] == "before"
    assert why in message["embeds"][0]["description"]


@pytest.mark.requirement("discord-refused-form")
async def test_a_refused_edit_is_made_simpler_in_its_place(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """What is too much for it is posted below; nothing is shown twice."""
    ref = await adapter.post(said.thread, shown(adapter, text("so far")))
    sandbox.discord.fail_next(EDIT, status=400, code=50035)
    await adapter.edit(ref, shown(adapter, Section(title="Report", items=(text("the words"),))))
    message = stored(sandbox, ref)
    assert message["embeds"] == []
    assert "the words" in message["content"]
    assert sum("the words" in m["content"] for m in sandbox.discord.messages(ref.channel)) == 1


@pytest.mark.requirement("discord-refused-form", "discord-permissions")
async def test_an_edit_that_needs_two_messages_keeps_the_first(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """Without the permission to attach the picture: the words in place, the line about it below."""
    ref = await adapter.post(said.thread, shown(adapter, text("so far")))
    sandbox.discord.world.permissions.deny("bot", "general", "ATTACH_FILES")
    await adapter.edit(ref, shown(adapter, Section(title="Report", items=(text("the words"), SALES))))
    edited, note = sandbox.discord.messages(ref.channel)[-2:]
    assert edited["id"] == ref.id
    assert "the words" in edited["embeds"][0]["description"]
    assert "could not be attached" in note["content"]


@pytest.mark.requirement("discord-reply")
async def test_a_post_whose_answer_was_lost_stands_there_once(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """It is sent again with the nonce it had, by which Discord knows it."""
    await adapter.post(said.thread, shown(adapter, text("welcome")))
    sandbox.discord.lose_next(POST)
    ref = await adapter.post(said.thread, shown(adapter, text("only once")))
    assert [m["id"] for m in sandbox.discord.messages(ref.channel) if m["content"] == "only once"] == [ref.id]
    assert len([body for body in bodies(sandbox, "POST", "/messages") if body["content"] == "only once"]) == 2


@pytest.mark.parametrize(
    ("code", "status", "advice"),
    [
        (50013, 403, "Send Messages in Threads"),
        (160005, 403, "locked"),
        (50001, 403, "View Channel"),
        (10003, 404, "deleted"),
        (200000, 400, "AutoMod"),
        (99999, 400, "Opcodes and Status Codes"),
    ],
)
async def test_a_refusal_says_what_to_do(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said, code: int, status: int, advice: str
) -> None:
    """In the operator's words, with Discord's code."""
    await adapter.post(said.thread, shown(adapter, text("welcome")))
    sandbox.discord.fail_next(POST, status=status, code=code, times=5)
    with pytest.raises(PlatformRefused, match=str(code)) as refused:
        await adapter.post(said.thread, shown(adapter, text("hello")))
    assert advice in str(refused.value)


@pytest.mark.requirement("discord-429")
async def test_a_limit_without_an_end_is_no_endless_wait(sandbox: Sandbox, adapter: DiscordAdapter, said: Said) -> None:
    """discord.py would sleep for ten minutes; we are told instead."""
    await adapter.post(said.thread, shown(adapter, text("welcome")))
    sandbox.discord.fail_next(POST, status=429, retry_after=600)
    with pytest.raises(PlatformBusy) as busy:
        await adapter.post(said.thread, shown(adapter, text("hello")))
    assert busy.value.retry_after == 600


async def test_a_ban_by_cloudflare_is_no_endless_wait(sandbox: Sandbox, adapter: DiscordAdapter, said: Said) -> None:
    """A 429 without `Via` is not Discord's own, and discord.py does not repeat it."""
    await adapter.post(said.thread, shown(adapter, text("welcome")))
    sandbox.discord.fail_next(POST, status=429, via=False)
    with pytest.raises(PlatformBusy):
        await adapter.post(said.thread, shown(adapter, text("hello")))


async def test_a_deleted_thread_is_an_error_of_that_thread(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """And of no other."""
    with pytest.raises(DeliveryError):
        await adapter.post(Thread("discord", said.thread.team, said.thread.channel, "1"), shown(adapter, text("hello")))
    await adapter.post(said.thread, shown(adapter, text("welcome")))


@pytest.mark.requirement("discord-status")
async def test_the_typing_line_is_shown_again_until_it_is_cleared(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """It fades by itself after ten seconds; a failure of it is nobody's trouble."""
    await adapter.show_status(said.thread, "is working…")
    await sandbox.discord.wait_for(lambda _: bodies(sandbox, "POST", "/typing"))
    await adapter.show_status(said.thread, "")
    sandbox.discord.fail_next("POST /channels/{channel}/typing", status=403, code=50013)
    await adapter.show_status(said.thread, "is working…")
    await sandbox.discord.wait_for(lambda _: len(bodies(sandbox, "POST", "/typing")) == 2)
    await adapter.post(said.thread, shown(adapter, text("hello")))


async def test_a_refusal_before_there_is_a_thread_makes_none(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """Nobody needs a thread for "you may not use this agent"."""
    await adapter.tell(said.thread, said.person, "You may not.")
    (answer,) = [m for m in sandbox.discord.messages("general") if m["content"] == "You may not."]
    assert answer["message_reference"]["message_id"] == said.message.id
    assert sandbox.discord.threads("general") == []


async def test_nothing_of_ours_pings(sandbox: Sandbox, adapter: DiscordAdapter, said: Said) -> None:
    """Every post and every edit says so."""
    ann = sandbox.discord.world.person("ann").id
    ref = await adapter.post(said.thread, shown(adapter, text(f"<@{ann}> @everyone")))
    await adapter.edit(ref, shown(adapter, text(f"again <@{ann}>")))
    sent = [*bodies(sandbox, "POST", "/messages"), *bodies(sandbox, "PATCH", ref.id)]
    assert [body["allowed_mentions"]["parse"] for body in sent] == [[], []]


async def test_what_the_bot_said_in_embeds_is_part_of_the_history(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said
) -> None:
    """An agent that is called later knows it."""
    await adapter.post(said.thread, shown(adapter, Section(title="Report", items=(text("the words"),))))
    later = await sandbox.discord.say("ben", said.message.id, "and now?")
    past = await adapter.history(said.thread, MessageRef(said.message.id, later))
    assert [(utterance.own, utterance.text.split()) for utterance in past] == [
        (False, ["hello"]),
        (True, ["Report", "the", "words"]),
    ]


@pytest.mark.requirement("discord-thread-reused", "discord-permissions")
@pytest.mark.parametrize(("status", "code"), [(403, 50013), (400, 160006), (400, 50024)])
async def test_a_thread_that_is_refused_makes_replies(
    sandbox: Sandbox, adapter: DiscordAdapter, said: Said, status: int, code: int
) -> None:
    """No permission after all, too many threads in the server, or a channel that has none; asked once."""
    sandbox.discord.fail_next("POST /channels/{channel}/messages/{message}/threads", status=status, code=code)
    refs = [await adapter.post(said.thread, shown(adapter, text(words))) for words in ("one", "two")]
    assert [stored(sandbox, ref)["message_reference"]["message_id"] for ref in refs] == [said.message.id] * 2
    assert {ref.channel for ref in refs} == {said.thread.channel}
    assert len(bodies(sandbox, "POST", "/threads")) == 1


async def test_a_server_in_an_outage_is_an_error_of_the_moment(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: RecordingInbox, said: Said
) -> None:
    """Discord tells which servers it cannot reach; a thread is made again when it can."""
    guild = {"id": sandbox.discord.world.guild_id, "unavailable": True}
    sandbox.discord.gateway.dispatch("GUILD_DELETE", guild)
    await sandbox.discord.say("ann", sandbox.discord.world.direct_channel("ann").id, "is it known?")
    await inbox.next(Said, 2)
    with pytest.raises(DeliveryError, match="not available just now"):
        await adapter.post(said.thread, shown(adapter, text("hello")))
