"""External selects: when the client asks the app, what it takes for an answer, and what can be chosen then."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from adapters.sandbox.slack.wire import NotPossible
from tests.adapters.sandbox.conftest import Connect, post
from tests.adapters.sandbox.slack.payloads import Json, actions, option, options


class Asked:
    """An app that suggests what a test wants."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.answer: Json = {"options": options(100)}
        self.heard: list[Json] = []
        self.ts = ""

    async def suggest(self, ack: AsyncAck, body: Json) -> None:
        self.heard.append(body)
        await ack(**self.answer)

    async def choose(self, ack: AsyncAck, body: Json) -> None:
        self.heard.append(body)
        await ack()

    async def type(self, text: str) -> Json:
        return await self.sandbox.slack.suggest("ann", "city", text, channel="general", message_ts=self.ts)

    async def pick(self, choice: Json) -> Json:
        state = {"selected_option": choice}
        return await self.sandbox.slack.act("ann", "city", channel="general", message_ts=self.ts, state=state)


@pytest.fixture
async def asked(app: AsyncApp, client: AsyncWebClient, sandbox: Sandbox, connect: Connect) -> Asked:
    """A message with an external select that asks from the second character on."""
    asked = Asked(sandbox)
    app.options("city")(asked.suggest)
    app.action("city")(asked.choose)
    await connect(app)
    select = {"type": "external_select", "action_id": "city", "min_query_length": 2, "initial_option": option("home")}
    channel = sandbox.slack.world.channel("general").id
    asked.ts = await post(client, channel=channel, text="Where?", blocks=[actions(select)])
    return asked


@pytest.mark.requirement("twin-suggestions")
async def test_the_client_asks_once_enough_is_typed(asked: Asked) -> None:
    """With what was typed, and where; below min_query_length the app hears nothing."""
    with pytest.raises(NotPossible, match="from 2 characters on"):
        await asked.type("o")
    assert asked.heard == []
    assert (await asked.type("os"))["options"] == options(100)
    assert (asked.heard[0]["type"], asked.heard[0]["value"]) == ("block_suggestion", "os")
    assert "trigger_id" not in asked.heard[0]


@pytest.mark.requirement("twin-suggestions")
@pytest.mark.parametrize(
    "answer",
    [
        {"options": options(101)},
        {"options": [option("x" * 151)]},
        {"options": [{"text": "words", "value": "1"}]},
        {"option_groups": []},
    ],
    ids=["too many", "long value", "no text object", "no groups"],
)
async def test_an_answer_slack_cannot_use_is_a_problem(asked: Asked, answer: dict[str, Any]) -> None:
    """The person sees no options, and the reason is among the problems."""
    asked.answer = answer
    assert (await asked.type("os"))["error"] == "invalid_options"
    assert asked.sandbox.slack.world.problems[-1]["messages"]


@pytest.mark.requirement("twin-suggestions")
async def test_only_what_was_suggested_is_chosen(asked: Asked) -> None:
    """Or what stood there from the beginning."""
    with pytest.raises(NotPossible, match="not among the options"):
        await asked.pick(option("7"))
    assert (await asked.pick(option("home")))["ok"]
    await asked.type("os")
    assert (await asked.pick(option("7")))["ok"]
    assert asked.heard[-1]["actions"][0]["selected_option"]["value"] == "7"
