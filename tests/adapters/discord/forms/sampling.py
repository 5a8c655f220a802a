"""Any form, for property tests; and what people do with its modals, by the strict twin's client."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from adapters.discord.forms.draft import Draft
from adapters.discord.forms.entered import values
from adapters.discord.forms.modal import modal
from adapters.discord.forms.steps import steps
from adapters.discord.message import Json
from adapters.sandbox.discord.modal_rules import check_modal, entered
from bridge.interaction import (
    BaseInteraction,
    BooleanInteraction,
    ButtonInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    FloatInteraction,
    Form,
    IntegerInteraction,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.choices import Option
from bridge.ports import Question
from tests.fakes.bounds import in_order

Values = dict[str, object]

# Sizes around every limit of a modal: label, description, option, placeholder, text.
SIZES = st.sampled_from([0, 1, 5, 44, 45, 46, 99, 100, 101, 150, 3_999, 4_000, 4_001, 9_000])
LETTERS = st.sampled_from(["a", "Ж", "語", "🙂", "a ", "*", "\n", " "])
TEXTS = st.builds(lambda letter, size: (letter * size)[:size], LETTERS, SIZES)
MAYBE = st.one_of(st.none(), TEXTS)
BOUNDS = st.one_of(st.none(), st.sampled_from([0, 1, 2, 50, 3_999, 4_000, 4_001, 10_000]))
NUMBERS = st.one_of(st.none(), st.integers(-(10**20), 10**20), st.floats())
COUNTS = st.sampled_from([1, 2, 3, 10, 11, 25, 26, 50, 99, 100, 101, 200])
SHOWN: dict[str, Any] = {"title": MAYBE, "prompt": MAYBE, "description": MAYBE}


@st.composite
def options(draw: st.DrawFn) -> tuple[Option, ...]:
    count, long = draw(COUNTS), draw(st.sampled_from(["", "x" * 95, "🙂" * 60, "語" * 130]))
    described = draw(st.sampled_from(["", " ", "like the sea", "d" * 101]))
    return tuple(Option(n, f"{n}{long}", described) for n in range(count))


@st.composite
def fields(draw: st.DrawFn, name: str, *, lenient: bool) -> BaseInteraction[Any]:
    """One field of any kind. A lenient one takes its own default, and no answer at all."""
    shown: dict[str, Any] = {"value_key": name, **{key: draw(value) for key, value in SHOWN.items()}}
    shown["required"] = not lenient and draw(st.booleans())
    bounds, numbers = (st.none(), st.none()) if lenient else (BOUNDS, NUMBERS)
    kind = draw(st.sampled_from(["text", "number", "tick", "dropdown", "button", "confirm", "file"]))
    match kind:
        case "text":
            asked = draw(st.sampled_from([StringInteraction, TextareaInteraction]))
            (low, high), example = draw(st.tuples(bounds, bounds).map(in_order)), draw(MAYBE)
            return asked(**shown, min_length=low, max_length=high, placeholder=example, default=draw(MAYBE))
        case "number":
            asked = draw(st.sampled_from([IntegerInteraction, FloatInteraction]))
            low, high = draw(st.tuples(numbers, numbers).map(in_order))
            default = draw(st.one_of(st.none(), st.integers(-5, 10**30)))
            return asked(**shown, min=low, max=high, unit=draw(st.sampled_from([None, "cm"])), default=default)
        case "tick":
            return BooleanInteraction(**shown, default=draw(st.sampled_from([None, True, False])))
        case "dropdown":
            offered, multiple = draw(options()), draw(st.booleans())
            last = len(offered) - 1
            default = draw(st.sampled_from([None, sorted({0, last}), [last], []] if multiple else [None, 0, last]))
            return DropdownInteraction(**shown, options=offered, multiple=multiple, default=default)
        case "button":
            return ButtonInteraction(**shown, options=draw(st.one_of(st.just(()), options())))
        case "confirm":
            return ConfirmInteraction(
                **shown, default=draw(st.sampled_from([None, True, False])), yes_label=draw(TEXTS)
            )
        case _:
            endings = draw(
                st.sampled_from([(), ("csv",), (".CSV", "csv", "tar.gz"), tuple(f"e{n}" for n in range(30))])
            )
            size = draw(st.sampled_from([None, 10**6]))
            return FileInteraction(**shown, extensions=endings, multiple=draw(st.booleans()), max_size=size)


@st.composite
def forms(draw: st.DrawFn, *, lenient: bool = False) -> Form:
    return Form(tuple(draw(fields(f"field_{n}", lenient=lenient)) for n in range(draw(st.integers(1, 7)))))


def step_of(form: Form, name: str) -> int:
    """The step that asks for this field."""
    return next(number for number, step in enumerate(steps(form)) if name in step.names)


def shown(form: Form, step: int = 0, before: Mapping[str, object] | None = None) -> Json:
    """The modal of a step, which Discord takes."""
    data = modal(Question("q1", form), step, before)
    check_modal(data)
    return data


def sent(data: Json, answers: Mapping[str, object] | None = None, uploads: Mapping[str, Json] | None = None) -> Values:
    """The raw values of a modal that somebody sends, with `answers` by `custom_id` and the rest as it was offered."""
    submitted, wrong = entered(data, answers or {}, uploads or {})
    assert not wrong, wrong
    return values(submitted, {"attachments": dict(uploads or {})})


def sent_untouched(form: Form) -> Draft:
    """What somebody sends who changes nothing in any step of a form."""
    draft = Draft()
    for step in range(len(steps(form))):
        draft = draft.after(step, sent(shown(form, step)))
    return draft


def inputs(data: Json) -> list[Json]:
    return [part["component"] for part in data["components"] if part["type"] == 18]


def words(data: Json) -> str:
    """Everything that stands above the inputs."""
    return "".join(part["content"] for part in data["components"] if part["type"] == 10)
