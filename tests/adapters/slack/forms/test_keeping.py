"""A person does anything in a form, in any order: nothing they entered is lost or taken for something else.

No network: the adapter's pure parts, and the twin's memory of what a client holds.
"""

import asyncio
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from adapters.sandbox.slack.blocks import accept_view
from adapters.sandbox.slack.entries import Entries
from adapters.slack.forms import pages
from adapters.slack.forms.drafts import Draft
from adapters.slack.forms.entered import entries
from adapters.slack.forms.modal import replacing, view
from adapters.slack.forms.sheet import Sheet
from adapters.slack.forms.variants import settled
from bridge.ports import Thread
from tests.adapters.slack.forms.person import Json, question

MODEL = {"name": "model", "type": "category", "constraints": {"options": ["linear", "tree", "none"]}}
DEPTH = {
    "name": "depth", "type": "int",
    "depends_on": {"input_name": "model", "mapping": {"tree": {"default": 3}, "none": {"hidden": True}}},
}  # fmt: skip
LEAF = {
    "name": "leaf", "type": "category", "constraints": {"options": ["mean", "median", "mode"]},
    "depends_on": {"input_name": "model", "mapping": {"tree": {"constraints": {"options": ["gini", "mode"]}}}},
}  # fmt: skip
NOTES = [{"name": f"note{n}", "type": "string", "default": "-"} for n in range(3)]
ASKED = question(NOTES[0], MODEL, NOTES[1], DEPTH, LEAF, NOTES[2])
OFFERED = {"tree": ["gini", "mode"]}
LEAVES = ["mean", "median", "mode", "gini"]


class Filling(RuleBasedStateMachine):
    """`typed` is what the person has entered last in each field, in their words."""

    def __init__(self) -> None:
        super().__init__()
        self.draft = Draft()
        self.client = Entries()
        self.typed: dict[str, str] = {}
        self.changes = 0
        self.view = self.stored(view(self.sheet()))

    def stored(self, shown: Json) -> Json:
        return accept_view({**shown, "hash": None}, lambda _: True)

    def sheet(self) -> Sheet:
        return asyncio.run(Sheet.of(ASKED, Thread("slack", "T", "C", "1"), self.draft))

    def shown(self) -> Json:
        """The view with its state, as a payload has it."""
        return {**self.view, "state": {"values": self.client.values(("V",), self.view["blocks"])}}

    def turn(self, at: str, **sent: str) -> None:
        """Keep what the view holds, and show the page where `at` stands now in its place."""
        self.changes += 1
        self.draft = self.draft.after(settled(ASKED.form, self.shown()), sent)
        after = self.stored(replacing(self.view, view(self.sheet(), at), f"{self.changes}.0"))
        self.client.carry(("V",), self.view["blocks"], after["blocks"])
        self.view = after

    def enter(self, name: str, state: dict[str, Any]) -> None:
        for block in self.view["blocks"]:
            if block["type"] == "input" and block["block_id"].endswith(f":{name}"):
                self.client.enter(("V",), (block["block_id"], block["element"]["action_id"]), state)

    def on_page(self, name: str) -> bool:
        return any(entered.name == name for entered in entries(self.shown()))

    # ── what a person may do ──────────────────────────────────────────────────────────────────────────────────────────

    @rule(name=st.sampled_from(["note0", "note1", "note2", "depth"]), number=st.integers(0, 9))
    def types(self, name: str, number: int) -> None:
        if self.on_page(name):
            self.enter(name, {"value": str(number)})
            self.typed[name] = str(number)

    @rule(name=st.sampled_from(["model", "leaf"]), data=st.data())
    def chooses(self, name: str, data: st.DataObject) -> None:
        if not self.on_page(name):
            return
        (element,) = [b["element"] for b in self.view["blocks"] if b.get("block_id", "").endswith(f":{name}")]
        option = data.draw(st.sampled_from(element["options"]))
        self.enter(name, {"selected_option": option})
        self.typed[name] = option["text"]["text"]
        if name == "model":
            self.turn("model")

    @rule(name=st.sampled_from(["note0", "model", "leaf", "note2"]))
    def turns_the_page(self, name: str) -> None:
        self.turn(name, **{entered.name: entered.tag for entered in entries(self.shown())})

    # ── what must hold then ───────────────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def nothing_is_lost(self) -> None:
        draft = self.draft.after(settled(ASKED.form, self.shown()), {})
        values = asyncio.run(ASKED.form.parse(draft.values)).values
        for name in ("note0", "note1", "note2"):
            assert values[name] == self.typed.get(name, "-")
        model = values["model"]
        assert model == self.typed.get("model")
        if model != "none":
            default = 3 if model == "tree" else None
            assert values["depth"] == (int(self.typed["depth"]) if "depth" in self.typed else default)
        leaf, kept = self.typed.get("leaf"), values.get("leaf")
        assert kept in (leaf, None)
        assert kept == leaf or leaf != "mode", "what every variant offers stays chosen"


@pytest.mark.requirement("slack-live", "slack-pages")
@pytest.mark.parametrize("most", [100, 3], ids=["one page", "several pages"])
def test_nothing_that_was_entered_is_lost(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever changes, is hidden, comes back, or is turned to and fro."""
    monkeypatch.setattr(pages, "MODAL_BLOCKS", most)
    case = Filling.TestCase
    case.settings = settings(max_examples=30, stateful_step_count=15, deadline=None)
    case("runTest").runTest()
