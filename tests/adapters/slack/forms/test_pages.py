"""Forms that one modal cannot hold: which field stands on which page, and how a page replaces another."""

import json
from typing import Any

import pytest

from adapters.sandbox.slack.blocks import accept_view
from adapters.slack.forms.drafts import Draft
from adapters.slack.forms.entered import field_of
from adapters.slack.forms.modal import replacing, view
from adapters.slack.forms.pages import pages
from adapters.slack.forms.sheet import Sheet
from adapters.slack.message import Json
from bridge.errors import PlatformRefused
from bridge.interaction import BaseInteraction, DropdownInteraction, FileInteraction, Form, Grouping, StringInteraction
from bridge.interaction.choices import Option
from bridge.interaction.values import RemoteFile
from bridge.ports import Question, Thread

THREAD = Thread("slack", "T01", "C0GEN", "1.000001")


def texts(count: int) -> tuple[StringInteraction, ...]:
    return tuple(StringInteraction(value_key=f"f{n}") for n in range(count))


def sheet(*fields: BaseInteraction[Any], draft: Draft | None = None, **arranged: Any) -> Sheet:
    return Sheet(Question("q1", Form(fields, **arranged)), THREAD, draft or Draft())


def shown(of: Sheet, at: str = "", **remarks: str) -> Json:
    """The modal, which the strict twin accepts."""
    modal = view(of, at, remarks)
    accept_view(modal, lambda _: True)
    return modal


def names(modal: Json) -> list[str]:
    ids = [block["block_id"] for block in modal["blocks"] if block["type"] == "input"]
    return [name for each in ids if (name := field_of(each)) is not None]


@pytest.mark.requirement("slack-pages")
def test_a_hundred_fields_are_one_modal_one_more_makes_two() -> None:
    """The second has a way back; the first does not send."""
    alone = shown(sheet(*texts(100)))
    assert (len(names(alone)), alone["submit"]["text"]) == (100, "Send")
    many = sheet(*texts(101))
    first, second = shown(many), shown(many, at="f100")
    assert names(first) + names(second) == [f"f{n}" for n in range(101)]
    assert (first["title"]["text"], first["submit"]["text"]) == ("Please answer (1 of 2)", "Next")
    assert second["blocks"][-1]["elements"][0]["text"]["text"] == "Back"


@pytest.mark.requirement("slack-pages")
def test_what_was_seen_is_sent_by_the_last_page_that_was_not() -> None:
    """Whichever that is: after a correction of the first page nobody has to walk through the others."""
    seen = Draft(seen={f"f{n}": "" for n in range(100)})
    assert shown(sheet(*texts(101), draft=seen), at="f100")["submit"]["text"] == "Send"
    assert shown(sheet(*texts(101), draft=seen), at="f0")["submit"]["text"] == "Next"


@pytest.mark.requirement("slack-pages")
def test_pages_are_small_enough_in_bytes() -> None:
    """A view holds 250 KB; every field is on a page."""
    wide = tuple(Option(n, f"{n:05}".ljust(70, "x"), "d" * 70) for n in range(100))
    large = sheet(*(DropdownInteraction(value_key=f"f{n}", options=wide) for n in range(30)))
    every = pages(large)
    assert len(every) > 1
    assert [name for page in every for name in page.names] == [f"f{n}" for n in range(30)]
    for page in every:
        assert len(json.dumps(shown(large, page.names[0]))) <= 250_000


def test_a_field_larger_than_a_modal_is_refused() -> None:
    """What no modal can hold is said, not left out."""
    with pytest.raises(PlatformRefused, match="larger than a Slack modal") as refused:
        shown(sheet(StringInteraction(value_key="x", description="d" * 300_000)))
    assert refused.value.code == "form_too_large"


@pytest.mark.requirement("slack-groupings")
def test_groupings_are_headings_over_their_fields() -> None:
    """With their description; a grouping that goes on on the next page has its heading there, too."""
    one = Grouping(name="about_you", description="Who you are.", fields=tuple(f"f{n}" for n in range(1, 101)))
    two = Grouping(name="t" * 200, fields=("f101",))
    grouped = sheet(*texts(102), groupings=(one, two))
    first, second = shown(grouped), shown(grouped, at="f101")
    assert [block["type"] for block in first["blocks"][:4]] == ["input", "header", "section", "input"]
    assert first["blocks"][1]["text"]["text"] == "About you"
    assert second["blocks"][0]["text"]["text"] == "About you"
    assert second["blocks"][-3]["text"]["text"] == "T" + "t" * 199


@pytest.mark.requirement("slack-pages")
def test_what_was_entered_stands_in_the_page_that_is_shown_again() -> None:
    """With what is wrong under it. No input can be given files: their names stand under it, and it may stay empty."""
    file = RemoteFile("a.csv", 3, "text/csv", None)
    filled = sheet(
        *texts(2), FileInteraction(value_key="table", required=True), draft=Draft({"f1": "b", "table": file})
    )
    wrong, entered, again = shown(filled, f0="Too short.")["blocks"]
    assert wrong["hint"]["text"] == "⚠ Too short."
    assert entered["element"]["initial_value"] == "b"
    assert again["hint"]["text"] == "Given: a.csv. Stays unless you choose another."
    assert again["optional"]


def test_only_inputs_that_change_get_new_ids() -> None:
    """Slack keeps what is being typed under the same id, and takes initial values under a new one only."""
    before = shown(sheet(*texts(2)))
    after = replacing(before, shown(sheet(*texts(3))), "17.5", filled={"f1"})
    assert [block["block_id"] for block in after["blocks"]] == ["field:f0", "field@17.5:f1", "field@17.5:f2"]
    assert names(after) == ["f0", "f1", "f2"]
