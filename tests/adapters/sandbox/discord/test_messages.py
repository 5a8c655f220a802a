"""What the bot says in channels: creating, editing, deleting, pinning, reacting; and what is read back."""

import json

import aiohttp
import pytest

from adapters.sandbox import ManualClock, Sandbox
from tests.adapters.sandbox.discord.rest import Json, Rest, rest_of

pytestmark = pytest.mark.requirement("discord-twin-messages")

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x03\x00\x00\x00\x02"
REPLY, V2, SUPPRESSED = 19, 1 << 15, 1 << 2


async def test_a_nonce_says_a_thing_once(clock: ManualClock, quiet: Sandbox, rest: Rest, general: str) -> None:
    """The same nonce gives the first message again, for five minutes; once that is deleted, nothing."""
    first = await rest.post(general, nonce="7", enforce_nonce=True)
    assert first["nonce"] == "7"
    again = await rest.post(general, "other", nonce=7, enforce_nonce=True)
    assert (again["id"], len(quiet.discord.messages("general"))) == (first["id"], 1)
    assert (await rest.post(general, nonce="7"))["id"] != first["id"]
    clock.advance(301)
    later = await rest.post(general, nonce="7", enforce_nonce=True)
    assert later["id"] != first["id"]
    assert (await rest("DELETE", f"/channels/{general}/messages/{later['id']}")).status == 204
    gone = await rest("POST", f"/channels/{general}/messages", {"content": "x", "nonce": "7", "enforce_nonce": True})
    assert gone.verdict == (404, 10008)


async def test_a_reply_shows_what_it_answers(quiet: Sandbox, rest: Rest, general: str) -> None:
    """It pings the author unless told not to; what was deleted is null; what never was is refused."""
    said = await quiet.discord.say("ann", "general", "hello")
    reply = await rest.post(general, message_reference={"message_id": int(said), "channel_id": int(general)})
    assert (reply["type"], reply["referenced_message"]["content"]) == (REPLY, "hello")
    assert [user["username"] for user in reply["mentions"]] == ["ann"]
    silent = await rest.post(general, message_reference={"message_id": reply["id"]}, allowed_mentions={"parse": []})
    assert silent["mentions"] == []
    assert silent["referenced_message"]["message_reference"]["message_id"] == said
    await quiet.discord.delete("ann", "general", said)
    read = await rest("GET", f"/channels/{general}/messages/{reply['id']}")
    assert read.body["referenced_message"] is None
    unknown: Json = {"content": "x", "message_reference": {"message_id": "1"}}
    refused = await rest("POST", f"/channels/{general}/messages", unknown)
    assert refused.body["errors"]["message_reference"]["_errors"][0]["code"] == "REPLIES_UNKNOWN_MESSAGE"
    unknown["message_reference"] = {"message_id": "1", "fail_if_not_exists": False}
    assert (await rest("POST", f"/channels/{general}/messages", unknown)).body["type"] == 0


async def test_history_comes_newest_first_in_pages(quiet: Sandbox, rest: Rest, general: str) -> None:
    """before, after and around choose the page; two of them at once are refused."""
    ids = [await quiet.discord.say("ann", "general", str(number)) for number in range(10)]

    async def page(query: str) -> list[str]:
        return [message["content"] for message in (await rest("GET", f"/channels/{general}/messages?{query}")).body]

    assert await page("limit=3") == ["9", "8", "7"]
    assert await page(f"limit=2&before={ids[7]}") == ["6", "5"]
    assert await page(f"limit=2&after={ids[2]}") == ["4", "3"]
    assert await page(f"limit=3&around={ids[5]}") == ["6", "5", "4"]
    both = await rest("GET", f"/channels/{general}/messages?before={ids[0]}&after={ids[0]}")
    assert both.verdict == (400, 50035)
    assert (await rest("GET", f"/channels/{general}/messages?limit=101")).verdict == (400, 50035)


async def test_a_file_is_named_by_what_shows_it(quiet: Sandbox, rest: Rest, general: str) -> None:
    """attachment:// in an embed becomes the file's address, with its size; the file itself is listed too."""
    body = json.dumps({"embeds": [{"title": "e", "image": {"url": "attachment://a.png"}}]})
    answer = await rest.upload(f"/channels/{general}/messages", body, ("a.png", PNG))
    [file], [embed] = answer.body["attachments"], answer.body["embeds"]
    assert (file["filename"], file["size"], file["content_type"]) == ("a.png", len(PNG), "image/png")
    assert (file["width"], file["height"]) == (3, 2)
    assert (embed["type"], embed["image"]["url"], embed["image"]["width"]) == ("rich", file["url"], 3)
    fresh = await rest("POST", "/attachments/refresh-urls", {"attachment_urls": [file["url"]]})
    assert fresh.body["refreshed_urls"][0]["original"] == file["url"]
    text = json.dumps({"flags": V2, "components": [{"type": 13, "file": {"url": "attachment://b.txt"}}]})
    shown = (await rest.upload(f"/channels/{general}/messages", text, ("b.txt", b"12"))).body["components"][0]
    assert (shown["name"], shown["size"], shown["id"]) == ("b.txt", 2, 1)
    assert shown["file"]["attachment_id"]
    kept = [message["attachments"][0]["filename"] for message in quiet.discord.messages("general")]
    assert kept == ["a.png", "b.txt"]


async def test_an_address_is_good_for_a_day(clock: ManualClock, quiet: Sandbox, rest: Rest, general: str) -> None:
    """After that it is 404 and the message, read again, has a fresh one; a changed address opens nothing."""
    body = (await rest.upload(f"/channels/{general}/messages", "{}", ("a.txt", b"abc"))).body
    url = body["attachments"][0]["url"]
    async with aiohttp.ClientSession() as session:

        async def fetched(address: str) -> tuple[int, bytes]:
            async with session.get(address) as answer:
                return answer.status, await answer.read()

        assert await fetched(url) == (200, b"abc")
        assert (await fetched(url.replace("hm=", "hm=0")))[0] == 404
        clock.advance(24 * 3600)
        assert (await fetched(url))[0] == 404
        again = (await rest("GET", f"/channels/{general}/messages/{body['id']}")).body["attachments"][0]
        assert await fetched(again["url"]) == (200, b"abc")
        assert (again["content_type"], quiet.discord.messages("general")[0]["id"]) == (
            "text/plain; charset=utf-8", body["id"]
        )  # fmt: skip


async def test_an_edit_changes_what_it_names(clock: ManualClock, quiet: Sandbox, rest: Rest, general: str) -> None:
    """Files not listed go, mentions follow the text, embeds can be hidden and shown; another's text stays."""
    body = json.dumps({"content": "one", "embeds": [{"title": "e"}]})
    first = (await rest.upload(f"/channels/{general}/messages", body, ("a.txt", b"1"), ("b.txt", b"2"))).body
    path = f"/channels/{general}/messages/{first['id']}"
    clock.advance(1)
    ann = quiet.discord.world.person("ann").id
    listed = [{"id": first["attachments"][1]["id"]}]
    edited = (await rest("PATCH", path, {"content": f"<@{ann}>", "attachments": listed, "tts": False})).body
    assert [file["filename"] for file in edited["attachments"]] == ["b.txt"]
    assert ([user["id"] for user in edited["mentions"]], edited["embeds"][0]["title"]) == ([ann], "e")
    assert edited["edited_timestamp"] > edited["timestamp"]
    assert (await rest("PATCH", path, {"flags": SUPPRESSED})).body["embeds"] == []
    assert len((await rest("PATCH", path, {"flags": 0})).body["embeds"]) == 1
    assert (await rest("PATCH", path, {"content": "", "embeds": [], "attachments": []})).verdict == (400, 50006)
    said = await quiet.discord.say("ann", "general", "mine")
    assert (await rest("PATCH", f"/channels/{general}/messages/{said}", {"content": "x"})).verdict == (403, 50005)
    assert (await rest("DELETE", f"/channels/{general}/messages/{said}")).verdict == (403, 50013)


async def test_old_messages_are_edited_slowly(clock: ManualClock, still: Sandbox) -> None:
    """The fourth edit within six seconds of messages older than an hour is 30046 with HTTP 429."""
    general = still.discord.world.channel("general").id
    async with rest_of(still) as rest:
        path = f"/channels/{general}/messages/{(await rest.post(general))['id']}"
        clock.advance(3700)
        answers = [await rest("PATCH", path, {"content": str(number)}) for number in range(4)]
        assert [answer.status for answer in answers] == [200, 200, 200, 429]
        assert (answers[3].verdict, bool(answers[3].headers["Via"])) == ((429, 30046), True)
        clock.advance(5.9)
        still.discord.throttle.hidden = False
        assert (await rest("PATCH", path, {"content": "x"})).status == 200


async def test_reactions_are_counted_by_emoji(quiet: Sandbox, rest: Rest, general: str) -> None:
    """What is no emoji is refused; twenty different ones are the most; `me` is the bot."""
    said = await quiet.discord.say("ann", "general", "hello")
    await quiet.discord.react("ann", "general", said, "👍")
    path = f"/channels/{general}/messages/{said}/reactions"
    assert (await rest("PUT", f"{path}/%F0%9F%91%8D/@me")).status == 204
    [shown] = quiet.discord.messages("general")[0]["reactions"]
    assert (shown["emoji"], shown["count"], shown["me"]) == ({"id": None, "name": "👍"}, 2, True)
    users = (await rest("GET", f"{path}/👍")).body
    assert {user["username"] for user in users} == {"ann", "chatbridge"}
    assert (await rest("PUT", f"{path}/x/@me")).verdict == (400, 10014)
    assert (await rest("PUT", f"{path}/custom:123/@me")).verdict == (400, 10014)
    assert (await rest("DELETE", f"{path}/👍/@me")).status == 204
    for number in range(19):
        await quiet.discord.react("ann", "general", said, chr(0x1F600 + number))
    assert (await rest("PUT", f"{path}/🍎/@me")).verdict == (400, 30010)


async def test_pinning_is_told_in_the_channel(quiet: Sandbox, rest: Rest, general: str) -> None:
    """It needs a permission of its own; the pins are listed, and a notice of type 6 is posted."""
    said = await quiet.discord.say("ann", "general", "keep")
    path = f"/channels/{general}/messages/pins"
    assert (await rest("PUT", f"{path}/{said}")).verdict == (403, 50013)
    quiet.discord.world.permissions.allow("bot", "general", "PIN_MESSAGES")
    assert (await rest("PUT", f"{path}/{said}")).status == 204
    listed = (await rest("GET", path)).body
    assert ([item["message"]["content"] for item in listed["items"]], listed["has_more"]) == (["keep"], False)
    assert [message["type"] for message in quiet.discord.messages("general")] == [0, 6]
    assert (await rest("DELETE", f"{path}/{said}")).status == 204
    assert (await rest("GET", path)).body["items"] == []


async def test_many_messages_are_deleted_at_once(quiet: Sandbox, rest: Rest, general: str) -> None:
    """Two to a hundred, with the permission, none older than a fortnight."""
    ids = [await quiet.discord.say("ann", "general", str(number)) for number in range(3)]
    path = f"/channels/{general}/messages/bulk-delete"
    assert (await rest("POST", path, {"messages": ids})).verdict == (403, 50013)
    quiet.discord.world.permissions.allow("bot", "general", "MANAGE_MESSAGES")
    assert (await rest("POST", path, {"messages": ids[:1]})).verdict == (400, 50035)
    assert (await rest("POST", path, {"messages": [*ids, "4194304000"]})).verdict == (400, 50034)
    assert (await rest("POST", path, {"messages": [int(ids[0]), ids[1]]})).status == 204
    assert [message["content"] for message in quiet.discord.messages("general")] == ["2"]


async def test_the_typing_line_lasts_ten_seconds_or_until_the_answer(
    clock: ManualClock, quiet: Sandbox, rest: Rest, general: str
) -> None:
    """Typing again keeps it; speaking takes it away."""
    typing = quiet.discord.world.typing
    await rest("POST", f"/channels/{general}/typing")
    clock.advance(9)
    await rest("POST", f"/channels/{general}/typing")
    clock.advance(9)
    assert [channel for channel, _ in typing] == [general]
    clock.advance(1)
    assert not typing
    await rest("POST", f"/channels/{general}/typing")
    await rest.post(general)
    assert not typing
