"""Markdown in Discord's dialect, and words that show as they are written."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.message import DiscordMessage
from adapters.discord.rendering.literal import ZERO_WIDTH, literal
from adapters.discord.rendering.render import render
from bridge.content.items import Markdown
from bridge.content.markdown import Block, Fence, Grid, Heading, List, Prose, Quote, Rule, Spans, parse_markdown
from bridge.ports import Reply
from tests.adapters.discord.rendering.reading import PING, read

ADDRESS = "https://example.org/x"
MENTIONS = ["<@1>", "<@!1>", "<@&1>", "<#1>", "@everyone", "@here", "<t:1:R>", "<:x:1>", "<a:x:1>", "</go:1>"]
SIGNS = [
    *(
        "**",
        "*",
        "_",
        "`",
        "``",
        "~~",
        "~",
        "|",
        "||",
        "__",
        "[",
        "]",
        "(",
        ")",
        f"]({ADDRESS})",
        "\\",
        "```",
        "<",
        "!",
    ),
    *("# ", "#### ", "- ", "1. ", "10. ", "> ", "-# ", "+ ", "\n", "\n\n", " ", "  ", ".", "word", "!", "🙂", ADDRESS),
]
SCRAPS = st.lists(st.sampled_from([*SIGNS, *MENTIONS]), max_size=20).map("".join)


def shown(source: str) -> str:
    """What a Markdown item becomes; it is one message of nothing but text."""
    (message,) = render(Reply(turn="t", content=(Markdown(content=source),)))
    assert message == DiscordMessage(message.content)
    return message.content


def words_of(blocks: tuple[Block, ...]) -> str:
    return "".join(map(_words_of, blocks))


def _words_of(block: Block) -> str:
    match block:
        case Heading(spans=spans) | Prose(spans=spans):
            return _spans(spans)
        case List(items=items):
            tasks = {None: "", True: "☑", False: "☐"}
            return "".join(tasks[item.done] + words_of(item.blocks) for item in items)
        case Quote(blocks=blocks):
            return words_of(blocks)
        case Fence(code=code):
            return code
        case Grid(header, rows):
            return "".join(_spans(cell) for row in (header, *rows) for cell in row)
        case Rule():
            return ""


def _spans(spans: Spans) -> str:
    return "".join(span.text or ("image" if span.image else "") for span in spans)


def squeezed(text: str) -> str:
    """Without what Discord shows in other ways: blanks, rules, the sign of a picture, addresses behind their text."""
    return re.sub(r"[\s\u200b─🖼]+", "", text).replace(f"({ADDRESS})", "")


@pytest.mark.requirement("discord-dialect")
@settings(max_examples=300, deadline=None)
@given(SCRAPS)
def test_words_show_as_they_are_written(text: str) -> None:
    """Whatever signs are in them; and none of them is a mention."""
    assert read(literal(text)).replace(ZERO_WIDTH, "") == text


@pytest.mark.requirement("discord-dialect")
@settings(max_examples=300, deadline=None)
@given(SCRAPS)
def test_no_word_of_any_markdown_is_lost(source: str) -> None:
    """Read as Discord's client reads it, there is every word in its order, no sign too many, and no mention."""
    messages = render(Reply(turn="t", content=(Markdown(content=source),)))
    assert squeezed("".join(read(message.content) for message in messages)) == squeezed(
        words_of(parse_markdown(source))
    )


@pytest.mark.requirement("discord-dialect")
@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("# One\n## Two\n### Three", "# One\n\n## Two\n\n### Three"),
        ("#### Four\n\n##### Five *it*", "**Four**\n\n**Five** ***it***"),
        ("**b** *i* ~~s~~ `c` ***bi***", "**b** *i* ~~s~~ `c` ***bi***"),
        ("__bold__, not underlined", "**bold**, not underlined"),
        ("above\n\n---\n\nbelow", "above\n\n────────────\n\nbelow"),
        ("- [x] done\n- [ ] open", "- ☑ done\n- ☐ open"),
        ("* a\n  * b\n    1. c\n    2. d", "- a\n  - b\n    1. c\n    2. d"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("- a\n\n  more of a", "- a\n  more of a"),
        ("> one\n> two\n>\n> three", "> one\n> two\n\n> three"),
        ("> > deep", "> deep"),
        ("```py\nx = 1\n```", "```py\nx = 1\n```"),
        ("```\na ``` b ```` c\n```", "```\na `\u200b`` b `\u200b`\u200b`` c\n```"),
        ("| a | b |\n|---|--:|\n| x | 12 |", "```\na   b\n─  ──\nx  12\n```"),
        ("a `` b`c `` d", "a `` b`c `` d"),
        ("<b>bold</b><br>x", "\\<b\\>bold\\<\u200b/b\\>\nx"),
        ("1\\. no list\n\\# no heading", "1\\. no list\n\\# no heading"),
        ("**a***b*", "**a**\u200b*b*"),
    ],
)
def test_what_discord_lacks_is_shown_otherwise(source: str, text: str) -> None:
    """Small headings, rules, tasks, tables, quotes in quotes."""
    assert shown(source) == text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (f"[text]({ADDRESS})", f"[text](<{ADDRESS}>)"),
        (f"**[text]({ADDRESS})**", f"**[text](<{ADDRESS}>)**"),
        (f'[text]({ADDRESS} "why")', f"[text](<{ADDRESS}>) (why)"),
        (ADDRESS, f"<{ADDRESS}>"),
        (f"<{ADDRESS}>", f"<{ADDRESS}>"),
        ("www.example.org", "<http://www.example.org>"),
        ("[a](https://e.org/b_(c)*d)", "[a](<https://e.org/b_%28c%29%2Ad>)"),
        (f"[https://other.org]({ADDRESS})", f"https://other.org (<{ADDRESS}>)"),
        ("[write](mailto:a@b.org)", "write (mailto:a@b.org)"),
        ("<a@b.org>", "a@b.org"),
        ("[up](../up.html)", "up (../up.html)"),
        (f"![a plot]({ADDRESS})", f"🖼 [a plot](<{ADDRESS}>)"),
        ("![a plot](plot.png)", "🖼 a plot (plot.png)"),
    ],
)
def test_links_and_pictures(source: str, text: str) -> None:
    """A web address is a link without a preview; any other is told in words, and so is a picture."""
    assert shown(source) == text


@pytest.mark.requirement("discord-dialect")
@pytest.mark.parametrize("mention", MENTIONS)
def test_a_mention_is_seen_and_is_none(mention: str) -> None:
    """Whether in a sentence, in bold or in a link."""
    for source in (f"hey {mention}!", f"**{mention}**", f"[{mention}]({ADDRESS})", f"# {mention}"):
        text = shown(source)
        assert mention not in text
        assert PING not in read(text)
        assert mention in read(text).replace(ZERO_WIDTH, "")


@pytest.mark.parametrize("source", ["", " \n ", "#", "```python", "```\n\n```", "[a]: b", "-", "**"])
def test_what_is_still_being_written_is_taken(source: str) -> None:
    """Half of anything is shown as far as it got; nothing is no message."""
    assert all(message.content.strip() for message in render(Reply(turn="t", content=(Markdown(content=source),))))
