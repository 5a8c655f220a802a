"""`chatbridge env` when it fails, is killed, or finds something in its way: nothing half-made ever looks ready."""

import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bridge.cli.agent import OFFLINE, agent, wheel
from tests.bridge.cli.command import CHATBRIDGE, chatbridge


def halfway(folder: Path) -> tuple[Path, Path]:
    """A virtualenv that stops when it has made half of it, until something is written to the gate."""
    program, gate = folder / "bin" / "virtualenv", folder / "gate"
    os.mkfifo(gate)
    program.parent.mkdir()
    script = f'#!/bin/sh\n{sys.executable} -m venv --without-pip "$3"\necho half of it\nread line < {gate}\n'
    program.write_text(script, encoding="utf-8")
    program.chmod(0o755)
    return program, gate


@pytest.mark.requirement("env-errors", "env-whole")
def test_a_failed_making_names_the_command_and_leaves_nothing(tmp_path: Path) -> None:
    """The command, its last lines, what to do; and the agent is as broken as before."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements=[OFFLINE, "no-such-package"])
    failed = chatbridge("env", folder, cwd=tmp_path)
    assert failed.returncode == 1
    assert "-m pip install" in failed.stderr
    assert "No matching distribution found for no-such-package" in failed.stderr
    assert "Nothing was left behind. Mend what it says, then run `chatbridge env" in failed.stderr
    assert sorted(path.name for path in folder.iterdir()) == ["handler_io.py", "interactive.json"]
    checked = chatbridge("validate", folder, cwd=tmp_path)
    assert "there is no interpreter at" in checked.stderr


@pytest.mark.patient
@pytest.mark.requirement("env-whole")
def test_a_failed_update_leaves_the_agent_as_it_was(tmp_path: Path) -> None:
    """It talks as before, and the next `chatbridge env` tries again."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements="needs.txt")
    needs = folder / "needs.txt"
    needs.write_text(f"{OFFLINE}\n{wheel(folder, 'hello')}\n", encoding="utf-8")
    assert chatbridge("env", folder, cwd=tmp_path).returncode == 0
    needs.write_text(f"{OFFLINE}\nno-such-package\n", encoding="utf-8")
    failed = chatbridge("env", folder, cwd=tmp_path)
    assert failed.returncode == 1
    assert "The environment is used as it was." in failed.stderr
    assert "hello in" in chatbridge("chat", folder, cwd=tmp_path, stdin="hi\n").stdout
    assert chatbridge("env", folder, cwd=tmp_path).returncode == 1


@pytest.mark.requirement("env-whole")
def test_a_making_that_is_killed_never_looks_ready(tmp_path: Path) -> None:
    """Although there is an interpreter already; the next `chatbridge env` makes it whole."""
    program, gate = halfway(tmp_path)
    folder = agent(tmp_path / "words", type="virtualenv", path="env", requirements=[])
    environ = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    with subprocess.Popen([*CHATBRIDGE, "env", folder], env=environ, stdout=subprocess.PIPE, text=True) as making:
        assert making.stdout is not None
        assert any("half of it" in line for line in making.stdout)
        making.kill()
    assert making.returncode == -signal.SIGKILL
    gate.write_text("go on\n", encoding="utf-8")
    assert (folder / "env" / "bin" / "python").exists()
    checked = chatbridge("validate", folder, cwd=tmp_path)
    assert "its making was broken off" in checked.stderr
    program.unlink()
    made = chatbridge("env", folder, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert chatbridge("validate", folder, cwd=tmp_path).returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["env", "handler_io.py", "interactive.json"]


@pytest.mark.requirement("env-whole")
def test_a_making_that_is_broken_off_leaves_nothing(tmp_path: Path) -> None:
    """Ctrl-C: what was made so far goes, and the program that made it."""
    program, _ = halfway(tmp_path)
    folder = agent(tmp_path / "words", type="virtualenv", path="env", requirements=[])
    environ = {**os.environ, "PATH": f"{program.parent}:{os.environ['PATH']}"}
    with subprocess.Popen(
        [*CHATBRIDGE, "env", folder], env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as making:
        assert making.stdout is not None
        assert any("half of it" in line for line in making.stdout)
        making.send_signal(signal.SIGINT)
        _, said = making.communicate(timeout=30)
    assert making.returncode not in (0, 1)
    assert "Traceback" not in said
    assert sorted(path.name for path in folder.iterdir()) == ["handler_io.py", "interactive.json"]


@pytest.mark.patient
@pytest.mark.requirement("env-whole")
def test_an_environment_whose_interpreter_is_gone_is_made_anew(tmp_path: Path) -> None:
    """As after an upgrade of the system's Python: the stamp alone proves nothing."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements=[])
    assert chatbridge("env", folder, cwd=tmp_path).returncode == 0
    python = folder / "env" / "bin" / "python"
    python.unlink()
    python.symlink_to(tmp_path / "python-that-was")
    made = chatbridge("env", folder, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert f"{folder / 'env'} was made" in made.stdout
    assert chatbridge("validate", folder, cwd=tmp_path).returncode == 0


@pytest.mark.requirement("env-whole")
def test_two_at_once_do_not_share_a_place(tmp_path: Path) -> None:
    """The second one is told to wait."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements=[])
    handle = os.open(folder, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    second = chatbridge("env", folder, cwd=tmp_path)
    os.close(handle)
    assert second.returncode == 1
    assert "another `chatbridge env` is at work there; wait until it has ended" in second.stderr


@pytest.mark.requirement("env-theirs")
@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("photos", "holds something that is no environment. Move it away"),
        (".", "holds the agent itself; expected a folder of its own"),
        ("..", "holds the agent itself; expected a folder of its own"),
        ("a-file", "holds something that is no environment. Move it away"),
        ("conda", "is conda itself; expected an environment of the agent's own"),
        ("theirs", "is an environment that chatbridge did not make"),
    ],
)
def test_what_chatbridge_did_not_make_is_never_replaced(tmp_path: Path, path: str, said: str) -> None:
    """Somebody's files, conda itself, a working environment of another kind: all is as it was."""
    folder = agent(tmp_path / "words", type="venv", path=path, requirements=[])
    for place in ("photos/me.jpg", "a-file", "conda/condabin/conda", "theirs/conda-meta/history"):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text("theirs", encoding="utf-8")
    (folder / "theirs" / "bin").mkdir()
    (folder / "theirs" / "bin" / "python").symlink_to(sys.executable)
    before = sorted(folder.rglob("*"))
    done = chatbridge("env", folder, cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert sorted(folder.rglob("*")) == before


@pytest.mark.patient
@pytest.mark.requirement("env")
def test_a_venv_made_by_hand_is_kept_and_completed(tmp_path: Path) -> None:
    """Without pip, as some tools make it: pip is put in first."""
    folder = agent(tmp_path / "words", type="venv", path="env", requirements=[])
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    (folder / "env" / "kept").touch()
    manifest = json.loads((folder / "interactive.json").read_text(encoding="utf-8"))
    manifest["python_environment"]["requirements"] = [OFFLINE, wheel(folder, "hello")]
    (folder / "interactive.json").write_text(json.dumps(manifest), encoding="utf-8")
    done = chatbridge("env", folder, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "[1/2] installing pip" in done.stdout
    assert (folder / "env" / "kept").exists()
    assert "hello in" in chatbridge("chat", folder, cwd=tmp_path, stdin="hi\n").stdout
