"""Buttons and forms, from a person's click to what they see, with the real slack-bolt against the twin."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from adapters.slack.calls import Calls
from adapters.slack.forms.clerk import Clerk
from adapters.slack.forms.modal import view
from adapters.slack.forms.sheet import Sheet
from adapters.slack.inbound import Identity
from adapters.slack.intake import Intake
from adapters.slack.pace import Pace
from bridge.errors import PlatformRefused
from bridge.interaction import (
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    Form,
    IntegerInteraction,
    Picked,
    StringInteraction,
)
from bridge.interaction.choices import Option
from bridge.ports import Clicked, Inbound, MessageRef, Press, Question, Receipt, Reply, Submitted, Thread
from tests.adapters.slack.samples import ME, submission
from tests.fakes.inbox import RecordingInbox

Json = dict[str, Any]

SURE = Question("q-sure", Form((ConfirmInteraction(value_key="sure", title="Sure?"),)))
PERSONAL = Question(
    "q-form",
    Form(
        (
            StringInteraction(value_key="name", title="Your name", required=True),
            IntegerInteraction(value_key="age"),
            DropdownInteraction(value_key="color", options=(Option("red"), Option("blue"))),
        )
    ),
)


async def ask(adapter: SlackAdapter, thread: Thread, question: Question) -> MessageRef:
    (message,) = adapter.render(Reply(turn="t1", question=question, running=True))
    return await adapter.post(thread, message)


async def press(sandbox: Sandbox, ref: MessageRef, word: str, state: Json | None = None) -> Json:
    """Use the element of a message whose action begins with `word`."""
    message = sandbox.slack.world.channel(ref.channel).messages[ref.id]
    elements = [one for block in message["blocks"] if block["type"] == "actions" for one in block["elements"]]
    (action,) = [one["action_id"] for one in elements if one["action_id"].startswith(word)]
    return await sandbox.slack.act("ann", action, channel=ref.channel, message_ts=ref.id, state=state)


async def opened(sandbox: Sandbox, adapter: SlackAdapter, inbox: RecordingInbox, thread: Thread) -> Json:
    """The modal of PERSONAL, opened by ann."""
    await press(sandbox, await ask(adapter, thread, PERSONAL), "open/")
    clicked = await inbox.next(Clicked)
    await adapter.open_form(clicked.opener, clicked.thread, PERSONAL)
    (shown,) = sandbox.slack.views.stack(sandbox.slack.world.person("ann").id)
    return shown


@pytest.mark.requirement("slack-clicks")
@pytest.mark.parametrize(("word", "kind", "choice"), [("answer/1", Press.ANSWER, 1), ("stop/", Press.STOP, 0)])
async def test_a_click_reaches_the_inbox_at_once(
    sandbox: Sandbox, adapter: SlackAdapter, inbox: RecordingInbox, thread: Thread, word: str, kind: Press, choice: int
) -> None:
    """With the thread, the question and the choice; Slack has its acknowledgement."""
    ref = await ask(adapter, thread, SURE)
    assert (await press(sandbox, ref, word))["ok"]
    clicked = await inbox.next(Clicked)
    assert (clicked.press, clicked.choice, clicked.thread, clicked.message) == (kind, choice, thread, ref)
    assert clicked.question == ("q-sure" if kind is Press.ANSWER else "t1")


async def test_a_click_arrives_over_http_too(sandbox: Sandbox, inbox: RecordingInbox) -> None:
    """As a form with a payload, signed like everything else; a submitted form is answered there."""
    adapter = SlackAdapter({**sandbox.settings, "mode": "http", "http_port": 0})
    async with adapter.run(inbox):
        await sandbox.slack.listen_at(adapter.address)
        ts = await sandbox.slack.say("ann", "general", "hello")
        thread = Thread("slack", sandbox.slack.world.team["id"], sandbox.slack.world.channel("general").id, ts)
        shown = await opened(sandbox, adapter, inbox, thread)
        answer = await sandbox.slack.submit("ann", shown["id"], {"field:name": {"text": {"value": "Ann"}}})
    assert answer == {"ok": True, "action": "close"}
    assert (await inbox.next(Submitted)).thread == thread


async def test_a_choice_of_many_is_a_select(
    sandbox: Sandbox, adapter: SlackAdapter, inbox: RecordingInbox, thread: Thread
) -> None:
    """What was selected is the answer."""
    many = Question("q", Form((ButtonInteraction(value_key="n", options=tuple(Option(n) for n in range(20))),)))
    ref = await ask(adapter, thread, many)
    option = {"text": {"type": "plain_text", "text": "13", "emoji": True}, "value": "13"}
    assert (await press(sandbox, ref, "answer/", {"selected_option": option}))["ok"]
    assert (await inbox.next(Clicked)).choice == 13


async def test_a_click_is_acknowledged_although_the_inbox_fails(sandbox: Sandbox) -> None:
    """Slack shows no error for what is ours; the log has it with an id."""

    def fails(event: Inbound) -> Receipt:
        raise RuntimeError("broken")

    adapter = SlackAdapter(sandbox.settings)
    async with adapter.run(RecordingInbox(fails)):
        ts = await sandbox.slack.say("ann", "general", "hello")
        thread = Thread("slack", "T", sandbox.slack.world.channel("general").id, ts)
        assert (await press(sandbox, await ask(adapter, thread, SURE), "answer/0"))["ok"]


@pytest.mark.requirement("slack-modal")
async def test_a_form_is_opened_filled_and_sent(
    sandbox: Sandbox, adapter: SlackAdapter, inbox: RecordingInbox, thread: Thread
) -> None:
    """Raw values arrive by field name; the modal closes."""
    shown = await opened(sandbox, adapter, inbox, thread)
    values = {
        "field:name": {"text": {"value": "Ann"}},
        "field:age": {"text": {"value": "41"}},
        "field:color": {"choice": {"selected_option": shown["blocks"][2]["element"]["options"][1]}},
    }
    assert await sandbox.slack.submit("ann", shown["id"], values) == {"ok": True, "action": "close"}
    submitted = await inbox.next(Submitted)
    assert submitted.values == {"name": "Ann", "age": "41", "color": Picked(1)}
    assert (submitted.thread, submitted.question) == (thread, "q-form")
    assert submitted.person.id == sandbox.slack.world.person("ann").id


@pytest.mark.requirement("slack-modal-errors")
async def test_what_is_wrong_stands_beside_its_field(sandbox: Sandbox) -> None:
    """The modal stays open with everything typed; corrected, it is sent again as a new submission."""
    wrong = iter([Receipt(accepted=False, errors={"age": "Enter 0 or more."}), Receipt(accepted=True)])
    inbox = RecordingInbox(lambda event: next(wrong) if isinstance(event, Submitted) else Receipt(accepted=True))
    adapter = SlackAdapter(sandbox.settings)
    async with adapter.run(inbox):
        ts = await sandbox.slack.say("ann", "general", "hello")
        thread = Thread("slack", "T", sandbox.slack.world.channel("general").id, ts)
        shown = await opened(sandbox, adapter, inbox, thread)
        values = {"field:name": {"text": {"value": "Ann"}}, "field:age": {"text": {"value": "-1"}}}
        refused = await sandbox.slack.submit("ann", shown["id"], values)
        assert refused == {"ok": False, "errors": {"field:age": "Enter 0 or more."}}
        values["field:age"] = {"text": {"value": "1"}}
        assert (await sandbox.slack.submit("ann", shown["id"], values))["ok"]
        first, second = await inbox.next(Submitted, 1), await inbox.next(Submitted, 2)
    assert first.id != second.id


async def test_a_click_opens_one_form(
    sandbox: Sandbox, adapter: SlackAdapter, inbox: RecordingInbox, thread: Thread
) -> None:
    """Slack takes a click's trigger once; the refusal says what to do."""
    await opened(sandbox, adapter, inbox, thread)
    clicked = await inbox.next(Clicked)
    with pytest.raises(PlatformRefused, match="click again"):
        await adapter.open_form(clicked.opener, thread, PERSONAL)


# ── what Slack must never see, and people must never miss ─────────────────────────────────────────────────────────────


async def respond(answer: Callable[[], Any], patience: float = 10.0) -> Json:
    """What Slack is answered for a submitted PERSONAL when the inbox does `answer`."""

    class Slow(RecordingInbox):
        async def receive(self, event: Inbound) -> Receipt:
            return await answer()

    shown = view(Sheet(PERSONAL, Thread("slack", ME.team, "C0GEN", "1.000001")))
    inbox, me = Slow(), Identity(ME.team, ME.user, ME.bot)
    clerk = Clerk(inbox, me, Calls(AsyncWebClient(), Pace()))
    intake = Intake(inbox, me, clerk, _nothing, patience)
    response = await intake._submission(submission(shown, {"field:name": {"text": {"value": "Ann"}}}))
    return response.body  # type: ignore[return-value]


async def _nothing(event: Json) -> Json:
    return event


async def test_a_submission_that_fails_is_never_lost_silently() -> None:
    """The person keeps the form and reads what to do, with an id for the operator."""

    async def fails() -> Receipt:
        raise RuntimeError("the journal is full")

    body = await respond(fails)
    assert "Send it again (error " in body
    assert '"field:name"' in body


async def test_a_submission_that_takes_too_long_is_answered_in_time() -> None:
    """Before Slack gives up after three seconds; what was handed over is still received."""
    received = asyncio.Event()

    async def slow() -> Receipt:
        await received.wait()
        return Receipt(accepted=True)

    body = await respond(slow, patience=0.01)
    assert "takes longer than usual" in body
    received.set()


async def test_a_refused_submission_without_reasons_closes() -> None:
    """The core says why in the thread."""

    async def refuses() -> Receipt:
        return Receipt(accepted=False)

    assert await respond(refuses) == ""


async def test_leaving_waits_for_what_was_taken(sandbox: Sandbox) -> None:
    """A click that is being handled is handled to its end before the connection closes."""
    began, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    class Slow(RecordingInbox):
        async def receive(self, event: Inbound) -> Receipt:
            if isinstance(event, Clicked):
                began.set()
                await may_end.wait()
                ended.set()
            return Receipt(accepted=True)

    adapter = SlackAdapter(sandbox.settings)
    async with adapter.run(Slow()):
        ts = await sandbox.slack.say("ann", "general", "hello")
        thread = Thread("slack", "T", sandbox.slack.world.channel("general").id, ts)
        await press(sandbox, await ask(adapter, thread, SURE), "answer/0")
        await began.wait()
        asyncio.get_running_loop().call_soon(may_end.set)
    assert ended.is_set()


async def test_everything_else_is_acknowledged(sandbox: Sandbox, adapter: SlackAdapter) -> None:
    """Commands, reactions, edits: Slack shows an error for, or repeats, what is not; we have nothing to say to it."""
    assert (await sandbox.slack.command("ann", "general", "/agent", "hello"))["ok"]
    ts = await sandbox.slack.say("ann", "general", "hello")
    await sandbox.slack.react("ann", "general", ts, "thumbsup")
    await sandbox.slack.edit("ann", "general", ts, "hello again")
    deliveries = sandbox.slack.deliveries
    await sandbox.slack.wait_for(lambda _: len(deliveries) >= 4 and not _waiting(sandbox))
    assert {each.attempt for each in deliveries} == {0}


def _waiting(sandbox: Sandbox) -> list[object]:
    return [each for each in sandbox.slack.deliveries if each.acked_after is None]
