"""The Discord half of the control API and of the feed, over HTTP as the page uses them."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from adapters.sandbox import Sandbox
from tests.adapters.sandbox.discord.rest import Rest
from tests.adapters.sandbox.sockets import Sockets

pytestmark = pytest.mark.requirement("discord-twin-control")

Json = dict[str, Any]
BUTTON = [{"type": 1, "components": [{"type": 2, "style": 1, "label": "Go", "custom_id": "go"}]}]


class Page:
    """What the page does, without a page. People have the ids of the Slack workspace."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._url = f"{sandbox.url}/sandbox"
        self.sockets = Sockets(session)
        self.ann, self.ben = (sandbox.slack.world.person(name).id for name in ("ann", "ben"))

    async def get(self, path: str, **query: str) -> Json:
        """Read something."""
        async with self._session.get(f"{self._url}/{path}", params=query) as answer:
            assert answer.status == 200
            return await answer.json()

    async def do(self, operation: str, **body: Any) -> tuple[int, Json]:
        """Do something as a person, and return status and answer."""
        async with self._session.post(f"{self._url}/discord/{operation}", json=body) as answer:
            return answer.status, await answer.json()

    async def upload(self, user: str, name: str, data: bytes) -> Json:
        """Choose a file."""
        query = {"user": user, "name": name}
        async with self._session.post(f"{self._url}/discord/upload", params=query, data=data) as answer:
            return (await answer.json())["file"]

    async def watch(self, viewer: str) -> aiohttp.ClientWebSocketResponse:
        """Open a feed."""
        return await self.sockets.ws_connect(f"{self._url}/feed?viewer={viewer}")


@pytest.fixture
async def page(quiet: Sandbox) -> AsyncIterator[Page]:
    """A page of the quiet sandbox."""
    async with aiohttp.ClientSession() as session:
        page = Page(quiet, session)
        yield page
        await page.sockets.close()


async def next_frame(feed: aiohttp.ClientWebSocketResponse) -> Json:
    """Return the next frame, which is Discord's."""
    frame = await feed.receive_json(timeout=5)
    assert frame.pop("platform") == "discord"
    return frame


async def test_the_state_names_server_people_and_channels(page: Page, quiet: Sandbox, rest: Rest) -> None:
    """The same people as in Slack, by name; channels of every kind; problems say whose they are."""
    await rest("GET", "/channels/1")
    state = await page.get("state")
    discord = state["discord"]
    assert [(person["username"], person["person"]) for person in discord["people"]] == [
        ("ann", page.ann), ("ben", page.ben)
    ]  # fmt: skip
    assert (discord["guild"]["name"], discord["bot"]["username"], discord["connected"]) == (
        "Sandbox", "chatbridge", False
    )  # fmt: skip
    kinds = [(channel["type"], channel.get("name")) for channel in discord["channels"]]
    assert kinds == [(0, "general"), (0, "agents"), (15, "ideas"), (0, "elsewhere"), (1, None), (1, None)]
    assert discord["channels"][4]["recipients"][0]["username"] == "ann"
    assert [(problem["platform"], problem["error"]) for problem in state["problems"]] == [("discord", "10003")]
    rows = (await page.get("coverage"))["discord"]
    assert {"name": "GET /users/@me", "kind": "route", "level": "full", "note": ""} in rows
    assert quiet.sections["discord"]["api_url"].endswith("/discord/api/v10")


async def test_a_person_speaks_answers_corrects_and_takes_back(page: Page, quiet: Sandbox) -> None:
    """Names become mentions; a reply shows what it answers; another's message cannot be changed."""
    _, first = await page.do("say", user=page.ann, channel="general", text="@chatbridge hi @nobody @ben")
    _, reply = await page.do("say", user="ben", channel="general", text="yes", reply_to=first["id"], ping=False)
    shown = (await page.get("discord/messages", channel="general", viewer=page.ann))["messages"]
    ben = quiet.discord.world.person("ben").id
    assert shown[0]["content"] == f"<@{quiet.discord.app.id}> hi @nobody <@{ben}>"
    assert (shown[1]["referenced_message"]["id"], shown[1]["mentions"]) == (first["id"], [])
    await page.do("edit", user=page.ann, channel="general", message=first["id"], text="better")
    assert quiet.discord.messages("general")[0]["edited_timestamp"]
    assert (await page.do("delete", user=page.ann, channel="general", message=reply["id"]))[0] == 404
    assert (await page.do("react", user=page.ann, channel="general", message=reply["id"], emoji="👍"))[0] == 200
    assert (await page.do("delete", user=page.ben, channel="general", message=reply["id"]))[0] == 200
    assert [message["content"] for message in quiet.discord.messages("general")] == ["better"]


async def test_a_person_begins_threads_and_posts(page: Page, quiet: Sandbox) -> None:
    """From a message, without one, in a forum with a file; and closes them."""
    file = await page.upload(page.ann, "a.txt", b"abc")
    assert (file["filename"], file["size"]) == ("a.txt", 3)
    _, said = await page.do("say", user=page.ann, channel="general", text="hello")
    _, thread = await page.do("thread", user=page.ann, channel="general", message=said["id"], name="talk")
    assert thread["id"] == said["id"]
    again = await page.do("thread", user=page.ann, channel="general", message=said["id"], name="talk")
    assert (again[0], again[1]["error"]) == (400, "thread_exists")
    _, post = await page.do("post", user=page.ann, channel="ideas", name="idea", text="text", files=[file["id"]])
    [first] = (await page.get("discord/messages", channel=post["id"]))["messages"]
    assert (first["id"], first["attachments"][0]["filename"]) == (post["id"], "a.txt")
    await page.do("archive", channel=thread["id"], archived=True, locked=True)
    metadata = quiet.discord.threads("general")[0]["thread_metadata"]
    assert (metadata["archived"], metadata["locked"]) == (True, True)
    assert (await page.do("say", user=page.ann, channel=thread["id"], text="x"))[1]["error"] == "locked"


@pytest.mark.parametrize(
    ("operation", "body", "status", "error"),
    [
        ("say", {"channel": "general", "text": "x"}, 400, "missing_argument"),
        ("say", {"user": "eve", "channel": "general", "text": "x"}, 404, "user_not_found"),
        ("say", {"user": "ann", "channel": "nowhere", "text": "x"}, 404, "channel_not_found"),
        ("say", {"user": "ann", "channel": "general", "text": " "}, 400, "no_text"),
        ("say", {"user": "ann", "channel": "general", "text": "x" * 2001}, 400, "too_long"),
        ("say", {"user": "ann", "channel": "general", "text": "x", "files": ["1"]}, 404, "file_not_found"),
        ("say", {"user": "ann", "channel": "ideas", "text": "x"}, 400, "is_a_forum"),
        ("say", {"user": "ann", "channel": "general", "text": "x", "reply_to": "1"}, 404, "message_not_found"),
        ("post", {"user": "ann", "channel": "general", "name": "x", "text": "x"}, 400, "no_forum"),
        ("thread", {"user": "ann", "channel": "ideas", "name": "x"}, 400, "no_threads"),
        ("archive", {"channel": "general", "archived": True}, 400, "no_thread"),
        ("react", {"user": "ann", "channel": "general", "message": "1", "emoji": "👍"}, 404, "message_not_found"),
        ("act", {"user": "ann", "channel": "general", "message": "1", "custom_id": "x"}, 404, "message_not_found"),
        ("submit", {"user": "ann", "modal": "1"}, 404, "modal_not_found"),
        ("close", {"user": "ann", "modal": "1"}, 404, "modal_not_found"),
        ("command", {"user": "ann", "channel": "general", "name": "x"}, 400, "unknown_command"),
    ],
)
async def test_a_mistake_is_a_sentence(page: Page, operation: str, body: Json, status: int, error: str) -> None:
    """Every refusal has a word for programs and a sentence for people."""
    found, answer = await page.do(operation, **body)
    assert (found, answer["ok"], answer["error"]) == (status, False, error)
    assert answer["message"].endswith(".")


async def test_the_feed_shows_each_person_what_is_theirs(page: Page, quiet: Sandbox, rest: Rest, general: str) -> None:
    """Messages, changes, threads, typing and problems go to all; forms and whispers to the one they are for."""
    anns, bens = await page.watch(page.ann), await page.watch(page.ben)
    said = await rest.post(general, "hello", components=BUTTON)
    assert (await next_frame(bens))["message"] == quiet.discord.messages("general")[0]
    await rest("PATCH", f"/channels/{general}/messages/{said['id']}", {"content": "new"})
    changed = await next_frame(bens)
    assert (changed["type"], changed["channel"], changed["message"]["content"]) == ("message_changed", general, "new")
    await rest("POST", f"/channels/{general}/typing")
    typing = {"type": "typing", "channel": general, "user": quiet.discord.app.id}
    assert await next_frame(bens) == {**typing, "active": True}
    assert (await page.get("discord/messages", channel=general))["typing"] == [quiet.discord.app.id]
    await rest("DELETE", f"/channels/{general}/messages/{said['id']}")
    assert await next_frame(bens) == {"type": "message_deleted", "channel": general, "id": said["id"]}
    thread = await quiet.discord.thread("ann", "general", "talk")
    assert (await next_frame(bens))["channel"]["id"] == thread
    world = quiet.discord.world
    world.publish({"type": "modal_opened", "modal": {"id": "1"}}, world.person("ann").id)
    await rest("GET", "/channels/1")
    assert (await next_frame(bens))["type"] == "message"
    assert (await next_frame(bens))["error"] == "10003"
    kinds = [(await next_frame(anns))["type"] for _ in range(8)]
    assert kinds == [
        "message", "message_changed", "typing", "message_deleted", "channel", "message", "modal_opened", "problem"
    ]  # fmt: skip
