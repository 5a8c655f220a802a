"""The modal of a question: what it is called, what it carries, and that any submission is read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.forms.entered import InputId, values
from adapters.discord.forms.modal import ModalId, modal
from bridge.interaction import Form, IntegerInteraction, Picked, StringInteraction
from bridge.ports import Question
from tests.adapters.discord.forms.sampling import shown

KEYS = ["type", "component", "components", "custom_id", "value", "values", "attachments", "id", "size", "x"]
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)),
    max_leaves=20,
)


def numbers(count: int, label: str | None = None) -> Form:
    return Form(tuple(IntegerInteraction(value_key=f"n{i}", title=label) for i in range(count)))


@pytest.mark.parametrize(
    ("form", "step", "title"),
    [
        (numbers(1, "t" * 45), 0, "t" * 45),
        (numbers(1, "t" * 46), 0, "Please answer"),
        (numbers(1, "🙂" * 23), 0, "Please answer"),
        (numbers(1, "two\nlines"), 0, "two lines"),
        (numbers(2), 0, "Please answer"),
        (numbers(11), 2, "Please answer (3 of 3)"),
    ],
)
def test_the_title_is_the_only_fields_label_if_it_fits(form: Form, step: int, title: str) -> None:
    """And says which step it is, if there are several."""
    assert shown(form, step)["title"] == title


@pytest.mark.requirement("discord-form-restart")
@given(question=st.text(min_size=1), step=st.integers(0, 10**8), more=st.integers(1, 10**8))
def test_a_modal_says_what_it_answers(question: str, step: int, more: int) -> None:
    """In its own id, so that a submission is understood after a restart."""
    sent = ModalId(question, step, step + more)
    assert ModalId.read(sent.token) == sent


@pytest.mark.parametrize(
    "token",
    [
        "",
        "open/0/q1",
        "form/0/1/",
        "form/1/1/q1",
        "form/-1/2/q1",
        "form/a/2/q1",
        "form/0/2",
        f"form/0/{'9' * 5_000}/q1",
    ],
)
def test_a_modal_that_is_not_ours_means_nothing(token: str) -> None:
    """Whatever its id looks like."""
    assert ModalId.read(token) is None


def test_the_id_of_a_modal_fits_with_the_longest_question() -> None:
    """Ids of questions are 32 characters; Discord carries a hundred."""
    assert len(ModalId("q" * 32, 999, 1_000).token) < 100


@pytest.mark.parametrize("step", [-1, 3, 99])
def test_a_step_the_form_has_not_is_its_first(step: int) -> None:
    """A click can only ask for a step that was offered; any other is still answered with the form."""
    assert modal(Question("q1", numbers(11)), step) == modal(Question("q1", numbers(11)), 0)


def test_what_was_entered_is_offered_again() -> None:
    """In the place of the default; what was emptied stays empty."""
    form = Form((StringInteraction(value_key="a", default="x"), StringInteraction(value_key="b", default="y")))
    typed, emptied = shown(form, 0, {"a": "typed", "b": ""})["components"]
    assert typed["component"]["value"] == "typed"
    assert "value" not in emptied["component"]


@given(name=st.text(min_size=1), part=st.integers(0, 3))
def test_an_input_says_whose_it_is(name: str, part: int) -> None:
    """In its own id, whatever the name of the field."""
    assert InputId.read(InputId("choices", name, part).token) == InputId("choices", name, part)


@given(components=JSON, resolved=JSON)
def test_any_payload_is_read(components: object, resolved: object) -> None:
    """What is not ours gives no value; nothing raises."""
    odd = {"type": 18, "component": {"custom_id": "files/x", "values": components}}
    assert values(components, resolved) == {}  # type: ignore[arg-type]
    assert json.dumps(list(values([odd], resolved)))  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["-1", "x", "9" * 5_000, "1.5", ""])
def test_an_option_nobody_offered_is_not_offered_any_more(value: str) -> None:
    """The parse says so."""
    component = {"type": 18, "component": {"type": 21, "custom_id": "choice/x", "value": value}}
    assert values([component], {}) == {"x": Picked(-1)}
