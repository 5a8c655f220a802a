"""`chatbridge tasks`, as a person runs it."""

import json
import signal
import subprocess
from pathlib import Path

import pytest

from tests.bridge.cli.command import CHATBRIDGE, chatbridge

SEED = """
from bridge.interaction import BaseTask, FunctionTask, StringInteraction, Workflow

wf = Workflow()


@FunctionTask.task(wf)
async def choose_dataset(task: BaseTask) -> None:
    assert task.interaction is not None

    dataset = await task.interaction.ask(
        StringInteraction(
            value_key="dataset-name",
            title="Dataset",
            prompt="Which dataset should be used?",
            default="sample",
        )
    )

    print(dataset)
"""

COPIES = """
from bridge.interaction import BaseTask, FunctionTask, IntegerInteraction, Workflow

wf = Workflow()

@FunctionTask.task(wf)
async def copies(task: BaseTask) -> int:
    return await task.interaction.ask(IntegerInteraction(value_key="copies"), max_retries=1)

@FunctionTask.task(wf, depends_on=copies)
def double(task: BaseTask) -> int:
    print("doubling")
    return copies.result * 2

@FunctionTask.task(wf)
async def owner(task: BaseTask) -> str:
    return "Ann"
"""


def write(folder: Path, source: str) -> Path:
    file = folder / "wf.py"
    file.write_text(source, encoding="utf-8")
    return file


@pytest.mark.requirement("tasks", "tasks-command", "cli-lines")
@pytest.mark.parametrize(("typed", "printed"), [("flowers\n", "flowers\n"), ("\n", "sample\n")])
def test_the_seeds_example_runs(tmp_path: Path, typed: str, printed: str) -> None:
    """Unchanged but for its imports; an empty line takes the default."""
    write(tmp_path, SEED)
    done = chatbridge("tasks", "wf.py", cwd=tmp_path, stdin=typed)
    assert (done.returncode, done.stdout, done.stderr) == (0, printed, "ok: choose_dataset\n")


@pytest.mark.requirement("tasks-command", "tasks-failing", "cli-lines")
def test_the_end_of_the_input_is_a_clear_failure(tmp_path: Path) -> None:
    """It names the line of the file and the question; tasks that do not need it are run."""
    write(tmp_path, COPIES)
    done = chatbridge("tasks", "wf.py", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "ok: owner\n"
        "failed: copies: wf.py:8: Copies: the input ended before it was answered; expected an answer to 'copies' "
        "(int). Give one answer for each question.\n"
        "not run: double: it depends on copies\n"
    )


@pytest.mark.requirement("tasks-command")
def test_json_stands_alone_on_standard_output(tmp_path: Path) -> None:
    """What is wrong with an answer, and what tasks print, goes to standard error."""
    write(tmp_path, COPIES)
    done = chatbridge("tasks", "wf.py", "--json", cwd=tmp_path, stdin="many\n21\n")
    results = {"copies": 21, "double": 42, "owner": "Ann"}
    assert json.loads(done.stdout) == {
        "ok": True,
        "workflows": {"wf": {"results": results, "failed": {}, "skipped": {}}},
    }
    assert done.stderr == "⚠ Copies – Enter a whole number, such as 42.\ndoubling\n"
    failed = chatbridge("tasks", "wf.py", "--json", cwd=tmp_path, stdin="many\nfew\n")
    assert failed.returncode == 1
    told = json.loads(failed.stdout)
    assert told["ok"] is False
    assert told["workflows"]["wf"]["skipped"] == {"double": "copies"}
    assert "wf.py:8: Copies: none of 2 answers" in told["workflows"]["wf"]["failed"]["copies"]


CIRCLE = SEED + "\nwf.tasks['choose_dataset'].dependencies = ('choose_dataset',)\n"


@pytest.mark.requirement("tasks-command")
@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("x = 1", "found no Workflow, expected wf = Workflow(), and functions under @FunctionTask.task(wf)."),
        ("from bridge.interaction import Workflow\nempty = Workflow()", "found empty without tasks, expected wf = "),
        ("x = (", "wf.py:1: SyntaxError: '(' was never closed. The file could not be loaded: mend this"),
        ("import sys\n\nsys.exit(3)", "wf.py:3: SystemExit: 3. The file could not be loaded"),
        ("import nowhere", "wf.py:1: ModuleNotFoundError: No module named 'nowhere'."),
        (CIRCLE, "wf.py: the tasks depend on each other in a circle: choose_dataset → choose_dataset."),
    ],
)
def test_a_file_that_cannot_be_run_is_told_in_a_line(tmp_path: Path, source: str, told: str) -> None:
    """The file, what was found, and what to do; nothing was run."""
    write(tmp_path, source)
    done = chatbridge("tasks", "wf.py", cwd=tmp_path, stdin="x\n")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("chatbridge: ")
    assert done.stderr.count("\n") == 1
    assert told in done.stderr


@pytest.mark.requirement("tasks-command")
@pytest.mark.parametrize(("path", "found"), [("nowhere.py", "found no such file"), (".", "found a folder")])
def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path, path: str, found: str) -> None:
    """Exit code 2."""
    done = chatbridge("tasks", path, cwd=tmp_path)
    assert done.returncode == 2
    assert found in done.stderr


@pytest.mark.requirement("tasks-command")
def test_ctrl_c_is_no_traceback(tmp_path: Path) -> None:
    """While a question waits."""
    write(tmp_path, COPIES.replace("return await", "print('asking', flush=True)\n    return await"))
    command = [*CHATBRIDGE, "tasks", "wf.py"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=tmp_path, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "asking\n"
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert (process.returncode, told) == (130, "\nwf.py: stopped; what had not run was not run.\n")
