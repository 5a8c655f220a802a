"""What the bot may do where, and what it is told when it may not."""

import pytest

from adapters.sandbox import Sandbox
from adapters.sandbox.discord.entities import Overwrite
from adapters.sandbox.discord.permissions import EVERYTHING, bits
from adapters.sandbox.discord.seed import MINIMAL
from tests.adapters.sandbox.discord.conftest import Bot
from tests.adapters.sandbox.discord.rest import Rest

pytestmark = pytest.mark.requirement("discord-twin-permissions")


def test_the_order_of_the_maths() -> None:
    """@everyone, roles, overwrites of @everyone, of roles (deny, then allow), of the member; owner and admin bypass."""
    world = Sandbox().discord.world
    ann, general = world.person("ann").id, world.channel("general")
    view, send = bits("VIEW_CHANNEL"), bits("SEND_MESSAGES")
    loud, quiet_role = world.add_role("loud", 0), world.add_role("quiet", 0)
    world.members[ann].roles = [loud.id, quiet_role.id]
    world.roles[world.guild_id].permissions = view | send
    assert world.permissions.of(ann, general) == view | send
    general.overwrites[world.guild_id] = Overwrite(world.guild_id, "role", deny=send)
    assert world.permissions.of(ann, general) == view
    general.overwrites[loud.id] = Overwrite(loud.id, "role", allow=send)
    general.overwrites[quiet_role.id] = Overwrite(quiet_role.id, "role", deny=send)
    assert world.permissions.of(ann, general) == view | send
    general.overwrites[ann] = Overwrite(ann, "member", deny=send)
    assert world.permissions.of(ann, general) == view
    general.overwrites[ann] = Overwrite(ann, "member", deny=view)
    assert world.permissions.of(ann, general) == 0
    loud.permissions = bits("ADMINISTRATOR")
    assert world.permissions.of(ann, general) == EVERYTHING == world.permissions.of(world.owner.id, general)


def test_who_cannot_speak_cannot_attach_or_ping() -> None:
    """Without the right to speak, those of embedding, attaching and pinging everyone have no effect."""
    world = Sandbox().discord.world
    world.permissions.deny("bot", "general", "SEND_MESSAGES")
    left = world.permissions.of(world.bot.id, world.channel("general"))
    assert left == MINIMAL & ~bits("SEND_MESSAGES", "EMBED_LINKS", "ATTACH_FILES")


async def test_what_is_hidden_is_no_access_and_what_is_not_allowed_no_permission(quiet: Sandbox, rest: Rest) -> None:
    """50001 where the bot does not see the channel, 10003 where there is none, 50013 where a permission is missing."""
    world = quiet.discord.world
    hidden = world.channel("elsewhere").id
    assert (await rest("GET", f"/channels/{hidden}")).verdict == (403, 50001)
    assert (await rest("POST", f"/channels/{hidden}/messages", {"content": "x"})).verdict == (403, 50001)
    assert (await rest("GET", "/channels/1")).verdict == (404, 10003)
    general = world.channel("general").id
    world.permissions.deny("bot", "general", "EMBED_LINKS", "ATTACH_FILES", "READ_MESSAGE_HISTORY", "ADD_REACTIONS")
    said = await quiet.discord.say("ann", "general", "hello")
    messages = f"/channels/{general}/messages"
    assert (await rest("POST", messages, {"embeds": [{"title": "x"}]})).verdict == (403, 50013)
    assert (await rest.upload(messages, "{}", ("a.txt", b"x"))).verdict == (403, 50013)
    reply = {"content": "x", "message_reference": {"message_id": said}}
    assert (await rest("POST", messages, reply)).verdict == (403, 160002)
    assert (await rest("GET", messages)).body == []
    assert (await rest("PUT", f"{messages}/{said}/reactions/👍/@me")).verdict == (403, 50013)
    world.permissions.deny("bot", "general", "SEND_MESSAGES", "CREATE_PUBLIC_THREADS")
    assert (await rest("POST", messages, {"content": "x"})).verdict == (403, 50013)
    assert (await rest("POST", f"/channels/{general}/typing")).verdict == (403, 50013)


async def test_a_thread_asks_its_parent_and_for_a_permission_of_its_own(quiet: Sandbox, rest: Rest) -> None:
    """In threads SEND_MESSAGES is irrelevant and SEND_MESSAGES_IN_THREADS decides."""
    thread = await quiet.discord.thread("ann", "general", "talk")
    quiet.discord.world.permissions.deny("bot", "general", "SEND_MESSAGES")
    await rest.post(thread)
    quiet.discord.world.permissions.allow("bot", "general", "SEND_MESSAGES")
    quiet.discord.world.permissions.deny("chatbridge", "general", "SEND_MESSAGES_IN_THREADS")
    refused = await rest("POST", f"/channels/{thread}/messages", {"content": "x"})
    assert refused.verdict == (403, 50013)


async def test_the_bot_hears_only_what_it_may_see(quiet: Sandbox, bot: Bot) -> None:
    """Nothing of channels it cannot view; it is told when its permissions change."""
    world = quiet.discord.world
    await quiet.discord.say("ann", "elsewhere", "secret")
    world.permissions.deny("bot", "agents", "VIEW_CHANNEL")
    [update] = await bot.received("CHANNEL_UPDATE")
    assert update["permission_overwrites"][0]["deny"] == str(bits("VIEW_CHANNEL"))
    await quiet.discord.say("ann", "agents", "secret")
    await quiet.discord.say("ann", "general", "open")
    assert [message["content"] for message in await bot.received("MESSAGE_CREATE")] == ["open"]
    assert bot.guilds[0].me.guild_permissions.value == MINIMAL


async def test_nobody_is_pinged_without_the_right_to(quiet: Sandbox, rest: Rest, general: str) -> None:
    """@everyone needs a permission; a role must be mentionable; allowed_mentions has the last word."""
    world = quiet.discord.world
    role, ann = world.add_role("team", 0), world.person("ann").id
    text = f"@everyone <@&{role.id}> <@{ann}>"
    said = await rest.post(general, text)
    assert (said["mention_everyone"], said["mention_roles"], len(said["mentions"])) == (False, [], 1)
    role.mentionable = True
    assert (await rest.post(general, text))["mention_roles"] == [role.id]
    silent = await rest.post(general, text, allowed_mentions={"parse": []})
    assert (silent["mention_roles"], silent["mentions"]) == ([], [])
    world.permissions.allow("bot", "general", "MENTION_EVERYONE")
    assert (await rest.post(general, text))["mention_everyone"] is True
