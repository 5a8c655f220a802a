"""The world in the API's shapes.

Guarantee: every key that a recorded payload of the same kind carries is there, with a value of the same type; ids are
decimal strings. (Shapes: Discord docs, "User", "Guild", "Channel", "Application"; recorded gateway events.)
"""

from typing import Final

from adapters.sandbox.discord.entities import (
    VERIFIED_BOT,
    Account,
    App,
    Channel,
    Kind,
    Member,
    Overwrite,
    Role,
    Thread,
)
from adapters.sandbox.wire import Json

LOCALE: Final = "en-US"
BOT_DISCRIMINATOR: Final = "6184"
MEMBERS_COUNTED: Final = 50  # member_count of a thread stops there (Discord docs, "Channel Object")


def user(account: Account) -> Json:
    """Return a user object."""
    shape: Json = {
        "id": account.id,
        "username": account.username,
        "global_name": account.global_name,
        "discriminator": BOT_DISCRIMINATOR if account.bot else "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "display_name_styles": None,
        "primary_guild": None,
        "clan": None,
        "public_flags": VERIFIED_BOT if account.bot else 0,
    }
    return {**shape, "bot": True} if account.bot else shape


def member(found: Member) -> Json:
    """Return a member object without its user, as messages carry it."""
    return {
        "roles": list(found.roles),
        "joined_at": found.joined_at,
        "nick": None,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "pending": False,
        "mute": False,
        "deaf": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def full_member(found: Member) -> Json:
    """Return a member object with its user."""
    return {**member(found), "user": user(found.account)}


def reacting_member(found: Member) -> Json:
    """Return the member of a reaction; its user has two keys more than elsewhere (recorded)."""
    account = found.account
    more = {"display_name": account.global_name or account.username, "bot": account.bot}
    return {**member(found), "user": {**user(account), **more}}


def role(found: Role) -> Json:
    """Return a role object."""
    return {
        "id": found.id,
        "name": found.name,
        "permissions": str(found.permissions),
        "position": found.position,
        "mentionable": found.mentionable,
        "managed": bool(found.bot_id),
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
        **({"tags": {"bot_id": found.bot_id}} if found.bot_id else {}),
    }


def channel(found: Channel, guild_id: str, recipient: Account | None = None) -> Json:
    """Return a channel object: a channel of the guild, a thread, or a DM with `recipient`."""
    if isinstance(found, Thread):
        return thread(found, guild_id)
    if found.kind is Kind.DM:
        recipients = [user(recipient)] if recipient else []
        return {
            "id": found.id,
            "type": int(found.kind),
            "last_message_id": found.last_message_id,
            "flags": 0,
            "recipients": recipients,
        }
    shape: Json = {
        "id": found.id,
        "type": int(found.kind),
        "guild_id": guild_id,
        "name": found.name,
        "position": found.position,
        "topic": found.topic,
        "nsfw": False,
        "parent_id": None,
        "last_message_id": found.last_message_id,
        "last_pin_timestamp": found.last_pin,
        "rate_limit_per_user": 0,
        "permission_overwrites": [_overwrite(overwrite) for overwrite in found.overwrites.values()],
        "flags": 0,
    }
    if found.kind is Kind.FORUM:
        forum = {"default_reaction_emoji": None, "default_sort_order": None, "default_forum_layout": 0}
        shape |= {**forum, "available_tags": list(found.tags)}
    return shape


def thread(found: Thread, guild_id: str) -> Json:
    """Return a thread's channel object."""
    metadata: Json = {
        "archived": found.archived,
        "archive_timestamp": found.archive_timestamp,
        "auto_archive_duration": found.auto_archive_duration,
        "create_timestamp": found.created_at,
        "locked": found.locked,
    }
    if found.kind is Kind.PRIVATE_THREAD:
        metadata["invitable"] = found.invitable
    shape: Json = {
        "id": found.id,
        "type": int(found.kind),
        "guild_id": guild_id,
        "parent_id": found.parent_id,
        "owner_id": found.owner_id,
        "name": found.name,
        "last_message_id": found.last_message_id,
        "message_count": found.message_count,
        "total_message_sent": found.total_message_sent,
        "member_count": min(len(found.members), MEMBERS_COUNTED),
        "rate_limit_per_user": found.rate_limit_per_user,
        "thread_metadata": metadata,
        "flags": found.flags,
    }
    return {**shape, "applied_tags": list(found.applied_tags)} if found.applied_tags else shape


def thread_member(found: Thread, user_id: str) -> Json:
    """Return a thread member object."""
    return {
        "id": found.id,
        "user_id": user_id,
        "join_timestamp": found.members[user_id],
        "flags": 0,
        "muted": False,
        "mute_config": None,
    }


def thread_deleted(found: Thread, guild_id: str) -> Json:
    """Return what THREAD_DELETE carries."""
    return {"id": found.id, "guild_id": guild_id, "parent_id": found.parent_id, "type": int(found.kind)}


def application(app: App, owner: Account) -> Json:
    """Return GET /oauth2/applications/@me. Without an interactions endpoint, interactions come over the gateway."""
    return {
        "id": app.id,
        "name": app.name,
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": app.verify_key,
        "flags": app.flags,
        "hook": True,
        "interactions_endpoint_url": None,
        "team": None,
        "owner": user(owner),
    }


def _overwrite(found: Overwrite) -> Json:
    kind = {"role": 0, "member": 1}[found.target]
    return {"id": found.id, "type": kind, "allow": str(found.allow), "deny": str(found.deny)}
