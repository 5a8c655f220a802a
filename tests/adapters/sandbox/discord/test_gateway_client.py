"""The unmodified discord.py against the gateway: it connects, resumes and fails as it does with Discord."""

import asyncio
from collections.abc import AsyncIterator

import discord
import pytest

from tests.adapters.sandbox.discord.conftest import BRIDGE_INTENTS, Bot, client_for
from tests.adapters.sandbox.discord.portal import ANN, GUILD, TOKEN, App, Server, apps_of, message, serving

pytestmark = pytest.mark.requirement("discord-twin-gateway-client")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A gateway in real time, without limits."""
    async with serving(limits=False) as running:
        yield running


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    """discord.py with the bridge's intents, ready."""
    async with client_for(server.url, TOKEN) as ready:
        yield ready


def numbers(messages: list[dict[str, str]]) -> list[str]:
    return [each["content"] for each in messages]


async def test_it_becomes_ready_and_gets_messages(server: Server, bot: Bot) -> None:
    """The client knows its guild and channels, and sees what people write."""
    guild = bot.get_guild(int(GUILD))
    assert guild is not None
    assert [channel.name for channel in guild.text_channels] == ["general"]
    assert guild.me.name == "chatbridge"
    server.gateway.dispatch("MESSAGE_CREATE", message(1))
    assert numbers(await bot.received("MESSAGE_CREATE")) == ["number 1"]
    assert [each.content for each in bot.cached_messages] == ["number 1"]


@pytest.mark.parametrize("trouble", ["reconnect", "cut", "close 4000", "close 1000", "invalid session"])
async def test_it_resumes_and_gets_what_it_missed_once(server: Server, bot: Bot, trouble: str) -> None:
    """Told to reconnect, cut off or closed, the client comes back to its session; no event is lost or comes twice."""
    server.gateway.dispatch("MESSAGE_CREATE", message(1))
    await bot.received("MESSAGE_CREATE")
    match trouble:
        case "reconnect":
            server.gateway.reconnect()
        case "cut":
            server.gateway.drop()
        case "invalid session":
            server.gateway.invalidate(resumable=True)
        case _:
            server.gateway.drop(int(trouble.split()[1]))
    server.gateway.dispatch("MESSAGE_CREATE", message(2))
    await server.until(connected=False)
    server.gateway.dispatch("MESSAGE_CREATE", message(3))
    await bot.received("RESUMED")
    server.gateway.dispatch("MESSAGE_CREATE", message(4))
    assert numbers(await bot.received("MESSAGE_CREATE", 4)) == [f"number {n}" for n in (1, 2, 3, 4)]
    assert len(bot.seen("READY")) == 1


async def test_a_session_that_is_gone_is_given_up(server: Server, bot: Bot) -> None:
    """Told that its session is invalid for good, the client begins another one."""
    session = bot.seen("READY")[0]["session_id"]
    server.gateway.invalidate(resumable=False)
    _, anew = await bot.received("READY", 2)
    assert anew["session_id"] != session
    async with apps_of(server) as apps:
        app: App = await apps.greeted()
        await app.resume(session, 1)
        assert await app.frame() == {"op": 9, "d": False, "s": None, "t": None}


async def test_a_token_that_the_gateway_refuses(server: Server) -> None:
    """A wrong token closes the connection with 4004, which the client does not retry."""
    server.portal.token = "another"
    with pytest.raises(discord.ConnectionClosed) as caught:
        async with client_for(server.url, TOKEN):
            pass
    assert caught.value.code == 4004


async def test_an_intent_that_is_switched_off(server: Server) -> None:
    """A privileged intent that is not switched on in the app's settings ends the client with a clear error."""
    server.portal.privileged = 0
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with client_for(server.url, TOKEN):
            pass


async def test_without_message_content_only_what_is_for_the_bot_can_be_read(server: Server) -> None:
    """The client gets other messages of a guild blank, but mentions and DMs in full."""
    intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
    server.portal.privileged = 0
    async with client_for(server.url, TOKEN, intents) as bot:
        server.gateway.dispatch("MESSAGE_CREATE", message(1))
        server.gateway.dispatch("MESSAGE_CREATE", message(2), mentions_bot=True)
        server.gateway.dispatch("MESSAGE_CREATE", message(3, guild=False))
        assert numbers(await bot.received("MESSAGE_CREATE", 3)) == ["", "number 2", "number 3"]
        assert [len(each.embeds) for each in bot.cached_messages] == [0, 1, 1]


async def test_with_the_members_intent_it_asks_for_everybody(server: Server) -> None:
    """GUILD_CREATE names only the bot; the client's request for members is answered before it is ready."""
    async with client_for(server.url, TOKEN, BRIDGE_INTENTS | discord.Intents(members=True)) as bot:
        guild = bot.get_guild(int(GUILD))
        assert guild is not None
        assert sorted(each.name for each in guild.members) == ["ann", "ben", "chatbridge"]
        assert [len(each["members"]) for each in bot.seen("GUILD_CREATE")] == [1]
        assert await guild.query_members("ann") == [guild.get_member(int(ANN))]


async def test_the_compressed_stream(server: Server) -> None:
    """With transport compression the client reads the same."""
    server.gateway.compress()
    async with client_for(server.url, TOKEN) as bot:
        for number in (1, 2):
            server.gateway.dispatch("MESSAGE_CREATE", message(number))
        assert numbers(await bot.received("MESSAGE_CREATE", 2)) == ["number 1", "number 2"]


async def test_a_heartbeat_on_demand(server: Server, bot: Bot) -> None:
    """Asked for a heartbeat the client sends one, and measures its latency by the answer."""
    beaten = asyncio.Event()

    async def on_socket_raw_send(text: str) -> None:
        if '"op":1,' in text:
            beaten.set()

    bot.event(on_socket_raw_send)
    server.gateway.request_heartbeat()
    await beaten.wait()
    assert bot.latency < 5


async def test_closing_the_client_disconnects_the_bot(server: Server) -> None:
    """The twin sees the bot leave."""
    async with client_for(server.url, TOKEN):
        assert server.gateway.connected
    await server.until(connected=False)
