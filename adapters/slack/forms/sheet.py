"""A question's form as one person has it before them: what they have entered, and what is asked because of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from adapters.slack.forms.drafts import Draft
from adapters.slack.forms.variants import tag
from bridge.interaction.form import AnyInteraction, Form
from bridge.ports import Question, Thread


@dataclass(frozen=True)
class Sheet:
    """One person's form.

    Attributes:
        question: what is asked, and where.
        draft: what was entered so far.
        values: what that means, as far as it is right.
        errors: what is wrong with the rest, by field name.
    """

    question: Question
    thread: Thread
    draft: Draft = field(default_factory=Draft)
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])

    @classmethod
    async def of(cls, question: Question, thread: Thread, draft: Draft) -> "Sheet":
        parsed = await question.form.parse(draft.values)
        return cls(question, thread, draft, parsed.values, parsed.errors)

    @cached_property
    def form(self) -> Form:
        """The form as it is asked now."""
        return self.question.form.under(self.values)

    @cached_property
    def held(self) -> Mapping[str, Any]:
        """The values of all fields: of one that nobody has touched, or that is wrong, what it begins with."""
        return {**self.question.form.initial(), **self.values}

    @cached_property
    def deciding(self) -> frozenset[str]:
        """The fields that something else depends on: other fields, or which presets are offered."""
        form = self.question.form
        return form.deciding | {group.depends_on for group in form.presets if group.depends_on}

    @cached_property
    def unseen(self) -> tuple[str, ...]:
        """The fields that are asked and were not sent yet in the way they are asked now."""
        seen = self.draft.seen
        return tuple(f.value_key for f in self.form.fields if seen.get(f.value_key) != self.tag(f))

    def tag(self, asked: AnyInteraction) -> str:
        return tag(self.question.form, asked)
