"""The REST API's front door: who is let in, what answers look like, limits and faults; and the coverage table."""

import ast
import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox import ManualClock, Sandbox
from adapters.sandbox.discord import coverage
from adapters.sandbox.discord.call import Call
from adapters.sandbox.discord.intents import IN_DIRECT_MESSAGES, IN_GUILDS, TO_EVERY_APP
from adapters.sandbox.discord.twin import DiscordTwin
from adapters.sandbox.discord.wire import Refused
from tests.adapters.sandbox.discord.bodies import ANY_JSON
from tests.adapters.sandbox.discord.rest import AGENT, Rest, rest_of

CODE = Path(coverage.__file__).parent
TABLES = (*IN_GUILDS.values(), *IN_DIRECT_MESSAGES.values(), TO_EVERY_APP)
EVENTS = {event for events in TABLES for event in events}
KEYS = ("content", "message", "name", "type", "data", "messages", "nonce", "archived", "embeds", "message_reference")


@pytest.mark.requirement("discord-twin-rest")
async def test_who_is_let_in(rest: Rest) -> None:
    """Without the bot's token 401; without a DiscordBot agent Cloudflare's 40333; an unknown address is 404."""
    assert (await rest("GET", "/users/@me")).body["username"] == "chatbridge"
    nobody = await rest("GET", "/users/@me", headers={"User-Agent": AGENT})
    assert (nobody.status, nobody.body) == (401, {"message": "401: Unauthorized", "code": 0})
    wrong = await rest("GET", "/users/@me", headers={"User-Agent": AGENT, "Authorization": "Bot x"})
    assert wrong.status == 401
    agentless = await rest("GET", "/users/@me", headers={**rest.headers, "User-Agent": "curl/8"})
    assert agentless.verdict == (403, 40333)
    unknown = await rest("GET", "/nowhere")
    assert (unknown.status, unknown.body) == (404, {"message": "404: Not Found", "code": 0})


@pytest.mark.requirement("discord-twin-rest")
async def test_answers_are_json_to_the_letter(rest: Rest, general: str) -> None:
    """The content type has no charset, a 204 has no body, an error has a code and a tree of what is wrong."""
    answer = await rest("GET", "/gateway/bot")
    assert answer.headers["Content-Type"] == "application/json"
    assert (answer.body["shards"], answer.body["url"].startswith("ws://127.0.0.1:")) == (1, True)
    assert (await rest("POST", f"/channels/{general}/typing")).status == 204
    refused = await rest("POST", f"/channels/{general}/messages", {"content": "x" * 2001})
    assert refused.headers["Content-Type"] == "application/json"
    sentence = {"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 2000 or fewer in length."}
    assert refused.body == {
        "message": "Invalid Form Body",
        "code": 50035,
        "errors": {"content": {"_errors": [sentence]}},
    }
    assert (await rest("GET", "/channels/nonsense")).verdict == (400, 50035)
    assert (await rest("POST", f"/channels/{general}/messages", data=b"{", headers={
        **rest.headers, "Content-Type": "application/json"
    })).verdict == (400, 50109)  # fmt: skip


@pytest.mark.requirement("discord-twin-rest")
async def test_the_sixth_message_is_one_too_many(clock: ManualClock, still: Sandbox) -> None:
    """Every answer counts down; the 429 says how long to wait and carries Via; then the window opens again."""
    general = still.discord.world.channel("general").id
    async with rest_of(still) as rest:
        path = f"/channels/{general}/messages"
        left = [(await rest("POST", path, {"content": "x"})).headers["X-RateLimit-Remaining"] for _ in range(5)]
        assert left == ["4", "3", "2", "1", "0"]
        limited = await rest("POST", path, {"content": "x"})
        assert (limited.status, limited.body["retry_after"], limited.body["global"]) == (429, 5.0, False)
        assert limited.headers["Via"]
        assert limited.headers["X-RateLimit-Scope"] == "user"
        clock.advance(5)
        assert (await rest("POST", path, {"content": "x"})).status == 200


@pytest.mark.requirement("discord-twin-rest")
async def test_a_fault_is_answered_as_often_as_asked(quiet: Sandbox, rest: Rest, general: str) -> None:
    """fail_next answers with status, code and headers; the route must be one there is; problems tell of it."""
    quiet.discord.fail_next("POST /channels/{channel}/messages", 429, retry_after=2.5, via=False, times=2)
    for _ in range(2):
        limited = await rest("POST", f"/channels/{general}/messages", {"content": "x"})
        assert (limited.status, limited.body["retry_after"], "Via" in limited.headers) == (429, 2.5, False)
    await rest.post(general)
    [first, _] = quiet.discord.world.problems
    assert (first["method"], first["error"]) == ("POST /channels/{channel}/messages", "0")
    assert [call.status for call in quiet.discord.calls] == [429, 429, 200]
    with pytest.raises(ValueError, match="there is no route 'GET /nowhere'"):
        quiet.discord.fail_next("GET /nowhere")


@pytest.mark.requirement("discord-twin-coverage")
def test_every_route_has_a_row_and_every_row_a_route() -> None:
    """The coverage table names the registered routes, no more and no fewer."""
    registered = [route.name for route in Sandbox().discord.api.table]
    listed = [row.name for row in coverage.COVERAGE if row.kind == "route"]
    covered = [row.name for row in coverage.COVERAGE if row.kind == "route" and row.level != "absent"]
    assert sorted(registered) == sorted(covered)
    assert len(set(listed)) == len(listed)


@pytest.mark.requirement("discord-twin-coverage")
def test_every_event_has_a_row_and_every_row_an_event() -> None:
    """The coverage table names the events that the twin's code sends, no more and no fewer."""
    tables = [CODE / name for name in ("coverage.py", "intents.py")]
    trees = [ast.parse(file.read_text()) for file in sorted(CODE.glob("*.py")) if file not in tables]
    words = {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    listed = {row.name: row.level for row in coverage.COVERAGE if row.kind == "event"}
    assert words & EVENTS == {name for name, level in listed.items() if level != "absent"}


@settings(max_examples=200, deadline=None)
@given(st.data())
@pytest.mark.requirement("discord-twin-rest")
def test_no_body_whatever_breaks_a_route(data: st.DataObject) -> None:
    """Any JSON at any route, from a bot that may do everything, is answered or refused, never a crash."""
    twin = DiscordTwin(ManualClock(), limits=False)
    twin.world.add_role("admin", 1 << 3)
    twin.world.members[twin.world.bot.id].roles.append(next(reversed(twin.world.roles)))
    channel = twin.world.channel(data.draw(st.sampled_from(("general", "ideas"))))
    message = asyncio.run(twin.say("ann", "general", "hello"))
    route = data.draw(st.sampled_from(twin.api.table))
    body: Any = data.draw(ANY_JSON)
    if isinstance(body, dict):
        body |= data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, ANY_JSON)))
    params = {"channel": channel.id, "message": message, "guild": twin.world.guild_id, "application": twin.app.id}
    params |= {"webhook": twin.app.id, "user": twin.world.person("ann").id, "command": "1", "interaction": "1"}
    try:
        said = route.handler(Call({**params, "token": "x", "emoji": "👀"}, {}, body)).body
    except Refused as refusal:
        said = refusal.body()
    assert json.loads(json.dumps(said)) == said
