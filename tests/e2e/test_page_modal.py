"""Modals on the page: opened by a click, kept through errors, closed by submit, Cancel or Escape."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import expect
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.e2e.gallery import button, mrkdwn, order_form, plain
from tests.e2e.workspace import Workspace

pytest_plugins = ("tests.e2e.browser",)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


async def post_opener(workspace: Workspace, view: dict[str, Any]) -> None:
    """Post a message whose button opens `view`."""

    async def open_view(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await workspace.client.views_open(trigger_id=body["trigger_id"], view=view)

    workspace.bot.action("open")(open_view)
    row = {"type": "actions", "elements": [button("open", "Order something")]}
    await workspace.client.chat_postMessage(channel=workspace.general, text="order", blocks=[row])


@pytest.mark.requirement("page-modal-errors")
async def test_errors_stand_beside_their_field_and_everything_typed_stays(workspace: Workspace) -> None:
    """The client's own errors and the bot's appear at the field, what was entered stays, and the bot gets it all."""
    page, modal = workspace.page, workspace.modal
    submitted: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def take(ack: AsyncAck, view: dict[str, Any]) -> None:
        values = view["state"]["values"]
        if len(values["name"]["value"]["value"]) < 3:
            await ack(response_action="errors", errors={"name": "At least three letters."})
            return
        await ack()
        submitted.put_nowait(values)

    workspace.bot.view("order")(take)
    await post_opener(workspace, order_form())
    opener = page.get_by_role("button", name="Order something")
    await opener.click()
    await expect(modal.get_by_role("heading", name="New order")).to_be_visible()
    await expect(modal.get_by_label("Name")).to_be_focused()
    await expect(modal.get_by_label("Notes (optional)")).to_be_visible()

    await modal.get_by_label("Notes").fill("two\nlines")
    await page.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_test_id("field-error")).to_have_count(2)
    await expect(modal.get_by_label("Notes")).to_have_value("two\nlines")

    await modal.get_by_label("Name").fill("Al")
    await modal.get_by_label("City").click()
    await page.get_by_role("option", name="Oslo").click()
    await modal.get_by_role("radio", name="Large").check()
    await modal.get_by_label("Data").set_input_files({"name": "n.csv", "mimeType": "text/csv", "buffer": b"1,2"})
    await expect(modal.locator(".chip")).to_contain_text("n.csv")
    await page.get_by_test_id("modal-submit").click()
    await expect(modal.get_by_test_id("field-error")).to_have_text(["At least three letters."])
    await expect(modal.get_by_label("Name")).to_be_focused()
    await expect(modal.get_by_label("Name")).to_have_attribute("aria-invalid", "true")
    await expect(modal.get_by_label("City")).to_have_value("Oslo")
    await expect(modal.get_by_role("radio", name="Large")).to_be_checked()

    await modal.get_by_label("Name").fill("Alma")
    await page.keyboard.press("Enter")
    values = await submitted.get()
    await expect(modal).to_be_hidden()
    await expect(opener).to_be_focused()
    assert values["name"]["value"]["value"] == "Alma"
    assert values["notes"]["value"]["value"] == "two\nlines"
    assert values["city"]["value"]["selected_option"]["value"] == "oslo"
    assert values["size"]["value"]["selected_option"]["value"] == "large"
    assert [file["name"] for file in values["data"]["value"]["files"]] == ["n.csv"]


@pytest.mark.requirement("page-modal-stack")
async def test_views_stack_and_escape_closes_the_one_on_top(workspace: Workspace) -> None:
    """A pushed view lies over the first, whose entries stay; Escape takes one away at a time."""
    page, modal = workspace.page, workspace.modal
    section = {"type": "section", "text": mrkdwn("More?"), "accessory": button("more", "Tell me more")}
    first = order_form()
    first["blocks"] = [section, *first["blocks"]]
    second = {"type": "modal", "title": plain("Details"), "blocks": [{"type": "section", "text": mrkdwn("All of it")}]}

    async def push(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await workspace.client.views_push(trigger_id=body["trigger_id"], view=second)

    workspace.bot.action("more")(push)
    await post_opener(workspace, first)
    await page.get_by_role("button", name="Order something").click()
    await modal.get_by_label("Name").fill("Alma")
    await modal.get_by_role("button", name="Tell me more").click()
    await expect(modal.get_by_role("heading", name="Details")).to_be_visible()

    await page.get_by_test_id("modal-raw").click()
    await expect(page.get_by_test_id("raw-json")).to_contain_text('"previous_view_id"')
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("panel")).to_be_hidden()

    await page.keyboard.press("Escape")
    await expect(modal.get_by_role("heading", name="New order")).to_be_visible()
    await expect(modal.get_by_label("Name")).to_have_value("Alma")
    await page.keyboard.press("Escape")
    await expect(modal).to_be_hidden()
