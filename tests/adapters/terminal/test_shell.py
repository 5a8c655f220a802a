"""The adapter in a process of its own, at a real terminal and on real pipes, with the real router behind it."""

import os
import pty
import re
import subprocess
import sys
import termios
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.adapters.terminal.paper import Paper

PROGRAM = [sys.executable, "-m", "tests.adapters.terminal.shell"]
ROOT = Path(__file__).parents[3]
CTRL_C, CTRL_D = "\x03", "\x04"


class Terminal:
    """A terminal window with the program in it."""

    def __init__(self, window: int, process: subprocess.Popen[bytes]) -> None:
        self._window = window
        self._process = process
        self._unread = ""
        self.text = ""

    def until(self, ending: str) -> None:
        """Wait until this is shown, after what was waited for last."""
        while ending not in self._unread:
            assert self._more(), f"the program ended; it showed {self.text!r}"
        self._unread = self._unread.partition(ending)[2]

    def type(self, text: str) -> None:
        os.write(self._window, text.encode())

    def end(self) -> int:
        """Wait for the program's end; its exit status."""
        while self._more():
            continue
        return self._process.wait()

    def _more(self) -> bool:
        try:
            arrived = os.read(self._window, 65536).decode()
        except OSError:  # EIO: nobody has the other end any more (pty(7))
            return False
        self.text += arrived
        self._unread += arrived
        return bool(arrived)


@contextmanager
def terminal(*arguments: str, name: str = "xterm-256color") -> Generator[Terminal]:
    window, inside = pty.openpty()
    termios.tcsetwinsize(window, (24, 60))
    # The first process of a session is given the first terminal it opens, so that Ctrl-C reaches it (tty(4)).
    process = subprocess.Popen(
        ["sh", "-c", 'exec "$@" <"$0" >"$0"', os.ttyname(inside), *PROGRAM, *arguments],
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env={"TERM": name, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
        start_new_session=True,
    )
    os.close(inside)
    assert process.stderr
    try:
        while process.stderr.readline() not in (b"ready\n", b""):
            continue
        yield Terminal(window, process)
    finally:
        process.kill()
        process.communicate()
        os.close(window)


def piped(text: str) -> str:
    done = subprocess.run(PROGRAM, input=text, capture_output=True, text=True, cwd=ROOT, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.requirement("terminal-chat")
def test_a_person_talks_at_a_prompt_and_leaves_with_ctrl_d() -> None:
    """The prompt is the label; Ctrl-D leaves, and the shell's own prompt comes on a line of its own."""
    with terminal() as window:
        window.until("Hello!\r\n\r\n\x1b[1mMessage> \x1b[0m")
        window.type("good day\n")
        window.until("You said: good day\r\n\r\n\x1b[1mMessage> \x1b[0m")
        window.type(CTRL_D)
        assert window.end() == 0
        assert window.text.endswith("\x1b[1mMessage> \x1b[0m\r\n")


@pytest.mark.requirement("terminal-ctrl-c")
def test_ctrl_c_stops_what_runs_and_leaves_at_a_prompt() -> None:
    """The first one stops the turn, and the question comes back; the next one finds nothing running."""
    with terminal() as window:
        window.until("Message> ")
        window.type("wait\n")
        window.until("is waiting…")
        window.type(CTRL_C)
        window.until("Stopping. Press Ctrl-C again to leave.")
        window.until("Stopped.")
        window.until("Message> ")
        window.type(CTRL_C)
        assert window.end() == 0


def test_ctrl_c_twice_leaves_what_does_not_stop() -> None:
    """Nobody is kept by an agent that hangs."""
    with terminal("deaf") as window:
        window.type(CTRL_C)
        window.until("Stopping.")
        window.type(CTRL_C)
        assert window.end() == 0


@pytest.mark.requirement("terminal-streaming")
def test_what_stands_in_the_end_is_what_was_said() -> None:
    """A status stands under the message while work goes on, and leaves nothing behind; what is replaced is gone."""
    with terminal() as window:
        window.until("Message> ")
        window.type("wait\n")
        window.until("⋯ is waiting…")
        window.type(CTRL_C)
        window.until("Message> ")
        window.type("stream\n")
        window.until("Message> ")
        window.type("bye\n")
        assert window.end() == 0
    paper = Paper()
    paper.take(window.text)
    assert paper.text == (
        "Hello!\n\nMessage> wait\n\nWaiting\n\nStopping. Press Ctrl-C again to leave.\n\n⚠ Stopped.\n\n"
        "Message> stream\n\nall of it\n\nMessage> bye\n\nGoodbye!\n"
    )


def test_a_terminal_that_cannot_move_its_cursor_gets_plain_text() -> None:
    """TERM=dumb is served as a pipe is, with prompts."""
    with terminal(name="dumb") as window:
        window.until("Message> ")
        window.type("bye\n")
        assert window.end() == 0
    assert "\x1b" not in window.text


@pytest.mark.requirement("terminal-pipe")
def test_answers_from_a_pipe_meet_their_questions() -> None:
    """No prompts, no colours: what the agent says, until the input ends."""
    assert piped("one\ntwo") == "Hello!\n\nYou said: one\n\nYou said: two\n"


def test_a_pipe_shows_what_was_replaced_or_not_at_all() -> None:
    """A turn that streams ends with its whole reply, whatever of its beginning had been shown."""
    assert re.fullmatch(r"Hello!\n\n(ten percent\n─+\n)?all of it\n", piped("stream\n"))


def test_the_end_of_the_conversation_ends_the_program() -> None:
    """What was typed beyond it is not read by anyone."""
    assert piped("bye\nmore\n") == "Hello!\n\nGoodbye!\n"


def test_a_reader_that_goes_early_gets_no_traceback() -> None:
    """`chat AGENT | head -1` prints one line, and nothing on stderr but the log."""
    program = subprocess.Popen(PROGRAM, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert program.stdin
    assert program.stdout
    assert program.stdout.readline() == b"Hello!\n"
    program.stdout.close()
    _, errors = program.communicate(b"one\ntwo\n")
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors
    assert program.returncode == 0
