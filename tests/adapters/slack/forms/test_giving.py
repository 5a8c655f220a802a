"""Long lists and files in a modal, as a person meets them: the real slack-bolt against the twin."""

import pytest

from bridge.ports import Question
from tests.adapters.slack.forms.person import Ann, Json, question

CITIES = [{"value": n, "label": f"City {n:03}"} for n in range(500)]
OTHERS = [{"value": f"o{n}", "label": f"Other {n:03}"} for n in range(200)]
CITY = {"name": "city", "type": "category", "constraints": {"options": CITIES}}
STOPS = {"name": "stops", "type": "category", "constraints": {"options": CITIES, "multiple": True}}
ABROAD = {"name": "abroad", "type": "boolean"}
PLACE = {
    **CITY,
    "name": "place",
    "depends_on": {"input_name": "abroad", "mapping": {"true": {"constraints": {"options": OTHERS}}}},
}
TABLE = {"name": "table", "type": "file", "constraints": {"extensions": ["csv"], "max_size": 10}}
PAIR = {"name": "pair", "type": "file", "constraints": {"multiple": True, "max_size": 10}}


@pytest.fixture
def asked() -> Question:
    return question(CITY, STOPS)


@pytest.mark.requirement("slack-search")
async def test_five_hundred_options_are_found_by_typing(ann: Ann) -> None:
    """At most a hundred at once, by any part of their words; what is chosen is the option's own value."""
    assert len(await ann.searches("City", "")) == 100
    assert [one["text"]["text"] for one in await ann.searches("City", "y 49")] == [f"City 49{n}" for n in range(10)]
    assert await ann.searches("City", "Rome") == []
    await ann.enters("City", "City 499")
    await ann.enters("Stops", "City 007", "City 321")
    assert await ann.sends() == {"ok": True, "action": "close"}
    assert ann.inbox.answers == [{"city": 499, "stops": [7, 321]}]


@pytest.mark.requirement("slack-search", "slack-live")
@pytest.mark.parametrize("asked", [question(ABROAD, PLACE)])
async def test_what_is_searched_is_what_is_asked_now(ann: Ann) -> None:
    """The options of the variant that is shown."""
    assert await ann.searches("Place", "Other") == []
    await ann.changes("Abroad", "Yes")
    assert len(await ann.searches("Place", "Other 1")) == 100
    await ann.enters("Place", "Other 150")
    await ann.sends()
    assert ann.inbox.answers == [{"abroad": True, "place": "o150"}]


async def test_a_question_that_waits_no_more_suggests_nothing(ann: Ann) -> None:
    """Slack has an answer all the same."""
    ann.inbox.waiting.clear()
    assert await ann.searches("City", "City") == []


@pytest.mark.requirement("slack-file-fields")
@pytest.mark.parametrize("asked", [question(TABLE, PAIR)])
@pytest.mark.parametrize(
    ("label", "name", "content", "wrong"),
    [
        ("Table", "a.txt", b"a", "a.txt must be one of: csv."),
        ("Table", "a.csv", b"a" * 11, "a.csv is 11 bytes; at most 10 are allowed."),
        ("Pair", "b.bin", b"b" * 12, "b.bin is 12 bytes; at most 10 are allowed."),
    ],
    ids=["wrong extension", "too large", "one of several is too large"],
)
async def test_a_file_that_does_not_fit_is_refused_beside_its_field(
    ann: Ann, label: str, name: str, content: bytes, wrong: str
) -> None:
    """Its extension by Slack's own client, its size by us; another file is taken in its place."""
    uploaded: Json = await ann.twin.upload("ann", name, content)
    await ann.enters(label, uploaded["id"])
    assert await ann.sends() == {"ok": False, "errors": {f"field:{label.lower()}": wrong}}
    right = await ann.twin.upload("ann", "right.csv", b"fits")
    await ann.enters(label, right["id"])
    assert (await ann.sends())["ok"]
    given = ann.inbox.answers[0][label.lower()]
    assert (given[0] if isinstance(given, list) else given).name == "right.csv"


@pytest.mark.requirement("slack-file-fields")
@pytest.mark.parametrize("asked", [question({**TABLE, "required": True}, ABROAD, PLACE)])
async def test_a_refused_file_does_not_come_back(ann: Ann) -> None:
    """Where what was given is kept for a page that is shown again, what was refused is not."""
    large = await ann.twin.upload("ann", "large.csv", b"a" * 11)
    await ann.enters("Table", large["id"])
    assert "errors" in await ann.sends()
    await ann.changes("Abroad", "Yes")
    await ann.enters("Table", (await ann.twin.upload("ann", "right.csv", b"fits"))["id"])
    assert (await ann.sends())["ok"]
    assert ann.inbox.answers[0]["table"].name == "right.csv"


async def test_a_bridge_in_trouble_still_answers(ann: Ann) -> None:
    """A search finds nothing; what was entered stays, and can be sent again."""
    ann.inbox.trouble = RuntimeError("the journal is full")
    assert await ann.searches("City", "City") == []
    ann.inbox.trouble = None
    assert len(await ann.searches("City", "City")) == 100
