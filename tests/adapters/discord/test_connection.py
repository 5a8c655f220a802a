"""Being connected: what keeps us from it, and what discord.py does not know about the places of a server."""

import pytest

from adapters.discord.app import DiscordAdapter
from adapters.sandbox import Sandbox
from bridge.errors import DeliveryError
from bridge.ports import Address, Said
from tests.fakes.inbox import RecordingInbox


@pytest.mark.requirement("discord-bad-token")
async def test_an_api_that_is_not_there_is_said_at_once(inbox: RecordingInbox) -> None:
    """With the setting to look at."""
    adapter = DiscordAdapter({"token": "a.b.c", "api_url": "http://127.0.0.1:9/api/v10"})
    with pytest.raises(DeliveryError, match=r"cannot be reached.*\[discord\] api_url"):
        async with adapter.run(inbox):
            pass


@pytest.mark.requirement("discord-bad-token")
async def test_a_refused_login_is_said_at_once(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """With what Discord answered."""
    sandbox.discord.fail_next("GET /users/@me", status=403, code=40333)
    with pytest.raises(DeliveryError, match="HTTP 403"):
        async with DiscordAdapter(sandbox.sections["discord"]).run(inbox):
            pass


@pytest.mark.requirement("discord-starts")
async def test_a_message_in_a_thread_that_discord_py_does_not_know(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: RecordingInbox
) -> None:
    """Discord may deliver it before the thread's own event; the thread is looked up."""
    discord = sandbox.discord
    discord.gateway.hold()
    thread = await discord.thread("ann", "general", "a thread")
    await discord.say("ann", thread, "@chatbridge first")
    await discord.say("ann", thread, "second")
    discord.gateway.release(backwards=True)
    first, second = await inbox.next(Said), await inbox.next(Said, 2)
    channel = discord.world.channel("general").id
    assert {(said.thread.channel, said.thread.root) for said in (first, second)} == {(channel, thread)}
    assert {said.address for said in (first, second)} == {Address.MENTION, Address.REPLY}


async def test_a_role_of_the_bots_own_calls_it_too(
    sandbox: Sandbox, adapter: DiscordAdapter, inbox: RecordingInbox
) -> None:
    """People pick it from the client's list without noticing that it is not the bot."""
    role = next(role for role in sandbox.discord.world.roles.values() if role.bot_id)
    ann, general = sandbox.discord.world.person("ann"), sandbox.discord.world.channel("general")
    sandbox.discord.conversation.post(
        general, ann, {"content": f"<@&{role.id}> hello", "mentions": [], "mention_roles": [role.id]}
    )
    said = await inbox.next(Said)
    assert (said.text, said.address) == ("hello", Address.MENTION)
