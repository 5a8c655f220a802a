"""Fields that change with what other fields hold, in an open modal: the real slack-bolt against the twin."""

import pytest

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from bridge.ports import Question, Receipt, Submitted, Thread
from tests.adapters.slack.forms.person import Ann, CheckingInbox, question

MODEL = {"name": "model", "type": "category", "constraints": {"options": ["linear", "tree", "none"]}}
DEPTH = {
    "name": "depth",
    "type": "int",
    "default": 1,
    "depends_on": {
        "input_name": "model",
        "mapping": {"tree": {"constraints": {"max": 9}, "required": True, "default": 3}, "none": {"hidden": True}},
    },
}
LEAF = {
    "name": "leaf",
    "type": "category",
    "constraints": {"options": ["mean", "median", "mode"]},
    "depends_on": {"input_name": "model", "mapping": {"tree": {"constraints": {"options": ["gini", "mode"]}}}},
}
NOTE = {"name": "note", "type": "string"}
FILE = {"name": "table", "type": "file"}
LIVE = question(MODEL, DEPTH, LEAF, NOTE, FILE)


@pytest.fixture
def asked() -> Question:
    return LIVE


@pytest.mark.requirement("slack-live")
async def test_fields_appear_change_and_go_as_another_one_is_chosen(ann: Ann) -> None:
    """At once, in the open modal; what is required or the default of a field changes with it."""
    assert ann.labels == ["Model", "Depth", "Leaf", "Note", "Table"]
    await ann.changes("Model", "tree")
    assert (ann.input("Depth")["optional"], ann.holds("Depth")) == (False, "3")
    assert ann.offers("Leaf") == ["gini", "mode"]
    await ann.changes("Model", "none")
    assert ann.labels == ["Model", "Leaf", "Note", "Table"]
    await ann.sends()
    assert ann.inbox.answers == [{"model": "none", "depth": 1, "leaf": None, "note": "", "table": None}]


@pytest.mark.requirement("slack-live")
async def test_everything_that_was_entered_is_kept(ann: Ann) -> None:
    """In fields that stay, in one whose variant changes, in one that is hidden and comes back, and files."""
    file = await ann.twin.upload("ann", "a.csv", b"a,b")
    await ann.enters("Note", "typed")
    await ann.enters("Depth", "7")
    await ann.enters("Table", file["id"])
    await ann.changes("Model", "none")
    await ann.changes("Model", "tree")
    assert [ann.holds(label) for label in ("Depth", "Note", "Table")] == ["7", "typed", ["a.csv"]]
    assert (await ann.sends())["ok"]
    (values,) = ann.inbox.answers
    assert (values["depth"], values["note"], values["table"].name) == (7, "typed", "a.csv")


@pytest.mark.requirement("slack-live", "slack-file-fields")
async def test_a_file_that_is_taken_back_is_not_sent(ann: Ann) -> None:
    """The form has changed while it was there; it is the input that held it which is empty now."""
    await ann.enters("Table", (await ann.twin.upload("ann", "a.csv", b"a,b"))["id"])
    await ann.changes("Model", "tree")
    await ann.enters("Table")
    await ann.changes("Model", "linear")
    assert "Given" not in ann.words
    await ann.sends()
    assert ann.inbox.answers[0]["table"] is None


@pytest.mark.requirement("slack-live")
@pytest.mark.parametrize(("chosen", "left"), [("mode", "mode"), ("median", None)])
async def test_a_choice_is_never_taken_for_another(ann: Ann, chosen: str, left: str | None) -> None:
    """An option that is still offered stays chosen, wherever it stands now; one that is not is not replaced by the
    option in its place.
    """
    await ann.enters("Leaf", chosen)
    await ann.changes("Model", "tree")
    assert ann.holds("Leaf") == left
    await ann.sends()
    assert ann.inbox.answers[0]["leaf"] == left


@pytest.mark.requirement("slack-live")
async def test_an_open_form_outlives_the_bridge(sandbox: Sandbox, inbox: CheckingInbox, thread: Thread) -> None:
    """Everything is in the payload or the journal: another process goes on."""
    ann = Ann(sandbox, inbox, thread)
    first = SlackAdapter(sandbox.settings)
    async with first.run(inbox):
        await ann.opens(first)
        await ann.changes("Model", "tree")
    async with SlackAdapter(sandbox.settings).run(inbox):
        await ann.enters("Note", "typed")
        await ann.changes("Model", "none")
        await ann.changes("Model", "linear")
        assert (ann.holds("Depth"), ann.holds("Note")) == ("1", "typed")
        assert await ann.sends() == {"ok": True, "action": "close"}


async def test_two_changes_at_once_end_with_the_last(ann: Ann) -> None:
    """Slack refuses the second update, because the person did not wait for the first: it is sent all the same."""
    ann.twin.fail_next("views.update", "hash_conflict")
    await ann.changes("Model", "none")
    assert "Depth" not in ann.labels
    updates = [call.args for call in ann.twin.calls if call.method == "views.update"]
    assert ["hash" in sent for sent in updates] == [True, False]


async def test_a_question_that_is_not_asked_any_more_is_said_to_be_so(ann: Ann) -> None:
    """Somebody else has answered meanwhile: nothing changes but that, and what was entered is there to be copied."""
    ann.inbox.waiting.clear()
    ann.inbox.answer = lambda event: Receipt(accepted=False, errors={"model": "Too late."}, final=True)
    await ann.enters("Note", "typed")
    await ann.enters("Model", "none")
    assert await ann.sends() == {"ok": False, "errors": {"field:model": "Too late."}}
    assert (ann.labels[:2], ann.holds("Note")) == (["Model", "Depth"], "typed")
    assert (await ann.inbox.next(Submitted)).values["note"] == "typed"


# ── typed, and not said ───────────────────────────────────────────────────────────────────────────────────────────────

WHO = {"name": "who", "type": "string"}
AGE = {
    "name": "age",
    "type": "int",
    "required": True,
    "depends_on": {"input_name": "who", "mapping": {"": {"hidden": True}, "me": {"hidden": True}}},
}


@pytest.mark.requirement("slack-live")
@pytest.mark.parametrize("asked", [question(WHO, AGE, NOTE)])
async def test_what_was_not_asked_yet_is_asked_before_a_form_is_taken(ann: Ann) -> None:
    """Slack says nothing while a text is typed: the form that is sent comes back with the field it asks now."""
    assert ann.labels == ["Who", "Note"]
    await ann.enters("Who", "Ben")
    await ann.enters("Note", "typed")
    assert await ann.sends() == {"ok": True, "action": "update"}
    assert ann.labels == ["Who", "Age", "Note"]
    assert (ann.holds("Who"), ann.holds("Note")) == ("Ben", "typed")
    await ann.enters("Age", "41")
    assert (await ann.sends())["action"] == "close"
    assert ann.inbox.answers == [{"who": "Ben", "age": 41, "note": "typed"}]
