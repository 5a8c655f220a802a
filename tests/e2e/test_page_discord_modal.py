"""Discord's modals on the page: every kind of field, kept through errors and through a bot that does not answer."""

import asyncio
from typing import Any

import discord
import pytest
from playwright.async_api import expect

from tests.e2e.discord_page import Server

pytest_plugins = ("tests.e2e.browser", "tests.e2e.discord_browser")
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


def order() -> discord.ui.Modal:
    """A form with five fields, the last one a tick that is there from the start."""
    ui, text = discord.ui, discord.ui.TextInput
    modal = ui.Modal(title="New order", custom_id="order")
    fields: dict[str, Any] = {
        "Name": text(custom_id="name", min_length=3, placeholder="Alma"),
        "City": ui.Select(custom_id="city", options=[discord.SelectOption(label=city) for city in ("Ghent", "Oslo")]),
        "Size": ui.RadioGroup(custom_id="size", options=[discord.RadioGroupOption(label=size) for size in "SL"]),
        "Data": ui.FileUpload(custom_id="data"),
        "Hot": ui.Checkbox(custom_id="hot", default=True),
    }
    for label, component in fields.items():
        modal.add_item(ui.Label(text=label, component=component, description=f"about {label}"))
    return modal


@pytest.mark.requirement("page-discord-modal")
async def test_entries_survive_errors_and_silence_and_the_bot_gets_them_all(server: Server) -> None:
    """The client's errors stand beside their fields; a bot that stays silent leaves the modal with what was entered."""
    page, modal, submitted = server.page, server.modal, asyncio.Queue[discord.Interaction]()

    @server.bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:  # pyright: ignore[reportUnusedFunction]
        if interaction.type is discord.InteractionType.component:
            await interaction.response.send_modal(order())
        else:
            submitted.put_nowait(interaction)

    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label="Order", custom_id="open"))
    await server.general.send("Hungry?", view=view)
    opener = page.get_by_role("button", name="Order")
    await opener.click()
    await expect(modal.get_by_role("heading", name="New order")).to_be_visible()
    await expect(modal.get_by_label("Name")).to_be_focused()
    await page.get_by_test_id("modal-raw").click()
    await expect(page.get_by_test_id("raw-json")).to_contain_text('"min_length": 3')
    await page.keyboard.press("Escape")

    await modal.get_by_label("Name").fill("Al")
    await modal.get_by_label("City").click()
    await page.get_by_role("option", name="Oslo").click()
    await page.get_by_test_id("modal-submit").click()
    errors = modal.get_by_test_id("field-error")
    await expect(errors).to_have_text(["Must be at least 3 characters.", *["This field is required."] * 2])
    await expect(modal.get_by_label("Name")).to_be_focused()
    await expect(modal.get_by_label("City")).to_have_value("Oslo")

    await modal.get_by_label("Name").fill("Alma")
    await modal.get_by_role("radio", name="L").check()
    await modal.get_by_label("Data").set_input_files({"name": "n.csv", "mimeType": "text/csv", "buffer": b"1,2"})
    await expect(modal.locator(".chip")).to_contain_text("n.csv")
    await page.get_by_test_id("modal-submit").click()
    await submitted.get()
    server.clock.advance(3)
    await expect(modal.get_by_text("Something went wrong. Try again.")).to_be_visible()
    await expect(modal.get_by_label("Name")).to_have_value("Alma")
    await expect(modal.get_by_role("radio", name="L")).to_be_checked()

    await page.get_by_test_id("modal-submit").click()
    answered = await submitted.get()
    await answered.response.defer()
    await expect(modal).to_be_hidden()
    await expect(opener).to_be_focused()
    data: Any = answered.data
    values = [part["component"] for part in data["components"]]
    assert [field.get("value", field.get("values")) for field in values[:3]] == ["Alma", ["Oslo"], "L"]
    assert [data["resolved"]["attachments"][number]["filename"] for number in values[3]["values"]] == ["n.csv"]
    assert values[4]["value"] is True
