"""python_environment: what an agent may ask for, and what its author is told when it is wrong."""

from pathlib import Path

import pytest

from bridge.catalog.check import check
from bridge.catalog.environment import find_python, read_environment
from bridge.errors import AgentError
from tests.bridge.catalog.test_catalog import GOOD, make

WRONG: dict[str, tuple[dict[str, object], str]] = {
    "type": ({"type": "vnv"}, "python_environment.type: found 'vnv', expected one of system, venv, virtualenv, conda"),
    "no path": ({"type": "virtualenv"}, "path: missing; expected the folder of the virtualenv environment"),
    "a path that is none": ({"type": "venv", "path": 3}, "python_environment.path: found 3, expected text"),
    "nobody's home": ({"type": "venv", "path": "~nobody-here/env"}, "path: found '~nobody-here/env'"),
    "neither name nor path": (
        {"type": "conda"},
        "name: found ''; expected the environment's name, or its folder as path",
    ),
    "a name that is a path": ({"type": "conda", "name": "a/b"}, "name: found 'a/b'; expected the environment's name"),
    "a version as a number": (
        {"type": "conda", "name": "a", "python_version": 3.1},
        'python_version: found 3.1, expected text such as "3.11"',
    ),
    "a version with a bound": (
        {"type": "conda", "name": "a", "python_version": ">=3.10"},
        "python_version: found '>=3.10', expected a version such as",
    ),
    "channels": ({"type": "conda", "name": "a", "channels": "x"}, "channels: found 'x', expected a list of strings"),
    "requirements": (
        {"type": "venv", "path": "e", "requirements": {"a": 1}},
        "requirements: found {'a': 1}, expected a",
    ),
}


@pytest.mark.requirement("broken-agent", "validate")
@pytest.mark.parametrize(("raw", "said"), WRONG.values(), ids=WRONG)
def test_a_wrong_environment_names_the_key_and_what_was_expected(
    tmp_path: Path, raw: dict[str, object], said: str
) -> None:
    """JSON's 3.10 is the number 3.1, too."""
    with pytest.raises(AgentError) as refused:
        read_environment(raw, tmp_path)
    assert said in str(refused.value)
    findings = check(make(tmp_path / "a", {**GOOD, "python_environment": raw}))
    assert any(finding.level == "error" and said in finding.text for finding in findings)


@pytest.mark.requirement("broken-agent")
def test_the_next_step_can_be_pasted(tmp_path: Path) -> None:
    """By the agent's name where it has one, else by its folder."""
    folder = tmp_path / "my agent"
    raw = {"type": "venv", "path": "env"}
    with pytest.raises(AgentError, match=r"`chatbridge env words` makes it\."):
        find_python(raw, folder, "words")
    with pytest.raises(AgentError, match=rf"`chatbridge env '{folder}'` makes it\."):
        find_python(raw, folder)


@pytest.mark.requirement("validate")
def test_an_unknown_key_of_the_environment_is_a_warning(tmp_path: Path) -> None:
    """With the key its author may have meant."""
    (finding,) = check(make(tmp_path / "a", {**GOOD, "python_environment": {"type": "system", "requirments": []}}))
    assert finding.level == "warning"
    assert 'python_environment: "requirments" is not used here; did you mean "requirements"?' in finding.text


@pytest.mark.requirement("validate")
def test_requirements_that_cannot_be_read_are_a_warning(tmp_path: Path) -> None:
    """The agent can talk as it is, but not be made again: also where one file names another."""
    raw = {"type": "conda", "path": "env", "pip_requirements": "needs.txt"}
    folder = make(tmp_path / "a", {**GOOD, "python_environment": raw})
    (folder / "env" / "bin").mkdir(parents=True)
    (folder / "env" / "bin" / "python").touch()
    (folder / "needs.txt").write_text("-r gone.txt\n", encoding="utf-8")
    (finding,) = check(folder)
    assert (finding.level, f"the requirements in {folder / 'gone.txt'} cannot be read" in finding.text) == (
        "warning",
        True,
    )
