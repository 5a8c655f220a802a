"""The room of the page's Discord tests: a server in which time stands still, discord.py in it, and a browser.

Guarantee: each test has a server, a bot and a browser context of its own.
"""

from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Page

from adapters.sandbox import ManualClock, Sandbox
from tests.adapters.sandbox.discord.conftest import client_for
from tests.e2e.discord_page import Server


@pytest_asyncio.fixture(loop_scope="session")
async def server(page: Page) -> AsyncIterator[Server]:
    """The page in #general as ann, and discord.py connected to the server."""
    clock = ManualClock()
    async with (
        Sandbox(clock=clock, limits=False) as sandbox,
        client_for(sandbox.url, sandbox.discord.app.token) as bot,
    ):
        await page.goto(f"{sandbox.url}/#/discord/ann/general")
        await page.get_by_test_id("empty").wait_for()
        yield Server(sandbox, page, bot, clock)
        await page.goto("about:blank")  # before the sandbox goes: a page left behind would complain
