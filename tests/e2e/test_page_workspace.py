"""The frame around the conversation: who listens, what was refused, what is covered, keys and themes."""

import pytest
from playwright.async_api import Page, expect
from slack_sdk.errors import SlackApiError

from adapters.sandbox import Sandbox
from tests.e2e.workspace import Workspace

pytest_plugins = ("tests.e2e.browser",)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


@pytest.mark.requirement("page-tells")
async def test_refused_calls_raw_messages_and_coverage_are_one_press_away(workspace: Workspace) -> None:
    """A refused call is counted and listed with its reason; a message's stored JSON follows its edits."""
    page, client = workspace.page, workspace.client
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await client.chat_postMessage(channel=workspace.general, text="no", blocks=[{"type": "hologram"}])
    await expect(page.get_by_test_id("problems")).to_contain_text("1")
    await page.get_by_test_id("problems").click()
    await expect(page.get_by_test_id("problem")).to_contain_text("chat.postMessage → invalid_blocks")
    await expect(page.get_by_test_id("problem")).to_contain_text("unsupported type: hologram")
    await page.get_by_test_id("panel-close").click()

    posted = await client.chat_postMessage(channel=workspace.general, text="draft")
    await workspace.messages().first.hover()
    await workspace.messages().first.get_by_test_id("raw").click()
    await expect(page.get_by_test_id("raw-json")).to_contain_text('"text": "draft"')
    await client.chat_update(channel=workspace.general, ts=str(posted["ts"]), text="final")
    await expect(page.get_by_test_id("raw-json")).to_contain_text('"text": "final"')
    await page.keyboard.press("Escape")
    await expect(workspace.messages().first.get_by_test_id("raw")).to_be_focused()

    await page.get_by_test_id("coverage").click()
    await expect(page.get_by_role("rowheader", name="chat.postMessage", exact=True)).to_be_visible()


@pytest.mark.requirement("page-keyboard")
async def test_without_a_bot_a_banner_says_so_and_keys_and_theme_work(sandbox: Sandbox, page: Page) -> None:
    """The banner tells how to start a bot; arrow keys move between channels; the chosen theme survives a reload."""
    await page.goto(sandbox.url)
    await expect(page.get_by_test_id("banner")).to_contain_text("chatbridge run")
    await page.get_by_test_id("channel-general").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_test_id("channel-agents")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="# agents", exact=True)).to_be_visible()
    await expect(page.get_by_test_id("channel-agents")).to_have_attribute("aria-current", "page")

    light = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    for _ in range(2):
        await page.get_by_test_id("theme").click()
    await page.reload()
    await expect(page.get_by_role("heading", name="# agents", exact=True)).to_be_visible()
    dark = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (light, dark) == ("rgb(255, 255, 255)", "rgb(23, 27, 27)")
