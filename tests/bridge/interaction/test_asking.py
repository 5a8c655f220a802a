"""What `ask` gives back, how often it asks, and what it announces."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bridge.errors import AnswerRefused, InteractionError, NobodyAnswers
from bridge.interaction import (
    BaseInteraction,
    BooleanInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    IntegerInteraction,
    InteractionAnsweredEvent,
    InteractionAskedEvent,
    InteractionFailedEvent,
    InteractionRetryEvent,
    Next,
    Option,
    RemoteFile,
    StringInteraction,
)
from tests.fakes.transport import ScriptedTransport

pytestmark = pytest.mark.usefixtures("own_registries")

AGE = IntegerInteraction(value_key="age")
COLOUR = DropdownInteraction(value_key="colour", options=(Option(1, "Red"), Option(2, "Green")))
HERE = RemoteFile("a.csv", 3, "text/csv", Path("/somewhere/a.csv"))


@pytest.mark.requirement("ask")
@pytest.mark.parametrize(
    ("question", "raw", "value"),
    [
        (AGE, "7", 7),
        (COLOUR, "green", 2),
        (StringInteraction(value_key="s"), "", ""),
        (StringInteraction(value_key="s", default="sample"), None, "sample"),
        (StringInteraction(value_key="s", default="sample"), "", "sample"),
        (IntegerInteraction(value_key="n", default=3), None, 3),
        (BooleanInteraction(value_key="b"), None, False),
        (ConfirmInteraction(value_key="c", default=False), None, False),
        (DropdownInteraction(value_key="d", options=(Option("a"),), multiple=True), [], []),
    ],
)
async def test_the_value_is_of_the_questions_type(question: BaseInteraction[Any], raw: object, value: object) -> None:
    """What is left empty is the default, or what is empty for the kind."""
    got = await ScriptedTransport(raw).ask(question)
    assert (got, type(got)) == (value, type(value))


@pytest.mark.requirement("ask")
@pytest.mark.parametrize("question", [AGE, COLOUR, StringInteraction(value_key="s", required=True)])
async def test_an_empty_answer_is_refused_where_nothing_is_empty(question: BaseInteraction[Any]) -> None:
    """A number is never None for who asked."""
    with pytest.raises(AnswerRefused):
        await ScriptedTransport("").ask(question, max_retries=0)


@pytest.mark.requirement("ask")
async def test_a_file_is_a_path_and_a_mapping() -> None:
    """As a handler gets it; several are a list."""
    given = await ScriptedTransport(HERE).ask(FileInteraction(value_key="f"))
    assert (given, given["name"], given["size"]) == ("/somewhere/a.csv", "a.csv", 3)
    assert await ScriptedTransport([HERE]).ask(FileInteraction(value_key="f", multiple=True)) == ["/somewhere/a.csv"]


@pytest.mark.requirement("ask")
async def test_a_file_that_cannot_be_had_is_an_error_that_says_so() -> None:
    """A transport whose files lie elsewhere has to define `fetch`."""
    with pytest.raises(InteractionError, match=r"a\.csv was given, but the transport 'test_scripted' cannot download"):
        await ScriptedTransport(RemoteFile("a.csv", 3, "text/csv", "https://…")).ask(FileInteraction(value_key="f"))


@pytest.mark.requirement("ask-retries")
async def test_a_refused_answer_is_asked_again() -> None:
    """The person is told what is wrong; a renderer may refuse as `parse` does."""
    transport = ScriptedTransport("many", ValueError("Say it again."), "7")
    assert await transport.ask(AGE, max_retries=2) == 7
    assert transport.shown == ["Age"] * 3
    assert transport.refused == ["Enter a whole number, such as 42.", "Say it again."]


@pytest.mark.requirement("ask-retries")
@pytest.mark.parametrize("retries", [0, 1, 3])
async def test_retries_come_to_an_end(retries: int) -> None:
    """The question is asked once, and `max_retries` times again; the error has the last refusal."""
    transport = ScriptedTransport(*["many"] * 10)
    with pytest.raises(AnswerRefused, match=rf"Age: none of {retries + 1} answers .*whole number") as raised:
        await transport.ask(AGE, max_retries=retries)
    assert len(transport.shown) == retries + 1
    assert isinstance(raised.value.__cause__, ValueError)


@pytest.mark.requirement("ask-events")
async def test_an_answer_is_announced_with_its_value() -> None:
    """Asked, retried for each refusal, answered; the question that was asked is left as it was."""
    transport = ScriptedTransport("many", "7")
    with transport.watched() as seen:
        await transport.ask(AGE)
    asked, again, answered = seen
    assert isinstance(asked, InteractionAskedEvent)
    assert isinstance(again, InteractionRetryEvent)
    assert (again.attempt, again.max_retries, str(again.error)) == (1, 3, "Enter a whole number, such as 42.")
    assert isinstance(answered, InteractionAnsweredEvent)
    assert answered.interaction == AGE.model_copy(update={"value": 7})
    assert AGE.value is None
    assert all(event.transport is transport for event in seen)


@pytest.mark.requirement("ask-events", "ask")
@pytest.mark.parametrize(
    ("answers", "raised", "kinds"),
    [
        ((), NobodyAnswers, [InteractionAskedEvent, InteractionFailedEvent]),
        (("a", "b"), AnswerRefused, [InteractionAskedEvent, InteractionRetryEvent, InteractionFailedEvent]),
        ((RuntimeError("broken"),), RuntimeError, [InteractionAskedEvent, InteractionFailedEvent]),
        ((asyncio.CancelledError(),), asyncio.CancelledError, [InteractionAskedEvent, InteractionFailedEvent]),
    ],
)
async def test_a_failure_is_announced_once(
    answers: tuple[object, ...], raised: type[BaseException], kinds: list[type]
) -> None:
    """Whatever the reason, the event has the error that who asked gets."""
    transport = ScriptedTransport(*answers)
    with transport.watched() as seen, pytest.raises(raised) as caught:
        await transport.ask(AGE, max_retries=1)
    assert [type(event) for event in seen] == kinds
    assert isinstance(seen[-1], InteractionFailedEvent)
    assert seen[-1].error is caught.value


@pytest.mark.requirement("ask")
async def test_the_end_of_input_says_what_was_expected() -> None:
    """In one sentence with the key and kind of the question."""
    with pytest.raises(NobodyAnswers, match=r"Age: the input ended before .* expected an answer to 'age' \(int\)"):
        await ScriptedTransport().ask(AGE)


@pytest.mark.requirement("middleware")
async def test_middleware_stands_around_each_attempt() -> None:
    """The first registered is outermost; it sees the number of the attempt, and what comes back is parsed."""
    transport, seen = ScriptedTransport("many", "4"), list[str]()

    @transport.use
    async def outer(interaction: BaseInteraction[Any], attempt: int, following: Next) -> object:
        seen.append(f"outer {attempt}")
        raw = await following(interaction)
        return f"{raw}2"

    @transport.use
    async def inner(interaction: BaseInteraction[Any], attempt: int, following: Next) -> object:
        seen.append(f"inner {attempt}")
        return await following(interaction.model_copy(update={"title": "How old?"}))

    assert await transport.ask(AGE) == 42
    assert seen == ["outer 1", "inner 1", "outer 2", "inner 2"]
    assert transport.shown == ["How old?"] * 2
    assert ScriptedTransport.middleware == ()


@pytest.mark.requirement("middleware")
async def test_middleware_may_answer_and_refuse() -> None:
    """An answer without asking anybody, also a typed one; a refusal is an attempt used up."""
    transport = ScriptedTransport()

    async def refuse_once(interaction: BaseInteraction[Any], attempt: int, following: Next) -> object:
        if attempt == 1:
            raise ValueError("Not yet.")
        return 5

    transport.use(refuse_once)
    assert await transport.ask(AGE) == 5
    assert (transport.shown, transport.refused) == ([], ["Not yet."])
