"""The unmodified discord.py against the whole twin: it must not tell the twin from Discord."""

import io
from typing import Any

import discord
import pytest

from adapters.sandbox import Sandbox
from tests.adapters.sandbox.discord.conftest import Bot, client_for

pytestmark = pytest.mark.requirement("discord-twin-client")


async def said(bot: Bot, count: int) -> discord.Message:
    """Return the `count`-th message the bot heard, as discord.py has it."""
    await bot.received("MESSAGE_CREATE", count)
    return bot.cached_messages[count - 1]


async def test_it_logs_in_and_knows_the_server(bot: Bot) -> None:
    """Channels of every kind, members, the permissions of the invite, and the portal's switches."""
    [guild] = bot.guilds
    assert [(channel.name, channel.type.name) for channel in guild.channels] == [
        ("general", "text"), ("agents", "text"), ("ideas", "forum"), ("elsewhere", "text")
    ]  # fmt: skip
    assert (guild.me.name, guild.me.guild_permissions.value) == ("chatbridge", 309237763136)
    hidden = discord.utils.get(guild.text_channels, name="elsewhere")
    assert hidden is not None
    assert not hidden.permissions_for(guild.me).view_channel
    flags = bot.application_flags
    assert (flags.gateway_message_content, flags.gateway_message_content_limited) == (False, True)


async def test_a_mention_becomes_a_thread_in_which_they_talk(quiet: Sandbox, bot: Bot) -> None:
    """A thread from the message, files with embeds, edits, reactions, history, archiving: all as it expects."""
    await quiet.discord.say("ann", "general", "@chatbridge hi")
    message = await said(bot, 1)
    assert bot.user in message.mentions
    thread = await message.create_thread(name="talk")
    assert (thread.id, thread.member_count) == (message.id, 2)
    picture = discord.Embed(title="chart").set_image(url="attachment://a.png")
    sent = await thread.send("hello", embed=picture, file=discord.File(io.BytesIO(b"png"), "a.png"))
    assert await sent.attachments[0].read() == b"png"
    assert sent.embeds[0].image.url == sent.attachments[0].url
    await sent.edit(content="changed")
    await sent.add_reaction("👀")
    await quiet.discord.react("ann", str(thread.id), str(sent.id), "👀")
    reply = await sent.reply("and")
    history = [(found.type.name, found.content, found.position) async for found in thread.history()]
    assert history == [("reply", "and", 2), ("default", "changed", 1), ("thread_starter_message", "", 0)]
    assert (await thread.fetch_message(sent.id)).reactions[0].count == 2
    await reply.delete()
    await thread.edit(archived=True)
    assert (await bot.fetch_channel(thread.id)).archived  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]
    assert [found.name async for found in message.channel.archived_threads()] == ["talk"]  # pyright: ignore


async def test_an_answer_in_a_direct_message(quiet: Sandbox, bot: Bot) -> None:
    """The DM comes without a guild, and the answer goes there; so does what the bot begins."""
    direct = quiet.discord.world.direct_channel("ann").id
    await quiet.discord.say("ann", direct, "hello")
    message = await said(bot, 1)
    assert isinstance(message.channel, discord.DMChannel)
    await message.channel.send("hi")
    ben = await bot.fetch_user(int(quiet.discord.world.person("ben").id))
    await ben.send("you too")
    assert [found["content"] for found in quiet.discord.messages(direct)] == ["hello", "hi"]
    assert len(quiet.discord.messages(quiet.discord.world.direct_channel("ben").id)) == 1


async def test_buttons_forms_and_followups(quiet: Sandbox, bot: Bot) -> None:
    """From a button to a form to an answer, with raw `on_interaction` as a bridge uses it."""
    steps: list[Any] = []

    @bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:
        data: Any = interaction.data
        steps.append(data["custom_id"])
        match data["custom_id"]:
            case "open":
                form = discord.ui.Modal(title="Form", custom_id="form")
                text = discord.ui.TextInput[discord.ui.Modal](custom_id="name")
                form.add_item(discord.ui.Label(text="Name", component=text))
                await interaction.response.send_modal(form)
            case "form":
                await interaction.response.defer(thinking=True, ephemeral=True)
                await interaction.edit_original_response(content="thanks")
                await interaction.followup.send("for all")
            case _:
                await interaction.response.edit_message(content="done", view=None)

    channel: Any = bot.get_channel(int(quiet.discord.world.channel("general").id))
    view = discord.ui.View()
    for name in ("open", "end"):
        view.add_item(discord.ui.Button(label=name, custom_id=name))
    card = await channel.send("card", view=view)
    assert await quiet.discord.act("ann", "general", str(card.id), "open") == {"ok": True}
    modal = quiet.discord.modal("ann") or {}
    assert await quiet.discord.submit("ann", modal["id"], {"name": "Bob"}) == {"ok": True}
    await quiet.discord.wait_for(lambda _: len(quiet.discord.messages("general")) == 2)
    assert [message["content"] for message in quiet.discord.ephemerals("ann")] == ["thanks"]
    assert await quiet.discord.act("ann", "general", str(card.id), "end") == {"ok": True}
    assert [(m["content"], len(m["components"])) for m in quiet.discord.messages("general")] == [
        ("done", 0), ("for all", 0)
    ]  # fmt: skip
    assert steps == ["open", "form", "end"]


async def test_it_retries_what_discord_asks_it_to(quiet: Sandbox, bot: Bot) -> None:
    """A 429 with Via is waited for and sent again with the same nonce: the message is there once."""
    channel: Any = bot.get_channel(int(quiet.discord.world.channel("general").id))
    quiet.discord.fail_next("POST /channels/{channel}/messages", 429, retry_after=0.01)
    await channel.send("once")
    sent = [call for call in quiet.discord.calls if call.method == "POST"]
    assert [call.status for call in sent] == [429, 200]
    assert sent[0].body["nonce"] == sent[1].body["nonce"]
    assert len(quiet.discord.messages("general")) == 1


async def test_what_is_refused_is_an_error_it_knows(quiet: Sandbox, bot: Bot) -> None:
    """Forbidden, NotFound and the flattened tree of a form body."""
    channel: Any = bot.get_channel(int(quiet.discord.world.channel("general").id))
    with pytest.raises(discord.NotFound) as missing:
        await channel.fetch_message(1)
    assert missing.value.code == 10008
    with pytest.raises(discord.HTTPException, match=r"In content: Must be 2000 or fewer in length\."):
        await channel.send("x" * 2001)
    quiet.discord.world.permissions.deny("bot", "general", "SEND_MESSAGES")
    with pytest.raises(discord.Forbidden) as forbidden:
        await channel.send("x")
    assert forbidden.value.code == 50013


async def test_it_lives_through_what_happens_to_connections(quiet: Sandbox, bot: Bot) -> None:
    """Told to reconnect or cut off, it resumes and gets what it missed once; duplicates come when asked for."""
    twin = quiet.discord
    for number, trouble in enumerate((twin.reconnect, lambda: twin.drop(4000)), start=1):
        trouble()
        await twin.say("ann", "general", f"missed {number}")
        await bot.received("RESUMED", number)
    twin.replay_duplicates(1)
    await twin.say("ann", "general", "twice")
    heard = [message["content"] for message in await bot.received("MESSAGE_CREATE", 4)]
    assert heard == ["missed 1", "missed 2", "twice", "twice"]


async def test_without_the_intent_it_reads_only_what_is_meant_for_it(quiet: Sandbox) -> None:
    """Mentions, its own messages, DMs and replies that ping it; not the talk in its thread, not an answer to a form."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    twin = quiet.discord
    twin.app.message_content = False
    async with client_for(quiet.url, twin.app.token, intents) as blind:
        channel: Any = blind.get_channel(int(twin.world.channel("general").id))
        own = await channel.send("own")
        await twin.say("ann", "general", "@chatbridge hi")
        await twin.say("ann", "general", "talk")
        await twin.say("ann", "general", "pinged", reply_to=str(own.id))
        await twin.say("ann", "general", "not pinged", reply_to=str(own.id), ping=False)
        await twin.say("ann", twin.world.direct_channel("ann").id, "private")
        heard = [message["content"] for message in await blind.received("MESSAGE_CREATE", 6)]
        assert heard == ["own", f"<@{twin.app.id}> hi", "", "pinged", "", "private"]


async def test_a_privileged_intent_must_be_switched_on_in_the_portal(quiet: Sandbox) -> None:
    """Identifying with message content while it is off ends with 4014, which discord.py explains."""
    quiet.discord.app.message_content = False
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with client_for(quiet.url, quiet.discord.app.token):
            pass
