"""A person in Discord who fills in forms: presses, types, picks and uploads, step after step, and corrects errors."""

import json
import re

from tests.e2e.discord import BUTTON, LABEL, SELECT, Talk, labelled, words
from tests.e2e.forms.plans import Answer, Files, Left, Picks, Plan, Sheet, Tick
from tests.e2e.forms.slack_person import said
from tests.e2e.handlers import Json, walk

TEXT, RADIO = 4, 21
PAGE = re.compile(r"\d+–\d+")
SPAN = re.compile(r" \(\d+–\d+\)$")
"""The end of the label of one of several selects that share the options of a field."""
COMPLAINT = re.compile(r"^\*\*(\w+)\*\*: ", re.MULTILINE)


class DiscordPerson:
    """Ann, in a thread of her own."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._discord = talk.sandbox.discord
        self._seen: set[tuple[str, str | None]] = set()
        self._paged: set[str] = set()

    async def begin(self, word: str) -> None:
        await self._talk.mention(word)

    async def fill(self, plan: Plan, after: str) -> None:
        """Fill the form in, once it is asked, until it is taken: `after` is what the agent says then."""
        sheet = Sheet(plan)
        self._paged.clear()
        asked = await self._talk.until(lambda: self._message(plan.title))
        only = plan.fields[0]
        if plan.by_message:
            await self._say(sheet, only.label)
        elif len(plan.fields) == 1 and only.type in ("button", "yes_no"):
            answer = sheet.answer(only.label)
            assert isinstance(answer, Picks), "buttons are pressed"
            await self._press(asked, answer.labels[0])
        else:
            await self._fill_in(sheet, asked, after)
        await self._talk.until(lambda: self._message(after))
        sheet.done()

    def _message(self, title: str) -> Json | None:
        return next((message for message in self._talk.messages[:-9:-1] if title in json.dumps(message)), None)

    # ── by messages and buttons ───────────────────────────────────────────────────────────────────────────────────────

    async def _say(self, sheet: Sheet, label: str) -> None:
        """Answer by a message, again and again until nobody objects any more."""
        for _ in sheet.field(label).wrong:
            self._look()
            await self._utter(sheet.answer(label))
            told = await self._talk.until(self._news)
            sheet.refused(label, words(told))
        await self._utter(sheet.answer(label))

    async def _utter(self, answer: Answer) -> None:
        self._seen.add((await self._talk.say(said(answer), await self._uploaded(answer)), None))

    def _look(self) -> None:
        """Have seen what stands there."""
        self._seen |= {_version(message) for message in (*self._talk.messages[-9:], *self._talk.whispers)}

    def _news(self) -> Json | None:
        """What the bot has said since."""
        new = (m for m in (*self._talk.whispers, *self._talk.messages[-9:]) if _version(m) not in self._seen)
        return next((message for message in new if message["author"].get("bot") and words(message)), None)

    async def _press(self, message: Json, label: str) -> None:
        """Press the button with this label, or choose it in a select."""
        for part in walk(message["components"]):
            if part.get("type") == BUTTON and part.get("label") == label:
                await self._talk.act(message, part["custom_id"])
                return
            if part.get("type") == SELECT and (values := _values(part, (label,))):
                await self._talk.act(message, part["custom_id"], *values)
                return
        raise AssertionError(f"there is no {label!r} in {message['components']}")

    # ── in modals ─────────────────────────────────────────────────────────────────────────────────────────────────────

    async def _fill_in(self, sheet: Sheet, asked: Json, after: str) -> None:
        """Open the form; fill in step after step; correct what is wrong, until it is taken."""
        entered: set[str] = set()
        await self._press(asked, sheet.plan.preset or "Answer…")
        while True:
            await self._send(sheet, entered)
            told = await self._talk.until(lambda: self._told() or self._message(after))
            onward = _onward(told)
            if not onward:
                return
            for label in entered.intersection(COMPLAINT.findall(words(told))):
                sheet.refused(label, words(told))
                entered.discard(label)
            self._look()
            await self._press(told, onward)

    def _told(self) -> Json | None:
        """What only this person is told about the form they sent, with a button to go on."""
        new = (whisper for whisper in self._talk.whispers if _version(whisper) not in self._seen)
        return next((whisper for whisper in new if _onward(whisper)), None)

    async def _send(self, sheet: Sheet, entered: set[str]) -> None:
        """Fill in the open modal where nothing was entered before, and send it until the client does not object."""
        modal = await self._talk.form()
        values: dict[str, object] = {}
        while True:
            for label, parts in _by_label(modal).items():
                if _holds_pages(parts[0]):
                    self._paged.add(label)
                    values |= _pages(parts[0], sheet.field(label).options, sheet.answer(label))
                elif label in self._paged:
                    values |= await self._entered(parts, sheet.answer(label))
                elif label not in entered:
                    values |= await self._entered(parts, sheet.answer(label))
                    entered.add(label)
            sent = await self._discord.submit(self._talk.person, modal["id"], values)
            if sent["ok"]:
                return
            assert "errors" in sent, sent
            for label, parts in _by_label(modal).items():
                wrong = [sent["errors"][part["custom_id"]] for part in parts if part["custom_id"] in sent["errors"]]
                if wrong:
                    sheet.refused(label, wrong[0])
                    entered.discard(label)

    async def _entered(self, parts: list[Json], answer: Answer) -> dict[str, object]:
        """What stands in the inputs of a field then, by `custom_id`."""
        match answer:
            case Left():
                return {}
            case Tick(on):
                return {parts[0]["custom_id"]: on}
            case Files():
                return {parts[0]["custom_id"]: list(await self._uploaded(answer))}
            case Picks(labels) if parts[0]["type"] != TEXT:
                chosen = {part["custom_id"]: _values(part, labels) for part in parts}
                radio = parts[0]["type"] == RADIO
                return {key: values[0] if radio else values for key, values in chosen.items()}
            case _:
                text = said(answer)
                return {part["custom_id"]: text or EMPTY.get(part["type"], []) for part in parts}

    async def _uploaded(self, answer: Answer) -> tuple[str, ...]:
        files = answer.files if isinstance(answer, Files) else ()
        uploads = [await self._discord.upload(self._talk.person, f.name, f.content.encode()) for f in files]
        return tuple(upload["id"] for upload in uploads)


EMPTY = {TEXT: "", RADIO: None}
"""What an input holds that is left empty, by its type; any other one a list."""


def _onward(message: Json) -> str:
    """The button that goes on with a form; empty where there is none."""
    return next((label for label in ("Correct…", "Continue…") if labelled(message, label)), "")


def _version(message: Json) -> tuple[str, str | None]:
    """What is told may stand where something else was told before."""
    return message["id"], message["edited_timestamp"]


def _by_label(modal: Json) -> dict[str, list[Json]]:
    """The inputs of each field."""
    found: dict[str, list[Json]] = {}
    for part in modal["components"]:
        if part["type"] == LABEL:
            found.setdefault(SPAN.sub("", part["label"]), []).append(part["component"])
    return found


def _holds_pages(element: Json) -> bool:
    """Whether this asks in which part of the options to look."""
    offered = element.get("options", ())
    return bool(offered) and all(PAGE.fullmatch(option.get("description", "")) for option in offered)


def _pages(element: Json, options: list[str], answer: Answer) -> dict[str, object]:
    """The parts that hold what is to be picked."""
    if isinstance(answer, Left):
        return {}
    numbers = [options.index(label) + 1 for label in answer.labels] if isinstance(answer, Picks) else []
    chosen = [option["value"] for option in element["options"] if any(n in _span(option) for n in numbers)]
    return {element["custom_id"]: chosen}


def _span(option: Json) -> range:
    first, last = map(int, option["description"].split("–"))
    return range(first, last + 1)


def _values(element: Json, labels: tuple[str, ...]) -> list[str]:
    """The values of those of the options that have these labels."""
    return [option["value"] for option in element["options"] if option["label"] in labels]
