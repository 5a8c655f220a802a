"""Lines of whatever standard input is."""

import asyncio
import os
import pty
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from adapters.terminal.lines import Lines


@pytest.fixture
def pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(writing, "wb", buffering=0) as typed:
        yield source, typed


async def rest_of(lines: Lines) -> list[str]:
    read: list[str] = []
    try:
        while True:
            read.append(await lines.read())
    except EOFError:
        return read


async def test_a_pipe_is_read_line_by_line_to_its_end(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """Either line ending counts, bytes that are no text are shown as such, and the last line needs no end."""
    pipe[1].write("ä\r\n\n".encode() + b"\xff\nlast")
    pipe[1].close()
    lines = Lines(pipe[0])
    assert not lines.interactive
    assert await rest_of(lines) == ["ä", "", "\ufffd", "last"]
    assert await rest_of(lines) == []


async def test_a_line_in_pieces_is_one_line(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """Reading waits until the line has ended, and the event loop goes on meanwhile."""
    lines = Lines(pipe[0])
    pipe[1].write(b"one ")
    reading = asyncio.create_task(lines.read())
    await asyncio.sleep(0)
    pipe[1].write(b"line\n")
    assert await reading == "one line"


async def test_a_reader_that_gives_up_loses_nothing(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """A line that nobody waited for is there for the next one who does, also the half that had arrived."""
    lines = Lines(pipe[0])
    pipe[1].write(b"ha")
    reading = asyncio.create_task(lines.read())
    await asyncio.sleep(0)
    reading.cancel()
    await asyncio.wait({reading})
    pipe[1].write(b"lf\nnext\n")
    assert [await lines.read(), await lines.read()] == ["half", "next"]


async def test_what_is_typed_ahead_stays_with_the_system(pipe: tuple[BinaryIO, BinaryIO]) -> None:
    """Nothing is read before somebody waits for a line."""
    lines = Lines(pipe[0])
    pipe[1].write(b"early\n")
    await asyncio.sleep(0)
    assert os.read(pipe[0].fileno(), 6) == b"early\n"
    pipe[1].write(b"late\n")
    assert await lines.read() == "late"


async def test_a_regular_file_is_read(tmp_path: Path) -> None:
    """`chat AGENT < answers.txt` works although no event loop can wait for a file."""
    (tmp_path / "answers.txt").write_text("one\ntwo\n")
    with (tmp_path / "answers.txt").open() as source:
        assert await rest_of(Lines(source)) == ["one", "two"]


async def test_no_input_at_all_ends_at_once() -> None:
    """`chat AGENT < /dev/null` shows the greeting and ends."""
    with os.fdopen(os.open(os.devnull, os.O_RDONLY)) as source:
        assert await rest_of(Lines(source)) == []


async def test_a_terminal_is_read_and_its_end_is_the_end() -> None:
    """Lines come as they are typed; when the window closes, there are no more."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "rb", buffering=0) as source:
        lines = Lines(source)
        assert lines.interactive
        os.write(ours, b"typed\n")
        assert await lines.read() == "typed"
        assert os.get_blocking(source.fileno()), "output to the same terminal would fail when it is slow"
        os.close(ours)
        assert await rest_of(lines) == []
