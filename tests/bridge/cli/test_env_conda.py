"""Conda environments, with a program in conda's place that notes what it is asked."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.bridge.cli.agent import agent
from tests.bridge.cli.command import chatbridge

FAKE = Path(__file__).parents[2] / "fakes" / "conda"


class Conda:
    """A PATH whose only conda is the fake, under the name of one of the tools."""

    def __init__(self, folder: Path, name: str = "conda") -> None:
        self.folder = folder / "conda"
        (self.folder / "bin").mkdir(parents=True)
        shutil.copy(FAKE, self.folder / "bin" / name)
        self.environ = {
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "FAKE_CONDA": str(self.folder),
            "FAKE_CONDA_PYTHON": sys.executable,
        }

    def asked(self) -> list[str]:
        """What it was asked since the last look, but for what it knows of itself."""
        notes = self.folder / "asked"
        lines = notes.read_text(encoding="utf-8").splitlines() if notes.exists() else []
        notes.unlink(missing_ok=True)
        return [line for line in lines if line != "conda info --json"]


@pytest.mark.requirement("env-conda", "env-stamp")
def test_an_environment_is_made_by_name_with_everything_it_asks_for(tmp_path: Path) -> None:
    """Python's version, channels in their order, conda's requirements, then pip's; and the agent talks in it."""
    conda = Conda(tmp_path)
    version = ".".join(map(str, sys.version_info[:2]))
    folder = agent(
        tmp_path / "words",
        type="conda",
        name="words",
        python_version=version,
        channels=["conda-forge", "bioconda"],
        requirements=["numpy>=1.26"],
        pip_requirements=["words"],
    )
    place = conda.folder / "envs" / "words"
    made = chatbridge("env", folder, cwd=tmp_path, **conda.environ)
    assert made.returncode == 0, made.stderr
    create, pip = conda.asked()
    specs = f"--channel conda-forge --channel bioconda python={version} pip numpy>=1.26"
    assert create == f"conda create --yes --prefix {place} {specs}"
    assert pip.startswith("pip ")
    assert pip.endswith("-m pip install --disable-pip-version-check --no-input words")
    again = chatbridge("env", folder, cwd=tmp_path, **conda.environ)
    assert again.stdout == f"{folder} is up to date: {place}\n"
    assert conda.asked() == []
    talked = chatbridge("chat", folder, cwd=tmp_path, stdin="hi\n", **conda.environ)
    assert f"nothing in {sys.version.split()[0]}" in talked.stdout, talked.stderr


@pytest.mark.requirement("env-conda")
@pytest.mark.parametrize("tool", ["mamba", "micromamba"])
def test_what_takes_condas_place_is_found_too(tmp_path: Path, tool: str) -> None:
    """And a path is where the environment is, relative to the agent; requirements may be a file."""
    conda = Conda(tmp_path, tool)
    folder = agent(tmp_path / "words", type="conda", path="env", requirements="needs.txt")
    (folder / "needs.txt").write_text("numpy\n", encoding="utf-8")
    assert chatbridge("env", folder, cwd=tmp_path, **conda.environ).returncode == 0
    assert conda.asked() == [f"conda create --yes --prefix {folder / 'env'} python --file {folder / 'needs.txt'}"]
    assert chatbridge("validate", folder, cwd=tmp_path, **conda.environ).returncode == 0


@pytest.mark.requirement("env-conda", "env-stamp")
def test_an_environment_is_updated_in_place(tmp_path: Path) -> None:
    """Another list is installed into the one there is."""
    conda = Conda(tmp_path)
    folder = agent(tmp_path / "words", type="conda", path="env", requirements="needs.txt")
    (folder / "needs.txt").write_text("numpy\n", encoding="utf-8")
    assert chatbridge("env", folder, cwd=tmp_path, **conda.environ).returncode == 0
    conda.asked()
    (folder / "needs.txt").write_text("numpy\npandas\n", encoding="utf-8")
    updated = chatbridge("env", folder, cwd=tmp_path, **conda.environ)
    assert "was updated" in updated.stdout
    assert conda.asked() == [f"conda install --yes --prefix {folder / 'env'} python --file {folder / 'needs.txt'}"]


@pytest.mark.requirement("env-conda", "env-errors")
def test_what_conda_says_when_it_fails_is_passed_on(tmp_path: Path) -> None:
    """Its command, its last lines, and what to do."""
    conda = Conda(tmp_path)
    folder = agent(tmp_path / "words", type="conda", name="words", requirements=["no-such"])
    failed = chatbridge("env", folder, cwd=tmp_path, FAKE_CONDA_FAILS="no-such", **conda.environ)
    assert failed.returncode == 1
    assert f"create --yes --prefix {conda.folder / 'envs' / 'words'} python no-such" in failed.stderr
    assert "not available from current channels: no-such" in failed.stderr
    assert "Nothing was left behind. Mend what it says" in failed.stderr
    assert list((conda.folder / "envs").iterdir()) == []


@pytest.mark.requirement("env-conda", "broken-agent")
def test_without_conda_the_agent_says_what_it_lacks(tmp_path: Path) -> None:
    """On its card, in `validate` and in `env`."""
    folder = agent(tmp_path / "words", type="conda", name="words")
    (tmp_path / "config.toml").write_text('[[agents]]\npath = "words"\n', encoding="utf-8")
    for command in (["agents", "--json"], ["validate", folder], ["env", folder]):
        done = chatbridge(*command, cwd=tmp_path, PATH=tmp_path)
        assert "found none of conda, mamba, micromamba on PATH" in done.stdout + done.stderr
