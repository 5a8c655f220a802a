"""Threads: begun, spoken in, archived, locked, listed; by people and by the bot."""

import pytest

from adapters.sandbox import ManualClock, Sandbox
from tests.adapters.sandbox.discord.conftest import Bot
from tests.adapters.sandbox.discord.rest import Rest, rest_of

pytestmark = pytest.mark.requirement("discord-twin-threads")

HAS_THREAD, STARTER, PUBLIC, PRIVATE = 32, 21, 11, 12


async def test_a_thread_of_a_message_has_its_id(quiet: Sandbox, rest: Rest, bot: Bot, general: str) -> None:
    """201, once; both are in it; the message says that it has one, and a stub stands for it in the thread."""
    said = await quiet.discord.say("ann", "general", "hello")
    path = f"/channels/{general}/messages/{said}/threads"
    begun = await rest("POST", path, {"name": "talk", "auto_archive_duration": 1440, "rate_limit_per_user": None})
    assert (begun.status, begun.body["id"], begun.body["type"]) == (201, said, PUBLIC)
    assert (begun.body["member_count"], begun.body["message_count"]) == (2, 0)
    assert (await rest("POST", path, {"name": "again"})).verdict == (400, 160004)
    [created] = await bot.received("THREAD_CREATE")
    assert (created["newly_created"], created["parent_id"]) == (True, general)
    [changed] = await bot.received("MESSAGE_UPDATE")
    assert (changed["flags"], changed["thread"]["id"], changed["edited_timestamp"]) == (HAS_THREAD, said, None)
    await rest.post(said, "first")
    stub, first = quiet.discord.messages(said)
    assert (stub["type"], stub["position"], stub["referenced_message"]["content"]) == (STARTER, 0, "hello")
    assert (first["position"], quiet.discord.threads("general")[0]["message_count"]) == (1, 1)
    assert (await rest("PUT", f"/channels/{said}/messages/{said}/reactions/👍/@me")).verdict == (404, 10008)


async def test_a_thread_without_a_message_is_private_unless_said(quiet: Sandbox, rest: Rest, general: str) -> None:
    """The type defaults to 12, which needs a permission of its own; a public one is told of in the channel."""
    path = f"/channels/{general}/threads"
    assert (await rest("POST", path, {"name": "hidden"})).verdict == (403, 50013)
    quiet.discord.world.permissions.allow("bot", "general", "CREATE_PRIVATE_THREADS")
    hidden = (await rest("POST", path, {"name": "hidden"})).body
    assert (hidden["type"], hidden["thread_metadata"]["invitable"]) == (PRIVATE, True)
    shown = (await rest("POST", path, {"name": "shown", "type": PUBLIC})).body
    [notice] = quiet.discord.messages("general")
    assert (notice["type"], notice["message_reference"]["channel_id"]) == (18, shown["id"])
    bad = await rest("POST", path, {"name": "x" * 101, "auto_archive_duration": 61, "type": PUBLIC})
    assert set(bad.body["errors"]) == {"name", "auto_archive_duration"}


async def test_a_post_of_a_forum_is_a_thread_with_its_first_message(quiet: Sandbox, rest: Rest, bot: Bot) -> None:
    """Thread and message share an id; a person's post reaches the bot as both; a forum itself holds no messages."""
    forum = quiet.discord.world.channel("ideas").id
    body = {"name": "idea", "type": PUBLIC, "message": {"content": "text"}}
    begun = (await rest("POST", f"/channels/{forum}/threads", body)).body
    assert (begun["message"]["id"], begun["message"]["content"], begun["message_count"]) == (begun["id"], "text", 0)
    refused = await rest("POST", f"/channels/{forum}/threads", {**body, "message": {"content": "x" * 2001}})
    assert "content" in refused.body["errors"]["message"]
    assert (await rest("POST", f"/channels/{forum}/messages", {"content": "x"})).verdict == (400, 50008)
    posted = await quiet.discord.post("ann", "ideas", "other", "words")
    assert (await bot.received("THREAD_CREATE", 2))[1]["id"] == posted
    message = (await bot.received("MESSAGE_CREATE", 2))[1]
    assert (message["id"], message["channel_id"], message["content"]) == (posted, posted, "words")
    direct = quiet.discord.world.direct_channel("ann").id
    assert (await rest("POST", f"/channels/{direct}/threads", body)).verdict == (400, 50024)


async def test_who_speaks_in_an_archived_thread_wakes_it(quiet: Sandbox, rest: Rest, bot: Bot) -> None:
    """Edits and reactions are refused until then (50083); the update comes before the message."""
    said = await quiet.discord.say("ann", "general", "hello")
    thread = await quiet.discord.thread("ann", "general", "talk", message=said)
    own = (await rest.post(thread))["id"]
    await quiet.discord.archive(thread)
    message = f"/channels/{thread}/messages/{own}"
    assert (await rest("PATCH", message, {"content": "x"})).verdict == (400, 50083)
    assert (await rest("PUT", f"{message}/reactions/👍/@me")).verdict == (400, 50083)
    assert (await rest("PUT", f"/channels/{thread}/thread-members/@me")).verdict == (400, 50083)
    await rest.post(thread, "awake")
    assert (await rest("PATCH", message, {"content": "x"})).status == 200
    await bot.received("MESSAGE_CREATE", 4)
    events = [frame["t"] for frame in bot.frames if frame["t"]]
    last = len(events) - 1 - events[::-1].index("MESSAGE_CREATE")
    assert events[last - 2 : last] == ["THREAD_UPDATE", "THREAD_MEMBER_UPDATE"]


async def test_a_locked_thread_is_closed_to_the_bot(quiet: Sandbox, rest: Rest) -> None:
    """160005 without MANAGE_THREADS; it can neither speak nor reopen."""
    thread = await quiet.discord.thread("ann", "general", "talk")
    await quiet.discord.archive(thread, locked=True)
    spoken = await rest("POST", f"/channels/{thread}/messages", {"content": "x"})
    assert spoken.verdict == (400, 160005)
    assert (await rest("PATCH", f"/channels/{thread}", {"archived": False})).verdict == (403, 50013)
    quiet.discord.world.permissions.allow("bot", "general", "MANAGE_THREADS")
    await rest.post(thread)


async def test_who_may_change_a_thread(quiet: Sandbox, rest: Rest) -> None:
    """One's own may be renamed and archived; another's only reopened; an archived one must be reopened first."""
    own = (await rest("POST", f"/channels/{quiet.discord.world.channel('general').id}/threads", {
        "name": "mine", "type": PUBLIC
    })).body["id"]  # fmt: skip
    assert (await rest("PATCH", f"/channels/{own}", {"name": "new"})).body["name"] == "new"
    assert (await rest("PATCH", f"/channels/{own}", {"locked": True})).verdict == (403, 50013)
    archived = await rest("PATCH", f"/channels/{own}", {"archived": True})
    assert archived.body["thread_metadata"]["archived"] is True
    assert (await rest("PATCH", f"/channels/{own}", {"name": "x"})).verdict == (400, 50083)
    both = await rest("PATCH", f"/channels/{own}", {"archived": False, "name": "x"})
    assert both.body["name"] == "x"
    other = await quiet.discord.thread("ann", "general", "hers")
    assert (await rest("PATCH", f"/channels/{other}", {"name": "x"})).verdict == (403, 50013)
    await quiet.discord.archive(other)
    assert (await rest("PATCH", f"/channels/{other}", {"archived": False})).status == 200
    assert (await rest("DELETE", f"/channels/{other}")).verdict == (403, 50013)


async def test_a_third_name_in_ten_minutes_is_refused_without_a_warning(still: Sandbox, clock: ManualClock) -> None:
    """The limit of renames shows in no header before it is hit; its wait is long and its scope shared."""
    world = still.discord.world
    thread = await still.discord.thread("ann", "general", "talk")
    world.permissions.allow("bot", "general", "MANAGE_THREADS")
    async with rest_of(still) as rest:
        renames = [await rest("PATCH", f"/channels/{thread}", {"name": name}) for name in ("a", "b", "c")]
        assert [answer.status for answer in renames] == [200, 200, 429]
        assert (renames[2].body["retry_after"], renames[2].headers["X-RateLimit-Scope"]) == (600, "shared")
        clock.advance(600)
        assert (await rest("PATCH", f"/channels/{thread}", {"name": "c"})).status == 200


async def test_an_idle_thread_is_archived(quiet: Sandbox, clock: ManualClock, rest: Rest) -> None:
    """After its duration without a word, counted from the last one."""
    thread = await quiet.discord.thread("ann", "general", "talk")
    clock.advance(23 * 3600)
    await rest.post(thread)
    clock.advance(23 * 3600)
    assert not quiet.discord.threads("general")[0]["thread_metadata"]["archived"]
    clock.advance(3600)
    assert quiet.discord.threads("general")[0]["thread_metadata"]["archived"]


async def test_threads_are_listed_by_whether_they_are_archived(quiet: Sandbox, rest: Rest, general: str) -> None:
    """Active ones of the server; archived ones of a channel, the latest first, in pages."""
    guild = quiet.discord.world.guild_id
    threads = [await quiet.discord.thread("ann", "general", name) for name in ("a", "b", "c", "d")]
    for thread in threads[:3]:
        await quiet.discord.archive(thread)
    active = (await rest("GET", f"/guilds/{guild}/threads/active")).body
    assert [thread["name"] for thread in active["threads"]] == ["d"]
    archived = (await rest("GET", f"/channels/{general}/threads/archived/public?limit=2")).body
    assert (len(archived["threads"]), archived["has_more"]) == (2, True)
    assert (await rest("GET", f"/channels/{general}/threads/archived/private")).verdict == (403, 50013)


async def test_joining_is_told_to_the_one_who_joins(quiet: Sandbox, rest: Rest, bot: Bot) -> None:
    """The bot hears of its own membership; a member can be read, a stranger not."""
    thread = await quiet.discord.thread("ann", "general", "talk")
    members = f"/channels/{thread}/thread-members"
    assert (await rest("GET", f"{members}/@me")).verdict == (404, 10007)
    assert (await rest("PUT", f"{members}/@me")).status == 204
    [joined] = await bot.received("THREAD_MEMBERS_UPDATE")
    assert [member["user_id"] for member in joined["added_members"]] == [quiet.discord.app.id]
    assert (await rest("GET", f"{members}/@me")).body["id"] == thread
    assert (await rest("DELETE", f"{members}/@me")).status == 204
    left = (await bot.received("THREAD_MEMBERS_UPDATE", 2))[1]
    assert left["removed_member_ids"] == [quiet.discord.app.id]
