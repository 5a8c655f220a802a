"""Modals: limits, triggers, stacks, hashes, answers to a submission, and what the client refuses by itself."""

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox import ManualClock, Sandbox
from adapters.sandbox.slack.client_checks import REQUIRED
from adapters.sandbox.slack.wire import NotPossible
from tests.adapters.sandbox.conftest import Connect, app_of, client_of, post, refusal
from tests.adapters.sandbox.slack.payloads import Json, actions, asking, button, modal, options, plain, typing


class Opener:
    """An app whose button hands out triggers, and whose submissions are answered as a test wants."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.client = client_of(sandbox)
        self.app = app_of(sandbox)
        self.answer: Json = {}
        self.heard: list[Json] = []
        self.ann = sandbox.slack.world.person("ann").id
        self.app.action("go")(self._take)
        self.app.view("form")(self._submitted)
        self.app.view_closed("form")(self._take)
        self._message = ""

    async def _take(self, ack: AsyncAck, body: Json) -> None:
        await ack()
        self.heard.append(body)

    async def _submitted(self, ack: AsyncAck, body: Json) -> None:
        self.heard.append(body)
        await ack(**self.answer)

    async def trigger(self, view_id: str = "") -> str:
        """Return the trigger id of a fresh click, in a message or in a view."""
        twin = self.sandbox.slack
        if view_id:
            assert (await twin.act("ann", "go", view_id=view_id))["ok"]
        else:
            general = twin.world.channel("general").id
            self._message = self._message or await post(self.client, channel=general, blocks=[actions(button())])
            assert (await twin.act("ann", "go", channel="general", message_ts=self._message))["ok"]
        return self.heard.pop()["trigger_id"]

    async def open(self, view: Json) -> Json:
        """Open a view with a fresh click, and return it as Slack answers it."""
        opened: Any = await self.client.views_open(trigger_id=await self.trigger(), view=view)
        return opened["view"]

    def stack(self) -> list[Json]:
        """Return Ann's open views."""
        return self.sandbox.slack.views.stack(self.ann)


@pytest.fixture
async def opener(sandbox: Sandbox, connect: Connect) -> Opener:
    """An opener that is connected."""
    opener = Opener(sandbox)
    await connect(opener.app)
    return opener


FORM = modal(asking(typing()), callback_id="form", private_metadata="where", notify_on_close=True)
CLICKABLE = modal(actions(button()), asking(typing()), callback_id="form")

VIEW_LIMITS = [
    ("title", {"title": plain("x" * 24)}, {"title": plain("x" * 25)}, "must be less than 25 characters", "/title/text"),
    ("submit", {"submit": plain("x" * 24)}, {"submit": plain("x" * 25)}, "must be less than 25 characters",
     "/submit/text"),
    ("metadata", {"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001},
     "must be less than 3001 characters", "/private_metadata"),
    ("callback_id", {"callback_id": "x" * 255}, {"callback_id": "x" * 256}, "must be less than 256 characters",
     "/callback_id"),
    ("blocks", {"blocks": [{"type": "divider"}] * 100}, {"blocks": [{"type": "divider"}] * 101},
     "no more than 100 items allowed", "/blocks"),
    ("submit rule", {}, {"submit": None}, "must define `submit` to use an `input` block in modals", "/blocks/0/input"),
    ("message block", {}, {"blocks": [{"type": "markdown", "text": "x"}]}, "unsupported type: markdown",
     "/blocks/0/type"),
    ("focus", {"blocks": [asking(typing(focus_on_load=True))]},
     {"blocks": [asking(typing(focus_on_load=True), "a"), asking(typing(focus_on_load=True), "b")]},
     "only one element can have focus_on_load", "/blocks"),
]  # fmt: skip


@pytest.mark.requirement("twin-limits")
@pytest.mark.parametrize(("right", "wrong", "sentence", "pointer"), [row[1:] for row in VIEW_LIMITS],
                         ids=[row[0] for row in VIEW_LIMITS])  # fmt: skip
async def test_a_views_limit_holds_exactly(
    opener: Opener, right: Json, wrong: Json, sentence: str, pointer: str
) -> None:
    """At the limit a view opens; one over it is invalid_arguments, with the place in the messages."""
    await opener.open(modal(asking(typing())) | right)
    view = {key: value for key, value in (modal(asking(typing())) | wrong).items() if value is not None}
    error, sentences = await refusal(opener.client.views_open(trigger_id=await opener.trigger(), view=view))
    assert error == "invalid_arguments"
    assert f"[ERROR] {sentence} [json-pointer:/view{pointer}]" in sentences


@pytest.mark.requirement("twin-views")
async def test_a_trigger_opens_once_within_three_seconds(clock: ManualClock, connect: Connect) -> None:
    """A trigger id is exchanged by its first use, expires after three seconds, and cannot be made up."""
    async with Sandbox(clock=clock) as sandbox:
        opener = Opener(sandbox)
        handler = await connect(opener.app)
        trigger = await opener.trigger()
        clock.advance(3.0)
        await opener.client.views_open(trigger_id=trigger, view=FORM)
        again = opener.client.views_open(trigger_id=trigger, view=FORM)
        assert (await refusal(again))[0] == "exchanged_trigger_id"
        late = await opener.trigger()
        clock.advance(3.01)
        assert (await refusal(opener.client.views_open(trigger_id=late, view=FORM)))[0] == "expired_trigger_id"
        invented = opener.client.views_open(trigger_id="1.2.abc", view=FORM)
        assert (await refusal(invented))[0] == "invalid_trigger_id"
        await handler.disconnect_async()


@pytest.mark.requirement("twin-views")
async def test_a_stack_is_three_views(opener: Opener) -> None:
    """Two views can be pushed onto the first, each by a click inside the one before; a fourth is refused."""
    await opener.open(CLICKABLE)
    for _ in range(2):
        await opener.client.views_push(trigger_id=await opener.trigger(opener.stack()[-1]["id"]), view=CLICKABLE)
    root, second, third = opener.stack()
    assert (third["previous_view_id"], third["root_view_id"]) == (second["id"], root["id"])
    fourth = opener.client.views_push(trigger_id=await opener.trigger(third["id"]), view=CLICKABLE)
    assert (await refusal(fourth))[0] == "push_limit_reached"
    outside = opener.client.views_push(trigger_id=await opener.trigger(), view=CLICKABLE)
    assert (await refusal(outside))[0] == "invalid_trigger_id"


@pytest.mark.requirement("twin-views")
async def test_a_stale_hash_is_a_conflict(opener: Opener) -> None:
    """Every update gives a new hash; an update that names an older one is refused."""
    opened = await opener.open(FORM)
    updated: Any = await opener.client.views_update(view_id=opened["id"], hash=opened["hash"], view=FORM)
    assert updated["view"]["hash"] != opened["hash"]
    stale = opener.client.views_update(view_id=opened["id"], hash=opened["hash"], view=FORM)
    assert (await refusal(stale))[0] == "hash_conflict"
    assert (await refusal(opener.client.views_update(view_id="V0NOWHERE", view=FORM)))[0] == "not_found"


@pytest.mark.requirement("twin-views")
async def test_an_external_id_names_one_view(opener: Opener) -> None:
    """A view can be updated by its external_id, and no second one can have the same."""
    named = {**CLICKABLE, "external_id": "mine"}
    opened = await opener.open(named)
    updated: Any = await opener.client.views_update(external_id="mine", view=named)
    assert updated["view"]["id"] == opened["id"]
    twice = opener.client.views_push(trigger_id=await opener.trigger(opened["id"]), view=named)
    assert (await refusal(twice))[0] == "duplicate_external_id"


@pytest.mark.requirement("twin-views")
async def test_what_was_typed_survives_where_ids_stay(opener: Opener) -> None:
    """After an update an entry is kept under the same block_id and action_id, and gone under another."""
    opened = await opener.open(FORM)
    await opener.sandbox.slack.act("ann", "value", view_id=opened["id"], state={"value": "typed"})
    kept: Any = await opener.client.views_update(view_id=opened["id"], view=FORM)
    assert kept["view"]["state"]["values"]["asked"]["value"]["value"] == "typed"
    renamed = modal(asking(typing(), "other"))
    reset: Any = await opener.client.views_update(view_id=opened["id"], view=renamed)
    assert reset["view"]["state"]["values"] == {"other": {"value": {"type": "plain_text_input", "value": None}}}


@pytest.mark.requirement("twin-views")
async def test_an_initial_value_counts_for_new_elements_only(opener: Opener) -> None:
    """An update does not begin an element anew that nobody has touched; under another block_id it does."""
    opened = await opener.open(modal(asking(typing(initial_value="first")), callback_id="form"))
    second = asking(typing(initial_value="second"))
    kept: Any = await opener.client.views_update(view_id=opened["id"], view=modal(second))
    assert kept["view"]["state"]["values"]["asked"]["value"]["value"] == "first"
    renewed = modal(second | {"block_id": "renewed"})
    reset: Any = await opener.client.views_update(view_id=opened["id"], view=renewed)
    assert reset["view"]["state"]["values"]["renewed"]["value"]["value"] == "second"


@pytest.mark.requirement("twin-client")
async def test_a_submission_holds_only_what_is_offered(opener: Opener) -> None:
    """A client has no way to send an option that its view does not show."""
    select = {"type": "static_select", "action_id": "value", "options": options(2)}
    view = await opener.open(modal(asking(select), callback_id="form"))
    with pytest.raises(NotPossible, match="not among the options"):
        await opener.sandbox.slack.submit("ann", view["id"], {"asked": {"value": {"selected_option": options(3)[2]}}})


@pytest.mark.requirement("twin-views")
async def test_a_choice_outlives_its_option(opener: Opener) -> None:
    """What was selected under ids that stay is sent although an update does not offer it any more."""
    select = {"type": "static_select", "action_id": "value", "options": options(2)}
    opened = await opener.open(modal(asking(select), callback_id="form"))
    chosen = {"selected_option": options(2)[1]}
    await opener.sandbox.slack.act("ann", "value", view_id=opened["id"], state=chosen)
    fewer = modal(asking({**select, "options": options(1)}), callback_id="form")
    await opener.client.views_update(view_id=opened["id"], view=fewer)
    assert (await opener.sandbox.slack.submit("ann", opened["id"], {"asked": {"value": chosen}}))["ok"]
    assert opener.heard[-1]["view"]["state"]["values"]["asked"]["value"]["selected_option"]["value"] == "1"


TYPED = {"asked": {"value": {"value": "typed"}}}
ANSWERS: list[tuple[str, Json, Json, int]] = [
    ("nothing", {}, {"ok": True, "action": "close"}, 0),
    ("update", {"response_action": "update", "view": FORM}, {"ok": True, "action": "update"}, 1),
    ("push", {"response_action": "push", "view": FORM}, {"ok": True, "action": "push"}, 2),
    ("clear", {"response_action": "clear"}, {"ok": True, "action": "clear"}, 0),
    ("errors", {"response_action": "errors", "errors": {"asked": "no"}}, {"ok": False, "errors": {"asked": "no"}}, 1),
]


@pytest.mark.requirement("twin-views")
@pytest.mark.parametrize(("answer", "outcome", "left"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
async def test_an_answer_does_what_it_says(opener: Opener, answer: Json, outcome: Json, left: int) -> None:
    """Each response_action leaves the stack as Slack's does."""
    view = await opener.open(FORM)
    opener.answer = answer
    assert await opener.sandbox.slack.submit("ann", view["id"], TYPED) == outcome
    assert len(opener.stack()) == left
    sent = opener.heard[-1]["view"]
    assert (sent["private_metadata"], sent["state"]["values"]["asked"]["value"]["value"]) == ("where", "typed")


@pytest.mark.requirement("twin-views")
@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"elsewhere": "no"}},
        {"response_action": "errors", "errors": {"asked": 3}},
        {"response_action": "update", "view": {**FORM, "title": plain("x" * 25)}},
        {"text": "thank you"},
    ],
    ids=["unknown block", "no sentence", "bad view", "a text"],
)
async def test_an_answer_slack_cannot_use_is_trouble(opener: Opener, answer: Json) -> None:
    """The person is told of trouble, the view stays, and the reason is among the problems."""
    view = await opener.open(FORM)
    opener.answer = answer
    outcome = await opener.sandbox.slack.submit("ann", view["id"], TYPED)
    assert (outcome["ok"], outcome["error"]) == (False, "trouble_connecting")
    assert [held["id"] for held in opener.stack()] == [view["id"]]
    assert opener.sandbox.slack.world.problems[-1]["messages"]


@pytest.mark.requirement("twin-views")
async def test_closing_is_told_to_those_who_asked(opener: Opener) -> None:
    """Cancel delivers view_closed if the view said notify_on_close."""
    view = await opener.open(FORM)
    assert await opener.sandbox.slack.close_view("ann", view["id"]) == {"ok": True}
    assert (opener.heard[-1]["type"], opener.heard[-1]["is_cleared"]) == ("view_closed", False)
    assert opener.stack() == []


FILES = {"type": "file_input", "action_id": "value", "filetypes": ["csv"], "max_files": 1}
NUMBER = {
    "type": "number_input",
    "action_id": "value",
    "is_decimal_allowed": False,
    "min_value": "-2",
    "max_value": "5",
}
CLIENT_CHECKS: list[tuple[Json, Json, Json, str]] = [
    (typing(), {"value": "x"}, {"value": ""}, REQUIRED),
    (typing(min_length=2), {"value": "xx"}, {"value": "x"}, "Must be at least 2 characters."),
    (typing(max_length=2), {"value": "xx"}, {"value": "xxx"}, "Must be at most 2 characters."),
    (NUMBER, {"value": "-2"}, {"value": "-3"}, "Must be at least -2."),
    (NUMBER, {"value": "5"}, {"value": "6"}, "Must be at most 5."),
    (NUMBER, {"value": "1"}, {"value": "1.5"}, "Must be a whole number."),
    (NUMBER, {"value": "1"}, {"value": "NaN"}, "Must be a number."),
    ({"type": "email_text_input", "action_id": "value"}, {"value": "a@b.example"}, {"value": "a"},
     "Must be an email address."),
    ({"type": "url_text_input", "action_id": "value"}, {"value": "https://a.example"}, {"value": "a"},
     "Must be a URL."),
    ({"type": "checkboxes", "action_id": "value", "options": options(2)}, {"selected_options": options(1)},
     {"selected_options": []}, REQUIRED),
    ({"type": "multi_static_select", "action_id": "value", "options": options(2), "max_selected_items": 1},
     {"selected_options": options(1)}, {"selected_options": options(2)}, "Choose at most 1."),
]  # fmt: skip


@pytest.mark.requirement("twin-client")
@pytest.mark.parametrize(("element", "right", "wrong", "sentence"), CLIENT_CHECKS)
async def test_the_client_refuses_before_the_app_hears(
    opener: Opener, element: Json, right: Json, wrong: Json, sentence: str
) -> None:
    """A value Slack's own client would not send is refused beside its field, and never delivered."""
    view = await opener.open(modal(asking(element), callback_id="form"))
    refused = await opener.sandbox.slack.submit("ann", view["id"], {"asked": {"value": wrong}})
    assert refused == {"ok": False, "errors": {"asked": sentence}}
    assert opener.heard == []
    assert (await opener.sandbox.slack.submit("ann", view["id"], {"asked": {"value": right}}))["ok"]


@pytest.mark.requirement("twin-client")
async def test_a_file_field_takes_uploaded_files_of_its_types(opener: Opener) -> None:
    """The submission carries whole file objects, whose private url the bot can download."""
    twin = opener.sandbox.slack
    view = await opener.open(modal(asking(FILES), callback_id="form"))
    text, data = [(await twin.upload("ann", name, b"a,b"))["id"] for name in ("a.txt", "a.csv")]
    refused = await twin.submit("ann", view["id"], {"asked": {"value": {"files": [text]}}})
    assert refused["errors"] == {"asked": "a.txt must be one of: csv."}
    assert (await twin.submit("ann", view["id"], {"asked": {"value": {"files": [data]}}}))["ok"]
    [file] = opener.heard[-1]["view"]["state"]["values"]["asked"]["value"]["files"]
    assert (file["name"], file["size"], file["mode"]) == ("a.csv", 3, "hosted")


async def test_a_home_is_published_per_person(client: AsyncWebClient, sandbox: Sandbox) -> None:
    """views.publish takes a home view for a person, and a stale hash is a conflict."""
    ann = sandbox.slack.world.person("ann").id
    home = {"type": "home", "blocks": [{"type": "divider"}]}
    first: Any = await client.views_publish(user_id=ann, view=home)
    second: Any = await client.views_publish(user_id=ann, view=home)
    assert first["view"]["id"] == second["view"]["id"]
    updated: Any = await client.views_update(view_id=second["view"]["id"], view=home)
    assert updated["view"]["hash"] != second["view"]["hash"]
    stale = client.views_publish(user_id=ann, view=home, hash=first["view"]["hash"])
    assert (await refusal(stale))[0] == "hash_conflict"
    assert (await refusal(client.views_publish(user_id=ann, view=FORM)))[0] == "invalid_arguments"


async def test_a_submission_nobody_acks_is_trouble(clock: ManualClock, connect: Connect) -> None:
    """After three seconds the person is told, and keeps what was typed."""
    async with Sandbox(clock=clock) as sandbox:
        opener = Opener(sandbox)
        handler = await connect(opener.app)
        view = await opener.open(modal(asking(typing()), callback_id="unknown to the app"))
        sending = asyncio.create_task(sandbox.slack.submit("ann", view["id"], TYPED))
        await sandbox.slack.wait_for(lambda _: sandbox.slack.deliveries[-1].payload["type"] == "view_submission")
        clock.advance(3.0)
        assert (await sending)["error"] == "trouble_connecting"
        assert opener.stack()[0]["id"] == view["id"]
        await handler.disconnect_async()
