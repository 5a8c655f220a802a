"""A newcomer's first minutes on the page: write, be answered in a thread, be two people."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.workspace import Workspace

pytest_plugins = ("tests.e2e.browser",)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

CONTENT = b'{"a": 1}'


@pytest.mark.requirement("page-first-answer")
async def test_the_empty_channel_tells_what_to_write_and_the_answer_opens_in_a_thread(workspace: Workspace) -> None:
    """One click fills the composer, Enter sends; the bot's status and then its answer appear in the opened thread.

    A reply there can break lines, complete a name and carry a file.
    """
    page, bot = workspace.page, workspace.bot
    thinking_seen = asyncio.Event()

    async def answer(event: dict[str, Any]) -> None:
        place = {"channel_id": event["channel"], "thread_ts": event["ts"]}
        await bot.client.assistant_threads_setStatus(**place, status="is thinking…")
        await thinking_seen.wait()
        await bot.client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Hello *ann*")

    async def leave() -> None:
        """Bolt wants a listener for every event; the mention itself comes as a message, too."""

    bot.event("app_mention")(answer)
    bot.event("message")(leave)

    await page.get_by_test_id("try-it").click()
    await expect(page.get_by_test_id("composer-channel")).to_have_value("@chatbridge hello")
    await page.get_by_test_id("composer-channel").press("Enter")
    await expect(workspace.messages().first).to_contain_text("chatbridge is thinking…")
    thinking_seen.set()

    await expect(workspace.messages(workspace.thread)).to_have_count(2)
    await expect(workspace.messages(workspace.thread).last.locator("strong").last).to_have_text("ann")
    await expect(workspace.thread.get_by_test_id("status")).to_be_hidden()
    await expect(page.get_by_test_id("composer-channel")).to_have_value("")
    await expect(page.get_by_test_id("replies")).to_contain_text("1 reply")
    await expect(page.get_by_test_id("live")).to_have_text("chatbridge: Hello *ann*")

    await page.get_by_test_id("composer-thread-files").set_input_files(
        {"name": "data.json", "mimeType": "application/json", "buffer": CONTENT}
    )
    await expect(workspace.thread.locator("form .chip")).to_contain_text("data.json")
    await page.get_by_test_id("composer-thread").fill("line one")
    await page.get_by_test_id("composer-thread").press("Shift+Enter")
    await page.get_by_test_id("composer-thread").press_sequentially("and @ch")
    await page.get_by_role("option", name="@chatbridge").wait_for()
    await page.get_by_test_id("composer-thread").press("Enter")
    await expect(page.get_by_test_id("composer-thread")).to_have_value("line one\nand @chatbridge ")
    await page.get_by_test_id("composer-thread").press("Enter")
    await expect(workspace.messages(workspace.thread)).to_have_count(3)
    await expect(workspace.messages(workspace.thread).last.locator(".mention")).to_have_text("@chatbridge")
    await expect(workspace.thread.locator("form .chip")).to_have_count(0)
    address = await workspace.thread.get_by_test_id("file").evaluate("link => link.href")
    assert await (await page.request.get(address)).body() == CONTENT
    await expect(workspace.messages()).to_have_count(1)


@pytest.mark.requirement("page-two-people")
async def test_each_person_sees_their_own_and_edits_in_place(workspace: Workspace) -> None:
    """An ephemeral message is marked and shown to its viewer alone; each edits only their own; drafts stay apart."""
    page, client = workspace.page, workspace.client
    ann = workspace.sandbox.slack.world.person("ann").id
    await page.get_by_test_id("composer-channel").fill("first version")
    await page.get_by_test_id("composer-channel").press("Enter")
    await workspace.messages().first.wait_for()
    await client.chat_postEphemeral(channel=workspace.general, user=ann, text="for ann alone")
    await expect(workspace.messages().filter(has_text="Only visible to you")).to_contain_text("for ann alone")

    first = workspace.messages().first
    await first.hover()
    await first.get_by_test_id("edit").click()
    await page.get_by_test_id("editor").fill("second version")
    await page.get_by_test_id("editor").press("Enter")
    await expect(first).to_contain_text("second version")
    await expect(first).to_contain_text("(edited)")
    await page.get_by_test_id("composer-channel").fill("a draft of ann's")

    await page.get_by_test_id("person-ben").click()
    await expect(page.get_by_test_id("person-ben")).to_have_attribute("aria-checked", "true")
    await expect(workspace.messages()).to_have_count(1)
    await expect(workspace.messages().first.get_by_test_id("edit")).to_have_count(0)
    await expect(page.get_by_test_id("composer-channel")).to_have_value("")
    await expect(page).to_have_url(re.compile(r"#/slack/ben/general$"))

    await page.get_by_test_id("person-ann").click()
    await expect(workspace.messages()).to_have_count(2)
    await expect(page.get_by_test_id("composer-channel")).to_have_value("a draft of ann's")
