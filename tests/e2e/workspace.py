"""What a page test has in its hands: the page as a person sees it, the sandbox behind it, and the bot."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox


@dataclass(frozen=True, slots=True)
class Workspace:
    """A page as ann sees it, the sandbox behind it, and the bot she talks to."""

    sandbox: Sandbox
    page: Page
    bot: AsyncApp
    general: str
    """Id of #general."""

    @property
    def client(self) -> AsyncWebClient:
        return self.bot.client

    def messages(self, pane: Locator | None = None) -> Locator:
        return (pane or self.page.locator("main")).get_by_test_id("message")

    @property
    def thread(self) -> Locator:
        return self.page.get_by_test_id("thread")

    @property
    def modal(self) -> Locator:
        return self.page.get_by_test_id("modal")
