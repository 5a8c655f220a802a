"""Requests for a guild's members, answered in chunks; pure.

Source: Discord docs, "Request Guild Members" and "Guild Members Chunk".
"""

from typing import Final

from adapters.sandbox.discord.intents import Intent
from adapters.sandbox.wire import Json

CHUNK: Final = 1000  # members in one event
FOUND_AT_MOST: Final = 100  # members that a query or a list of ids gives
NONCE_BYTES: Final = 32


def wants_all(request: Json) -> bool:
    """Whether every member is asked for: an empty query without a limit."""
    return not request.get("user_ids") and not request.get("query") and not request.get("limit")


def chunks(request: Json, guild: Json, intents: int) -> list[Json]:
    """Return the data of the GUILD_MEMBERS_CHUNK events that answer a request; none if the intents do not allow it.

    Args:
        request: the frame's ``d``.
        guild: the guild's GUILD_CREATE data, with all its members.
        intents: what the app identified with.
    """
    if wants_all(request) and not intents & Intent.GUILD_MEMBERS.value:
        return []
    members, absent = _found(request, guild["members"])
    parts = [members[start : start + CHUNK] for start in range(0, len(members), CHUNK)] or [[]]
    more: Json = {"not_found": absent} if absent else {}
    nonce = request.get("nonce")
    if isinstance(nonce, str) and len(nonce.encode()) <= NONCE_BYTES:
        more["nonce"] = nonce
    return [
        {"guild_id": guild["id"], "members": part, "chunk_index": index, "chunk_count": len(parts), **more}
        for index, part in enumerate(parts)
    ]


def _found(request: Json, members: list[Json]) -> tuple[list[Json], list[str]]:
    """Return the members that a request names, and the ids it names that are nobody's."""
    if wants_all(request):
        return members, []
    wanted = request.get("user_ids")
    if wanted:
        ids = [str(user) for user in (wanted if isinstance(wanted, list) else [wanted])][:FOUND_AT_MOST]
        by_id = {member["user"]["id"]: member for member in members}
        return [by_id[user] for user in ids if user in by_id], [user for user in ids if user not in by_id]
    prefix = str(request.get("query") or "").casefold()
    matching = [member for member in members if member["user"]["username"].casefold().startswith(prefix)]
    return matching[: min(request.get("limit") or FOUND_AT_MOST, FOUND_AT_MOST)], []
