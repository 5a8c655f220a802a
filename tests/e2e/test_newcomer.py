"""What a newcomer does in the first minute: `chatbridge dev`, the page it prints, `@chatbridge hello`."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests import conformity
from tests.e2e.handlers import AGENTS, write_agent

pytest_plugins = ("tests.e2e.browser",)
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

ORDER = """
COUNT = {"name": "count", "label": "How many", "type": "int", "constraints": {"min": 1}}
LETTERS = {"regex": "[a-z ]+", "placeholder": "letters"}
NOTE = {"name": "note", "label": "Note", "type": "string", "constraints": LETTERS}

def initialize():
    return {"outputs": "Mushrooms?", "next_inputs": [{"name": "hungry", "label": "Hungry", "type": "yes_no"}]}

def on_input(data):
    return {"outputs": f"got {data}", "next_inputs": [COUNT, NOTE]}
"""


@asynccontextmanager
async def dev(folder: Path, *agents: Path) -> AsyncGenerator[str]:
    """`chatbridge dev` with these agents, as a process of its own; the address it prints."""
    entries = "".join(f'[[agents]]\npath = "{agent}"\n' for agent in agents)
    (folder / "config.toml").write_text(f'[bridge]\ndefault_agent = "{agents[0].name}"\n{entries}', encoding="utf-8")
    command = [sys.executable, "-c", "from bridge.cli import main; main()", "dev", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=PIPE)
    assert process.stdout is not None
    try:
        async with asyncio.timeout(30):
            while not (found := re.search(rb"http://127.0.0.1:\d+", line := await process.stdout.readline())):
                assert line or not process.stdout.at_eof(), "the sandbox ended"
        yield found[0].decode()
        await conformity.check_sandbox(found[0].decode())
    finally:
        process.terminate()
        await process.communicate()
    assert process.returncode == 0


async def write(page: Page, composer: str, text: str) -> None:
    box = page.get_by_test_id(composer)
    await box.fill(text)
    await box.press("Enter")


@pytest.mark.requirement("newcomer")
@pytest.mark.parametrize("platform", ["slack", "discord"])
async def test_the_greeter_from_hello_to_a_chart(page: Page, tmp_path: Path, platform: str) -> None:
    """It asks the name, greets, and answers a message with text and a chart image, all in one thread."""
    async with dev(tmp_path, AGENTS / "greeter", AGENTS / "echo") as url:
        await page.goto(url)
        await page.get_by_test_id(f"platform-{platform}").click()
        await page.get_by_test_id("try-it").click()
        await page.get_by_test_id("composer-channel").press("Enter")
        thread = page.get_by_test_id("thread")
        await expect(thread.get_by_text("Please tell me your name")).to_be_visible()
        await write(page, "composer-thread", "Ann")
        await expect(thread.get_by_text("Nice to meet you, Ann!")).to_be_visible()
        await thread.get_by_role("button", name="Answer").click()
        modal = page.get_by_test_id("modal")
        await modal.get_by_label("Your Message").fill("one two three")
        await page.get_by_test_id("modal-submit").click()
        await expect(thread.get_by_text("Character count: 13")).to_be_visible()
        picture = thread.locator("img").last
        await expect(picture).to_be_visible()
        assert await picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 300
        await expect(thread.get_by_role("button", name="Answer")).to_have_count(1)
        await page.goto("about:blank")  # before the sandbox goes: a page left behind would complain


@pytest.mark.requirement("newcomer", "three-composers")
async def test_a_quick_choice_and_a_form_with_an_error_beside_its_field(page: Page, tmp_path: Path) -> None:
    """What was typed stays while the error is shown; the agent gets only what is right."""
    async with dev(tmp_path, write_agent(tmp_path, ORDER, "order")) as url:
        await page.goto(url)
        await write(page, "composer-channel", "@chatbridge hi")
        thread = page.get_by_test_id("thread")
        await thread.get_by_role("button", name="Yes").click()
        await expect(thread.get_by_text("got {'hungry': True}")).to_be_visible()
        await expect(thread.get_by_role("button", name="Yes")).to_have_count(0)
        await thread.get_by_role("button", name="Answer").click()
        modal = page.get_by_test_id("modal")
        await modal.get_by_label("How many").fill("3")
        await modal.get_by_label("Note").fill("No Capitals")
        await page.get_by_test_id("modal-submit").click()
        await expect(modal.get_by_test_id("field-error")).to_contain_text("the expected form (letters)")
        await expect(modal.get_by_label("How many")).to_have_value("3")
        await modal.get_by_label("Note").fill("no capitals")
        await page.get_by_test_id("modal-submit").click()
        await expect(thread.get_by_text("got {'count': 3, 'note': 'no capitals'}")).to_be_visible()
        await page.goto("about:blank")


@pytest.mark.requirement("newcomer", "discord-buttons")
async def test_the_gallerys_quick_choice_in_discord(page: Page, tmp_path: Path) -> None:
    """A page is chosen in a modal, the question is answered by a click, and the answer takes the buttons' place."""
    async with dev(tmp_path, AGENTS / "gallery") as url:
        await page.goto(url)
        await page.get_by_test_id("platform-discord").click()
        await expect(page.get_by_text("ideas")).to_be_visible()  # a forum: this is Discord's side now
        await write(page, "composer-channel", "@chatbridge hello there")
        thread = page.get_by_test_id("thread")
        await thread.get_by_role("button", name="Answer").click()
        modal = page.get_by_test_id("modal")
        await modal.get_by_label("Page").click()
        await page.get_by_role("option", name="yes_no").click()
        await page.get_by_test_id("modal-submit").click()
        await thread.get_by_role("button", name="Into the basket").click()
        await expect(thread.get_by_text("'take'")).to_be_visible()
        await expect(thread.get_by_role("button", name="Into the basket")).to_have_count(0)
        await expect(thread.get_by_text("Take it home? Into the basket")).to_be_visible()
        await page.goto("about:blank")
