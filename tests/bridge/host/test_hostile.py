"""Whatever the agent's code does, the call ends with a frame that says what it did, and the next session works."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from bridge.host.port import FailureKind, Limits
from tests.bridge.host.handlers import answer, failure, handler

RAISED, UNUSABLE, EXITED = FailureKind.RAISED, FailureKind.UNUSABLE, FailureKind.EXITED

BOUNDED = Limits(turn_timeout=30, start_timeout=30, stop_grace=10, output_bytes=100_000)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A body of `on_input`, and how its call ends: `message` is a pattern, and the process lives on if `alive`."""

    body: str
    kind: FailureKind
    message: str
    alive: bool = True


SPOILING = """\
import os
 for fd in range(3, 1000):
  try: os.write(fd, {})
  except OSError: pass
 return {{}}"""

HANDLERS = {
    # ── it raises ─────────────────────────────────────────────────────────────────────────────────────────────────────
    "an exception": Hostile("1 / 0", RAISED, "ZeroDivisionError: division by zero"),
    "an exception of many lines": Hostile("raise ValueError('one\\ntwo')", RAISED, "ValueError: one two"),
    "an exception with a note": Hostile(
        "e = KeyError('k'); getattr(e, 'add_note', str)('try again'); raise e", RAISED, "KeyError: 'k'"
    ),
    "an exception without text": Hostile("class E(Exception): __str__ = None\n raise E", RAISED, ".*E: <.*>"),
    "an exception of megabytes": Hostile("raise ValueError('x' * 10**7)", RAISED, "ValueError: x{900,}…"),
    "an exception that is no text": Hostile("raise ValueError('\\ud800')", RAISED, r"ValueError: \?"),
    "KeyboardInterrupt": Hostile("raise KeyboardInterrupt", RAISED, "KeyboardInterrupt"),
    "GeneratorExit": Hostile("raise GeneratorExit", RAISED, "GeneratorExit"),
    "its own BaseException": Hostile("class E(BaseException): pass\n raise E(1)", RAISED, ".*E: 1"),
    "endless recursion": Hostile("on_input(data)", RAISED, "RecursionError: .*"),
    "reading standard input": Hostile("input()", RAISED, "EOFError: .*"),
    "a broken syntax": Hostile("return (", RAISED, "SyntaxError: .*"),
    "importing what is not there": Hostile("import nowhere", RAISED, "ModuleNotFoundError: .*'nowhere'"),
    # ── it returns what cannot be shown ───────────────────────────────────────────────────────────────────────────────
    "a list": Hostile("return [1]", UNUSABLE, "on_input returned a list, expected a dict with outputs and next_inputs"),
    "an int": Hostile("return 1", UNUSABLE, "on_input returned an int, expected .*"),
    "nothing": Hostile("pass", UNUSABLE, "on_input returned a NoneType, expected .*"),
    "a yielded string": Hostile("yield 'text'", UNUSABLE, "on_input returned a str, expected .*"),
    "more than the limit": Hostile(
        "return {'outputs': ['x' * 10**7]}",
        UNUSABLE,
        r"on_input returned 10,000,\d\d\d bytes, more than the 100,000 bytes of limits.output_bytes",
    ),
    "a socket for an input": Hostile(
        "import socket\n return {'next_inputs': [{'name': 'a', 'default': socket.socket()}]}",
        UNUSABLE,
        r"on_input returned something that cannot be shown: next_inputs\[0\].default is a socket.socket, .*",
    ),
    "an input inside itself": Hostile(
        "inputs = []; inputs.append(inputs); return {'next_inputs': inputs}", UNUSABLE, ".* contains itself"
    ),
    # ── its process ends ──────────────────────────────────────────────────────────────────────────────────────────────
    "sys.exit": Hostile("import sys; sys.exit(3)", EXITED, "exit status 3", alive=False),
    "sys.exit with words": Hostile("raise SystemExit('bye')", EXITED, "exit status 1; it said: bye", alive=False),
    "sys.exit in a coroutine": Hostile(
        "async def a(): raise SystemExit(4)\n return a()", EXITED, "exit status 4", alive=False
    ),
    "os._exit": Hostile("import os; os._exit(0)", EXITED, "exit status 0", alive=False),
    "last words": Hostile(
        "import os; os.write(2, b'no space left'); os._exit(9)",
        EXITED,
        "exit status 9; it said: no space left",
        alive=False,
    ),
    "killing itself": Hostile("import os; os.kill(os.getpid(), 9)", EXITED, "killed by SIGKILL", alive=False),
    "killing its group": Hostile("import os; os.killpg(0, 15)", EXITED, "killed by SIGTERM", alive=False),
    "a signal without a name": Hostile(
        "import os, signal; os.kill(os.getpid(), signal.SIGRTMIN + 2)", EXITED, r"killed by signal \d\d", alive=False
    ),
    "a crash in compiled code": Hostile(
        "import ctypes; ctypes.string_at(0)",
        EXITED,
        'killed by SIGSEGV; it said: Fatal Python error: .*handler_io.py", line 2 in on_input.*',
        alive=False,
    ),
    # ── it breaks the wire ────────────────────────────────────────────────────────────────────────────────────────────
    "closing every file": Hostile(
        "import os; os.closerange(3, 1000); return {}", EXITED, "exit status 1; it said: .*Bad file.*", alive=False
    ),
    "closing the standard streams": Hostile("import os; os.closerange(0, 3); print(1)", RAISED, "OSError: .*"),
    "writing into every file": Hostile(
        SPOILING.format("b'x' * 100"),
        UNUSABLE,
        "its process sent something else than frames; .*",
        alive=False,
    ),
    "no JSON on the wire": Hostile(
        SPOILING.format("b'\\0\\0\\0\\1x'"),
        UNUSABLE,
        "its process sent what is no JSON .*",
        alive=False,
    ),
    "a frame of its own invention": Hostile(
        SPOILING.format("b'\\0\\0\\0\\7{\"a\":1}'"),
        UNUSABLE,
        r"its process sent a frame of an unknown kind \(a\); .*",
        alive=False,
    ),
}  # fmt: skip


@pytest.mark.requirement("hostile")
@pytest.mark.parametrize("hostile", HANDLERS.values(), ids=HANDLERS)
async def test_whatever_a_handler_does_the_call_ends_and_says_how(hostile: Hostile, tmp_path: Path) -> None:
    """Each outcome is defined; where the process lives on it takes the next call."""
    source = f"def on_input(data):\n {hostile.body}\n"
    async with handler(tmp_path, source, limits=BOUNDED) as process:
        failed = await failure(process)
        assert (failed.kind, failed.alive) == (hostile.kind, hostile.alive)
        assert re.fullmatch(hostile.message, failed.message), failed.message
        assert process.alive == hostile.alive
        again = await failure(process)
        assert again.kind == (hostile.kind if hostile.alive else EXITED)


@pytest.mark.requirement("hostile")
async def test_a_failure_says_where_in_the_agents_code(tmp_path: Path) -> None:
    """The place is the innermost in the agent's folder, and the traceback shows no frame of ours."""
    (tmp_path / "sums.py").write_text("import json\ndef add(text): return json.loads(text)\n", encoding="utf-8")
    source = "import sums\ndef on_input(data):\n    return sums.add('{')\n"
    async with handler(tmp_path, source) as process:
        failed = await failure(process)
    assert failed.where == "sums.py:2 in add"
    assert failed.message.startswith("json.decoder.JSONDecodeError: ")
    assert re.findall(r'File ".*?(\w+\.py)"', failed.traceback)[:2] == ["handler_io.py", "sums.py"]
    assert "bridge" not in failed.traceback


async def test_an_error_at_import_is_told_at_every_call(tmp_path: Path) -> None:
    """It is the call that fails, with the place; a file that was mended works without a new start."""
    async with handler(tmp_path, "x = 1\ndef on_input(data) return {}\n") as process:
        for _ in range(2):
            failed = await failure(process)
            assert (failed.kind, failed.where) == (RAISED, "handler_io.py:2")
        (tmp_path / "handler_io.py").write_text("def on_input(data): return {'done': True}", encoding="utf-8")
        assert await answer(process) == {"done": True}


async def test_what_a_generator_does_after_its_answer_is_not_the_next_answer(tmp_path: Path) -> None:
    """An error while the generator is closed goes to the log; the turn is over and the next one is its own."""
    for keyword in ("def", "async def"):
        source = f"""
        {keyword} on_input(data):
            try: yield {{"outputs": [data], "next_inputs": []}}
            finally: raise RuntimeError("too late")
        """
        async with handler(tmp_path, source) as process:
            assert [(await answer(process, argument=n))["outputs"] for n in (1, 2, 3)] == [[1], [2], [3]]


async def test_a_forked_child_cannot_answer_for_its_parent(tmp_path: Path) -> None:
    """A child that forgets to end runs on into our code; only the parent's answer is read."""
    source = """
    import os
    def on_input(data):
        child = os.fork()
        if child: os.waitpid(child, 0)
        return {"outputs": ["parent" if child else "child"]}
    """
    async with handler(tmp_path, source) as process:
        for _ in range(2):
            assert await answer(process) == {"outputs": ["parent"]}


async def test_a_forked_child_does_not_hide_that_its_parent_ended(tmp_path: Path) -> None:
    """The wire is closed when the handler ends, although a child of it runs on."""
    source = """
    import os, time
    def on_input(data):
        if os.fork() == 0:
            time.sleep(1000)  # the agent
        os._exit(5)
    """
    async with handler(tmp_path, source) as process:
        assert (await failure(process)).message == "exit status 5"


@pytest.mark.requirement("memory")
async def test_memory_is_bounded(tmp_path: Path) -> None:
    """What does not fit into `limits.memory` is a MemoryError of that call; the conversation goes on."""
    source = """
    def on_input(data):
        return {"outputs": [len(bytearray(data))]}
    """
    limits = Limits(turn_timeout=30, stop_grace=10, memory=512 * 1024 * 1024)
    async with handler(tmp_path, source, limits=limits) as process:
        failed = await failure(process, argument=1024 * 1024 * 1024)
        assert (failed.kind, failed.message, failed.alive) == (RAISED, "MemoryError", True)
        assert await answer(process, argument=1000) == {"outputs": [1000]}
