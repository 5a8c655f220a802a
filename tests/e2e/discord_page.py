"""What a Discord test of the page has in its hands: the page as a person sees it, the server behind it, and the bot."""

from dataclasses import dataclass

import discord
from playwright.async_api import Locator, Page

from adapters.sandbox import ManualClock, Sandbox


@dataclass(frozen=True, slots=True)
class Server:
    """A page as ann sees it, the sandbox behind it, the bot she talks to, and the hands of the clock."""

    sandbox: Sandbox
    page: Page
    bot: discord.Client
    clock: ManualClock

    @property
    def general(self) -> discord.TextChannel:
        """#general as the bot knows it."""
        channel = self.bot.get_channel(int(self.sandbox.discord.world.channel("general").id))
        assert isinstance(channel, discord.TextChannel)
        return channel

    @property
    def ann(self) -> str:
        """Ann's id."""
        return self.sandbox.discord.world.person("ann").id

    def messages(self, pane: Locator | None = None) -> Locator:
        return (pane or self.page.locator("main")).get_by_test_id("message")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_test_id("thread")

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")

    @property
    def composer(self) -> Locator:
        return self.page.get_by_test_id("composer-channel")
