"""Units of work that may ask a person while they run.

Guarantee: a task that is made without a transport asks where its file runs: in the thread of a conversation, or else at
the terminal, which is found by its name, so that nothing here knows it.
"""

import inspect
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any

from bridge.interaction.agent import here
from bridge.interaction.transport import BaseInteractionTransport

if TYPE_CHECKING:
    from bridge.interaction.workflow import Workflow


class BaseTask(ABC):
    """One step of a workflow. A subclass says in `run` what it does.

    >>> import asyncio
    >>> from bridge.interaction import Workflow
    >>> class Count(BaseTask):
    ...     async def run(self) -> int:
    ...         return 3
    >>> wf = Workflow()
    >>> count = wf.add(Count("count"))
    >>> asyncio.run(wf.run())
    {'count': 3}

    Attributes:
        name: what its result is known by in the workflow.
        interaction: how it asks; None if it asks nothing.
        dependencies: the names of the tasks that come before it.
        result: what it returned; None before it has run.
    """

    def __init__(
        self,
        name: str,
        *,
        interaction: BaseInteractionTransport | None = None,
        depends_on: "Dependencies" = (),
    ) -> None:
        self.name = name
        self.interaction: BaseInteractionTransport | None = interaction
        self.dependencies = _names(depends_on)
        self.result: Any = None

    @abstractmethod
    async def run(self) -> Any:
        """Do it, and return the result."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name!r}>"


Dependencies = str | BaseTask | Iterable[str | BaseTask]


class FunctionTask(BaseTask):
    """A function as a task. It is given the task, and asks through `task.interaction`: where it runs, unless told else.

    >>> import asyncio
    >>> from bridge.interaction import Workflow
    >>> wf = Workflow()
    >>> @FunctionTask.task(wf)
    ... async def measure(task: BaseTask) -> int:
    ...     return 20
    >>> @FunctionTask.task(wf, depends_on=measure)
    ... def double(task: BaseTask) -> int:
    ...     return measure.result * 2
    >>> asyncio.run(wf.run())
    {'measure': 20, 'double': 40}
    """

    def __init__(
        self,
        function: Callable[[BaseTask], Awaitable[Any] | Any],
        *,
        name: str = "",
        interaction: BaseInteractionTransport | None = None,
        depends_on: Dependencies = (),
    ) -> None:
        """The name is the function's unless given.

        Raises:
            UnknownKind: no transport is given, and there is none for a terminal.
        """
        transport = interaction or here()
        super().__init__(name or function.__name__, interaction=transport, depends_on=depends_on)
        self.function = function

    async def run(self) -> Any:
        returned = self.function(self)
        return await returned if inspect.isawaitable(returned) else returned

    @staticmethod
    def task(
        workflow: "Workflow",
        *,
        name: str = "",
        interaction: BaseInteractionTransport | None = None,
        depends_on: Dependencies = (),
    ) -> Callable[[Callable[[BaseTask], Awaitable[Any] | Any]], "FunctionTask"]:
        """Make the decorated function, sync or async, a task of the workflow; its name then means the task."""

        def add(function: Callable[[BaseTask], Awaitable[Any] | Any]) -> FunctionTask:
            return workflow.add(FunctionTask(function, name=name, interaction=interaction, depends_on=depends_on))

        return add


def _names(depends_on: Dependencies) -> tuple[str, ...]:
    several = (depends_on,) if isinstance(depends_on, str | BaseTask) else depends_on
    return tuple(task.name if isinstance(task, BaseTask) else task for task in several)
