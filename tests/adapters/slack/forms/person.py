"""A person before a modal of the twin, who finds things by what is written on them; an inbox that checks answers."""

from collections.abc import Mapping
from typing import Any

from adapters.sandbox import Sandbox
from adapters.slack.app import SlackAdapter
from adapters.slack.inbound import Opener
from bridge.interaction.definitions import parse_inputs
from bridge.ports import Clicked, Inbound, Press, Question, Receipt, Reply, Submitted, Thread
from tests.fakes.inbox import RecordingInbox

Json = dict[str, Any]

STATES = {
    "plain_text_input": "value",
    "number_input": "value",
    "checkboxes": "selected_options",
    "radio_buttons": "selected_option",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "file_input": "files",
}


def question(*definitions: Mapping[str, object], **arranged: object) -> Question:
    """A question as an agent defines it."""
    form, errors = parse_inputs({"inputs": list(definitions), **arranged}, "")
    assert form is not None
    assert errors == ()
    return Question("q-form", form)


class CheckingInbox(RecordingInbox):
    """Opens the question that waits, and answers a form as the core does. `answers` are the typed values."""

    def __init__(self, waiting: Question) -> None:
        super().__init__()
        self.waiting = [waiting]
        self.answers: list[Mapping[str, Any]] = []

    async def receive(self, event: Inbound) -> Receipt:
        receipt = await super().receive(event)
        if not isinstance(event, Submitted) or not receipt.accepted:
            return receipt
        parsed = await self.waiting[0].form.parse(event.values)
        if parsed.errors:
            return Receipt(accepted=False, errors=parsed.errors)
        self.answers.append(parsed.values)
        return receipt


class Person:
    """Ann, before the modal that is open."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.twin = sandbox.slack

    # ── what she sees ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def open(self) -> bool:
        return bool(self.twin.views.stack(self.twin.world.person("ann").id))

    @property
    def view(self) -> Json:
        return self.twin.views.with_state(self.twin.views.stack(self.twin.world.person("ann").id)[-1])

    @property
    def labels(self) -> list[str]:
        return [block["label"]["text"] for block in self.view["blocks"] if block["type"] == "input"]

    @property
    def words(self) -> str:
        """Everything that is written between the fields and under them."""
        shown = (block.get("text", block.get("hint")) for block in self.view["blocks"])
        return "\n".join(text["text"] for text in shown if text)

    def input(self, label: str) -> Json:
        (found,) = [b for b in self.view["blocks"] if b["type"] == "input" and b["label"]["text"] == label]
        return found

    def holds(self, label: str) -> object:
        """What stands in a field, as words."""
        block = self.input(label)
        state = self.view["state"]["values"][block["block_id"]][block["element"]["action_id"]]
        held = state[STATES[block["element"]["type"]]]
        if isinstance(held, list):
            return [one["text"]["text"] if "text" in one else one["name"] for one in held]
        return held["text"]["text"] if isinstance(held, dict) else held

    def offers(self, label: str) -> list[str]:
        return [option["text"]["text"] for option in self.input(label)["element"]["options"]]

    # ── what she does ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def enters(self, label: str, *words: str) -> None:
        """Type a text or a number, choose options, or search for them where there are many."""
        block = self.input(label)
        element = block["element"]
        held: Any = words[0] if words else None
        if element["type"] == "file_input":
            held = list(words)
        elif element["type"] not in ("plain_text_input", "number_input"):
            options = element.get("options") or [one for word in words for one in await self.searches(label, word)]
            chosen = [next(one for one in options if one["text"]["text"] == word) for word in words]
            several = STATES[element["type"]].endswith("s")
            held = chosen if several else next(iter(chosen), None)
        await self._act(block["block_id"], element["action_id"], {STATES[element["type"]]: held})

    async def searches(self, label: str, typed: str) -> list[Json]:
        block = self.input(label)
        action, block_id = block["element"]["action_id"], block["block_id"]
        found = await self.twin.suggest("ann", action, typed, block_id=block_id, view_id=self.view["id"])
        return found["options"]

    async def changes(self, label: str, *words: str) -> None:
        """Enter something that changes the form, and wait until it has."""
        before = self.view["hash"]
        await self.enters(label, *words)
        await self.updated(before)

    async def fills_in(self, preset: str) -> None:
        """Use a preset."""
        for block in self.view["blocks"]:
            for option in block.get("accessory", {}).get("options", ()):
                if option["text"]["text"] == preset:
                    before = self.view["hash"]
                    await self._act(block["block_id"], block["accessory"]["action_id"], {"selected_option": option})
                    return await self.updated(before)
        raise AssertionError(f"{preset} is not offered in {self.view['blocks']}")

    async def goes_back(self) -> None:
        before = self.view["hash"]
        await self._act(None, "back", {})
        await self.updated(before)

    async def sends(self) -> Json:
        return await self.twin.submit("ann", self.view["id"], {})

    async def updated(self, before: str) -> None:
        await self.twin.wait_for(lambda _: self.view["hash"] != before)

    async def _act(self, block_id: str | None, action: str, state: Json) -> None:
        answer = await self.twin.act("ann", action, block_id=block_id, view_id=self.view["id"], state=state)
        assert answer["ok"], answer


class Ann(Person):
    """Ann, before the form of a question in a thread."""

    def __init__(self, sandbox: Sandbox, inbox: CheckingInbox, thread: Thread) -> None:
        super().__init__(sandbox)
        self.inbox = inbox
        self.thread = thread
        self._clicks = 0

    async def opens(self, adapter: SlackAdapter) -> None:
        """Press Answer…, and have the form open."""
        (message,) = adapter.render(Reply(turn="t1", question=self.inbox.waiting[0]))
        ref = await adapter.post(self.thread, message)
        channel = self.thread.channel
        assert (await self.twin.act("ann", "open/0/q-form", channel=channel, message_ts=ref.id))["ok"]
        self._clicks += 1
        clicked = await self.inbox.next(Clicked, self._clicks)
        assert clicked.press is Press.OPEN
        assert isinstance(clicked.opener, Opener)
        await adapter.open_form(clicked.opener, self.thread, self.inbox.waiting[0])
