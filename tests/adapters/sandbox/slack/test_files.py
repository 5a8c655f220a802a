"""Files: the SDK's upload, images in blocks, downloads with and without the right."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from tests.adapters.sandbox.conftest import post, refusal

PNG = b"\x89PNG\r\n\x1a\n not really"


async def fetch(url: str, **headers: str) -> tuple[int, str, bytes]:
    """Return status, content type and body, following no redirect."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers=headers, allow_redirects=False) as answer,
    ):
        return answer.status, answer.content_type, await answer.read()


@pytest.mark.requirement("twin-files")
async def test_the_sdks_upload_is_shared_a_moment_later(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """files_upload_v2 answers before the share; the message comes after, in the thread, and files.info names it."""
    root = await sandbox.slack.say("ann", "general", "root")
    uploaded: Any = await client.files_upload_v2(
        channel=general, thread_ts=root, filename="chart.png", content=PNG, initial_comment="Here"
    )
    file_id = uploaded["files"][0]["id"]
    assert uploaded["files"] == [{"id": file_id, "title": "chart.png"}]
    shared = await sandbox.slack.wait_for(
        lambda _: next((seen for seen in sandbox.slack.messages("general") if seen.get("files")), None)
    )
    assert shared is not None
    assert (shared["subtype"], shared["thread_ts"], shared["text"]) == ("file_share", root, "Here")
    info: Any = await client.files_info(file=file_id)
    assert info["file"]["shares"]["public"][general][0]["ts"] == shared["ts"]
    status, kind, body = await fetch(info["file"]["url_private"], Authorization=f"Bearer {client.token}")
    assert (status, kind, body) == (200, "image/png", PNG)


@pytest.mark.requirement("twin-files")
async def test_a_download_without_the_right_leads_to_the_login_page(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """Without bearer, or without files:read, there is a redirect to HTML and never the bytes."""
    file = await sandbox.slack.upload("ann", "secret data.csv", b"a,b")
    status, _, body = await fetch(file["url_private"])
    assert (status, b"a,b" in body) == (302, False)
    assert (await fetch(f"{file['url_private']}?viewer={file['user']}"))[2] == b"a,b"
    sandbox.slack.world.app.scopes.discard("files:read")
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {client.token}"}
        async with session.get(file["url_private"], headers=headers) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")


@pytest.mark.requirement("twin-files")
async def test_an_image_block_shows_an_uploaded_image(sandbox: Sandbox, client: AsyncWebClient, general: str) -> None:
    """slack_file takes the id or url of an uploaded image of this workspace, and nothing else."""
    image = await sandbox.slack.upload("ann", "a.png", PNG)
    text = await sandbox.slack.upload("ann", "a.csv", b"a,b")

    def showing(**reference: str) -> list[dict[str, Any]]:
        return [{"type": "image", "alt_text": "a", "slack_file": reference}]

    await post(client, channel=general, blocks=showing(id=image["id"]))
    await post(client, channel=general, blocks=showing(url=image["url_private"]))
    for reference in ({"id": text["id"]}, {"id": "F0NOWHERE"}, {"url": "https://a.example/a.png"}):
        error, sentences = await refusal(post(client, channel=general, blocks=showing(**reference)))
        assert error == "invalid_blocks"
        assert sentences == ["[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"]


@pytest.mark.requirement("twin-files")
async def test_an_unfinished_upload_is_no_file(client: AsyncWebClient, general: str) -> None:
    """Before its bytes came and it was completed, a file is neither found nor shown."""
    empty = client.files_getUploadURLExternal(filename="a.png", length=0)
    assert (await refusal(empty))[0] == "missing_argument"
    granted: Any = await client.files_getUploadURLExternal(filename="a.png", length=3)
    assert (await refusal(client.files_info(file=granted["file_id"])))[0] == "file_not_found"
    early = client.files_completeUploadExternal(files=[{"id": granted["file_id"]}], channel_id=general)
    assert (await refusal(early))[0] == "file_not_found"
    form = aiohttp.FormData()
    form.add_field("file", PNG, filename="a.png")
    async with aiohttp.ClientSession() as session, session.post(granted["upload_url"], data=form) as answer:
        assert await answer.text() == f"OK - {len(PNG)}"
    await client.files_completeUploadExternal(files=[{"id": granted["file_id"]}])
    found: Any = await client.files_info(file=granted["file_id"])
    assert (found["file"]["size"], found["file"]["shares"]) == (len(PNG), {})


@pytest.mark.requirement("twin-files")
async def test_where_a_file_may_be_shared(sandbox: Sandbox, client: AsyncWebClient) -> None:
    """A channel the bot is not in refuses the share."""
    elsewhere = sandbox.slack.world.channel("elsewhere").id
    refused = client.files_upload_v2(channel=elsewhere, filename="a.png", content=PNG)
    assert (await refusal(refused))[0] == "not_in_channel"


@pytest.mark.requirement("twin-events")
async def test_a_persons_file_is_a_message(sandbox: Sandbox) -> None:
    """A shared file makes a file_share message with the whole file object, and the event of it has no team."""
    file = await sandbox.slack.upload("ann", "data.csv", b"a,b")
    await sandbox.slack.say("ann", "general", "@chatbridge look", files=[file["id"]])
    [message] = sandbox.slack.messages("general")
    assert (message["subtype"], message["files"][0]["name"], message["upload"]) == ("file_share", "data.csv", False)
