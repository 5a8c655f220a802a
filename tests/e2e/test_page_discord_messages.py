"""Discord messages on the page: drawn as Discord draws them, safe, and alive."""

import asyncio
import io
from typing import Any

import discord
import pytest
from playwright.async_api import expect

from tests.e2e.discord_page import Server

pytest_plugins = ("tests.e2e.browser", "tests.e2e.discord_browser")
pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)
TEXT = """## Report
-# in short
**bold** *it* __under__ ~~gone~~ ||secret|| `code` \\*plain\\* <@{ann}> <t:0:R> <:party:1>
- one
  - nested
> quoted
[the sheet](https://example.org/sheet) <https://example.org/bare>
```python
print("hello")
```
| no | table |
<img src=x onerror=alert(1)> [click](javascript:alert(2))"""


def chart() -> tuple[discord.Embed, list[discord.File]]:
    """An embed with everything, its picture, and a file beside it."""
    embed = discord.Embed(title="Revenue", url="https://example.org/r", description="up *a lot*", color=0x3AA06A)
    embed.set_author(name="Finance").set_footer(text="as of today").set_image(url="attachment://chart.png")
    for name, inline in (("Ghent", True), ("Lyon", True), ("All", False)):
        embed.add_field(name=name, value="`1`", inline=inline)
    return embed, [discord.File(io.BytesIO(PIXEL), "chart.png"), discord.File(io.BytesIO(b"a,b"), "data.csv")]


class Card(discord.ui.LayoutView):
    """Components V2: one of each kind."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        ui = discord.ui
        gallery = ui.MediaGallery(discord.MediaGalleryItem("attachment://chart.png", description="a chart"))
        options = [discord.SelectOption(label=city, value=city.lower()) for city in ("Ghent", "Lyon", "Oslo")]
        select = ui.Select(custom_id="cities", placeholder="Pick cities", max_values=2, options=options)
        button = ui.Button(label="Open", custom_id="open", style=discord.ButtonStyle.success)
        parts = (
            ui.TextDisplay("### The card"),
            ui.Section("beside a button", accessory=button),
            ui.Separator(),
            gallery,
            ui.File("attachment://notes.txt"),
            ui.ActionRow(select),
        )
        self.add_item(ui.Container(*parts, accent_color=0xD08A2E))


@pytest.mark.requirement("page-discord-messages", "page-safe")
async def test_markdown_embeds_and_components_are_drawn_and_reach_the_bot(server: Server) -> None:
    """Each mark of Discord's dialect, each part of an embed and each component has its drawing; a choice arrives.

    Markup stays text, a script address is no link, and a component of the future is a labelled box.
    """
    page, heard = server.page, asyncio.Queue[Any]()

    @server.bot.event
    async def on_interaction(interaction: discord.Interaction) -> None:  # pyright: ignore[reportUnusedFunction]
        await interaction.response.defer()
        heard.put_nowait(interaction.data)

    await server.general.send(TEXT.format(ann=server.ann))
    embed, files = chart()
    await server.general.send(embed=embed, files=files)
    files = [discord.File(io.BytesIO(PIXEL), "chart.png"), discord.File(io.BytesIO(b"hi"), "notes.txt")]
    await server.general.send(view=Card(), files=files)

    text, embedded, card = (server.messages().nth(index) for index in range(3))
    await expect(text.get_by_role("heading", name="Report")).to_be_visible()
    for tag, words in {"em": "it", "u": "under", "s": "gone", "strong": "bold"}.items():
        await expect(text.locator(f".markdown {tag}")).to_have_text(words)
    await expect(text.locator("li li")).to_have_text("nested")
    await expect(text.locator("blockquote")).to_have_text("quoted")
    await expect(text.locator("pre[data-language=python]")).to_have_text('print("hello")')
    await expect(text.locator(".mention.mine")).to_have_text("@Ann Archer")
    await expect(text.get_by_role("link")).to_have_text(["the sheet", "https://example.org/bare"])
    for literal in (
        "*plain*",
        "| no | table |",
        "<img src=x onerror=alert(1)> [click](javascript:alert(2))",
        ":party:",
    ):
        await expect(text).to_contain_text(literal)
    await text.get_by_role("button", name="Spoiler").press("Enter")
    await expect(text.locator(".spoiler.revealed")).to_have_text("secret")

    drawn = embedded.get_by_test_id("embed")
    await expect(drawn.get_by_role("link", name="Revenue")).to_have_attribute("href", "https://example.org/r")
    spans = await drawn.locator("dl > div").evaluate_all("fields => fields.map(field => field.style.gridColumn)")
    assert spans == ["span 3", "span 3", "span 6"]
    await expect(drawn).to_contain_text("as of today")
    await expect(embedded.get_by_test_id("file")).to_contain_text("data.csv")
    assert await embedded.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 1

    kinds = await card.locator("[data-component]").evaluate_all("nodes => nodes.map(node => node.dataset.component)")
    assert kinds == ["17", "10", "9", "10", "2", "14", "12", "13", "1", "3"]
    await expect(card.get_by_role("img", name="a chart")).to_be_visible()
    await expect(card.get_by_test_id("file")).to_contain_text("2 B")
    await card.get_by_role("button", name="Open").click()
    assert (await heard.get())["custom_id"] == "open"
    await card.get_by_role("combobox", name="Pick cities").click()
    for city in ("Lyon", "Oslo"):
        await page.get_by_role("option", name=city).click()
    await page.keyboard.press("Escape")
    assert (await heard.get())["values"] == ["lyon", "oslo"]

    unknown = await page.evaluate(
        """async () => {
          const { drawComponents } = await import("/page/discord/components.js");
          return drawComponents([{ type: 99, shine: 3 }], { container: { key: "test" } })[0].textContent;
        }"""
    )
    assert "type 99" in unknown
    assert '"shine": 3' in unknown
