"""People's text as Discord stores it → as people read it."""

import pytest

from adapters.discord.plain import mentions, readable
from adapters.discord.threads import NAME, thread_name

NAMES = {"11": "Ann", "22": "general", "33": "Crew"}
OURS = frozenset({"99", "98"})


@pytest.mark.requirement("discord-plain-text")
@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("<@99> hello", "hello"),
        ("hello <@!99>", "hello"),
        ("hello <@99> there", "hello there"),
        ("<@&98> hello", "hello"),
        ("first line <@99>\nsecond", "first line\nsecond"),
        ("<@99>", ""),
        ("ask <@11> in <#22> or <@&33>", "ask @Ann in #general or @Crew"),
        ("ask <@!11>", "ask @Ann"),
        ("who is <@12345>?", "who is <@12345>?"),
        ("nice <:party:123> <a:dance:456>", "nice :party: :dance:"),
        ("try </agent:789>", "try /agent"),
        ("1 < 2 and <b> stay", "1 < 2 and <b> stay"),
        ("`code` **stays** as \\*written\\*", "`code` **stays** as \\*written\\*"),
    ],
)
def test_ids_become_names_and_our_mention_goes(stored: str, read: str) -> None:
    """What the agent gets is what the person sees, without the word that called it."""
    assert readable(stored, NAMES, OURS) == read


@pytest.mark.requirement("discord-plain-text")
@pytest.mark.parametrize(
    ("text", "called"),
    [("<@99> hi", True), ("hi <@!99>", True), ("<@&98>", True), ("<@11> hi", False), ("<#99>", False), ("99", False)],
)
def test_only_a_mention_in_the_text_calls_us(text: str, called: bool) -> None:
    """A reply that pings lists us among its mentions without naming us: it is a reply."""
    assert mentions(text, OURS) is called


@pytest.mark.parametrize(
    ("text", "person", "name"),
    [
        ("sum up the report", "Ann", "sum up the report"),
        ("\n\n  first   line \nsecond", "Ann", "first line"),
        ("", "Ann", "With Ann"),
        (" \n", "", "Conversation"),
        ("x" * NAME, "", "x" * NAME),
        ("x" * (NAME + 1), "", "x" * (NAME - 1) + "…"),
    ],
)
def test_a_thread_is_named_after_what_was_said(text: str, person: str, name: str) -> None:
    """Discord takes names of 1 to 100 characters."""
    assert thread_name(text, person) == name
