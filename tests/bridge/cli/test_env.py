"""`chatbridge env`: an agent's environment is made, brought up to date, and never half there. Without a network."""

import os
import pty
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bridge.catalog.interpreter import OLDEST
from tests.bridge.cli.agent import OFFLINE, WHEEL, agent, wheel
from tests.bridge.cli.command import CHATBRIDGE, chatbridge

PYTHONS = {path.parts[-3]: path for path in Path.home().glob(".pyenv/versions/3.*/bin/python")}
OTHERS = sorted(
    (tuple(map(int, version.split("."))), path.parent)
    for version, path in PYTHONS.items()
    if tuple(map(int, version.split(".")[:2])) >= OLDEST
)
OTHER, FOLDER = OTHERS[0] if OTHERS else (sys.version_info[:3], Path(sys.executable).parent)
"""The oldest interpreter here that an agent may have; our own where there is no other."""


@pytest.mark.requirement("env", "env-stamp")
def test_a_venv_is_made_with_what_the_agent_asks_for_and_then_left_alone(tmp_path: Path) -> None:
    """The agent was broken for want of an interpreter; then it talks. A second time nothing is run."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements="needs.txt")
    (folder / "needs.txt").write_text(f"{OFFLINE}\n{wheel(folder, 'hello')}\n", encoding="utf-8")
    (tmp_path / "config.toml").write_text('[[agents]]\npath = "words"\n', encoding="utf-8")
    listed = chatbridge("agents", "--json", cwd=tmp_path)
    assert "there is no interpreter at" in listed.stdout
    assert "`chatbridge env words` makes it." in listed.stdout
    made = chatbridge("env", folder, cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert "[1/2] making the venv environment" in made.stdout
    assert "[2/2] installing what needs.txt asks for" in made.stdout
    assert "Successfully installed words-1.0" in made.stdout
    talked = chatbridge("chat", "words", cwd=tmp_path, stdin="hi\n")
    assert f"hello in {sys.version.split()[0]}" in talked.stdout, talked.stderr
    again = chatbridge("env", "words", cwd=tmp_path)
    assert (again.returncode, again.stdout) == (0, f"words is up to date: {folder / 'env'}\n")


@pytest.mark.patient
@pytest.mark.requirement("env-stamp")
def test_what_is_asked_for_anew_is_installed_in_place(tmp_path: Path) -> None:
    """Another line, another content of a file it names, another content of a local wheel."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements="needs.txt")
    (folder / "needs.txt").write_text(f"{OFFLINE}\n-r more.txt\n", encoding="utf-8")
    (folder / "more.txt").write_text("# nothing yet\n", encoding="utf-8")
    assert chatbridge("env", "words", cwd=tmp_path).returncode == 0
    (folder / "env" / "kept").touch()
    (folder / "more.txt").write_text(f"{wheel(folder, 'good day', '1.1')}\n", encoding="utf-8")
    updated = chatbridge("env", "words", cwd=tmp_path)
    assert f"words is ready: {folder / 'env'} was updated" in updated.stdout
    assert "good day in" in chatbridge("chat", "words", cwd=tmp_path, stdin="hi\n").stdout
    assert (folder / "env" / "kept").exists()
    wheel(folder, "good night", "1.1")
    assert "was updated" in chatbridge("env", "words", cwd=tmp_path).stdout


@pytest.mark.patient
@pytest.mark.requirement("env", "pythons")
def test_an_agent_answers_in_a_venv_of_another_python(tmp_path: Path) -> None:
    """`python_version` is found on PATH; nothing has to be installed for the handler's side."""
    version = ".".join(map(str, OTHER[:2]))
    folder = agent(tmp_path / "old", type="venv", path="env", python_version=version)
    made = chatbridge("env", folder, cwd=tmp_path, PATH=FOLDER)
    assert made.returncode == 0, made.stderr
    talked = chatbridge("chat", folder, cwd=tmp_path, stdin="hi\n")
    assert f"nothing in {'.'.join(map(str, OTHER))}" in talked.stdout, talked.stderr


@pytest.mark.patient
@pytest.mark.requirement("env")
def test_virtualenv_is_used_where_it_is_and_venv_where_it_is_not(tmp_path: Path) -> None:
    """Both make the same thing; which one is said."""
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    folder = agent(tmp_path / "words", type="virtualenv", path="env", requirements=[])
    fallback = chatbridge("env", folder, cwd=tmp_path, PATH=bin_folder)
    assert fallback.returncode == 0, fallback.stderr
    assert "virtualenv is not on PATH: venv makes the same" in fallback.stdout
    program = bin_folder / "virtualenv"
    program.write_text(f'#!/bin/sh\necho "virtualenv $1"\nexec {sys.executable} -m venv "$3"\n', encoding="utf-8")
    program.chmod(0o755)
    other = agent(tmp_path / "other", type="virtualenv", path="env", requirements=[])
    made = chatbridge("env", other, cwd=tmp_path, PATH=bin_folder)
    assert made.returncode == 0, made.stderr
    assert "virtualenv --python" in made.stdout


@pytest.mark.patient
@pytest.mark.requirement("env")
def test_a_terminal_shows_a_bar_and_the_lines_above_it(tmp_path: Path) -> None:
    """How many of the steps are done, and for how long it has been at it."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements=[OFFLINE, WHEEL.format(version="1.0")])
    wheel(folder, "hi")
    ours, theirs = pty.openpty()
    environ = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen([*CHATBRIDGE, "env", folder], env=environ, stdin=theirs, stdout=theirs) as making:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # Linux says so when the other end is closed
            while more := os.read(ours, 4096):
                shown += more
    os.close(ours)
    assert making.returncode == 0
    for part in ("making the venv environment", "0/2", "1/2", "0:00:0", "Successfully installed words-1.0", "is ready"):
        assert part in shown.decode()


@pytest.mark.requirement("env")
def test_an_agent_of_our_own_interpreter_needs_nothing(tmp_path: Path) -> None:
    """What it asks for there is not installed, and that is said."""
    folder = agent(tmp_path / "plain", type="system", requirements=["pandas"])
    done = chatbridge("env", folder, cwd=tmp_path)
    assert done.returncode == 0
    assert "there is nothing to make. What it names as requirements is not installed there." in done.stdout


@pytest.mark.requirement("env")
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nobody"], 1, "found no agent named 'nobody', and there is no such folder; known are plain"),
        (["plain", "--config", "gone.toml"], 1, "gone.toml: cannot be read"),
        (["empty"], 1, "holds no interactive.json"),
        ([], 2, "Missing argument"),
    ],
)
def test_an_agent_that_is_not_there_is_said(tmp_path: Path, arguments: list[str], code: int, said: str) -> None:
    """1 for what is wrong, 2 for wrong usage."""
    agent(tmp_path / "agents" / "plain", type="system")
    (tmp_path / "empty").mkdir()
    (tmp_path / "config.toml").write_text('[[agents]]\npath = "agents/*"\n', encoding="utf-8")
    done = chatbridge("env", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
