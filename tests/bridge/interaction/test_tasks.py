"""Tasks: their order, what they ask, and what happens when one fails."""

import asyncio

import pytest

from adapters.terminal import CLIInteractionTransport
from bridge.errors import TaskError, TasksFailed
from bridge.interaction import BaseTask, FunctionTask, StringInteraction, Workflow
from tests.fakes.transport import ScriptedTransport

pytestmark = pytest.mark.usefixtures("own_registries")


class Noted(BaseTask):
    """Notes that it ran, and fails if it is told to."""

    def __init__(self, name: str, notes: list[str], *, depends_on: tuple[str, ...] = (), fails: bool = False) -> None:
        super().__init__(name, depends_on=depends_on)
        self._notes = notes
        self._fails = fails

    async def run(self) -> str:
        self._notes.append(self.name)
        if self._fails:
            raise ValueError("no paint")
        return self.name.upper()


def workflow(**depending: tuple[str, ...]) -> tuple[Workflow, list[str]]:
    wf, notes = Workflow(), list[str]()
    for name, depends_on in depending.items():
        wf.add(Noted(name, notes, depends_on=depends_on))
    return wf, notes


@pytest.mark.requirement("tasks")
@pytest.mark.parametrize(
    ("depending", "order"),
    [
        ({"a": (), "b": (), "c": ()}, "abc"),
        ({"a": ("c",), "b": (), "c": ()}, "cab"),
        ({"a": (), "b": ("a",), "c": ()}, "abc"),
        ({"a": ("b", "c"), "b": ("d",), "c": ("d",), "d": ()}, "dbca"),
    ],
)
async def test_tasks_run_in_order_after_what_they_depend_on(depending: dict[str, tuple[str, ...]], order: str) -> None:
    """As they were added, unless a dependency says otherwise; results are known by the tasks' names."""
    wf, notes = workflow(**depending)
    assert await wf.run() == {name: name.upper() for name in order}
    assert notes == list(order)
    assert wf.tasks["a"].result == "A"


@pytest.mark.requirement("tasks")
@pytest.mark.parametrize(
    ("depending", "sentence"),
    [
        ({"a": ("b",), "b": ("c",), "c": ("b",)}, "in a circle: b → c → b"),
        ({"a": ("a",)}, "in a circle: a → a"),
        ({"a": (), "b": ("paint",)}, "'b' depends on 'paint', which is no task of this workflow; known are a, b"),
    ],
)
async def test_what_has_no_order_is_not_begun(depending: dict[str, tuple[str, ...]], sentence: str) -> None:
    """A circle and an unknown dependency are named before any task runs."""
    wf, notes = workflow(**depending)
    with pytest.raises(TaskError, match=sentence):
        await wf.run()
    assert notes == []


@pytest.mark.requirement("tasks")
def test_a_name_is_given_once() -> None:
    """Results are known by it."""
    wf, _ = workflow(a=())
    with pytest.raises(TaskError, match="two tasks are named 'a'"):
        wf.add(Noted("a", []))


@pytest.mark.requirement("tasks-failing")
async def test_a_failing_task_stops_those_that_depend_on_it() -> None:
    """Also by way of others; the rest is run, and the error names each."""
    wf, notes = workflow(before=(), after=("paint",), long_after=("after",), beside=())
    wf.add(Noted("paint", notes, fails=True))
    with pytest.raises(TasksFailed) as raised:
        await wf.run()
    assert notes == ["before", "paint", "beside"]
    assert str(raised.value) == (
        "the task 'paint' failed: ValueError: no paint; 'after' was not run, because it depends on 'paint'; "
        "'long_after' was not run, because it depends on 'after'"
    )
    assert raised.value.__cause__ is raised.value.failed["paint"]
    assert wf.results == {"before": "BEFORE", "beside": "BESIDE"}


@pytest.mark.requirement("tasks")
async def test_functions_are_tasks() -> None:
    """Sync or async; the name then means the task, whose result the next one reads."""
    wf, transport = Workflow(), ScriptedTransport("flowers")

    @FunctionTask.task(wf, interaction=transport)
    async def choose(task: BaseTask) -> str:
        assert task.interaction is not None
        return await task.interaction.ask(StringInteraction(value_key="dataset"))

    @FunctionTask.task(wf, depends_on=[choose], name="said")
    def say(task: BaseTask) -> str:
        return f"{task.name}: {choose.result}"

    assert (choose.name, say.dependencies) == ("choose", ("choose",))
    assert await wf.run() == {"choose": "flowers", "said": "said: flowers"}


@pytest.mark.requirement("tasks")
def test_a_function_asks_at_the_terminal_unless_told_else() -> None:
    """The transport registered as `cli`; a task of another class asks nothing by itself."""

    def nothing(task: BaseTask) -> None:
        assert task

    assert isinstance(FunctionTask(nothing).interaction, CLIInteractionTransport)
    assert Noted("a", []).interaction is None


@pytest.mark.requirement("tasks")
async def test_a_cancelled_workflow_ends_at_once() -> None:
    """What had not run is not run."""
    wf, notes = Workflow(), list[str]()

    @FunctionTask.task(wf)
    async def interrupted(task: BaseTask) -> None:
        raise asyncio.CancelledError

    wf.add(Noted("later", notes))
    with pytest.raises(asyncio.CancelledError):
        await wf.run()
    assert (notes, interrupted.result) == ([], None)
