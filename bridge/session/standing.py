"""How a conversation stands: what the journal keeps of it, and the question that waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bridge.catalog.catalog import Agent
from bridge.content.items import Item
from bridge.content.text import plain_text
from bridge.content.views import in_views
from bridge.host.port import Failure, FailureKind
from bridge.interaction.definitions import parse_inputs
from bridge.interaction.form import Form
from bridge.interaction.kinds import StringInteraction
from bridge.journal.journal import Journal
from bridge.journal.records import Found, RunRecord, SessionRecord, Told
from bridge.ports import Adapter, Answer, Ask, Person, Question, Reply
from bridge.session.asked import Asked
from bridge.session.delivery import Delivery
from bridge.session.handler import History
from bridge.session.turn import explain, replay


@dataclass(slots=True)
class Standing:
    """One conversation, now.

    Attributes:
        record: what the journal keeps.
        asked: the question that waits.
        form: the last form the agent has asked, which a turn that fails asks again; `inputs` are its definitions.
        runs: how many turns have ended.
    """

    record: SessionRecord
    asked: Asked | None = None
    form: Form | None = None
    inputs: object = None
    runs: int = 0


def resumed(found: Found, agent: Agent, adapter: Adapter[Any], journal: Journal) -> Standing:
    """A conversation as it stood."""
    standing = Standing(found.session, runs=found.runs)
    run = found.run
    if run is None or run.inputs is None:
        return standing
    form, _ = parse_inputs(run.inputs)
    standing.form, standing.inputs = form, run.inputs
    if form is not None:
        question = Question(run.id, form)
        reply = replace(_shown(run, agent, found.views), question=question)
        delivery = Delivery(adapter, found.session.thread, run.id, journal, shown=found.shown)
        standing.asked = Asked(question, reply, delivery)
    return standing


def reply_of(told: Told, agent: Agent) -> Reply:
    """A turn that has ended as it is shown now: what it asked has given way to the answer, or to why it is closed."""
    run = told.run
    reply = _shown(run, agent, told.views)
    match run.concluded:
        case {"person": _} as kept:
            return replace(reply, answer=_answer(kept))
        case {"closed": reason}:
            return replace(reply, closed=reason)
        case _:
            form, _ = parse_inputs(run.inputs) if run.inputs is not None else (None, ())
            return replace(reply, question=Question(run.id, form)) if form else reply


def is_rated(agent: Agent, function: str, content: Sequence[Item], *, failed: bool) -> bool:
    """Whether people can say what they think of this: an answer, where the agent's manifest allows it."""
    return agent.manifest.allow_feedback and function == "on_input" and bool(content) and not failed


def _shown(run: RunRecord, agent: Agent, views: Mapping[int, int]) -> Reply:
    content = in_views(content_of(run, agent), run.id, views)
    return Reply(
        turn=run.id,
        content=content,
        asks=asks_of(run),
        rated=is_rated(agent, run.function, content, failed=run.failure is not None),
    )


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """An answer as `reply_of` reads it."""
    return {"person": answer.person.id, "name": answer.person.name, "entries": answer.entries}


def asks_as_json(asks: Sequence[Ask]) -> list[dict[str, Any]]:
    """What a turn has asked on its way, as `asks_of` reads it."""
    return [
        {
            "at": ask.at,
            "label": ask.question.form.fields[0].label,
            "answer": answer_as_json(ask.answer) if ask.answer else None,
            "closed": ask.closed,
        }
        for ask in asks
    ]


def asks_of(run: RunRecord) -> tuple[Ask, ...]:
    """What a turn that has ended had asked on its way. Of the questions only the words are left."""
    return tuple(
        Ask(
            at=kept["at"],
            question=Question("", Form((StringInteraction(value_key="answer", title=kept["label"]),))),
            answer=_answer(kept["answer"]) if kept["answer"] else None,
            closed=kept["closed"],
        )
        for kept in run.asks or ()
    )


def _answer(kept: Mapping[str, Any]) -> Answer:
    entries = tuple((label, value) for label, value in kept["entries"])
    return Answer(Person(kept["person"], kept["name"]), entries)


def content_of(run: RunRecord, agent: Agent) -> tuple[Item, ...]:
    """What a turn has shown."""
    content = replay(run.id, run.said, agent.program.folder).content
    if run.failure is None:
        return content
    told = run.failure
    failure = Failure(kind=FailureKind(told["kind"]), message=told["message"])
    title = agent.manifest.title
    return (*content, explain(failure, agent=title, timeout=told["timeout"], error_id=told["error_id"]))


def history_of(session: SessionRecord, runs: Sequence[RunRecord], folder: Path) -> History:
    """What was said in a conversation, as `initialize` takes it (agent contract, 3)."""
    said = [*session.history]
    for run in runs:
        if run.words:
            said.append({"role": "user", "content": run.words})
        for ask in asks_of(run):
            for label, value in ask.answer.entries if ask.answer else ():
                said += [{"role": "assistant", "content": label}, {"role": "user", "content": value}]
        if text := plain_text(replay(run.id, run.said, folder).content):
            said.append({"role": "assistant", "content": text})
    return said
