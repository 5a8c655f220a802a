"""Blocks on the page: drawn as Slack draws them, safe, and alive."""

import asyncio
from typing import Any

import pytest
from playwright.async_api import expect
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.e2e.gallery import HOSTILE, mrkdwn, show_everything
from tests.e2e.workspace import Workspace

pytest_plugins = ("tests.e2e.browser",)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@pytest.mark.requirement("page-blocks")
async def test_every_block_of_a_message_is_drawn_and_its_controls_reach_the_bot(workspace: Workspace) -> None:
    """Each block type has its drawing; a click, a choice and a tick arrive at the bot, whose edit appears in place."""
    page, bot, client = workspace.page, workspace.bot, workspace.client
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def listen(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        heard.put_nowait(body)

    for action_id in ("approve", "city", "extras"):
        bot.action(action_id)(listen)
    ann = workspace.sandbox.slack.world.person("ann").id
    image = await workspace.sandbox.slack.upload("ann", "chart.png", PIXEL)
    blocks = show_everything(image["id"], ann)
    posted = await client.chat_postMessage(channel=workspace.general, text="report", blocks=blocks)

    message = workspace.messages().first
    await expect(message.get_by_role("heading", name="Quarterly report")).to_be_visible()
    await expect(message.locator("[data-block-type]:not([data-block-type=container] *)")).to_have_count(len(blocks))
    await expect(message.get_by_role("link", name="the sheet")).to_have_attribute("href", "https://example.org/sheet")
    await expect(message.locator("blockquote").first).to_have_text("quoted")
    await expect(message.locator(".mention.mine")).to_have_text("@ann")
    await expect(message.locator("li", has_text="nested point")).to_be_visible()
    await expect(message.locator("pre")).to_have_text("print('hello')")
    await expect(message.get_by_role("columnheader")).to_have_text(["City", "People"])
    await expect(message.get_by_text("inside the log")).to_be_hidden()
    await message.locator("summary").click()
    await expect(message.get_by_text("inside the log")).to_be_visible()
    picture = message.get_by_alt_text("a chart of sales")
    assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1

    await message.get_by_role("combobox", name="Pick a city").click()
    await page.keyboard.type("ly")
    await page.keyboard.press("Enter")
    chosen = (await heard.get())["actions"][0]
    assert chosen["selected_option"]["value"] == "lyon"
    await message.get_by_role("checkbox", name="Cheap").check()
    assert [each["value"] for each in (await heard.get())["actions"][0]["selected_options"]] == ["cheap"]
    await message.get_by_role("button", name="Approve").click()
    pressed = await heard.get()
    assert pressed["actions"][0]["value"] == "approve"
    assert pressed["state"]["values"]["choices"]["city"]["selected_option"]["value"] == "lyon"

    blocks[0]["text"]["text"] = "Approved report"
    await client.chat_update(channel=workspace.general, ts=str(posted["ts"]), text="report", blocks=blocks)
    await expect(message.get_by_role("heading", name="Approved report")).to_be_visible()
    await expect(message.get_by_role("combobox", name="Pick a city")).to_have_value("Lyon")
    await expect(message.get_by_text("inside the log")).to_be_visible()
    await expect(message.get_by_role("button", name="Approve")).to_be_focused()


@pytest.mark.requirement("page-safe")
async def test_text_never_becomes_markup_and_unknown_blocks_are_named(workspace: Workspace) -> None:
    """Markup in a text stays text, a script address is no link, and a block of the future is a labelled box."""
    page, client = workspace.page, workspace.client
    await client.chat_postMessage(channel=workspace.general, text=HOSTILE)
    section = {"type": "section", "text": mrkdwn(f"<javascript:alert(3)|click me> {HOSTILE}")}
    await client.chat_postMessage(channel=workspace.general, text="blocks", blocks=[section])
    await expect(workspace.messages()).to_have_count(2)
    await expect(page.locator("main :is(script, img)")).to_have_count(0)
    await expect(page.locator("main a")).to_have_count(0)
    await expect(workspace.messages().last).to_contain_text("click me")
    await expect(workspace.messages().last).to_contain_text("&lt;b&gt;")

    # The twin refuses blocks it does not know, as Slack does; the drawing itself must not depend on that.
    drawn = await page.evaluate(
        """async () => {
          const { drawBlocks } = await import("/page/slack/blocks.js");
          const [node] = drawBlocks([{ type: "hologram", shine: 3 }], { container: { key: "test" } });
          return node.textContent;
        }"""
    )
    assert "hologram" in drawn
    assert '"shine": 3' in drawn
