"""What stands in the terminal: appended where it can be, changed in place on a terminal, repeated on a pipe."""

import os
import pty
import re
from collections.abc import Iterator
from typing import TextIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.terminal.screen import RULE, Screen, Tone, amend
from bridge.errors import PlatformRefused
from tests.adapters.terminal.paper import ROWS, Paper

LINES = st.lists(st.text("ab", max_size=3), max_size=6).map("\n".join)


@given(LINES, LINES)
def test_any_text_becomes_any_other_in_place(old: str, new: str) -> None:
    """On a terminal, what stood there is gone and the new text stands in its place."""
    paper = Paper()
    paper.take("above\n" + old)
    paper.take(amend(old, new, reach=ROWS))
    assert paper.text == "above\n" + new


@given(LINES, LINES)
def test_only_what_was_appended_is_written(old: str, added: str) -> None:
    """A text that goes on is not written again."""
    assert amend(old, old + added, reach=0) == added


def test_what_is_out_of_reach_is_repeated_under_a_rule() -> None:
    """What has scrolled away, or went into a pipe, stays; the new text follows whole."""
    assert amend("a\nb\nc", "a\nX\nc", reach=1) == f"\n{RULE}\na\nX\nc"
    assert amend("a\nb\nc", "a\nX\nc", reach=2) == "\r\x1b[1A\x1b[JX\nc"
    assert amend("a\n", "X", reach=0) == f"{RULE}\nX"


@pytest.fixture
def pipe() -> Iterator[tuple[TextIO, TextIO]]:
    reading, writing = os.pipe()
    with os.fdopen(reading) as source, os.fdopen(writing, "w") as out:
        yield source, out


def written(pipe: tuple[TextIO, TextIO]) -> str:
    source, out = pipe
    out.flush()
    return os.read(source.fileno(), 65536).decode()


def test_a_pipe_gets_whole_lines_of_what_is_being_written(pipe: tuple[TextIO, TextIO]) -> None:
    """A line that may still change is held back until the message is whole."""
    screen = Screen(pipe[1])
    for text in ("Hel", "Hello\nwor", "Hello\nworld\nand"):
        screen.show("1", text, whole=False)
    assert written(pipe) == "Hello\nworld\n"
    screen.show("1", "Hello\nworld\nand all")
    screen.rest()
    assert written(pipe) == "and all\n"


def test_a_pipe_gets_a_replaced_message_again_once_it_is_whole(pipe: tuple[TextIO, TextIO]) -> None:
    """While it changes, nothing is repeated."""
    screen = Screen(pipe[1])
    for text in ("ten\npercent", "fifty\npercent", "ninety\npercent"):
        screen.show("1", text, whole=False)
    screen.show("1", "done")
    screen.rest()
    assert written(pipe) == f"ten\n{RULE}\ndone\n"


def test_messages_are_apart_and_an_older_one_shows_only_what_is_new(pipe: tuple[TextIO, TextIO]) -> None:
    """An empty line stands between messages; a change of one that is not the last is told, an unchanged one is not."""
    screen = Screen(pipe[1])
    screen.show("1", "one")
    screen.show("2", "")
    screen.show("2", "two")
    screen.show("1", "one")
    screen.show("1", "one\n\nclosed")
    screen.show("2", "2")
    screen.status("is working…")
    screen.rest()
    assert written(pipe) == f"one\n\ntwo\n\nclosed\n\n{RULE}\n2\n"


def test_a_character_the_locale_has_not_is_a_question_mark() -> None:
    """It does not cost the message."""
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb", buffering=0) as source, os.fdopen(writing, "w", encoding="ascii") as out:
        Screen(out).say("⚠ no")
        assert source.read(100) == b"? no"


def test_a_reader_that_has_gone_is_refused_once(pipe: tuple[TextIO, TextIO]) -> None:
    """After that, output goes nowhere, so that the program can end as it would."""
    screen = Screen(pipe[1])
    pipe[0].close()
    with pytest.raises(PlatformRefused, match="Nobody reads"):
        screen.say("Hello?")
    screen.say("Anyone?")
    pipe[1].flush()


def test_a_terminal_shows_work_under_the_message_until_it_is_done() -> None:
    """The status stands in one row, however long it is; it moves down with the message and leaves nothing behind."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "w") as out, os.fdopen(ours, "rb", buffering=0) as terminal:
        screen = Screen(out)
        screen.show("1", "Hello")
        screen.status("is\nworking " + "hard " * 40)
        screen.show("1", "Hello\nworld")
        screen.status("")
        screen.ask("Name> ", [(Tone.ALARM, "⚠ \x1b[2J")])
        read = b""
        while not read.endswith(b"Name> \x1b[0m"):
            read += terminal.read(65536)
    text = read.decode().replace("\r\n", "\n")
    status = re.search(r"⋯ is working hard [^\x1b]*…", text)
    assert status is not None
    assert len(status[0]) == 79
    assert text.endswith("\x1b[1A\x1b[Jworld\n\n\x1b[31m⚠ ␛[2J\x1b[0m\n\x1b[1mName> \x1b[0m")
