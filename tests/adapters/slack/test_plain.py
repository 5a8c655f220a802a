"""Slack's text and people's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.plain import ZERO_WIDTH, escape, neutral, readable


@pytest.mark.requirement("slack-plain-text")
@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("<@U0BOT> hello", "hello"),
        ("hello <@U0BOT>", "hello"),
        ("hello <@U0BOT> there", "hello there"),
        ("<@U0BOT|bot> hello", "hello"),
        ("one\n<@U0BOT>\ntwo", "one\n\ntwo"),
        ("<@U0BOT><@U0BOT>", ""),
        ("<@U0ANN|ann> and <@U0BEN>", "@ann and <@U0BEN>"),
        ("see <#C01|general> and <#C02> and <#C03|>", "see #general and #C02 and #C03"),
        ("<!here> <!channel> <!everyone>", "@here @channel @everyone"),
        ("<!subteam^S01|@team> <!subteam^S02>", "@team @subteam"),
        ("<!date^1392734382^{date}|18 February>", "18 February"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<http://a.example|a.example>", "a.example"),
        ("<https://a.example/x|the docs>", "the docs (https://a.example/x)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("<tel:+4930123|+4930123>", "+4930123"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("&lt;@U0BOT&gt; as text", "<@U0BOT> as text"),
        ("*bold* _it_ `code`", "*bold* _it_ `code`"),
    ],
)
def test_a_message_is_read_as_a_person_wrote_it(stored: str, words: str) -> None:
    """Escapes are undone, links and channels are in words, and only the bot's own mention is gone."""
    assert readable(stored, "U0BOT") == words


@given(st.text())
def test_what_was_escaped_reads_back(text: str) -> None:
    """Whatever an agent says, Slack shows exactly that; only what would ping has something invisible in it."""
    assert readable(escape(text)).replace(ZERO_WIDTH, "") == text.replace(ZERO_WIDTH, "")


@pytest.mark.requirement("slack-no-pings")
@pytest.mark.parametrize("ping", ["<!channel>", "<!here>", "<!everyone>", "<@U0ANN>", "<#C01>", "<!subteam^S01>"])
def test_an_agents_words_ping_nobody(ping: str) -> None:
    """Neither in mrkdwn nor in Markdown is a mention left that Slack would act on."""
    assert "<" not in escape(ping)
    assert ping not in neutral(f"so {ping} said")
    assert neutral(ping).replace(ZERO_WIDTH, "") == ping


@pytest.mark.parametrize("word", ["@here", "@channel", "@everyone"])
def test_a_bare_word_pings_nobody(word: str) -> None:
    """Slack's clients turn these words into mentions."""
    assert word not in neutral(f"hello {word}!")
    assert word not in escape(word)


def test_ordinary_text_is_left_alone() -> None:
    """Only what pings is touched."""
    text = "a <b> of me@here.example.org < c and <https://x.example|x>"
    assert neutral("mail ann@example.org <https://x.example|x>") == "mail ann@example.org <https://x.example|x>"
    assert escape("plain") == "plain"
    assert readable(escape(text)).replace(ZERO_WIDTH, "") == text
