"""Tasks in an order, and what came of them.

Guarantee: a task runs after all it depends on, else in the order the tasks were added, one at a time: a person is asked
one thing after the other. A task that fails takes along only those that depend on it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from bridge.errors import TaskError, TasksFailed
from bridge.interaction.tasks import BaseTask

Task = TypeVar("Task", bound=BaseTask)


class Workflow:
    """Tasks by name.

    >>> import asyncio
    >>> from bridge.interaction import BaseTask, FunctionTask
    >>> wf = Workflow("greeting")
    >>> @FunctionTask.task(wf, depends_on="name")
    ... def greet(task: BaseTask) -> str:
    ...     return f"Hello, {wf.tasks['name'].result}!"
    >>> @FunctionTask.task(wf)
    ... def name(task: BaseTask) -> str:
    ...     return "Ann"
    >>> asyncio.run(wf.run())["greet"]
    'Hello, Ann!'

    Attributes:
        name: what to call it to a person.
        results: what the tasks returned in the last run, by name.
        failed: what they raised in the last run, by name.
        skipped: for each task that was not run, the one it depends on that has no result.
    """

    def __init__(self, name: str = "") -> None:
        self.name = name
        self.results: dict[str, Any] = {}
        self.failed: dict[str, Exception] = {}
        self.skipped: dict[str, str] = {}
        self._tasks: dict[str, BaseTask] = {}

    @property
    def tasks(self) -> Mapping[str, BaseTask]:
        """All of them, in the order they were added."""
        return MappingProxyType(self._tasks)

    def add(self, task: Task) -> Task:
        """Add a task. What it depends on may be added later.

        Raises:
            TaskError: its name is taken.
        """
        if task.name in self._tasks:
            raise TaskError(f"two tasks are named {task.name!r}; give one of them another name (name=…)")
        self._tasks[task.name] = task
        return task

    def order(self) -> tuple[BaseTask, ...]:
        """The tasks in the order they run.

        Raises:
            TaskError: a task depends on one that is not there, or on itself by way of others.
        """
        ordered: dict[str, BaseTask] = {}
        for name in self._tasks:
            self._place(name, ordered, ())
        return tuple(ordered.values())

    async def run(self) -> dict[str, Any]:
        """Run every task that can be run, and return their results by name.

        Raises:
            TaskError: there is no order to run them in; none was run.
            TasksFailed: some raised. Those that do not depend on them were run.
        """
        order = self.order()
        self.results, self.failed, self.skipped = {}, {}, {}
        for task in order:
            await self._run(task)
        if self.failed:
            raise TasksFailed(self._in_words(), self.failed) from next(iter(self.failed.values()))
        return self.results

    async def _run(self, task: BaseTask) -> None:
        missing = next((name for name in task.dependencies if name not in self.results), None)
        if missing is not None:
            self.skipped[task.name] = missing
            return
        try:
            task.result = await task.run()
        except Exception as error:  # noqa: BLE001 - raised for all of them, once the others have run
            self.failed[task.name] = error
        else:
            self.results[task.name] = task.result

    def _place(self, name: str, ordered: dict[str, BaseTask], above: tuple[str, ...]) -> None:
        """Put a task behind all it depends on; `above` are those that wait for it."""
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            raise TaskError(f"the tasks depend on each other in a circle: {circle}. Take one of the dependencies away.")
        if name in ordered:
            return
        task = self._tasks[name]
        for dependency in task.dependencies:
            if dependency not in self._tasks:
                raise TaskError(
                    f"the task {name!r} depends on {dependency!r}, which is no task of this workflow; known are "
                    f"{', '.join(self._tasks)}"
                )
            self._place(dependency, ordered, (*above, name))
        ordered[name] = task

    def _in_words(self) -> str:
        failed = [f"the task {name!r} failed: {_reason(error)}" for name, error in self.failed.items()]
        skipped = [f"{name!r} was not run, because it depends on {on!r}" for name, on in self.skipped.items()]
        return "; ".join((*failed, *skipped))


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
