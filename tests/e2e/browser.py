"""The room of the page tests: a sandbox, a bot connected to it, and a browser that shows its page.

Guarantee: each test has a sandbox, a bot and a browser context of its own; an error on the page's console, or a script
that failed, fails the test. One Chromium serves the whole session, on the session's event loop.
"""

import os
import shutil
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from tests.e2e.workspace import Workspace

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--headless=new",
)


def chromium_path() -> str:
    """Return where Chromium is; without one the test is skipped, but fails where CI promised one."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    sentence = "No Chromium on PATH; install one (Debian: apt-get install chromium) to run the tests of the page."
    if os.environ.get("CI"):
        pytest.fail(sentence)
    pytest.skip(sentence)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium_path()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS])
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page of a fresh context, which must end without an error on its console."""
    context = await browser.new_context(viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page = await context.new_page()
    # Fast to fail: everything here happens on this machine.
    page.set_default_timeout(5_000)
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(message.text)

    page.on("console", heard)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    await context.close()
    assert not errors, "the page's console has errors:\n" + "\n".join(errors)


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox() -> AsyncIterator[Sandbox]:
    async with Sandbox(port=0) as sandbox:
        yield sandbox


@pytest_asyncio.fixture(loop_scope="session")
async def workspace(sandbox: Sandbox, page: Page) -> AsyncIterator[Workspace]:
    """The page in #general as ann, and a real Bolt app in Socket Mode."""
    settings = sandbox.settings
    client = AsyncWebClient(token=settings["bot_token"], base_url=settings["api_url"])
    bot = AsyncApp(client=client)
    handler = AsyncSocketModeHandler(bot, settings["app_token"])
    await handler.connect_async()
    channels: list[dict[str, str]] = (await client.conversations_list()).get("channels", [])
    general = next(channel["id"] for channel in channels if channel["name"] == "general")
    await page.goto(f"{sandbox.url}/#/slack/ann/general")
    await page.get_by_test_id("empty").wait_for()
    yield Workspace(sandbox, page, bot, general)
    await handler.close_async()
