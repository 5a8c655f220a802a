"""Discord on the page: a newcomer's first minutes in a channel, a forum, and with commands."""

import asyncio
import re

import discord
import pytest
from playwright.async_api import expect

from tests.e2e.discord_page import Server

pytest_plugins = ("tests.e2e.browser", "tests.e2e.discord_browser")
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


def choices() -> discord.ui.View:
    """Three buttons: one to whom the bot answers, one that edits the message, one nobody hears."""
    view = discord.ui.View(timeout=None)
    for label in ("Whisper", "Change", "Ignore"):
        view.add_item(discord.ui.Button(label=label, custom_id=label.lower()))
    return view


@pytest.mark.requirement("page-discord-answer")
async def test_the_bots_thread_opens_and_a_press_shows_what_became_of_it(server: Server) -> None:
    """The bot's thread opens by itself; a pressed button waits for the answer, and says so when none came in time.

    What only one person may see is shown to that person alone.
    """
    page, thread, ignored = server.page, server.thread, asyncio.Event()

    @server.bot.event
    async def on_message(message: discord.Message) -> None:  # pyright: ignore[reportUnusedFunction]
        if not message.author.bot and isinstance(message.channel, discord.TextChannel):
            opened = await message.create_thread(name="Hello ann")
            await opened.send("What is your *name*?", view=choices())

    @server.bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:  # pyright: ignore[reportUnusedFunction]
        match (interaction.data or {}).get("custom_id"):
            case "whisper":
                await interaction.response.send_message("for ann alone", ephemeral=True)
            case "change":
                await interaction.response.edit_message(content="It is changed.")
            case _:
                ignored.set()

    await page.get_by_test_id("try-it").click()
    await expect(server.composer).to_have_value("@chatbridge hello")
    await server.composer.press("Enter")
    await expect(thread.get_by_role("heading", name="Hello ann")).to_be_visible()
    await expect(server.messages(thread)).to_have_count(2)
    await expect(server.messages(thread).last.locator("em")).to_have_text("name")
    await expect(server.messages().first.get_by_test_id("replies")).to_contain_text("1 message")
    await expect(page.get_by_test_id("live")).to_have_text("chatbridge: What is your name?")

    await thread.get_by_role("button", name="Ignore").click()
    await expect(thread.get_by_role("button", name="Ignore")).to_have_attribute("aria-busy", "true")
    await ignored.wait()
    server.clock.advance(3)
    await expect(thread.get_by_test_id("interaction-failed")).to_have_text("This interaction failed")
    await expect(thread.locator(".message [aria-busy]")).to_have_count(0)
    await thread.get_by_role("button", name="Change").click()
    await expect(thread.get_by_text("It is changed.")).to_be_visible()
    await expect(thread.get_by_test_id("interaction-failed")).to_have_count(0)
    await thread.get_by_role("button", name="Whisper").click()
    await expect(server.messages(thread).filter(has_text="Only you can see this")).to_contain_text("for ann alone")

    await page.get_by_test_id("person-ben").click()
    await expect(page.get_by_test_id("person-ben")).to_have_attribute("aria-checked", "true")
    await page.get_by_role("link", name="Hello ann").click()
    await expect(server.messages(thread)).to_have_count(2)


@pytest.mark.requirement("page-discord-places")
async def test_forum_command_reply_and_unread_counts(server: Server) -> None:
    """A post is a card and a thread; commands are completed and sent; replies name their message; the rest is counted.

    What the twin refused is listed with its platform.
    """
    page, thread = server.page, server.thread
    tree = discord.app_commands.CommandTree(server.bot)

    @tree.command(name="agent", description="Talk to an agent")
    async def agent(interaction: discord.Interaction, message: str) -> None:  # pyright: ignore[reportUnusedFunction]
        await interaction.response.send_message(f"to the agent: {message}")

    await tree.sync()
    await server.composer.press_sequentially("/ag")
    await page.get_by_role("option", name="/agent").wait_for()
    await page.keyboard.press("Enter")
    await expect(server.composer).to_have_value("/agent message: ")
    await page.keyboard.type("hello: you")
    await page.keyboard.press("Enter")
    answer = server.messages().first
    await expect(answer).to_contain_text("to the agent: hello: you")
    await expect(answer).to_contain_text("Ann Archer used /agent")

    await answer.hover()
    await answer.get_by_test_id("reply").click()
    await expect(page.get_by_test_id("replying").first).to_contain_text("Replying to chatbridge")
    await server.composer.fill("thank you")
    await server.composer.press("Enter")
    await expect(server.messages().last.get_by_test_id("reply-line")).to_have_text("to the agent: hello: you")

    await page.get_by_test_id("channel-ideas").click()
    await page.get_by_test_id("post-title").fill("A plan")
    await server.composer.fill("What about **lunch**?")
    await server.composer.press("Enter")
    await expect(thread.locator("strong").last).to_have_text("lunch")
    await expect(page.get_by_test_id("post")).to_contain_text("Ann Archer: What about lunch?")
    await expect(page).to_have_url(re.compile(r"#/discord/ann/ideas/\d+$"))

    await server.general.send("meanwhile")
    await expect(page.get_by_test_id("channel-general").locator(".count")).to_have_text("1")
    with pytest.raises(discord.HTTPException):
        await server.general.send("x" * 2001)
    await page.get_by_test_id("problems").click()
    await expect(page.get_by_test_id("problem")).to_contain_text("discord")
    await page.get_by_test_id("panel-close").click()
    await page.get_by_test_id("platform-slack").click()
    await expect(page.get_by_test_id("banner")).to_contain_text("No bot is connected to Slack")
    await expect(page.get_by_test_id("post")).to_have_count(0)
