"""A message's text as Discord's client reads it: the words a person sees, without the marks that made them look so.

Source: Discord docs, "Markdown Text"; the order and the shapes of the rules are those of simple-markdown, which the
client is built on. What would ping or be replaced by the client is read as `PING`.
"""

import re
from collections.abc import Callable, Iterator

PING = "[ping]"

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]


def read(text: str) -> str:
    """Return the words."""
    return "".join(_read(text, line_start=True))


def _read(text: str, *, line_start: bool) -> Iterator[str]:
    at = 0
    while at < len(text):
        if line_start and (mark := _MARK.match(text, at)) and mark.end() > at:
            at = mark.end()
            line_start = False
            continue
        found, shown = next(
            (found, shown) for rule, shown in RULES if (found := rule.match(text, at)) and found.end() > at
        )
        yield shown(found)
        at = found.end()
        line_start = found[0].endswith("\n")


def _inside(found: re.Match[str]) -> str:
    return "".join(_read(found[1], line_start=False))


def _itself(found: re.Match[str]) -> str:
    return found[0]


def _first(found: re.Match[str]) -> str:
    return found[1]


_MARK = re.compile(r"(?: *> )?(?: *(?:[-*]|\d+\.) +)?(?:#{1,3} +|-# +)?")
RULES: tuple[Rule, ...] = tuple(
    (re.compile(shape, re.IGNORECASE), shown)
    for shape, shown in (
        (r"```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][\s\S]*?)\n*```", _first),
        (r"\\([^0-9A-Za-z\s])", _first),
        (r"<(https?://[^ >]+)>", _first),
        (r"https?://[^\s<]+", _itself),
        (r"\[((?:\\.|[^\]\\])+)\]\(<?[^\s>]*>?\)", _inside),
        (r"<@[!&]?\d+>|<#\d+>|</[^>]+:\d+>|<a?:\w+:\d+>|<t:-?\d+(?::\w)?>|<id:\w+>|@everyone|@here", lambda _: PING),
        (r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)", _inside),
        (r"__((?:\\[\s\S]|[^\\])+?)__(?!_)", _inside),
        (r"\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)", _inside),
        (r"_((?:__|\\[\s\S]|[^\\_])+?)_\b", _inside),
        (r"~~([\s\S]+?)~~(?!_)", _inside),
        (r"\|\|([\s\S]+?)\|\|", _inside),
        (r"(`+)([\s\S]*?[^`])\1(?!`)", lambda found: found[2]),
        (r"[\s\S]", _itself),
    )
)
