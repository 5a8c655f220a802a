"""HTML as Markdown: the same words, however broken the HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.content.hypertext import as_markdown, fenced
from bridge.content.items import Html
from bridge.content.text import plain_text

pytestmark = pytest.mark.requirement("content-html")

PAGES = {
    "inline": ("<p>a <b> b </b>c<i>d</i> <s>e</s> <code>f*</code>", "a **b** c_d_ ~~e~~ `f*`"),
    "code with a backtick": ("<code>a`b</code>", "`` a`b ``"),
    "white space": ("<p> a\n  b<br>c </p> d", "a b\nc\n\nd"),
    "headings": ("<h1>A</h1><h3>B<br>b</h3>", "# A\n\n### B b"),
    "link and image": ("<a href='u'>x</a> <img alt=y src=z.png>", "[x](u) ![y](z.png)"),
    "lists": ("<ul><li>a<li>b<ol start=3><li>c<li>d</ol></ul>", "- a\n- b\n  3. c\n  4. d"),
    "quote": ("<blockquote><p>a<p>b</blockquote>", "> a\n> \n> b"),
    "pre": ("<pre>a\n  *b* ``` </pre>", "````\na\n  *b* ``` \n````"),
    "rule": ("a<hr>b", "a\n\n---\n\nb"),
    "table": (
        "<table><caption>C</caption><tr><th>a<th>b<tr><td>1<td>x|y<tr><td>2</table>",
        "C\n\n| a | b |\n| --- | --- |\n| 1 | x\\|y |\n| 2 |  |",
    ),
    "table with strays": ("<table>a<tbody><td>b<tr>c<td>d</table>", "a b\n\n| c | d |\n| --- | --- |"),
    "script and style": ("<style>p{}</style>a<script>b()</script>", "a"),
    "entities": ("&lt;b&gt; &amp; &eacute;", "<b> & é"),
    "marks in words": ("2*3 _x_ a_b [c] #1", "2\\*3 \\_x\\_ a_b \\[c\\] #1"),
    "marks at the start": ("<p># a<p>1. b<p>- c<p>> d", "\\# a\n\n1\\. b\n\n\\- c\n\n\\> d"),
    "marked section": ("<![if x]>a<![CDATA[b]]>", "<!\\[if x\\]>a<!\\[CDATA\\[b\\]\\]>"),
    "broken": ("</p><b>a<p>b</div></b>", "a\n\nb"),
    "nothing": ("", ""),
}  # fmt: skip


@pytest.mark.parametrize(("html", "markdown"), PAGES.values(), ids=PAGES)
def test_page(html: str, markdown: str) -> None:
    """Each construct of HTML becomes its Markdown."""
    assert as_markdown(html) == markdown


def test_deep() -> None:
    """Elements nested beyond reason lose nothing."""
    assert as_markdown("<div>" * 5000 + "core") == "core"
    assert as_markdown("<b>" * 5000 + "core").strip("*") == "core"


TAGS = st.sampled_from([
    *("<b>", "</b>", "<p>", "</p>", "<li>", "<ul>", "</ul>", "<table>", "<tr>", "<td>", "<pre>", "<a href=x>", "</a>"),
    *("<br>", "<h2>", "< ", "&", "<!", "<!--", "spam", " ", "*", "_", "|"),
])  # fmt: skip


@given(st.lists(TAGS, max_size=40))
def test_any_html(pieces: list[str]) -> None:
    """Any mixture of tags can be shown, and the text outside of comments stay."""
    html = "".join(pieces)
    shown = plain_text([Html(content=html)])
    assert "<!" in html or shown.count("spam") == html.count("spam")


def test_fenced() -> None:
    """A fence is longer than any in its code."""
    assert fenced("a") == "```\na\n```"
    assert fenced("````", "md") == "`````md\n````\n`````"
