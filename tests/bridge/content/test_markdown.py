"""Markdown as blocks and spans: GitHub's flavour, whole or half-streamed, without losing a word."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.content.items import Markdown
from bridge.content.markdown import (
    Block,
    Fence,
    Grid,
    Heading,
    List,
    ListItem,
    Prose,
    Quote,
    Rule,
    Span,
    parse_markdown,
)
from bridge.content.text import plain_text

pytestmark = pytest.mark.requirement("content-markdown")


def prose(*spans: Span) -> Prose:
    return Prose(spans)


def said(text: str) -> Prose:
    return Prose((Span(text=text),))


BLOCKS: dict[str, tuple[str, tuple[Block, ...]]] = {
    "heading": ("### a *b*", (Heading(3, (Span(text="a "), Span(text="b", italic=True))),)),
    "emphasis": (
        "**a _b_** ~~c~~ `d`",
        (prose(Span(text="a ", bold=True), Span(text="b", bold=True, italic=True), Span(text=" "),
               Span(text="c", strike=True), Span(text=" "), Span(text="d", code=True)),),
    ),
    "link": ('[a](u "t")', (prose(Span(text="a", link="u", title="t")),)),
    "reference": ("[a][1]\n\n[1]: http://x.y", (prose(Span(text="a", link="http://x.y")),)),
    "unused reference": ("a\n\n[x]: http://x.y 't'", (said("a"), said("[x]: http://x.y t"))),
    "image": ("![a](u)", (prose(Span(text="a", image="u")),)),
    "autolinks": (
        "see https://x.y/z, www.a.b!",
        (prose(Span(text="see "), Span(text="https://x.y/z", link="https://x.y/z"), Span(text=", "),
               Span(text="www.a.b", link="http://www.a.b"), Span(text="!")),),
    ),
    "lines": ("a\nb  \nc<br>d", (said("a\nb\nc\nd"),)),
    "html is text": ("<b>x</b>", (said("<b>x</b>"),)),
    "bullets": (
        "- a\n  - b\n- c",
        (List((ListItem((said("a"), List((ListItem((said("b"),)),)))), ListItem((said("c"),)))),),
    ),
    "numbers": ("3. a\n4. b", (List((ListItem((said("a"),)), ListItem((said("b"),))), 3),)),
    "tasks": (
        "- [x] a\n- [ ] **b**\n- [y] c",
        (List((ListItem((said("a"),), True), ListItem((prose(Span(text="b", bold=True)),), False),
               ListItem((said("[y] c"),)))),),
    ),
    "quote": ("> a\n> > b", (Quote((said("a"), Quote((said("b"),)))),)),
    "fence": ("```py\na\n\nb\n```", (Fence("a\n\nb", "py"),)),
    "open fence": ("```py\na\n", (Fence("a", "py"),)),
    "indented": ("    a\n    b", (Fence("a\nb"),)),
    "rule": ("a\n\n---", (said("a"), Rule())),
    "table": (
        "| a | b |\n|:-:|--:|\n| `x` | y\n| 1 | 2 | *3* | 4 |",
        (Grid(((Span(text="a"),), (Span(text="b"),)),
              (((Span(text="x", code=True),), (Span(text="y"),)),
               ((Span(text="1"),), (Span(text="2"),), (Span(text="3", italic=True),), (Span(text="4"),))),
              ("center", "right")),),
    ),
    "half a table": ("| a | b |\n|--", (said("| a | b |\n|--"),)),
    "open emphasis": ("**a *b", (said("**a *b"),)),
    "empty": ("", ()),
}  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), BLOCKS.values(), ids=BLOCKS)
def test_blocks(source: str, blocks: tuple[Block, ...]) -> None:
    """Each construct of GitHub-flavoured Markdown becomes its block, finished or not."""
    assert parse_markdown(source) == blocks


def test_nesting_beyond_reason() -> None:
    """What is nested deeper than the parser goes is shown as it was written."""
    source = "> " * 200 + "core"
    assert parse_markdown(source) == (said(source),)


DOCUMENT = """# Quarterly report

Some **bold words** and _slanted `code`_, a [link](https://host.example/path "tooltip") and ~~gone~~ text.

| Name | Value |
|:-----|------:|
| alpha | **beta** | surplus |

> quoted
> - [ ] open task
> - [x] closed task
>   1. numbered ![picture](https://host.example/image.png)

```python
def spam():
    return "eggs"
```

***

[unused]: https://unused.example
Trailing www.bare.example <u>tags</u> [used] and *open

[used]: https://used.example
"""

WORD = re.compile(r"[a-z]{2,}")


def words_of(text: str) -> set[str]:
    return set(WORD.findall(text.lower()))


@pytest.mark.parametrize("end", range(0, len(DOCUMENT) + 1, 3))
def test_half_streamed(end: int) -> None:
    """Every beginning of a document can be shown, and no word of it is lost but the name of a fence's language."""
    arrived = DOCUMENT[:end]
    assert words_of(arrived) - words_of(plain_text([Markdown(content=arrived)])) <= {*prefixes("python")}


def prefixes(word: str) -> list[str]:
    return [word[:end] for end in range(1, len(word) + 1)]


PIECES = st.sampled_from([
    *("word ", "**", "_", "`", "```\n", "| ", "|-|-|\n", "\n", "\n\n", "> ", "- ", "1. ", "[x] ", "[a](b)", "!["),
    *("](", "<", "~~", "# ", "    ", "\\"),
])  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_markdown(source: str) -> None:
    """Any mixture of marks can be read without losing a word, and shown: only a fence's language is not."""
    assert repr(parse_markdown(source)).count("word") >= source.count("word")
    fenced = "```" in source or "~~~" in source
    assert fenced or plain_text([Markdown(content=source)]).count("word") >= source.count("word")
