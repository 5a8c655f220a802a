"""`chatbridge run` in HTTP mode, as a process of its own, against a Slack-compatible server."""

import asyncio
import hashlib
import hmac
import json
import socket
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.sandbox import Sandbox
from tests.e2e.handlers import AGENTS, Json
from tests.e2e.slack import Talk

CONFIG = """
[bridge]
log_json = true
[slack]
mode = "http"
bot_token = "{bot_token}"
signing_secret = "{signing_secret}"
api_url = "{api_url}"
http_port = {port}
[[agents]]
path = "{agents}/echo"
"""


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@asynccontextmanager
async def running(folder: Path, settings: dict[str, str]) -> AsyncGenerator[str]:
    """The address of a bridge in HTTP mode."""
    port = free_port()
    config = folder / "config.toml"
    config.write_text(CONFIG.format(port=port, agents=AGENTS, **settings), encoding="utf-8")
    command = [sys.executable, "-c", "from bridge.cli import main; main()", "run", "--config", str(config)]
    process = await asyncio.create_subprocess_exec(*command, stderr=PIPE)
    assert process.stderr is not None
    try:
        async with asyncio.timeout(30):
            while '"event": "running"' not in (line := (await process.stderr.readline()).decode()):
                assert line, "the bridge ended"
        yield f"http://127.0.0.1:{port}/slack/events"
    finally:
        process.terminate()
        _, log = await process.communicate()
    assert process.returncode == 0, log.decode()


def mention(talk: Talk, ts: str, text: str) -> bytes:
    world = talk.sandbox.slack.world
    event: Json = {
        "type": "app_mention",
        "user": world.person("ann").id,
        "text": f"<@{world.app.user_id}> {text}",
        "ts": ts,
        "event_ts": ts,
        "channel": world.channel("general").id,
    }
    envelope = {
        "type": "event_callback",
        "team_id": world.team["id"],
        "api_app_id": world.app.app_id,
        "event": event,
        "event_id": f"Ev{ts}",
        "event_time": int(float(ts)),
        "authorizations": [{"user_id": world.app.user_id, "is_bot": True, "team_id": world.team["id"]}],
    }
    return json.dumps(envelope).encode()


def signed(body: bytes, secret: str, at: float) -> dict[str, str]:
    """Slack docs, "Verifying requests": HMAC-SHA256 of v0:timestamp:body."""
    base = b"v0:%d:%s" % (int(at), body)
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": str(int(at)),
        "X-Slack-Signature": f"v0={signature}",
    }


@pytest.mark.requirement("slack-http")
async def test_a_signed_event_is_answered_and_a_wrong_or_old_signature_is_not(tmp_path: Path) -> None:
    """401, and nothing else happens."""
    async with (
        Sandbox(0, limits=False) as sandbox,
        running(tmp_path, sandbox.settings) as address,
        aiohttp.ClientSession() as http,
    ):
        ann = Talk(sandbox)
        ann.thread = await sandbox.slack.say("ann", "general", "@chatbridge hello")
        secret = sandbox.settings["signing_secret"]

        async def send(body: bytes, headers: dict[str, str]) -> int:
            async with http.post(address, data=body, headers=headers) as response:
                return response.status

        body = mention(ann, ann.thread, "hello")
        before = len(sandbox.slack.calls)
        assert await send(body, signed(body, "another secret", time.time())) == 401
        assert await send(body, signed(body, secret, time.time() - 301)) == 401
        assert await send(body, {"Content-Type": "application/json"}) == 401
        assert await send(body + b" ", signed(body, secret, time.time())) == 401
        assert len(sandbox.slack.calls) == before
        assert await send(body, signed(body, secret, time.time())) == 200
        await ann.sees("You said: hello")
        assert await send(body, signed(body, secret, time.time())) == 200
        await ann.until(lambda: len(ann.messages) == 3)
        challenge = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
        async with http.post(address, data=challenge, headers=signed(challenge, secret, time.time())) as response:
            assert "abc" in await response.text()


@pytest.mark.requirement("slack-http")
async def test_a_server_that_knows_two_methods_is_enough(tmp_path: Path) -> None:
    """Any server that speaks Slack's API will do: nothing but auth.test and chat.postMessage is needed to answer."""
    posted: asyncio.Queue[Json] = asyncio.Queue()

    async def api(request: web.Request) -> web.Response:
        if request.match_info["method"] == "auth.test":
            return web.json_response({"ok": True, "user_id": "U0BOT", "team_id": "T0"})
        if request.match_info["method"] != "chat.postMessage":
            return web.json_response({"ok": False, "error": "unknown_method"})
        posted.put_nowait(await request.json())
        return web.json_response({"ok": True, "channel": "C0", "ts": "1.000002"})

    server = TestServer(web.Application())
    server.app.router.add_post("/api/{method}", api)
    async with server:
        settings = {"bot_token": "xoxb-any", "signing_secret": "secret", "api_url": str(server.make_url("/api/"))}
        event = {"type": "app_mention", "user": "U1", "text": "<@U0BOT> hi", "ts": "1.000001", "channel": "C0"}
        body = json.dumps({"type": "event_callback", "team_id": "T0", "event_id": "Ev1", "event": event}).encode()
        async with running(tmp_path, settings) as address, aiohttp.ClientSession() as http:
            async with http.post(address, data=body, headers=signed(body, "secret", time.time())) as response:
                assert response.status == 200
            async with asyncio.timeout(10):
                said = [await posted.get(), await posted.get()]
    assert "How can I help you?" in said[0]["text"]
    assert "You said: hi" in said[1]["text"]
    assert {message["thread_ts"] for message in said} == {"1.000001"}
