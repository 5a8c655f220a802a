"""Forms of several pages, as a person goes through them: the real slack-bolt against the twin."""

import pytest

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from bridge.ports import Question, Receipt, Submitted, Thread
from tests.adapters.slack.forms.person import Ann, CheckingInbox, Json, question

MANY: list[Json] = [{"name": f"f{n}", "label": f"Field {n}", "type": "string"} for n in range(97)]
AGE = {"name": "age", "type": "int", "constraints": {"min": 0, "step": 2}}
TABLE = {"name": "table", "type": "file", "required": True, "constraints": {"extensions": ["csv"]}}
LATER = {"name": "later", "type": "string", "constraints": {"regex": "[a-z]+"}}
MORE = {"name": "more", "type": "string"}
ASKED = question(*MANY, AGE, TABLE, LATER, MORE)


@pytest.fixture
def asked() -> Question:
    return ASKED


async def first_page(ann: Ann, age: str = "4") -> Json:
    """Fill in the first page and go on."""
    file = await ann.twin.upload("ann", "a.csv", b"a,b")
    await ann.enters("Field 3", "three")
    await ann.enters("Age", age)
    await ann.enters("Table", file["id"])
    return await ann.sends()


@pytest.mark.requirement("slack-pages")
async def test_a_long_form_is_filled_in_page_by_page_and_sent_once(ann: Ann) -> None:
    """One modal after the other; the answer is whole."""
    assert ann.view["title"]["text"] == "Please answer (1 of 2)"
    assert await first_page(ann) == {"ok": True, "action": "update"}
    assert ann.labels == ["Later", "More"]
    await ann.enters("Later", "b")
    assert await ann.sends() == {"ok": True, "action": "close"}
    (values,) = ann.inbox.answers
    assert (values["f3"], values["age"], values["table"].name, values["later"]) == ("three", 4, "a.csv", "b")
    assert len([event for event in ann.inbox.events if isinstance(event, Submitted)]) == 1
    assert await ann.inbox.drafts.draft(ASKED.id, ann.twin.world.person("ann").id) is None


@pytest.mark.requirement("slack-pages", "slack-modal-errors")
async def test_a_page_is_checked_before_the_next_one(ann: Ann) -> None:
    """What is wrong stands beside its field, and the page stays as it was filled in."""
    assert await first_page(ann, age="3") == {
        "ok": False,
        "errors": {"field:age": "Enter 0 plus a multiple of 2."},
    }
    assert ann.holds("Field 3") == "three"
    assert (await first_page(ann, age="2"))["action"] == "update"


@pytest.mark.requirement("slack-pages")
async def test_back_loses_nothing(ann: Ann) -> None:
    """Neither of the page that is left nor of the one that is gone back to."""
    await first_page(ann)
    await ann.enters("Later", "b")
    await ann.goes_back()
    assert (ann.holds("Field 3"), ann.holds("Age")) == ("three", "4")
    assert ann.view["submit"]["text"] == "Next"
    await ann.enters("Field 3", "drei")
    await ann.sends()
    assert ann.holds("Later") == "b"
    await ann.sends()
    assert ann.inbox.answers[0]["f3"] == "drei"


@pytest.mark.requirement("slack-pages", "slack-modal-errors")
async def test_an_error_of_an_earlier_page_leads_back_to_it(ann: Ann) -> None:
    """What the core alone can know is said under the field; the corrected page sends the whole form."""
    refusals = iter([Receipt(accepted=False, errors={"age": "Nobody is 4."})])
    ann.inbox.answer = lambda event: (
        next(refusals, Receipt(accepted=True)) if isinstance(event, Submitted) else Receipt(accepted=True)
    )
    await first_page(ann)
    await ann.enters("Later", "b")
    assert await ann.sends() == {"ok": True, "action": "update"}
    assert "⚠ Nobody is 4." in ann.words
    assert (ann.holds("Age"), ann.view["submit"]["text"]) == ("4", "Send")
    await ann.enters("Age", "6")
    assert await ann.sends() == {"ok": True, "action": "close"}
    assert (ann.inbox.answers[0]["age"], ann.inbox.answers[0]["later"]) == (6, "b")


@pytest.mark.requirement("slack-pages")
async def test_a_restart_loses_nothing_a_person_has_sent(
    sandbox: Sandbox, inbox: CheckingInbox, thread: Thread
) -> None:
    """The page that is open is sent to the next bridge; a form that was closed opens where it was left."""
    ann = Ann(sandbox, inbox, thread)
    first, second, third = (SlackAdapter(sandbox.settings) for _ in range(3))
    async with first.run(inbox):
        await ann.opens(first)
        await first_page(ann)
    async with second.run(inbox):
        await ann.enters("Later", "NO")
        assert "errors" in await ann.sends()
        await ann.twin.close_view("ann", ann.view["id"])
        await ann.opens(second)
        assert "Later" not in ann.labels
        assert (ann.holds("Field 3"), "Given: a.csv" in ann.words) == ("three", True)
    async with third.run(inbox):
        assert (await ann.sends())["action"] == "update"
        assert ann.holds("Later") == "NO"
        await ann.enters("Later", "yes")
        await ann.sends()
    assert (inbox.answers[0]["f3"], inbox.answers[0]["table"].name, inbox.answers[0]["later"]) == (
        "three",
        "a.csv",
        "yes",
    )
