"""What becomes of Slack's payloads."""

from typing import Any

import pytest

from adapters.slack.forms.modal import view
from adapters.slack.forms.sheet import Sheet
from adapters.slack.inbound import Opener, to_clicked, to_said, to_submitted
from bridge.interaction import Form, StringInteraction
from bridge.ports import Address, MessageRef, Person, Press, Pressed, Question, Said, Thread
from tests.adapters.slack.samples import ME, Json, click, direct, file, mention, message, reply, submission

TS = "1767224888.280449"


def said(event: Json) -> Said:
    found = to_said(event, ME)
    assert found is not None
    return found


@pytest.mark.requirement("slack-one-mention")
def test_a_mention_is_one_event_although_slack_sends_two() -> None:
    """`message` and `app_mention` of one message are equal, whichever comes first."""
    text = "<@U0BOT> Hi"
    assert said(message(text)) == said(mention(text))
    assert said(mention(text)) == Said(
        id=f"T01/C0GEN/{TS}",
        at=1767224888.280449,
        thread=Thread("slack", "T01", "C0GEN", TS),
        person=Person("U0ANN"),
        text="Hi",
        address=Address.MENTION,
        message=MessageRef("C0GEN", TS),
    )


@pytest.mark.requirement("session-keys")
@pytest.mark.parametrize(
    ("event", "root", "address"),
    [
        (message("<@U0BOT> Hi"), TS, Address.MENTION),
        (message("ask <@U0BOT|bot> please"), TS, Address.MENTION),
        (message("Hi"), TS, Address.CHANNEL),
        (reply("Hi"), TS, Address.REPLY),
        (reply("<@U0BOT> join us"), TS, Address.MENTION),
        (reply("Hi", subtype="thread_broadcast", root={}), TS, Address.REPLY),
        (direct("Hi"), None, Address.DIRECT),
        (direct("Hi", channel_type=None), None, Address.DIRECT),
        (direct("Hi", thread_ts="1767224000.000100"), "1767224000.000100", Address.DIRECT),
        (message("Hi", channel="G0MPIM", channel_type="mpim"), TS, Address.CHANNEL),
    ],
)
def test_each_place_has_its_thread(event: Json, root: str | None, address: Address) -> None:
    """Every row of the table of keys (design 5): where a person speaks decides the conversation."""
    found = said(event)
    assert (found.thread.root, found.address) == (root, address)


@pytest.mark.parametrize(
    "event",
    [
        message(user="U0BOT"),
        message(bot_id="B0BOT"),
        message(bot_id="B0OTHER"),
        message(user="USLACKBOT"),
        message(user=None, subtype="bot_message", bot_id="B0OTHER"),
        message(subtype="message_changed", message=message(), previous_message=message()),
        message(subtype="message_deleted", deleted_ts=TS),
        message(subtype="channel_join"),
        message(subtype="channel_topic"),
        message(user=None),
        {"type": "reaction_added", "user": "U0ANN", "item": {}},
        {"type": "member_joined_channel", "user": "U0ANN", "channel": "C0GEN"},
    ],
)
def test_only_people_speaking_are_events(event: Json) -> None:
    """Our own messages, other apps', edits, deletions and notices start nothing: no bot ever answers itself."""
    assert to_said(event, ME) is None


@pytest.mark.parametrize("subtype", [None, "file_share", "me_message"])
def test_people_speak_in_several_subtypes(subtype: str | None) -> None:
    """A file with words and /me are speech."""
    assert said(message("Hi", subtype=subtype)).text == "Hi"


def test_files_are_handed_over_with_what_a_download_needs() -> None:
    """A file keeps name, size and type; its handle is plain JSON. One that was deleted is not there any more."""
    event = message("", subtype="file_share", team=None, files=[file(), {"id": "F02", "mode": "tombstone"}])
    (found,) = said(event).files
    assert (found.name, found.size, found.media_type) == ("data.csv", 12, "text/csv")
    assert found.handle == {"id": "F01", "url": "https://files.slack.com/files-pri/T01-F01/data.csv/download"}


def test_a_message_without_text_is_still_said() -> None:
    """A file alone has the text "" (or none at all)."""
    assert said(message(None, files=[file()])).text == ""


@pytest.mark.requirement("slack-clicks")
def test_a_click_says_everything_by_itself() -> None:
    """Question, choice and purpose come from the payload: nothing in memory is needed after a restart."""
    pressed = Pressed(Press.ANSWER, "q/with/slashes", 3)
    found = to_clicked(click({"type": "button", "action_id": pressed.token}), ME)
    assert found is not None
    assert (found.press, found.question, found.choice) == (Press.ANSWER, "q/with/slashes", 3)
    assert found.thread == Thread("slack", "T01", "C0GEN", "1767326125.870439")
    assert found.message == MessageRef("C0GEN", "1767326126.896109")
    assert (found.person, found.opener) == (Person("U0ANN", "ann"), Opener("102153.39012.2e2548aa", "U0ANN"))
    assert found.at == 1767326130.289415


def test_a_select_says_its_choice_by_the_selected_option() -> None:
    """The index is the option's value."""
    select = {
        "type": "static_select",
        "action_id": Pressed(Press.ANSWER, "q").token,
        "selected_option": {"text": {"type": "plain_text", "text": "Blue"}, "value": "7"},
    }
    found = to_clicked(click(select), ME)
    assert found is not None
    assert found.choice == 7


def test_two_clicks_are_two_events() -> None:
    """The same button pressed again is another event; the same click delivered again is not."""
    button = {"type": "button", "action_id": Pressed(Press.STOP, "t").token}
    first = to_clicked(click(button), ME)
    again = to_clicked(click(button), ME)
    later = to_clicked(click({**button, "action_ts": "1767326131.000000"}), ME)
    assert first is not None
    assert again is not None
    assert later is not None
    assert first.id == again.id != later.id


@pytest.mark.parametrize(
    ("container", "root"),
    [
        ({"thread_ts": "1767320000.000001"}, "1767320000.000001"),
        ({}, None),
        ({"thread_ts": "1767326126.896109"}, None),
    ],
)
def test_a_click_in_a_dm_belongs_to_the_dm(container: Json, root: str | None) -> None:
    """Also if somebody replied under our message, which then carries its own ts as its thread's."""
    where: Json = {"type": "message", "channel_id": "D0ANN", "message_ts": "1767326126.896109", **container}
    button = {"type": "button", "action_id": Pressed(Press.OPEN, "q").token}
    found = to_clicked(click(button, container=where, message={}), ME)
    assert found is not None
    assert found.thread.root == root


@pytest.mark.parametrize(
    "payload",
    [
        click({"type": "button", "action_id": "somebody-elses"}),
        click({"type": "button", "action_id": "answer/x/q"}),
        click({"type": "button", "action_id": "answer/0/"}),
        click({"type": "overflow", "action_id": ""}),
        click({"type": "button", "action_id": "stop/0/t"}, container={"type": "view", "view_id": "V01"}),
        click({}, actions=[]),
    ],
)
def test_elements_of_others_are_not_clicks(payload: Json) -> None:
    """An element we did not post, or not in a message, means nothing to us."""
    assert to_clicked(payload, ME) is None


@pytest.mark.parametrize("root", ["1767326125.870439", None])
def test_a_submission_finds_its_thread_in_the_view(root: str | None) -> None:
    """The payload names no channel: thread and question travel in the view's private_metadata."""
    thread = Thread("slack", "T01", "C0GEN", root)
    shown = view(Sheet(Question("q1", Form((StringInteraction(value_key="name"),))), thread))
    found = to_submitted(submission(shown, {}), {"name": "Ann"}, ME, now=1769220170.5)
    assert found is not None
    assert (found.thread, found.question, found.values) == (thread, "q1", {"name": "Ann"})
    assert (found.person, found.at) == (Person("U0ANN", "ann"), 1769220170.5)


@pytest.mark.parametrize("metadata", ["", "d57850a7-5bab", "[]", "{}", "null"])
def test_views_of_others_are_not_submissions(metadata: Any) -> None:
    """A view without our context means nothing to us."""
    assert to_submitted(submission({"private_metadata": metadata}, {}), {}, ME, now=0) is None
