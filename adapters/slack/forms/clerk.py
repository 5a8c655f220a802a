"""What people do in modals, and what is shown to them then.

Guarantees: what a person has sent is kept, restarts included; every word they have entered is still there in whatever
view is shown next; a question is answered by a whole form only.
"""

import time
from collections.abc import Mapping
from dataclasses import replace

import structlog

from adapters.slack.calls import Calls
from adapters.slack.forms.drafts import Drafts
from adapters.slack.forms.entered import entries, field_of, values
from adapters.slack.forms.modal import errors, is_live, replacing, view
from adapters.slack.forms.pages import page_of, pages
from adapters.slack.forms.presets import chosen_preset
from adapters.slack.forms.sheet import Sheet
from adapters.slack.forms.suggestions import suggestions
from adapters.slack.forms.variants import settled, variant
from adapters.slack.inbound import Identity, Opener, asked_in, to_submitted
from adapters.slack.limits import VIEWS
from adapters.slack.message import Json
from bridge.errors import PlatformRefused
from bridge.interaction.choices import ChoiceInteraction
from bridge.ports import Inbox, Question, Submitted, Thread
from bridge.remembered import Remembered

log = structlog.get_logger("chatbridge.slack")


class Clerk:
    """Opens forms, and takes what is entered in them."""

    def __init__(self, inbox: Inbox, me: Identity, calls: Calls) -> None:
        self._inbox = inbox
        self._me = me
        self._calls = calls
        self._drafts = Drafts(inbox.drafts)
        self._last: Remembered[str, str] = Remembered(VIEWS)

    async def open(self, opener: Opener, thread: Thread, question: Question) -> None:
        """Show the form, as far as the person has come with it."""
        sheet = await Sheet.of(question, thread, await self._drafts.of(question.id, opener.person))
        shown = view(sheet, at=next(iter(sheet.unseen), ""))
        await self._calls.post("views.open", {"trigger_id": opener.trigger, "view": shown}, repeatable=False)

    async def suggested(self, body: Json) -> Json:
        """Answer a ``block_suggestion``."""
        waiting = await self._waiting(body["view"]) if "view" in body else None
        name = field_of(str(body.get("block_id", "")))
        if waiting is None or name is None:
            return {"options": []}
        _, _, tagged = str(body["action_id"]).partition(".")
        asked = variant(waiting[1].form, name, tagged)
        found = suggestions(asked, str(body.get("value", ""))) if isinstance(asked, ChoiceInteraction) else []
        return {"options": found}

    # ── while a form is filled in ─────────────────────────────────────────────────────────────────────────────────────

    async def changed(self, body: Json) -> None:
        """Take ``block_actions`` of a view: show what is asked now, or the page before, or what a preset fills in."""
        before, action, person = body["view"], body["actions"][0], body["user"]["id"]
        mark = str(action.get("action_ts", ""))
        waiting = await self._waiting(before) if self._arrived(before, mark) else None
        if waiting is None:
            return
        thread, question = waiting
        preset = chosen_preset(question.form, action)
        filled = preset.values if preset else {}
        entered = {**settled(question.form, before), **filled}
        draft = await self._drafts.after(question.id, person, entered, {}, _places(before))
        sheet = await Sheet.of(question, thread, draft)
        at = _page_before(sheet, before) if action.get("action_id") == "back" else _place(sheet, before, action)
        await self._update(before, replacing(before, view(sheet, at), mark, filled), mark)

    async def _update(self, before: Json, after: Json, mark: str) -> None:
        """Show the view unless something was done meanwhile that leads to another one."""
        if self._last.get(before["id"]) != mark:
            return
        update: Json = {"view_id": before["id"], "view": after}
        try:
            await self._calls.post("views.update", {**update, "hash": before["hash"]})
        except PlatformRefused as refused:
            if refused.code == "not_found":
                return  # the person has closed it
            if refused.code != "hash_conflict":
                raise
            # Two things were done before the first of them was shown: the last one counts.
            if self._last.get(before["id"]) == mark:
                await self._calls.post("views.update", update)

    def _arrived(self, shown: Json, mark: str) -> bool:
        """Note that something was done in a view; False if something later was done already. Slack may reorder."""
        last = self._last.get(shown["id"]) or "0"
        if float(last) > float(mark or "0"):
            return False
        self._last.put(shown["id"], mark)
        return True

    # ── when it is sent ───────────────────────────────────────────────────────────────────────────────────────────────

    async def sent(self, body: Json) -> Json | str:
        """Take a ``view_submission``, and return what Slack is answered: "" closes the view."""
        shown = body["view"]
        submitted = to_submitted(body, values(shown), self._me, time.time())
        if submitted is None:
            return ""
        waiting = await self._waiting(shown) if is_live(shown) else None
        if waiting is None:
            receipt = await self._inbox.receive(submitted)
            return refused(shown, receipt.errors) if receipt.errors else ""
        thread, question = waiting
        self._last.forget(shown["id"])
        seen = {entered.name: entered.tag for entered in entries(shown)}
        raw = settled(question.form, shown)
        draft = await self._drafts.after(question.id, submitted.person.id, raw, seen, _places(shown))
        return await self._go_on(await Sheet.of(question, thread, draft), shown, submitted)

    async def _go_on(self, sheet: Sheet, shown: Json, submitted: Submitted) -> Json | str:
        """What is wrong on this page comes first, then what was not asked yet; a form that is whole is the answer."""
        here = {entered.name for entered in entries(shown)}
        wrong = {name: error for name, error in sheet.errors.items() if name in here and name not in sheet.unseen}
        if _is_asked_anew(sheet, shown):
            return _turned(shown, view(sheet, _place(sheet, shown), wrong))
        if wrong:
            await self._drafts.refused(sheet.question.id, submitted.person.id, sheet.draft, wrong)
            return refused(shown, wrong)
        if sheet.unseen:
            return _turned(shown, view(sheet, sheet.unseen[0]))
        receipt = await self._inbox.receive(replace(submitted, values=sheet.draft.values))
        if receipt.accepted:
            self._drafts.forget(sheet.question.id, submitted.person.id)
        if not receipt.errors:
            return ""
        elsewhere = [f.value_key for f in sheet.form.fields if f.value_key in receipt.errors]
        await self._drafts.refused(sheet.question.id, submitted.person.id, sheet.draft, receipt.errors)
        if receipt.final or not elsewhere or here & receipt.errors.keys():
            return refused(shown, receipt.errors)
        return _turned(shown, view(sheet, elsewhere[0], receipt.errors))

    async def _waiting(self, shown: Json) -> tuple[Thread, Question] | None:
        """The question of a view and where it was asked, if it waits."""
        context = asked_in(shown, self._me)
        question = None if context is None else await self._inbox.question(*context)
        if context is None or question is None:
            log.debug("slack_view_ignored", callback=shown.get("callback_id"))
            return None
        return context[0], question


def refused(shown: Json, by_name: Mapping[str, str]) -> Json:
    """What keeps a view open, with what is wrong beside its fields."""
    return {"response_action": "errors", "errors": errors(shown, by_name)}


def _turned(before: Json, after: Json) -> Json:
    """What shows another view in the place of the one that was sent."""
    return {"response_action": "update", "view": replacing(before, after, before["hash"])}


def _places(shown: Json) -> dict[str, str]:
    return {entered.name: entered.place for entered in entries(shown)}


def _place(sheet: Sheet, shown: Json, action: Json | None = None) -> str:
    """A field of the page that the person looks at: the one they changed, or the first that is still asked."""
    asked = {f.value_key for f in sheet.form.fields}
    names = [field_of(str((action or {}).get("block_id", ""))), *(entered.name for entered in entries(shown))]
    return next((name for name in names if name in asked), None) or ""


def _page_before(sheet: Sheet, shown: Json) -> str:
    every = pages(sheet)
    return next(iter(every[max(0, page_of(every, _place(sheet, shown)) - 1)].names), "")


def _is_asked_anew(sheet: Sheet, shown: Json) -> bool:
    """Whether the page that was sent asks something now that was not on it, or was asked in another way."""
    every = pages(sheet)
    return bool({*every[page_of(every, _place(sheet, shown))].names} & {*sheet.unseen})
