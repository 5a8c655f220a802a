"""Interactions: how they reach the bot, how soon and how often it answers, and what its answers do."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest

from adapters.sandbox import ManualClock, Sandbox
from adapters.sandbox.wire import NotPossible
from tests.adapters.sandbox.discord.conftest import Bot
from tests.adapters.sandbox.discord.rest import Answered, Json, Rest

pytestmark = pytest.mark.requirement("discord-twin-interactions")

EPHEMERAL, LOADING = 64, 128
FAILED = {"ok": False, "error": "interaction_failed", "message": "This interaction failed"}
ROW = [{"type": 1, "components": [
    {"type": 2, "style": 1, "label": "Go", "custom_id": "go"},
    {"type": 2, "style": 1, "label": "No", "custom_id": "no", "disabled": True},
]}]  # fmt: skip
PICK = [{"type": 1, "components": [
    {"type": 3, "custom_id": "pick", "max_values": 2, "options": [
        {"label": "A", "value": "a"}, {"label": "B", "value": "b"}
    ]}
]}]  # fmt: skip
FORM = {"custom_id": "form", "title": "Form", "components": [
    {"type": 18, "label": "Name", "component": {"type": 4, "custom_id": "name", "style": 1, "min_length": 2}},
    {"type": 18, "label": "Who", "component": {"type": 5, "custom_id": "who", "required": False, "min_values": 0}},
    {"type": 18, "label": "Files", "component": {"type": 19, "custom_id": "files", "required": False, "min_values": 0}},
]}  # fmt: skip
HEADLESS = {"headers": {}}  # discord.py sends neither token nor agent here


class Play:
    """A person presses or sends something, and the bot gets it."""

    def __init__(self, sandbox: Sandbox, rest: Rest, bot: Bot) -> None:
        self.twin = sandbox.discord
        self.rest = rest
        self.bot = bot
        self.doings: list[asyncio.Future[Json]] = []
        self._seen = 0

    async def begins(self, work: Awaitable[Json]) -> tuple["asyncio.Future[Json]", Json]:
        """Start what a person does, and return it with the interaction the bot got."""
        doing = asyncio.ensure_future(work)
        self.doings.append(doing)
        self._seen += 1
        return doing, (await self.bot.received("INTERACTION_CREATE", self._seen))[-1]

    async def click(self, channel: str, message: str, custom_id: str = "go", *values: str) -> Any:
        """Press a button of a message as ann."""
        return await self.begins(self.twin.act("ann", channel, message, custom_id, values))

    async def answer(self, interaction: Json, kind: object, data: Any = None, query: str = "") -> Answered:
        """Answer an interaction."""
        path = f"/interactions/{interaction['id']}/{interaction['token']}/callback{query}"
        return await self.rest("POST", path, {"type": kind, "data": data}, **HEADLESS)

    async def hook(self, method: str, interaction: Json, path: str = "", body: Any = None) -> Answered:
        """Use the webhook of an interaction."""
        place = f"/webhooks/{interaction['application_id']}/{interaction['token']}{path}"
        return await self.rest(method, place, body, **HEADLESS)


@pytest.fixture
async def play(quiet: Sandbox, rest: Rest, bot: Bot) -> AsyncIterator[Play]:
    """A bot and a person in the quiet sandbox; who still waits for an answer at the end gives up."""
    play = Play(quiet, rest, bot)
    yield play
    for doing in play.doings:
        doing.cancel()


async def test_a_click_carries_all_that_a_recorded_one_does(play: Play, general: str) -> None:
    """Person, permissions, place, message and the component; unanswered for three seconds it has failed."""
    said = await play.rest.post(general, components=ROW)
    _, seen = await play.click(general, said["id"])
    assert seen["data"] == {"component_type": 2, "custom_id": "go", "id": 2}
    assert (seen["type"], seen["version"], seen["context"], seen["channel"]["id"]) == (3, 1, 0, general)
    assert (seen["member"]["user"]["username"], seen["message"]["id"]) == ("ann", said["id"])
    assert seen["app_permissions"] == "309237763136"
    assert seen["authorizing_integration_owners"] == {"0": play.twin.world.guild_id}
    recorded = {"application_id", "attachment_size_limit", "channel_id", "entitlement_sku_ids", "entitlements", "guild"}
    recorded |= {"guild_id", "guild_locale", "id", "locale", "token"}
    assert recorded <= set(seen)
    direct = play.twin.world.direct_channel("ann").id
    again = await play.rest.post(direct, components=ROW)
    _, seen = await play.click(direct, again["id"])
    assert (seen["user"]["username"], seen["context"], "member" in seen, "guild_id" in seen) == ("ann", 1, False, False)


async def test_the_bot_has_three_seconds_and_one_answer(play: Play, clock: ManualClock, general: str) -> None:
    """In time the click succeeds; a second answer is 40060; a late one 10062, and the person saw it fail."""
    said = await play.rest.post(general, components=ROW)
    doing, seen = await play.click(general, said["id"])
    clock.advance(2.9)
    assert (await play.answer(seen, 6)).status == 204
    assert await doing == {"ok": True}
    assert (await play.answer(seen, 6)).verdict == (400, 40060)
    doing, late = await play.click(general, said["id"])
    frames: list[Json] = []
    play.twin.world.watch(lambda change: frames.append({**change.frame, "viewer": change.viewer}))
    clock.advance(3)
    assert await doing == FAILED
    [frame] = [frame for frame in frames if frame.get("type") == "interaction_failed"]
    assert (frame["message"], frame["viewer"]) == (said["id"], play.twin.world.person("ann").id)
    assert (await play.answer(late, 6)).verdict == (404, 10062)
    assert (await play.hook("POST", late, body={"content": "x"})).verdict == (404, 10015)


async def test_what_fits_as_an_answer(play: Play, general: str) -> None:
    """A wrong kind or a body with flaws is refused without being the one answer."""
    said = await play.rest.post(general, components=ROW)
    doing, seen = await play.click(general, said["id"])
    for kind in (1, 8, 12, True, "4"):
        assert (await play.answer(seen, kind)).body["errors"]["type"]["_errors"][0]["code"] == "BASE_TYPE_CHOICES"
    refused = await play.answer(seen, 4, {"content": "x" * 2001})
    assert refused.body["errors"]["data"]["content"]["_errors"][0]["code"] == "BASE_TYPE_MAX_LENGTH"
    assert (await play.answer(seen, 9, FORM)).status == 204
    assert await doing == {"ok": True}
    modal = play.twin.modal("ann") or {}
    doing, sent = await play.begins(play.twin.submit("ann", modal["id"], {"name": "Bob"}))
    assert (await play.answer(sent, 9, FORM)).verdict == (400, 50035)
    await play.answer(sent, 6)
    assert await doing == {"ok": True}


async def test_an_answer_only_one_person_sees(play: Play, general: str) -> None:
    """It comes to the bot without a guild, is in no history, and is changed by the token alone."""
    said = await play.rest.post(general, components=ROW)
    _, seen = await play.click(general, said["id"])
    told = await play.answer(seen, 4, {"content": "psst", "flags": EPHEMERAL}, "?with_response=1")
    answered = told.body["interaction"]
    assert (answered["response_message_ephemeral"], answered["response_message_loading"]) == (True, False)
    assert told.body["resource"]["message"]["content"] == "psst"
    event = (await play.bot.received("MESSAGE_CREATE", 2))[1]
    assert (event["content"], "guild_id" in event, "member" in event) == ("psst", False, False)
    whisper = answered["response_message_id"]
    assert [message["id"] for message in play.twin.ephemerals("ann")] == [whisper]
    assert play.twin.ephemerals("ben") == []
    assert [message["id"] for message in play.twin.messages("general")] == [said["id"]]
    path = f"/channels/{general}/messages/{whisper}"
    assert (await play.rest("PATCH", path, {"content": "x"})).verdict == (404, 10008)
    assert (await play.rest("PUT", f"{path}/reactions/👍/@me")).verdict == (404, 10008)
    assert (await play.hook("PATCH", seen, "/messages/@original", {"content": "changed"})).status == 200
    assert (await play.hook("DELETE", seen, "/messages/@original")).status == 204
    assert play.twin.ephemerals("ann") == []


async def test_thinking_ends_with_the_first_word(play: Play, general: str) -> None:
    """A deferred answer shows as loading, keeps who sees it, and becomes the first followup or edit."""
    said = await play.rest.post(general, components=ROW)
    _, seen = await play.click(general, said["id"])
    told = await play.answer(seen, 5, {"flags": EPHEMERAL | 4}, "?with_response=true")
    assert (told.body["interaction"]["response_message_loading"], "resource" in told.body) == (True, False)
    assert [message["flags"] for message in play.twin.ephemerals("ann")] == [EPHEMERAL | LOADING]
    first = await play.hook("POST", seen, body={"content": "done"})
    assert (first.body["flags"], first.body["edited_timestamp"]) == (EPHEMERAL, None)
    second = (await play.hook("POST", seen, body={"content": "more", "flags": 0})).body
    assert (second["flags"], second["interaction_metadata"]["original_response_message_id"]) == (0, first.body["id"])
    assert [message["content"] for message in play.twin.ephemerals("ann")] == ["done"]
    assert (await play.hook("GET", seen, "/messages/@original")).body["content"] == "done"
    assert (await play.hook("GET", seen, f"/messages/{said['id']}")).verdict == (404, 10008)


async def test_a_clicked_message_is_changed_at_once_or_later(play: Play, general: str) -> None:
    """Type 7 changes it in the answer; after type 6 it is @original."""
    said = await play.rest.post(general, components=ROW)
    _, seen = await play.click(general, said["id"])
    told = await play.answer(seen, 7, {"content": "at once", "components": ROW}, "?with_response=1")
    assert told.body["resource"] == {"type": 7, "message": play.twin.messages("general")[0]}
    _, seen = await play.click(general, said["id"])
    await play.answer(seen, 6)
    assert (await play.hook("PATCH", seen, "/messages/@original", {"content": "later"})).status == 200
    assert [message["content"] for message in play.twin.messages("general")] == ["later"]


async def test_a_token_lasts_a_quarter_of_an_hour(play: Play, clock: ManualClock, general: str) -> None:
    """Then every use of it is 401 with 50027."""
    said = await play.rest.post(general, components=ROW)
    _, seen = await play.click(general, said["id"])
    await play.answer(seen, 6)
    clock.advance(899)
    assert (await play.hook("POST", seen, body={"content": "x"})).status == 200
    clock.advance(1)
    assert (await play.hook("POST", seen, body={"content": "x"})).verdict == (401, 50027)


async def test_a_form_is_checked_by_the_client_and_survives_a_failure(
    play: Play, clock: ManualClock, general: str
) -> None:
    """What does not fit is not sent; without an answer the form stays; what was entered comes as Discord sends it."""
    said = await play.rest.post(general, components=ROW)
    _, seen = await play.click(general, said["id"])
    await play.answer(seen, 9, FORM)
    modal = (play.twin.modal("ann") or {})["id"]
    assert await play.twin.submit("ann", modal, {"name": "x"}) == {
        "ok": False, "error": "invalid", "errors": {"name": "Must be at least 2 characters."}
    }  # fmt: skip
    file = await play.twin.upload("ann", "a.txt", b"abc")
    ben = play.twin.world.person("ben").id
    values = {"name": "Bob", "who": [ben], "files": [file["id"]]}
    doing, sent = await play.begins(play.twin.submit("ann", modal, values))
    name, who, files = sent["data"]["components"]
    assert name == {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "name", "value": "Bob"}}
    assert (who["component"]["values"], files["component"]["values"]) == ([ben], [file["id"]])
    assert set(sent["data"]["resolved"]) == {"users", "members", "attachments"}
    uploaded = sent["data"]["resolved"]["attachments"][file["id"]]
    assert (uploaded["ephemeral"], "/ephemeral-attachments/" in uploaded["url"]) == (True, True)
    assert sent["message"]["id"] == said["id"]
    clock.advance(3)
    assert (await doing)["error"] == "interaction_failed"
    doing, sent = await play.begins(play.twin.submit("ann", modal, values))
    await play.answer(sent, 7, {"content": "thanks", "components": []})
    assert await doing == {"ok": True}
    assert (play.twin.modal("ann"), play.twin.messages("general")[0]["content"]) == (None, "thanks")


async def test_a_closed_form_tells_the_bot_nothing(play: Play, general: str) -> None:
    """It is gone for the person, and no event is sent."""
    said = await play.rest.post(general, components=ROW)
    _, seen = await play.click(general, said["id"])
    await play.answer(seen, 9, FORM)
    modal = (play.twin.modal("ann") or {})["id"]
    assert await play.twin.close_modal("ann", modal) == {"ok": True}
    with pytest.raises(NotPossible, match="no modal"):
        await play.twin.submit("ann", modal, {})
    assert len(play.bot.seen("INTERACTION_CREATE")) == 1


async def test_a_choice_carries_what_it_names(play: Play, general: str) -> None:
    """Values of a string select as they are; those of a select of people with the people."""
    said = await play.rest.post(general, components=PICK)
    _, seen = await play.click(general, said["id"], "pick", "b", "a")
    assert seen["data"]["values"] == ["b", "a"]
    people = await play.rest.post(general, components=[{"type": 1, "components": [{"type": 5, "custom_id": "who"}]}])
    ben = play.twin.world.person("ben").id
    _, seen = await play.click(general, people["id"], "who", ben)
    assert seen["data"]["resolved"]["users"][ben]["username"] == "ben"
    assert "user" not in seen["data"]["resolved"]["members"][ben]


@pytest.mark.parametrize(
    ("custom_id", "values", "error"),
    [
        ("gone", [], "component_not_found"),
        ("no", [], "component_disabled"),
        ("go", ["x"], "no_values"),
        ("pick", ["c"], "option_not_found"),
        ("pick", [], "bad_values"),
        ("pick", ["a", "b", "c"], "bad_values"),
    ],
)
async def test_only_what_is_there_can_be_pressed(
    quiet: Sandbox, rest: Rest, general: str, custom_id: str, values: list[str], error: str
) -> None:
    """A component that is not there, is disabled or does not offer the value is refused, naming what there is."""
    said = await rest.post(general, components=[*ROW, *PICK])
    with pytest.raises(NotPossible) as refused:
        await quiet.discord.act("ann", "general", said["id"], custom_id, values)
    assert refused.value.error == error


async def test_nobody_presses_what_they_do_not_see(quiet: Sandbox) -> None:
    """Neither in a channel hidden from them nor in another's DM."""
    direct = quiet.discord.world.direct_channel("ann").id
    quiet.discord.world.permissions.deny("ben", "agents", "VIEW_CHANNEL")
    for place in (direct, "agents"):
        with pytest.raises(NotPossible) as refused:
            await quiet.discord.act("ben", place, "1", "go")
        assert refused.value.error == "not_allowed"
