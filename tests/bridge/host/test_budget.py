"""An agent whose processes keep ending is paused, longer each time, until it works."""

import pytest

from bridge.errors import AgentPaused
from bridge.host.budget import ENDS, FIRST_PAUSE, LONGEST_PAUSE, WINDOW, Budget, Budgets


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def paused(budget: Budget) -> float:
    """For how long the agent is paused; 0 if it is not."""
    try:
        budget.check()
    except AgentPaused as error:
        return error.retry_after
    return 0.0


def crash(budget: Budget, times: int = ENDS) -> None:
    for _ in range(times):
        budget.ended("exit status 1")


@pytest.mark.requirement("restart-budget")
def test_an_agent_is_paused_when_its_budget_is_used_up() -> None:
    """One unexpected end less costs nothing; the message says what happened and how it ends."""
    clock = Clock()
    budget = Budget("greeter", clock)
    crash(budget, ENDS - 1)
    assert paused(budget) == 0
    crash(budget, 1)
    said = r"greeter: .* 10 times within 60 s.*for 5 s\. The last time: exit status 1\."
    with pytest.raises(AgentPaused, match=said):
        budget.check()
    clock.now += FIRST_PAUSE
    assert paused(budget) == 0


@pytest.mark.requirement("restart-budget")
def test_each_further_pause_is_longer_up_to_a_bound() -> None:
    """Until a turn was answered: then the next pause is a short one again."""
    clock = Clock()
    budget = Budget("greeter", clock)
    pauses: list[float] = []
    for _ in range(9):
        crash(budget)
        pauses.append(paused(budget))
        clock.now += pauses[-1]
    assert pauses == [5, 10, 20, 40, 80, 160, LONGEST_PAUSE, LONGEST_PAUSE, LONGEST_PAUSE]
    budget.answered()
    crash(budget)
    assert paused(budget) == FIRST_PAUSE


@pytest.mark.requirement("restart-budget")
def test_ends_that_are_far_apart_are_no_crash_loop() -> None:
    """Only those within the window count, and none before a turn that was answered."""
    clock = Clock()
    budget = Budget("greeter", clock)
    for _ in range(10 * ENDS):
        clock.now += WINDOW / (ENDS - 1) + 1
        crash(budget, 1)
    assert paused(budget) == 0
    budget = Budget("greeter", clock)
    crash(budget, ENDS - 1)
    budget.answered()
    crash(budget, ENDS - 1)
    assert paused(budget) == 0


@pytest.mark.requirement("restart-budget")
def test_a_change_of_the_code_ends_the_pause() -> None:
    """Each version of an agent has a budget of its own, other agents have theirs."""
    budgets = Budgets()
    crash(budgets.of("greeter", "one"))
    assert paused(budgets.of("greeter", "one")) > 0
    assert paused(budgets.of("other", "one, too")) == 0
    assert paused(budgets.of("greeter", "two")) == 0
