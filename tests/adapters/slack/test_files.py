"""Files both ways: pictures, charts and tables of ours, and what people give."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from adapters.slack.download import origin
from bridge.content.items import Bar, BarChart, Column, Image, Inline, LocalFile, Paragraph, Table, Text
from bridge.errors import DeliveryError, PlatformRefused
from bridge.interaction import RemoteFile
from bridge.ports import MessageRef, Reply, Said, Thread
from tests.adapters.slack.conftest import PNG
from tests.fakes.inbox import RecordingInbox

Json = dict[str, Any]


async def post(adapter: SlackAdapter, thread: Thread, *content: Any) -> list[MessageRef]:
    return [await adapter.post(thread, message) for message in adapter.render(Reply(turn="t", content=content))]


def stored(sandbox: Sandbox, ref: MessageRef) -> Json:
    return sandbox.slack.world.channel(ref.channel).messages[ref.id]


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def count(sandbox: Sandbox, method: str) -> int:
    return sum(call.method == method for call in sandbox.slack.calls)


@pytest.mark.requirement("slack-images")
async def test_a_picture_is_uploaded_once_and_shown(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, tmp_path: Path
) -> None:
    """In three steps, never with alt_txt; shown again, also from another place, it is not uploaded again."""
    (tmp_path / "image.png").write_bytes(PNG.data)
    first, second = Image(source=PNG, caption="A dot"), Image(source=LocalFile(tmp_path / "image.png"))
    (ref,) = await post(adapter, thread, first)
    (again,) = await post(adapter, thread, second)
    assert stored(sandbox, ref)["blocks"][0]["slack_file"] == stored(sandbox, again)["blocks"][0]["slack_file"]
    assert count(sandbox, "files.completeUploadExternal") == 1
    assert not any("alt_txt" in call.args for call in sandbox.slack.calls)


@pytest.mark.requirement("slack-charts")
async def test_a_chart_is_drawn_and_shown(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """As a picture, with its figures in words."""
    (ref,) = await post(adapter, thread, BarChart(title="Fruit", bars=(Bar("apples", 3), Bar("pears", 5))))
    title, picture = stored(sandbox, ref)["blocks"]
    assert title["type"] == "rich_text"
    assert picture["slack_file"]["id"].startswith("F")
    assert "apples" in picture["alt_text"]


async def test_a_table_too_large_is_shared_as_a_file(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """The whole of it, as a message of its own in the thread, before what follows."""
    table = Table(title="Numbers", columns=(Column("n", "n"),), rows=tuple((n,) for n in range(5_000)))
    refs = await post(adapter, thread, table, Text(content=(Paragraph("after"),)))
    kinds = [[block["type"] for block in stored(sandbox, ref).get("blocks", [])] for ref in refs]
    assert kinds[0] == ["rich_text", "table", "rich_text"]
    (shared,) = stored(sandbox, refs[1])["files"]
    assert (shared["name"], stored(sandbox, refs[1])["thread_ts"]) == ("Numbers.csv", thread.root)
    assert [ref.id for ref in refs] == sorted(ref.id for ref in refs)


async def test_a_message_can_become_a_file(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """A reply that is replaced while it is written: the file is shared below, the old message says so."""
    (ref,) = await post(adapter, thread, Text(content=(Paragraph("working"),)))
    attached = adapter.render(
        Reply(turn="t", content=(Image(source=Inline(b"<svg/>", "image/svg+xml"), title="Plan"),))
    )
    await adapter.edit(ref, attached[-1])
    assert stored(sandbox, ref)["text"] == "Plan"
    assert any(message.get("files") for message in sandbox.slack.messages("general", thread.root))


@pytest.mark.parametrize("name", ["gone.png", "empty.png"])
async def test_a_picture_that_cannot_be_shown_is_said(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, tmp_path: Path, name: str
) -> None:
    """A line stands in its place; what is around it is shown."""
    (tmp_path / "empty.png").write_bytes(b"")
    text = Text(content=(Paragraph("before"),))
    (ref,) = await post(adapter, thread, text, Image(source=LocalFile(tmp_path / name)))
    before, said = stored(sandbox, ref)["blocks"]
    assert before["type"] == "rich_text"
    assert said["text"]["text"].startswith(f"⚠ {name} ")


async def test_a_file_that_cannot_be_shared_is_said(
    sandbox: Sandbox, adapter: SlackAdapter, thread: Thread, tmp_path: Path
) -> None:
    """In the thread, in its place."""
    (ref,) = await post(adapter, thread, Image(source=LocalFile(tmp_path / "gone.svg")))
    assert "⚠ gone.svg cannot be read" in stored(sandbox, ref)["text"]


async def test_an_upload_that_failed_is_tried_again(sandbox: Sandbox, adapter: SlackAdapter, thread: Thread) -> None:
    """Only what worked is remembered."""
    sandbox.slack.fail_next("files.completeUploadExternal", error="storage_limit_reached")
    (failed,) = await post(adapter, thread, Image(source=PNG))
    (shown,) = await post(adapter, thread, Image(source=PNG))
    assert "no room for files" in stored(sandbox, failed)["blocks"][0]["text"]["text"]
    assert stored(sandbox, shown)["blocks"][0]["type"] == "image"


# ── what people give ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.requirement("file-values")
async def test_a_file_a_person_gave_is_saved(
    sandbox: Sandbox, adapter: SlackAdapter, inbox: RecordingInbox, tmp_path: Path
) -> None:
    """Whole, under the name it is asked for, and nothing else is left beside it."""
    content = bytes(range(256)) * 4_000
    uploaded = await sandbox.slack.upload("ann", "data.bin", content)
    await sandbox.slack.say("ann", "general", "@chatbridge look", files=[uploaded["id"]])
    (file,) = (await inbox.next(Said)).files
    assert (file.name, file.size) == ("data.bin", len(content))
    await adapter.download(file, tmp_path / "saved.bin")
    assert (tmp_path / "saved.bin").read_bytes() == content
    assert names(tmp_path) == ["saved.bin"]


async def test_without_the_scope_a_login_page_is_not_the_file(
    sandbox: Sandbox, adapter: SlackAdapter, inbox: RecordingInbox, tmp_path: Path
) -> None:
    """Slack answers with a redirect to its login page; the error names the scope."""
    uploaded = await sandbox.slack.upload("ann", "data.csv", b"a,b")
    await sandbox.slack.say("ann", "general", "@chatbridge look", files=[uploaded["id"]])
    (file,) = (await inbox.next(Said)).files
    sandbox.slack.world.app.scopes.discard("files:read")
    with pytest.raises(PlatformRefused, match="files:read"):
        await adapter.download(file, tmp_path / "saved.csv")
    assert names(tmp_path) == []


@pytest.mark.requirement("slack-token-stays")
@pytest.mark.parametrize("url", ["https://evil.example/data.csv", "http://127.0.0.1:9/x", "", "file:///etc/passwd"])
async def test_the_token_goes_to_slack_only(adapter: SlackAdapter, tmp_path: Path, url: str) -> None:
    """A file that is kept elsewhere is refused before anything is sent there."""
    file = RemoteFile(name="data.csv", size=3, media_type="text/csv", handle={"id": "F01", "url": url})
    with pytest.raises(PlatformRefused, match="not in Slack"):
        await adapter.download(file, tmp_path / "saved.csv")


@pytest.fixture
async def host() -> AsyncIterator[str]:
    """A host of files that does not keep its word."""

    async def page(_: web.Request) -> web.Response:
        return web.Response(text="<html>Sign in</html>", content_type="text/html")

    async def broken(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b"half")
        assert request.transport is not None
        request.transport.close()
        return answer

    site = web.Application()
    site.add_routes([web.get("/page", page), web.get("/broken", broken)])
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(("path", "words"), [("page", "files:read"), ("broken", "broke"), ("nothing", "any more")])
async def test_half_a_file_is_no_file(adapter: SlackAdapter, host: str, tmp_path: Path, path: str, words: str) -> None:
    """A login page, a broken connection, a file that is gone: the target never exists."""
    assert adapter._downloads is not None
    adapter._downloads._origins.add(origin(host))
    file = RemoteFile(name="data.csv", size=3, media_type="text/csv", handle={"id": "F", "url": f"{host}/{path}"})
    with pytest.raises(DeliveryError, match=words):
        await adapter.download(file, tmp_path / "saved.csv")
    assert names(tmp_path) == []
