"""A model's form on the page, from the real bridge: it changes under the hands of who fills it in."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from adapters.sandbox import Sandbox
from tests.e2e import discord, slack
from tests.e2e.kiln import make_kiln

pytest_plugins = ("tests.e2e.browser",)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


@pytest.mark.requirement("slack-live", "slack-presets", "slack-search")
async def test_a_form_changes_while_it_is_filled_in(page: Page, tmp_path: Path) -> None:
    """A choice hides a field, a search finds an option, a preset fills in; what was typed stays."""
    async with Sandbox(limits=False) as sandbox, slack.bridge(sandbox, make_kiln(tmp_path), data=tmp_path):
        talk = slack.Talk(sandbox)
        await talk.mention()
        await talk.sees("Answer…")
        await page.goto(sandbox.url)
        await page.get_by_text("1 reply").click()
        await page.get_by_role("button", name="Answer…").click()
        modal = page.get_by_role("dialog")
        await modal.get_by_label("Glaze").click()
        await page.keyboard.type("321")
        await page.get_by_role("option", name="glaze 321").click()
        await modal.get_by_label("Note").fill("mine")
        await expect(modal.get_by_label("Depth")).to_have_value("5")
        await modal.get_by_role("radio", name="tile").check()
        await expect(modal.get_by_label("Depth")).to_have_count(0)
        await expect(modal.get_by_label("Note")).to_have_value("mine")
        await modal.get_by_role("combobox").first.click()
        await page.get_by_role("option", name="Floor").click()
        await expect(modal.get_by_label("Note")).to_have_value("matt")
        await page.get_by_test_id("modal-submit").click()
        await talk.sees("('glaze', 'glaze 321'), ('note', 'matt'), ('ware', 'tile')]")


@pytest.mark.requirement("discord-presets", "discord-paged-options")
async def test_a_preset_opens_the_form_filled_in_and_five_hundred_options_are_paged(page: Page, tmp_path: Path) -> None:
    """In Discord: a select in the message, a part of the list in the first step, and the option in the second."""
    async with Sandbox(limits=False) as sandbox, discord.bridge(sandbox, make_kiln(tmp_path), data=tmp_path):
        talk = discord.Talk(sandbox)
        await talk.mention()
        await talk.sees("Fill in: Usual")
        await page.goto(f"{sandbox.url}/#/discord/ann/general")
        await page.get_by_text("1 message").click()
        await page.get_by_placeholder("Fill in: Usual").click()
        await page.get_by_role("option", name="Floor").click()
        modal = page.get_by_role("dialog")
        await expect(modal.get_by_label("Note")).to_have_value("matt")
        await modal.get_by_label("Glaze").click()
        await page.get_by_role("option", name="glaze 400").click()
        await page.get_by_test_id("modal-submit").click()
        await page.get_by_role("button", name="Continue…").click()
        await modal.get_by_label("Glaze (426–450)").click()
        await page.get_by_role("option", name="glaze 432").click()
        await page.get_by_test_id("modal-submit").click()
        await talk.sees("('glaze', 'glaze 432'), ('note', 'matt'), ('ware', 'tile')")
        await page.goto("about:blank")
