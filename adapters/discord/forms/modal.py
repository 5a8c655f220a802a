"""A step of a question's form → the modal that asks it. Pure.

A submission carries what it answers in the modal's own `custom_id`: nothing has to be remembered between the two.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from adapters.discord.components import Kind
from adapters.discord.forms.entered import InputId
from adapters.discord.forms.steps import Step, steps
from adapters.discord.limits import CUSTOM_ID, MODAL_TITLE
from adapters.discord.message import Json
from adapters.discord.rendering.measure import fits, units
from bridge.errors import PlatformRefused
from bridge.interaction.form import Form
from bridge.ports import Question

FORM = "form"
TITLE = "Please answer"


@dataclass(frozen=True, slots=True)
class ModalId:
    """What the `custom_id` of a modal says: `Question.id`, which step of its form this is (from 0), and of how many."""

    question: str
    step: int
    steps: int

    @property
    def token(self) -> str:
        return f"{FORM}/{self.step}/{self.steps}/{self.question}"

    @classmethod
    def read(cls, token: str) -> "ModalId | None":
        """Return what an id means, or None if it is not one of ours."""
        match token.split("/", 3):
            case [word, step, count, question] if word == FORM and _are_numbers(step, count) and question:
                found = cls(question, int(step), int(count))
                return found if found.step < found.steps else None
            case _:
                return None


def modal(
    question: Question, step: int, entered: Mapping[str, object] | None = None, offered: Form | None = None
) -> Json:
    """Return the data of a callback of type 9.

    Args:
        question: what is asked.
        step: which step of its form, from 0; the first for a number the form has not.
        entered: raw values by field name to begin with instead of the defaults (`Draft.values`).
        offered: the form as it is asked now that this was entered, if that is another one.

    Raises:
        PlatformRefused: if a field has a name longer than Discord can carry.
    """
    every = steps(question.form, entered, offered)
    _check(every)
    step = step if 0 <= step < len(every) else 0
    return {
        "custom_id": ModalId(question.id, step, len(every)).token,
        "title": _title(question.form, step, len(every)),
        "components": list(every[step].components),
    }


def _title(form: Form, step: int, count: int) -> str:
    place = f" ({step + 1} of {count})" if count > 1 else ""
    label = " ".join(form.fields[0].label.split())
    alone = len(form.fields) == 1 and label and fits(label, MODAL_TITLE - units(place))
    return f"{label if alone else TITLE}{place}"


def _check(every: tuple[Step, ...]) -> None:
    """Look at all steps, so that no one is refused after they have filled in the first."""
    labels = (part for step in every for part in step.components if part["type"] == Kind.LABEL)
    long = next((token for part in labels if not fits(token := part["component"]["custom_id"], CUSTOM_ID)), None)
    if long is not None:
        known = InputId.read(long)
        name = known.name if known else long
        raise PlatformRefused(
            f"The input named {name[:40]!r}… has a name of {units(name)} characters; "
            f"Discord carries {CUSTOM_ID - units(long) + units(name)}.",
            code="field_name_too_long",
        )


def _are_numbers(*words: str) -> bool:
    return all(word.isdecimal() and len(word) < 10 for word in words)
