"""What Slack makes of Markdown."""

from typing import Any

import pytest

from adapters.sandbox.slack.markdown import plain, translate

SOURCE = """\
# Title
Some **bold _both_** and `code` and [a link](https://a.example) ~~gone~~

- one
  - nested
- two

---

| a | b |
|---|---|
| 1 |   |

> quoted

```python
print(1)
```
![picture](https://a.example/p.png)
"""


def text(value: str, *styles: str) -> dict[str, Any]:
    """Return a text element of rich text."""
    return {"type": "text", "text": value, **({"style": dict.fromkeys(styles, True)} if styles else {})}


@pytest.mark.requirement("twin-markdown")
def test_headings_rules_and_tables_stand_alone() -> None:
    """Each heading, rule and table is a block, each run of everything else between them one rich_text."""
    blocks = translate(SOURCE)
    assert [block["type"] for block in blocks] == ["header", "rich_text", "divider", "table", "rich_text"]
    assert (blocks[0]["text"]["text"], blocks[0]["level"]) == ("Title", 1)
    assert blocks[3]["rows"][1][1] == {"type": "raw_text", "text": " "}
    first, outer, nested, rest = blocks[1]["elements"]
    assert first["elements"] == [
        text("Some "),
        text("bold ", "bold"),
        text("both", "bold", "italic"),
        text(" and "),
        text("code", "code"),
        text(" and "),
        {"type": "link", "url": "https://a.example", "text": "a link"},
        text(" "),
        text("gone", "strike"),
    ]
    assert [(part["style"], part["indent"], len(part["elements"])) for part in (outer, nested, rest)] == [
        ("bullet", 0, 1),
        ("bullet", 1, 1),
        ("bullet", 0, 1),
    ]
    quote, code, picture = blocks[4]["elements"]
    assert (quote["type"], quote["elements"]) == ("rich_text_quote", [text("quoted")])
    assert (code["language"], code["elements"]) == ("python", [text("print(1)")])
    assert picture["elements"] == [{"type": "link", "url": "https://a.example/p.png", "text": "picture"}]


def test_the_plain_form_has_no_marks() -> None:
    """The text of a Markdown post is readable without its marks."""
    assert plain("# Hi\n\n**bold** `code`") == "Hi\nbold code"
