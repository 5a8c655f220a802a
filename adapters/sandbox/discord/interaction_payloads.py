"""What INTERACTION_CREATE carries, and what of it stays on the bot's answers.

Guarantee: every key of a recorded interaction of the same kind is there. (Discord docs, "Interaction Object"; recorded
component interaction.)
"""

from collections.abc import Iterable
from typing import Any, Final

from adapters.sandbox.discord import shapes
from adapters.sandbox.discord.entities import Channel, Thread
from adapters.sandbox.discord.interactions import Act, Interaction
from adapters.sandbox.discord.world import World
from adapters.sandbox.wire import Json, NotPossible

ATTACHMENT_BYTES: Final = 10 * 1024 * 1024
IN_GUILD: Final = 0
IN_BOT_DM: Final = 1
USER, ROLE, MENTIONABLE, CHANNEL = range(5, 9)  # component types of the selects of things
PREVIEWED: Final = 5


def payload(world: World, interaction: Interaction, data: Json, message: Json | None = None) -> Json:
    """Return INTERACTION_CREATE's data."""
    channel, person = interaction.channel, interaction.person
    body: Json = {
        "id": interaction.id,
        "application_id": world.app.id,
        "type": int(interaction.act),
        "token": interaction.token,
        "version": 1,
        "data": data,
        "channel": partial_channel(world, channel, person.id),
        "channel_id": channel.id,
        "context": IN_GUILD if channel.in_guild else IN_BOT_DM,
        "authorizing_integration_owners": owners(world, channel),
        "app_permissions": str(world.permissions.of(world.bot.id, channel)),
        "attachment_size_limit": ATTACHMENT_BYTES,
        "entitlements": [],
        "entitlement_sku_ids": [],
        "locale": shapes.LOCALE,
    }
    if message is not None:
        body["message"] = message
    if not channel.in_guild:
        return {**body, "user": shapes.user(person)}
    permissions = str(world.permissions.of(person.id, channel))
    extra = {"permissions": permissions, "unusual_dm_activity_until": None, "collectibles": None}
    member = {**shapes.full_member(world.members[person.id]), **extra, "display_name_styles": None}
    guild = {"id": world.guild_id, "features": [], "locale": shapes.LOCALE}
    return {**body, "guild": guild, "guild_id": world.guild_id, "guild_locale": shapes.LOCALE, "member": member}


def metadata(world: World, interaction: Interaction, *, followup: bool) -> Json:
    """Return the keys that tell of a message which interaction it answers."""
    told: Json = {
        "id": interaction.id,
        "type": int(interaction.act),
        "user": shapes.user(interaction.person),
        "authorizing_integration_owners": owners(world, interaction.channel),
    }
    keys: Json = {"application_id": world.app.id, "webhook_id": world.app.id}
    if interaction.act is Act.COMMAND:
        told |= {"name": interaction.command, "command_type": 1}
        about = {"id": interaction.id, "type": int(interaction.act), "name": interaction.command}
        keys["interaction"] = {**about, "user": shapes.user(interaction.person)}
    if interaction.clicked:
        told["interacted_message_id"] = interaction.clicked
    if followup and interaction.original:
        told["original_response_message_id"] = interaction.original
    return {**keys, "interaction_metadata": told}


def owners(world: World, channel: Channel) -> Json:
    """Return who installed the app here: the server; in its DM, "0"."""
    return {"0": world.guild_id if channel.in_guild else "0"}


def partial_channel(world: World, channel: Channel, user_id: str) -> Json:
    """Return the channel as an interaction carries it."""
    shape = world.shape(channel)
    shape.pop("permission_overwrites", None)
    if channel.in_guild:
        shape["permissions"] = str(world.permissions.of(user_id, channel))
    if isinstance(channel, Thread):
        shape["member_ids_preview"] = list(channel.members)[:PREVIEWED]
        if user_id in channel.members:
            shape["member"] = shapes.thread_member(channel, user_id)
    return shape


def resolved(world: World, kind: int, ids: Iterable[str], user_id: str) -> Json:
    """Return `resolved` for the values of a select of users, roles or channels.

    Raises:
        NotPossible: one is not there.
    """
    found: dict[str, dict[str, Any]] = {}
    for number in ids:
        if kind in (USER, MENTIONABLE) and number in world.members:
            member = world.members[number]
            found.setdefault("users", {})[number] = shapes.user(member.account)
            permissions = str(world.permissions.in_guild(number))
            found.setdefault("members", {})[number] = {**shapes.member(member), "permissions": permissions}
        elif kind in (ROLE, MENTIONABLE) and number in world.roles:
            found.setdefault("roles", {})[number] = shapes.role(world.roles[number])
        elif kind == CHANNEL and number in world.channels:
            channel = partial_channel(world, world.channels[number], user_id)
            found.setdefault("channels", {})[number] = channel
        else:
            raise NotPossible("choice_not_found", f"{number!r} cannot be chosen here.")
    return found
