"""A person in Slack who fills in forms: presses, types, picks and uploads, reads errors, corrects them."""

import json
from collections.abc import Mapping
from typing import Any

from tests.e2e.forms.plans import Answer, Files, Left, Picks, Plan, Sheet, Tick, Words
from tests.e2e.handlers import Json, walk
from tests.e2e.slack import Talk


class SlackPerson:
    """Ann, in a thread of her own."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._slack = talk.sandbox.slack

    async def begin(self, word: str) -> None:
        await self._talk.mention(word)

    async def fill(self, plan: Plan, after: str) -> None:
        """Fill the form in, once it is asked, until it is taken: `after` is what the agent says then."""
        sheet = Sheet(plan)
        asked = await self._talk.until(lambda: self._message(plan.title))
        only = plan.fields[0]
        if plan.by_message:
            await self._say(sheet, only.label)
        elif len(plan.fields) == 1 and only.type in ("button", "yes_no"):
            answer = sheet.answer(only.label)
            assert isinstance(answer, Picks), "buttons are pressed"
            await self._press(asked, answer.labels[0])
        else:
            await self._press(asked, "Answer…")
            if plan.preset:
                await self._use(plan.preset)
            await self._fill_in(sheet)
        await self._talk.until(lambda: self._message(after))
        sheet.done()

    def _message(self, title: str) -> Json | None:
        return next((message for message in self._talk.messages[:-9:-1] if title in json.dumps(message)), None)

    async def _say(self, sheet: Sheet, label: str) -> None:
        """Answer by a message, again and again until nobody objects any more."""
        for _ in sheet.field(label).wrong:
            before = len(self._talk.whispers)
            await self._utter(sheet.answer(label))
            await self._talk.until(lambda before=before: len(self._talk.whispers) > before)
            sheet.refused(label, self._talk.whispers[-1])
        await self._utter(sheet.answer(label))

    async def _utter(self, answer: Answer) -> None:
        files = answer.files if isinstance(answer, Files) else ()
        uploaded = [await self._slack.upload(self._talk.person, f.name, f.content.encode()) for f in files]
        await self._talk.say(said(answer), tuple(file["id"] for file in uploaded))

    async def _press(self, message: Json, label: str) -> None:
        """Press the button with this label, or choose it in a select."""
        for part in walk(message["blocks"]):
            state = None
            if part.get("type") == "button" and part["text"]["text"] == label:
                state = {}
            elif part.get("type") == "static_select" and (option := _named(part, label)):
                state = {"selected_option": option}
            if state is not None:
                await self._slack.act(
                    self._talk.person,
                    part["action_id"],
                    state=state,
                    channel=self._talk.channel,
                    message_ts=message["ts"],
                )
                return
        raise AssertionError(f"there is no {label!r} in {message['blocks']}")

    async def _fill_in(self, sheet: Sheet) -> None:
        """Fill in the modal where nothing was entered before; send it; correct it, or go on with what comes next."""
        entered: set[str] = set()
        while True:
            for label in (each.label for each in sheet.plan.fields if each.label not in entered):
                await self._enter(label, sheet.answer(label), entered)
            view = await self._talk.form()
            sent = await self._slack.submit(self._talk.person, view["id"], {})
            if sent.get("action") == "close":
                return
            assert sent["ok"] or "errors" in sent, sent
            labels = {block["block_id"]: block["label"]["text"] for block in _inputs(view)}
            for block, error in sent.get("errors", {}).items():
                sheet.refused(labels[block], error)
                entered.discard(labels[block])

    async def _use(self, preset: str) -> None:
        """Have a preset fill the form in."""
        view = await self._talk.form()
        offered = [block for block in view["blocks"] if _named(block.get("accessory", {}), preset)]
        assert offered, f"there is no {preset!r} in {view['blocks']}"
        block, select = offered[0], offered[0]["accessory"]
        state = {"selected_option": _named(select, preset)}
        await self._slack.act(
            self._talk.person, select["action_id"], block_id=block["block_id"], state=state, view_id=view["id"]
        )
        await self._talk.until(lambda: self._changed(view))

    async def _enter(self, label: str, answer: Answer, entered: set[str]) -> None:
        """Enter an answer if the field is there as the form stands, which what was entered before may have changed."""
        view = await self._talk.form()
        block = next((block for block in _inputs(view) if block["label"]["text"] == label), None)
        if block is None:
            return
        entered.add(label)
        if isinstance(answer, Left):
            return
        element: Json = block["element"]
        if isinstance(answer, Picks) and element["type"].endswith("external_select"):
            element = {**element, "options": await self._searched(view, block, answer)}
        state = await self._state(element, answer)
        await self._slack.act(
            self._talk.person, element["action_id"], block_id=block["block_id"], state=state, view_id=view["id"]
        )
        if block["dispatch_action"]:
            await self._talk.until(lambda: self._changed(view))

    async def _searched(self, view: Json, block: Json, answer: Picks) -> list[Json]:
        """What is offered when the labels are typed."""
        person, action = self._talk.person, block["element"]["action_id"]
        found = [
            await self._slack.suggest(person, action, label, block_id=block["block_id"], view_id=view["id"])
            for label in answer.labels
        ]
        return [option for offered in found for option in offered["options"]]

    def _changed(self, view: Json) -> bool:
        """Whether the form has been changed since it looked like this."""
        me = self._slack.world.person(self._talk.person).id
        return any(shown["id"] == view["id"] and shown["hash"] != view["hash"] for shown in self._slack.views.stack(me))

    async def _state(self, element: Json, answer: Answer) -> Json:
        kind = element["type"]
        match answer:
            case Files(files):
                uploaded = [await self._slack.upload(self._talk.person, f.name, f.content.encode()) for f in files]
                return {"files": [file["id"] for file in uploaded]}
            case Tick(on):
                return {"selected_options": element["options"] if on else []}
            case Picks(labels):
                options = [_named(element, label) for label in labels]
                assert all(options), f"{labels} are not all in {element}"
                return {"selected_options": options} if kind.startswith("multi_") else {"selected_option": options[0]}
            case _:
                return {"value": said(answer)} if said(answer) else EMPTY.get(kind, {"value": None})


EMPTY: Mapping[str, Json] = {
    "file_input": {"files": []},
    "multi_external_select": {"selected_options": []},
    "multi_static_select": {"selected_options": []},
    "external_select": {"selected_option": None},
    "static_select": {"selected_option": None},
    "radio_buttons": {"selected_option": None},
}
"""What a field holds that is left empty; any other one holds text."""


def said(answer: Answer) -> str:
    """An answer as it is written in a chat."""
    match answer:
        case Words(text):
            return text
        case Tick(on):
            return "Yes" if on else "no"
        case Picks(labels):
            return ", ".join(label.upper() for label in labels)
        case _:
            return ""


def _inputs(view: Json) -> list[Json]:
    return [block for block in view["blocks"] if block["type"] == "input"]


def _named(element: Json, label: str) -> Json | None:
    """The option with this label."""
    offered: list[Any] = [part for part in walk(element) if "value" in part and "text" in part]
    return next((option for option in offered if option["text"]["text"] == label), None)
