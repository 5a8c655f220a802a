"""What people have entered in forms that are not sent as a whole yet. It outlives the bridge."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from adapters.discord.forms.entered import UNTOUCHED
from adapters.discord.forms.modal import ModalId
from adapters.discord.forms.steps import Step, steps
from adapters.discord.limits import FORMS
from bridge import ports
from bridge.interaction.form import Form
from bridge.interaction.values import RemoteFile
from bridge.ports import Question
from bridge.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Draft:
    """One person's answers to one question so far.

    Attributes:
        values: the raw values by field name; without those whose default stands.
        places: the step each field was entered in.
        done: the steps that were sent.
        steps: how many there are, as far as that is known by now.
    """

    values: Mapping[str, object] = field(default_factory=dict[str, object])
    places: Mapping[str, int] = field(default_factory=dict[str, int])
    done: frozenset[int] = frozenset()
    steps: int = 1

    def missing(self, steps: int) -> int | None:
        """Return the first step that was not sent yet; None if the form is complete."""
        return next((step for step in range(steps) if step not in self.done), None)

    def step_of(self, names: Iterable[str]) -> int:
        """Return the first step that any of these fields was entered in; the first of all if that is not known."""
        return min((self.places[name] for name in names if name in self.places), default=0)

    def after(self, step: int, values: Mapping[str, object]) -> "Draft":
        """Return the draft with a submitted step in it. A modal cannot show the files given before, so an upload that
        was left empty keeps them.
        """
        merged = {**self.values, **{name: _newer(self.values.get(name), value) for name, value in values.items()}}
        return Draft(
            {name: value for name, value in merged.items() if value is not UNTOUCHED},
            {**self.places, **dict.fromkeys(values, step)},
            self.done | {step},
        )

    def until(self, steps: Sequence[Step], step: int) -> "Draft":
        """Return the draft without what has to be asked again because a field that others depend on has changed in this
        step: every step that is of a later layer. What was entered there is kept, to begin with.
        """
        layer = steps[step].layer if step < len(steps) else 0
        return replace(self, done=frozenset(s for s in self.done if s < len(steps) and steps[s].layer <= layer))

    def without_files(self, names: Iterable[str]) -> "Draft":
        """Return the draft without the files of these fields: what was refused cannot be taken out of a modal. Their
        steps have to be sent again, else a field that may be left empty would be taken as empty.
        """
        gone = {name for name in names if _holds_files(self.values.get(name))}
        kept = {name: value for name, value in self.values.items() if name not in gone}
        return replace(self, values=kept, done=self.done - {self.places.get(name) for name in gone})


class Drafts:
    """The drafts of all people; and the forms that were opened last, for their labels."""

    def __init__(self, kept: ports.Drafts, most: int = FORMS) -> None:
        self._kept = kept
        self._forms: Remembered[str, Form] = Remembered(most)

    async def opened(self, question: Question, person: str) -> Draft:
        """Remember what is asked, and return what the person has entered so far."""
        self._forms.put(question.id, question.form)
        return await self.of(question.id, person)

    def form(self, question: str) -> Form | None:
        """Return what the question asks; None if nobody has opened its form since the start."""
        return self._forms.get(question)

    async def of(self, question: str, person: str) -> Draft:
        kept = await self._kept.draft(question, person)
        return Draft(kept["values"], kept["places"], frozenset(kept["done"])) if kept else Draft()

    async def after(
        self, submitted: ModalId, person: str, values: Mapping[str, object], form: Form | None = None
    ) -> Draft:
        """Keep what a person sent, and return all they have entered.

        `form` is what is asked, if that is known.
        """
        before = await self.of(submitted.question, person)
        draft = replace(before.after(submitted.step, values), steps=submitted.steps)
        if form is not None and form.dependences:
            every = steps(form, draft.values, await form.offered(draft.values))
            decided = form.deciding & values.keys()
            if any(before.values.get(name) != draft.values.get(name) for name in decided):
                draft = draft.until(every, submitted.step)
            draft = replace(draft, steps=len(every))
        if max(draft.steps, submitted.steps) > 1:  # else it is sent as a whole now; if it is refused, it is kept
            await self._keep(submitted.question, person, draft)
        return draft

    async def refused(self, question: str, person: str, draft: Draft, names: Iterable[str]) -> Draft:
        """Keep what a person entered although these fields are wrong, and return it."""
        draft = draft.without_files(names)
        await self._keep(question, person, draft)
        return draft

    def forget(self, question: str, person: str) -> None:
        self._kept.forget_draft(question, person)

    async def _keep(self, question: str, person: str, draft: Draft) -> None:
        body = {"values": draft.values, "places": draft.places, "done": sorted(draft.done)}
        await self._kept.keep_draft(question, person, body)


def _newer(before: object, value: object) -> object:
    """A value, or the files it would replace by none."""
    return before if _holds_files(before) and value in (None, []) else value


def _holds_files(value: object) -> bool:
    return any(isinstance(each, RemoteFile) for each in (value if isinstance(value, list) else [value]))
