"""The forms that people are filling in. What they have entered outlives the bridge."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from adapters.discord.forms.draft import Draft
from adapters.discord.forms.entered import Pages
from adapters.discord.forms.modal import ModalId
from adapters.discord.forms.steps import steps
from adapters.discord.limits import FORMS
from bridge import ports
from bridge.interaction.form import Form
from bridge.ports import Question
from bridge.remembered import Remembered


class Drafts:
    """The drafts of all people; and the forms that were opened last, for their labels."""

    def __init__(self, kept: ports.Drafts, most: int = FORMS) -> None:
        self._kept = kept
        self._forms: Remembered[str, Form] = Remembered(most)

    async def opened(self, question: Question, person: str, preset: int | None = None) -> Draft:
        """Remember what is asked, and return what the person has entered so far, with a preset if they chose one."""
        self._forms.put(question.id, question.form)
        draft = await self.of(question.id, person)
        if preset is not None:
            draft = draft.filled_in(question.form, preset)
            await self._keep(question.id, person, draft)
        return draft

    def form(self, question: str) -> Form | None:
        """Return what the question asks; None if nobody has opened its form since the start."""
        return self._forms.get(question)

    async def of(self, question: str, person: str) -> Draft:
        kept = await self._kept.draft(question, person)
        return Draft.read(kept) if kept else Draft()

    async def after(
        self, submitted: ModalId, person: str, values: Mapping[str, object], form: Form | None = None
    ) -> Draft:
        """Keep what a person sent, and return all they have entered.

        `form` is what is asked, if that is known.
        """
        before = await self.of(submitted.question, person)
        draft = replace(before.after(submitted.step, values), steps=submitted.steps)
        if form is not None:
            every = steps(form, draft.values, await draft.asked(form))
            decided = {name for name, value in values.items() if name in form.deciding or isinstance(value, Pages)}
            changed = {name for name in decided if before.values.get(name) != draft.values.get(name)}
            if changed:
                draft = draft.until(every, submitted.step, form.depending(changed))
            draft = replace(draft, steps=len(every))
        if max(draft.steps, submitted.steps) > 1:  # else it is sent as a whole now; if it is refused, it is kept
            await self._keep(submitted.question, person, draft)
        return draft

    async def refused(self, question: str, person: str, draft: Draft, names: Iterable[str]) -> Draft:
        """Keep what a person entered although these fields are wrong, and return it."""
        draft = draft.refused(names)
        await self._keep(question, person, draft)
        return draft

    def forget(self, question: str, person: str) -> None:
        self._kept.forget_draft(question, person)

    async def _keep(self, question: str, person: str, draft: Draft) -> None:
        await self._kept.keep_draft(question, person, draft.body)
