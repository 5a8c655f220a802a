"""response_url: five answers in half an hour, to one person or to all, and the only way to an ephemeral message."""

from typing import Any

import aiohttp
import pytest

from adapters.sandbox import ManualClock, Sandbox
from tests.adapters.sandbox.conftest import client_of, post
from tests.adapters.sandbox.slack.payloads import actions, button

Answer = tuple[int, str]


class Clicked:
    """A response_url of a click by Ann."""

    def __init__(self, sandbox: Sandbox, url: str, ts: str) -> None:
        self.twin = sandbox.slack
        self.url = url
        self.ts = ts

    async def respond(self, **body: Any) -> Answer:
        """Post to the URL, and return status and text."""
        async with aiohttp.ClientSession() as session, session.post(self.url, json=body) as answer:
            return answer.status, await answer.text()

    def whispers(self) -> list[str]:
        """Return the texts of the channel's ephemeral messages."""
        return [message["text"] for _, message in self.twin.world.channel("general").ephemerals.values()]


async def click(sandbox: Sandbox, *, ephemeral: bool = False) -> Clicked:
    """Post a button, let Ann click it, and return what her click carries."""
    twin = sandbox.slack
    general, ann = twin.world.channel("general").id, twin.world.person("ann").id
    client = client_of(sandbox)
    if ephemeral:
        send: Any = client.chat_postEphemeral
        ts = (await send(channel=general, user=ann, text="psst", blocks=[actions(button())]))["message_ts"]
    else:
        ts = await post(client, channel=general, blocks=[actions(button())])
    await twin.act("ann", "go", channel="general", message_ts=ts)
    return Clicked(sandbox, twin.deliveries[-1].payload["response_url"], ts)


@pytest.fixture
async def clicked(still: Sandbox) -> Clicked:
    """A click on a message all see; nobody listens, which does not matter here."""
    return await click(still)


@pytest.mark.requirement("twin-response-url")
async def test_five_answers_and_no_more(clicked: Clicked) -> None:
    """The sixth use of a URL is refused."""
    for _ in range(5):
        assert await clicked.respond(text="hi") == (200, "ok")
    assert await clicked.respond(text="hi") == (404, "used_url")


@pytest.mark.requirement("twin-response-url")
async def test_half_an_hour_and_no_longer(clicked: Clicked, clock: ManualClock) -> None:
    """After thirty minutes a URL is expired."""
    clock.advance(30 * 60)
    assert await clicked.respond(text="hi") == (200, "ok")
    clock.advance(1)
    assert await clicked.respond(text="hi") == (404, "expired_url")


@pytest.mark.requirement("twin-response-url")
async def test_an_answer_is_a_whisper_unless_it_says_otherwise(clicked: Clicked) -> None:
    """The default is ephemeral; in_channel posts; replace and delete work on the clicked message."""
    await clicked.respond(text="to you")
    assert clicked.whispers() == ["to you"]
    await clicked.respond(text="to all", response_type="in_channel")
    assert clicked.twin.messages("general")[-1]["text"] == "to all"
    await clicked.respond(text="instead", replace_original=True)
    stored = clicked.twin.messages("general")[0]
    assert (stored["ts"], stored["text"], "blocks" in stored) == (clicked.ts, "instead", False)
    await clicked.respond(delete_original=True)
    assert [message["text"] for message in clicked.twin.messages("general")] == ["to all"]


@pytest.mark.requirement("twin-response-url")
async def test_a_whisper_can_be_replaced_and_taken_back(still: Sandbox) -> None:
    """A click on an ephemeral message carries no message, and its URL can change and delete it."""
    clicked = await click(still, ephemeral=True)
    payload = clicked.twin.deliveries[-1].payload
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    await clicked.respond(text="changed", replace_original=True)
    assert clicked.whispers() == ["changed"]
    await clicked.respond(delete_original=True)
    assert clicked.whispers() == []


async def test_what_cannot_be_shown_is_refused(clicked: Clicked) -> None:
    """Nothing to say, bad blocks and a body that is no object are each refused with a word for it."""
    assert await clicked.respond() == (400, "no_text")
    assert await clicked.respond(text="x", blocks=[{"type": "section"}]) == (400, "invalid_blocks")
    async with aiohttp.ClientSession() as session, session.post(clicked.url, data="[]") as answer:
        assert (answer.status, await answer.text()) == (400, "invalid_payload")
