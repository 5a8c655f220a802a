"""The Web API's front door: arguments however they are sent, tokens, scopes, faults, and the record of calls."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from adapters.sandbox.slack import coverage
from adapters.sandbox.slack.methods import METHODS
from tests.adapters.sandbox.conftest import post, raw, refusal

Json = dict[str, Any]


@pytest.mark.requirement("twin-api")
@pytest.mark.parametrize("way", ["json", "data", "params"])
async def test_arguments_arrive_from_json_form_and_query(sandbox: Sandbox, general: str, way: str) -> None:
    """The same call is understood as JSON, as a form and in the query; nested values are JSON strings in the latter."""
    blocks: Any = [{"type": "divider"}]
    args: Json = {"channel": general, "text": "hi", "blocks": blocks if way == "json" else json.dumps(blocks)}
    request: Any = {way: args}
    answer = await raw(sandbox, "chat.postMessage", **request)
    assert answer["ok"]
    assert answer["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.requirement("twin-api")
@pytest.mark.parametrize(
    ("method", "token", "error"),
    [
        ("auth.test", "", "not_authed"),
        ("auth.test", "xoxb-somebody-else", "invalid_auth"),
        ("auth.test", "xapp-sandbox-app", "not_allowed_token_type"),
        ("apps.connections.open", "xoxb-sandbox-bot", "not_allowed_token_type"),
        ("chat.postMassage", "xoxb-sandbox-bot", "unknown_method"),
    ],
)
async def test_a_token_opens_only_its_own_methods(sandbox: Sandbox, method: str, token: str, error: str) -> None:
    """A missing, unknown or wrong kind of token is refused, each with its own error."""
    assert (await raw(sandbox, method, token))["error"] == error


@pytest.mark.requirement("twin-api")
async def test_a_missing_scope_is_named(sandbox: Sandbox, general: str) -> None:
    """Without its scope a method is refused, naming what it needs and what was granted."""
    sandbox.slack.world.app.scopes = {"users:read"}
    answer = await raw(sandbox, "chat.postMessage", json={"channel": general, "text": "hi"})
    assert answer == {"ok": False, "error": "missing_scope", "needed": "chat:write", "provided": "users:read"}


@pytest.mark.requirement("twin-api")
async def test_a_missing_argument_is_named(sandbox: Sandbox) -> None:
    """A required argument that is not there is named in the answer's messages."""
    answer = await raw(sandbox, "chat.postMessage", json={"text": "hi"})
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


async def test_a_body_that_is_no_json_is_refused(sandbox: Sandbox) -> None:
    """A broken JSON body is invalid_json, an array json_not_object."""
    headers = {"Content-Type": "application/json"}
    assert (await raw(sandbox, "auth.test", data="{", headers=headers))["error"] == "invalid_json"
    assert (await raw(sandbox, "auth.test", data="[]", headers=headers))["error"] == "json_not_object"


async def test_auth_test_gives_bolt_what_it_needs(client: AsyncWebClient) -> None:
    """auth.test names user, bot and team, and the granted scopes are in a header."""
    answer = await client.auth_test()
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == ("U0SANDBOX01", "B0SANDBOX01", "T0SANDBOX01")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"].split(",")


@pytest.mark.requirement("twin-faults")
async def test_a_fault_is_answered_as_often_as_asked(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """The next calls of a method fail as told, then all is well again; each refusal is a problem the page can show."""
    sandbox.slack.fail_next("chat.postMessage", error="fatal_error", times=2)
    for _ in range(2):
        assert await refusal(post(client, channel=general)) == ("fatal_error", [])
    await post(client, channel=general)
    problems = [(problem["method"], problem["error"]) for problem in sandbox.slack.world.problems]
    assert problems == [("chat.postMessage", "fatal_error")] * 2


@pytest.mark.requirement("twin-faults")
async def test_a_429_carries_its_seconds(sandbox: Sandbox, general: str) -> None:
    """A throttling fault is HTTP 429 with a whole Retry-After."""
    sandbox.slack.fail_next("auth.test", error="ratelimited", status=429, retry_after=7)
    async with aiohttp.ClientSession() as session, session.post(f"{sandbox.settings['api_url']}auth.test") as answer:
        assert (answer.status, answer.headers["Retry-After"]) == (429, "7")


async def test_every_call_is_kept(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """A test can read what was called, with what, and what was answered; the token is not among it."""
    await post(client, channel=general, text="kept")
    call = sandbox.slack.calls[-1]
    assert (call.method, call.args["text"], call.response["ok"]) == ("chat.postMessage", "kept", True)
    assert "token" not in call.args


@pytest.mark.requirement("twin-coverage")
def test_the_coverage_table_tells_the_truth() -> None:
    """Every method the twin answers is in the table, and every method the table calls present is answered."""
    told = {row.name for row in coverage.COVERAGE if row.kind == "method" and row.level != "absent"}
    assert told == set(METHODS)


@pytest.mark.requirement("twin-coverage")
async def test_every_method_has_a_handler(sandbox: Sandbox) -> None:
    """No method of the registry falls through, whatever it is given."""
    for method, rule in METHODS.items():
        token = {"bot": "xoxb-sandbox-bot", "app": "xapp-sandbox-app", "none": ""}[rule.token]
        answer = await raw(sandbox, method, token, json=dict.fromkeys(rule.required, "nothing"))
        assert answer.get("error") != "unknown_method"


async def test_validation_says_code_pointer_and_field(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """blocks.validate takes exactly one subject and describes each error."""
    good = await client.api_call("blocks.validate", params={"blocks": json.dumps([{"type": "divider"}])})
    assert good["ok"]
    answer = await raw(sandbox, "blocks.validate", "", json={"blocks": [{"type": "section"}]})
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"] == [
        {"code": "missing_field", "message": "missing required field: text", "pointer": "/blocks/0", "field": "text"}
    ]
