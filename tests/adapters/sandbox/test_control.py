"""The control API and the feed, over HTTP as the page uses them."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from tests.adapters.sandbox.conftest import Connect, post, refusal
from tests.adapters.sandbox.slack.payloads import actions, button
from tests.adapters.sandbox.sockets import Sockets

Json = dict[str, Any]


class Page:
    """What the page does, without a page."""

    def __init__(self, sandbox: Sandbox, session: aiohttp.ClientSession) -> None:
        self.session = session
        self.sockets = Sockets(session)
        self.url = sandbox.url
        self.world = sandbox.slack.world

    async def get(self, path: str, **query: str) -> Json:
        """Read something."""
        async with self.session.get(f"{self.url}/sandbox/{path}", params=query) as answer:
            assert answer.status == 200
            return await answer.json()

    async def do(self, operation: str, **body: Any) -> tuple[int, Json]:
        """Do something as a person, and return status and answer."""
        async with self.session.post(f"{self.url}/sandbox/slack/{operation}", json=body) as answer:
            return answer.status, await answer.json()

    async def watch(self, viewer: str) -> aiohttp.ClientWebSocketResponse:
        """Open a feed."""
        return await self.sockets.ws_connect(f"{self.url}/sandbox/feed?viewer={viewer}")


@pytest.fixture
async def page(sandbox: Sandbox) -> AsyncIterator[Page]:
    """A page of the sandbox."""
    async with aiohttp.ClientSession() as session:
        page = Page(sandbox, session)
        yield page
        await page.sockets.close()


async def next_frame(feed: aiohttp.ClientWebSocketResponse, kind: str) -> Json:
    """Return the next frame of that type."""
    while True:
        frame = await feed.receive_json(timeout=5)
        assert frame["platform"] == "slack"
        if frame["type"] == kind:
            return frame


@pytest.mark.requirement("twin-control")
async def test_the_state_names_people_channels_and_the_bot(page: Page) -> None:
    """The page learns who there is, where one can talk, and whether an app listens."""
    state = await page.get("state")
    assert [person["name"] for person in state["people"]] == ["ann", "ben"]
    kinds = [(channel["kind"], channel.get("name")) for channel in state["slack"]["channels"]]
    assert kinds == [
        ("channel", "general"),
        ("channel", "agents"),
        ("channel", "elsewhere"),
        ("im", None),
        ("im", None),
    ]
    assert state["slack"]["channels"][3]["person"] == state["people"][0]["id"]
    assert state["slack"]["bot"]["id"] == "U0SANDBOX01"
    assert (state["connected"], state["problems"]) == (False, [])
    rows = (await page.get("coverage"))["slack"]
    assert {"name": "auth.test", "kind": "method", "level": "full", "note": ""} in rows


@pytest.mark.requirement("twin-control")
async def test_a_person_speaks_corrects_and_takes_back(page: Page, general: str) -> None:
    """What is done over HTTP is in the messages; a mention is marked."""
    ann = page.world.person("ann").id
    _, said = await page.do("say", user=ann, channel=general, text="@chatbridge hi @nobody")
    await page.do("say", user=ann, channel=general, text="more", thread_ts=said["ts"])
    shown = await page.get("slack/messages", channel=general, viewer=ann)
    assert [message["text"] for message in shown["messages"]] == ["<@U0SANDBOX01> hi @nobody", "more"]
    await page.do("edit", user=ann, channel=general, ts=said["ts"], text="better")
    ben = page.world.person("ben").id
    status, refused = await page.do("delete", user=ben, channel=general, ts=said["ts"])
    assert (status, refused["ok"], refused["error"]) == (404, False, "message_not_found")
    assert (await page.do("delete", user=ann, channel=general, ts=said["ts"]))[0] == 200
    assert page.world.channel("general").messages[said["ts"]]["subtype"] == "tombstone"


@pytest.mark.requirement("twin-control")
@pytest.mark.parametrize(
    ("operation", "body", "status", "error"),
    [
        ("say", {"channel": "general", "text": "x"}, 400, "missing_argument"),
        ("say", {"user": "eve", "channel": "general", "text": "x"}, 404, "user_not_found"),
        ("say", {"user": "ann", "channel": "nowhere", "text": "x"}, 404, "channel_not_found"),
        ("say", {"user": "ann", "channel": "general", "text": ""}, 400, "no_text"),
        ("say", {"user": "ann", "channel": "general", "text": "x", "files": ["F0"]}, 404, "file_not_found"),
        ("submit", {"user": "ann", "view_id": "V0"}, 404, "view_not_found"),
        ("act", {"user": "ann", "channel": "general", "message_ts": "1.1", "block_id": "b", "action_id": "a"}, 404,
         "message_not_found"),
    ],
)  # fmt: skip
async def test_a_mistake_is_a_sentence(page: Page, operation: str, body: Json, status: int, error: str) -> None:
    """Every refusal has a word for programs and a sentence for people."""
    found, answer = await page.do(operation, **body)
    assert (found, answer["ok"], answer["error"]) == (status, False, error)
    assert answer["message"].endswith(".")


@pytest.mark.requirement("twin-control")
async def test_only_what_is_there_can_be_clicked(page: Page, client: AsyncWebClient, general: str) -> None:
    """A wrong element, a wrong state and an option that is not offered are refused, naming what there is."""
    picker = {"type": "static_select", "action_id": "pick", "options": [
        {"text": {"type": "plain_text", "text": "one"}, "value": "1"}
    ]}  # fmt: skip
    blocks = [{**actions(button(), picker), "block_id": "row"}]
    place = {"user": "ann", "channel": general, "message_ts": await post(client, channel=general, blocks=blocks)}
    place["block_id"] = "row"
    _, answer = await page.do("act", **place, action_id="gone")
    assert (answer["error"], "row/go, row/pick" in answer["message"]) == ("element_not_found", True)
    _, answer = await page.do("act", **place, action_id="go", state={"value": "1"})
    assert answer["error"] == "wrong_state"
    other = {"text": {"type": "plain_text", "text": "two"}, "value": "2"}
    _, answer = await page.do("act", **place, action_id="pick", state={"selected_option": other})
    assert answer["error"] == "option_not_found"


@pytest.mark.requirement("twin-control")
@pytest.mark.parametrize("verdict", ["good", "bad", "ugly"])
async def test_feedback_is_one_of_two_values(
    page: Page, client: AsyncWebClient, sandbox: Sandbox, general: str, verdict: str
) -> None:
    """A click on feedback buttons says which of the two it was; a third is refused before anything is sent."""
    sides = {
        f"{side}_button": {"text": {"type": "plain_text", "text": side}, "value": value}
        for side, value in (("positive", "good"), ("negative", "bad"))
    }
    element = {"type": "feedback_buttons", "action_id": "rate", **sides}
    blocks = [{"type": "context_actions", "block_id": "row", "elements": [element]}]
    place = {"user": "ann", "channel": general, "message_ts": await post(client, channel=general, blocks=blocks)}
    await page.do("act", **place, block_id="row", action_id="rate", state={"value": verdict})
    sent = [delivery.payload["actions"][0]["value"] for delivery in sandbox.slack.deliveries]
    assert sent == ([] if verdict == "ugly" else [verdict])


@pytest.mark.requirement("twin-control")
async def test_a_click_over_http_reaches_the_app(
    page: Page, app: AsyncApp, client: AsyncWebClient, connect: Connect, general: str
) -> None:
    """An acknowledged click answers ok; the view it opened is listed for the one who clicked."""

    @app.action("go")
    async def clicked(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}]}
        await client.views_open(trigger_id=body["trigger_id"], view=view)
        await ack()

    await connect(app)
    ann = page.world.person("ann").id
    feed = await page.watch(ann)
    ts = await post(client, channel=general, blocks=[{**actions(button()), "block_id": "row"}])
    clicked_at = {"user": ann, "channel": general, "message_ts": ts, "block_id": "row", "action_id": "go"}
    assert await page.do("act", **clicked_at, state={}) == (200, {"ok": True})
    opened = (await next_frame(feed, "view_opened"))["view"]
    assert [view["id"] for view in (await page.get("slack/views", viewer=ann))["views"]] == [opened["id"]]
    await page.do("close", user=ann, view_id=opened["id"])
    assert (await next_frame(feed, "view_closed"))["view_id"] == opened["id"]


@pytest.mark.requirement("twin-control")
async def test_the_feed_shows_each_person_what_is_theirs(page: Page, client: AsyncWebClient, general: str) -> None:
    """Messages, changes, reactions, statuses and problems go to all; a whisper to its viewer alone."""
    ann, ben = page.world.person("ann").id, page.world.person("ben").id
    anns, bens = await page.watch(ann), await page.watch(ben)
    await client.chat_postEphemeral(channel=general, user=ann, text="psst")
    ts = await post(client, channel=general, text="hello")
    whisper = await next_frame(anns, "message")
    assert (whisper["message"]["text"], whisper["message"]["is_ephemeral"]) == ("psst", True)
    assert (await next_frame(bens, "message"))["message"]["text"] == "hello"
    await client.chat_update(channel=general, ts=ts, text="changed")
    assert (await next_frame(bens, "message_changed"))["message"]["text"] == "changed"
    await client.reactions_add(channel=general, timestamp=ts, name="eyes")
    assert (await next_frame(bens, "reaction"))["message"]["reactions"][0]["name"] == "eyes"
    await client.assistant_threads_setStatus(channel_id=general, thread_ts=ts, status="is thinking…")
    assert (await next_frame(bens, "status"))["status"] == "is thinking…"
    shown = await page.get("slack/messages", channel=general, viewer=ann)
    assert [status["status"] for status in shown["statuses"]] == ["is thinking…"]
    assert len(shown["messages"]) == 2
    await refusal(post(client, channel="C0NOWHERE"))
    assert (await next_frame(bens, "problem"))["error"] == "channel_not_found"
    await client.chat_delete(channel=general, ts=ts)
    assert (await next_frame(bens, "message_deleted"))["ts"] == ts


async def test_a_file_is_uploaded_as_it_is(page: Page, general: str) -> None:
    """The raw body becomes a file that can be shared."""
    ann = page.world.person("ann").id
    query = {"user": ann, "name": "data.json"}
    headers = {"Content-Type": "application/json"}
    url = f"{page.url}/sandbox/slack/upload"
    async with page.session.post(url, params=query, data=b"[1, 2]", headers=headers) as answer:
        file = (await answer.json())["file"]
    assert (file["name"], file["size"]) == ("data.json", 6)
    _, said = await page.do("say", user=ann, channel=general, text="", files=[file["id"]])
    assert said["ok"]


@pytest.mark.requirement("twin-loopback")
@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}, {"Origin": "null"}])
async def test_only_this_machine_is_answered(page: Page, headers: dict[str, str]) -> None:
    """Another host name or another origin is refused: DNS rebinding and cross-site requests."""
    async with page.session.get(f"{page.url}/sandbox/state", headers=headers) as answer:
        assert answer.status == 403
        assert json.loads(await answer.text())["error"] == "forbidden_host"
