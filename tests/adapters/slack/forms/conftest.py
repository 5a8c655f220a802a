"""A person with a form open; a module says which by a fixture `asked`, or a test by its parameter."""

from collections.abc import AsyncIterator

import pytest

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from bridge.ports import Question, Thread
from tests.adapters.slack.forms.person import Ann, CheckingInbox


@pytest.fixture
def inbox(asked: Question) -> CheckingInbox:
    return CheckingInbox(asked)


@pytest.fixture
async def ann(sandbox: Sandbox, adapter: SlackAdapter, inbox: CheckingInbox, thread: Thread) -> AsyncIterator[Ann]:
    """Someone with the form open."""
    person = Ann(sandbox, inbox, thread)
    await person.opens(adapter)
    yield person
    assert [problem for problem in sandbox.slack.world.problems if problem["error"] != "hash_conflict"] == []
