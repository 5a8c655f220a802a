"""A version names the code of an agent: another one for every change of it, the same for everything else."""

import os
from pathlib import Path

import pytest

from bridge.host.versions import Versions


@pytest.fixture
def agent(tmp_path: Path) -> Path:
    (tmp_path / "handler_io.py").write_text("x = 1", encoding="utf-8")
    (tmp_path / "steps").mkdir()
    (tmp_path / "steps" / "first.py").write_text("y = 1", encoding="utf-8")
    return tmp_path


def change(path: Path, text: str) -> None:
    """Write a file, with a time of its own: two writes may come within one tick of the disk's clock."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(before + 1_000_000, before + 1_000_000))


@pytest.mark.requirement("preload-versions")
@pytest.mark.parametrize("file", ["handler_io.py", "steps/first.py", "steps/second.py", "more.py"])
def test_a_change_of_the_code_is_another_version(file: str, agent: Path) -> None:
    """Of any module of the agent, also when a file comes or has the same size; changed back it is the old version."""
    versions = Versions()
    first = versions.of(agent)
    before = (agent / file).read_text(encoding="utf-8") if (agent / file).exists() else None
    change(agent / file, "z = 1")
    second = versions.of(agent)
    assert second != first
    if before is None:
        (agent / file).unlink()
    else:
        change(agent / file, before)
    assert versions.of(agent) == first == Versions().of(agent)


@pytest.mark.parametrize("file", ["data.csv", ".hidden/x.py", "env/x.py", "lib/site-packages/x.py", "__pycache__/x.py"])
def test_other_files_are_no_code(file: str, agent: Path) -> None:
    """Data, hidden folders, environments and caches change nothing."""
    (agent / "env").mkdir()
    (agent / "env" / "pyvenv.cfg").touch()
    (agent / "lib").mkdir()
    versions = Versions()
    before = versions.of(agent)
    change(agent / file, "1")
    assert versions.of(agent) == before


def test_a_new_name_is_another_version(agent: Path) -> None:
    """The code is what is imported under which name."""
    before = Versions().of(agent)
    (agent / "steps" / "first.py").rename(agent / "steps" / "last.py")
    assert Versions().of(agent) != before


def test_a_folder_without_code_has_no_version(tmp_path: Path) -> None:
    """Nor has one that is not there."""
    assert Versions().of(tmp_path) == Versions().of(tmp_path / "gone") == ""
