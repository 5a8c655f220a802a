"""The flows of a bot, driven by the unmodified slack-bolt over Socket Mode."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from tests.adapters.sandbox.conftest import Connect, post

Json = dict[str, Any]


@pytest.mark.requirement("twin-bolt")
async def test_a_mention_is_answered_in_its_thread(sandbox: Sandbox, app: AsyncApp, connect: Connect) -> None:
    """A mention arrives as app_mention and message, and the reply stands in the thread and counts on its root."""
    heard: list[Json] = []

    @app.event("app_mention")
    async def mentioned(event: Json, say: AsyncSay) -> None:
        heard.append(event)
        await say("hello", thread_ts=event["ts"])

    @app.event("message")
    async def said(event: Json) -> None:
        heard.append(event)

    await connect(app)
    ts = await sandbox.slack.say("ann", "general", "@chatbridge good morning")
    root = await sandbox.slack.wait_for(lambda _: sandbox.slack.messages("general")[0].get("reply_count") == 1)
    assert root
    await sandbox.slack.wait_for(lambda _: len(heard) == 2)
    assert {event["type"] for event in heard} == {"app_mention", "message"}
    assert {event["ts"] for event in heard} == {ts}
    thread = sandbox.slack.messages("general", ts)
    assert [message["text"] for message in thread] == ["<@U0SANDBOX01> good morning", "hello"]
    assert thread[0]["latest_reply"] == thread[1]["ts"]
    assert thread[1]["parent_user_id"] == thread[0]["user"]


def buttons(text: str) -> list[Json]:
    """Return a question with one button."""
    button = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": text}, "value": "yes"}
    return [{"type": "actions", "elements": [button]}]


@pytest.mark.requirement("twin-bolt")
async def test_a_click_is_acked_and_updates_its_message(
    sandbox: Sandbox, app: AsyncApp, client: AsyncWebClient, connect: Connect
) -> None:
    """A button's click carries the stored message and a response_url; the app's update replaces the blocks."""

    @app.action("go")
    async def clicked(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        place = body["container"]
        await client.chat_update(channel=place["channel_id"], ts=place["message_ts"], text="done", blocks=[])

    await connect(app)
    channel = sandbox.slack.world.channel("general").id
    posted = await post(client, channel=channel, text="Go?", blocks=buttons("Go"))
    assert await sandbox.slack.act("ann", "go", channel="general", message_ts=posted) == {"ok": True}
    await sandbox.slack.wait_for(lambda _: sandbox.slack.messages("general")[0]["text"] == "done")
    assert "blocks" not in sandbox.slack.messages("general")[0]
    click = next(delivery for delivery in sandbox.slack.deliveries if delivery.kind == "interactive")
    assert click.payload["actions"][0]["value"] == "yes"
    assert click.payload["message"]["blocks"][0]["elements"][0]["text"]["emoji"] is True
    assert click.payload["response_url"].startswith(sandbox.url)
    assert click.acked_after is not None


def form() -> Json:
    """Return a modal with one required text."""
    element = {"type": "plain_text_input", "action_id": "name", "min_length": 2}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {"type": "input", "block_id": "who", "label": {"type": "plain_text", "text": "Who"}, "element": element}
        ],
    }


@pytest.mark.requirement("twin-bolt")
async def test_a_modal_is_opened_corrected_and_sent(
    sandbox: Sandbox, app: AsyncApp, client: AsyncWebClient, connect: Connect
) -> None:
    """The client refuses an empty required field, the app's own errors come back, an empty ack closes it."""
    submitted: list[Json] = []

    @app.action("go")
    async def clicked(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.view("form")
    async def sent(ack: AsyncAck, view: Json) -> None:
        submitted.append(view["state"]["values"])
        if view["state"]["values"]["who"]["name"]["value"] == "nobody":
            await ack(response_action="errors", errors={"who": "Somebody, please."})
        else:
            await ack()

    await connect(app)
    channel = sandbox.slack.world.channel("general").id
    posted = await post(client, channel=channel, text="Go?", blocks=buttons("Go"))
    await sandbox.slack.act("ann", "go", channel="general", message_ts=posted)
    ann = sandbox.slack.world.person("ann").id
    [view] = await sandbox.slack.wait_for(lambda _: sandbox.slack.views.stack(ann))

    def entered(text: str) -> dict[str, dict[str, Json]]:
        return {"who": {"name": {"value": text}}}

    empty = await sandbox.slack.submit("ann", view["id"], {})
    assert empty == {"ok": False, "errors": {"who": "Please complete this required field."}}
    assert not submitted
    refused = await sandbox.slack.submit("ann", view["id"], entered("nobody"))
    assert refused == {"ok": False, "errors": {"who": "Somebody, please."}}
    assert await sandbox.slack.submit("ann", view["id"], entered("Eve")) == {"ok": True, "action": "close"}
    assert sandbox.slack.views.stack(ann) == []
    assert [values["who"]["name"] for values in submitted] == [
        {"type": "plain_text_input", "value": "nobody"},
        {"type": "plain_text_input", "value": "Eve"},
    ]


@pytest.mark.requirement("twin-bolt")
async def test_a_slash_command_is_answered_to_one_person(sandbox: Sandbox, app: AsyncApp, connect: Connect) -> None:
    """What a command is acknowledged with is shown to the one who entered it."""

    @app.command("/agent")
    async def commanded(ack: AsyncAck, command: Json) -> None:
        await ack(f"you said {command['text']}")

    await connect(app)
    answer = await sandbox.slack.command("ann", "general", "/agent", "help")
    assert answer == {"ok": True, "response": {"text": "you said help"}}
    [(viewer, message)] = sandbox.slack.world.channel("general").ephemerals.values()
    assert (viewer, message["text"]) == (sandbox.slack.world.person("ann").id, "you said help")
    assert sandbox.slack.messages("general") == []


@pytest.mark.requirement("twin-bolt")
async def test_an_external_select_asks_the_app(
    sandbox: Sandbox, app: AsyncApp, client: AsyncWebClient, connect: Connect
) -> None:
    """Typing into an external select delivers the text and returns the app's options."""

    @app.options("city")
    async def cities(ack: AsyncAck, payload: Json) -> None:
        text = {"type": "plain_text", "text": payload["value"].title()}
        await ack(options=[{"text": text, "value": payload["value"]}])

    await connect(app)
    select = {"type": "external_select", "action_id": "city"}
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "Where?"}, "accessory": select}
    channel = sandbox.slack.world.channel("general").id
    posted = await post(client, channel=channel, text="Where?", blocks=[section])
    found = await sandbox.slack.suggest("ann", "city", "oslo", channel="general", message_ts=posted)
    assert found["options"][0]["text"]["text"] == "Oslo"


@pytest.mark.requirement("twin-delivery")
async def test_an_app_hears_its_own_messages_and_may_leave_them_out(
    sandbox: Sandbox, client: AsyncWebClient, app: AsyncApp, connect: Connect
) -> None:
    """A post of the bot comes back as an event with its bot_id; Bolt's own filter is what keeps it from a listener."""
    await connect(app)
    channel = sandbox.slack.world.channel("general").id
    await client.chat_postMessage(channel=channel, text="by the bot")
    delivery = await sandbox.slack.wait_for(
        lambda _: next((sent for sent in sandbox.slack.deliveries if sent.acked_after is not None), None)
    )
    assert delivery is not None
    event = delivery.payload["event"]
    assert (event["bot_id"], event["user"]) == ("B0SANDBOX01", "U0SANDBOX01")
