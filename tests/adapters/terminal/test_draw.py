"""Content as a terminal with colours shows it: every word, no line too wide, nothing obeyed."""

import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from adapters.terminal.draw import draw
from adapters.terminal.payload import message_of
from bridge.content.parse import parse_outputs
from bridge.content.text import plain_text
from bridge.ports import Reply

SGR = re.compile(r"\x1b\[[\d;]*m")
GALLERY = Path(__file__).parents[3] / "agents" / "gallery"


def drawn(*outputs: Any, width: int = 60, folder: Path = GALLERY) -> str:
    reply = Reply(turn="t", content=parse_outputs(list(outputs), folder=folder))
    return draw(message_of(reply), width, "truecolor")


def bare(*outputs: Any, width: int = 60) -> str:
    return SGR.sub("", drawn(*outputs, width=width))


LONG = {
    "type": "section",
    "title": "A title that is longer than a narrow terminal is wide",
    "description": "Described",
    "comment": "Remarked",
    "items": [
        {"type": "text", "text": "many words " * 20 + "Unbreakable" * 9},
        {"type": "table", "data": {"headers": list("abcdefghijkl"), "rows": [["wide" * 9, *range(11)]]}},
        {"type": "table", "data": {"headers": ["x", "y"], "rows": [["漢字" * 30, -1.5], [None, True]]}},
        {"type": "bar_chart", "data": {"bars": [{"label": "label" * 9, "value": 3}, {"label": "n", "value": None}]}},
        {
            "type": "markdown",
            "content": "> quoted `code`\n\n1. a\n   - [x] b\n\n" + "deep" * 30 + "\n\n<b>raw</b>\n\n---",
        },
        {
            "type": "markdown",
            "content": "|a|b|\n|-|-:|\n|1|2|\n\n```py\n" + "x = 1; " * 20 + "\n```\n[l](http://e.com)",
        },
        {"type": "image", "url": "https://example.com/picture.png", "caption": "A picture"},
        {"type": "line_chart", "data": {"lines": [{"id": "s", "points": [{"x": 1, "y": 2}]}]}},
        {"type": "text", "content": [{"type": "bullet_list", "items": [{"text": "one", "items": [{"text": "two"}]}]}]},
        {"type": "nonsense"},
    ],
}


@pytest.mark.parametrize("width", [8, 20, 40, 79, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Rows can be counted, which changing them in place relies on."""
    assert max(cell_len(line) for line in bare(LONG, width=width).split("\n")) <= width


@pytest.mark.parametrize("width", [20, 60, 200])
def test_no_word_is_lost(width: int) -> None:
    """Whatever the plain-text twin says, the drawing says, though it may fold it."""

    def letters(text: str) -> set[str]:
        return set(re.findall(r"\w+", text))

    folded = "".join(bare(LONG, width=width).split())
    twin = plain_text(parse_outputs([LONG], folder=GALLERY))
    if width == 200:
        assert letters(twin) <= letters(bare(LONG, width=width))
    for word in ("Remarked", "Described", "Unbreakable", "picture.png", "two", "nonsense", "http://e.com", "quoted"):
        assert word in folded


@pytest.mark.requirement("terminal-safe-text")
def test_nothing_an_agent_says_is_obeyed() -> None:
    """Escape sequences and markup are shown as text, wherever they stand."""
    evil = "\x1b]0;owned\x07\x9b2J[bold red]"
    outputs: list[dict[str, Any]] = [
        {
            "type": "section",
            "title": evil,
            "description": evil,
            "comment": evil,
            "items": [{"type": "error", "error": evil}],
        },
        {"type": "markdown", "content": f"{evil} `{evil}`\n\n```\n{evil}\n```"},
        {"type": "text", "content": [{"type": "bullet_list", "text": evil, "items": [evil]}]},
        {"type": "table", "data": {"headers": [evil], "rows": [[evil]]}},
        {"type": "bar_chart", "data": {"bars": [{"label": evil, "value": 1}], "axis": {"x": {"label": evil}}}},
        {"type": "html", "content": evil},
    ]
    shown = bare(*outputs, width=200)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)
    assert shown.count("[bold red]") >= 12
    plain = message_of(Reply(turn="t", content=parse_outputs(outputs, folder=GALLERY))).text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", plain)


def test_a_table_is_aligned_and_numbers_stand_to_the_right() -> None:
    """A missing value is a dash."""
    rows = [["Chanterelle", 12], ["Penny bun", None]]
    assert bare({"type": "table", "data": {"headers": ["Name", "Found"], "rows": rows}}) == (
        "Name          Found\n───────────────────\nChanterelle      12\nPenny bun         —"
    )


def test_bars_are_as_long_as_their_values() -> None:
    """The longest bar has the most cells; what is below zero is drawn of another kind."""
    bars = [{"label": "a", "value": 10, "color": "orange"}, {"label": "b", "value": -5}, {"label": "c", "value": 0}]
    text = bare({"type": "bar_chart", "data": {"bars": bars}})
    assert [(line.count("▇"), line.count("░"), line.split()[-1]) for line in text.split("\n")] == [
        (30, 0, "10"),
        (0, 15, "-5"),
        (0, 0, "0"),
    ]


@pytest.mark.parametrize(
    ("style", "sgr"),
    [
        ({"bold": True}, "\x1b[1m"),
        ({"italic": True}, "\x1b[3m"),
        ({"color": "#ff0000"}, "\x1b[38;2;255;0;0m"),
        ({"color": "purple"}, "\x1b[38;2;160;32;240m"),
        ({"backgroundColor": "yellow"}, "\x1b[30;43m"),
        ({"color": "no such colour"}, ""),
        ({"color": "white"}, ""),
    ],
)
def test_styles_are_shown(style: dict[str, Any], sgr: str) -> None:
    """A colour that a terminal has not, or that its background may have, is left out."""
    text = {"type": "text", "content": [{"type": "paragraph", "text": "word", "style": style}]}
    assert drawn(text) == (f"{sgr}word\x1b[0m" if sgr else "word")


def test_without_colours_words_are_still_bold() -> None:
    """NO_COLOR takes the colours away and leaves the rest."""
    content = parse_outputs([{"type": "error", "title": "Oh", "error": "no"}], folder=GALLERY)
    assert draw(message_of(Reply(turn="t", content=content)), 60, None) == "\x1b[1mOh\x1b[0m\n⚠ no"
