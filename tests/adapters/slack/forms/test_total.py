"""Whatever is asked and whatever was entered: every page is one that Slack takes, and holds what it can."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.sandbox.slack.blocks import accept_view
from adapters.slack.forms.drafts import Draft
from adapters.slack.forms.modal import replacing, view
from adapters.slack.forms.pages import pages
from adapters.slack.forms.sheet import Sheet
from bridge.interaction import (
    BaseInteraction,
    BooleanInteraction,
    ConfirmInteraction,
    DropdownInteraction,
    FileInteraction,
    FloatInteraction,
    Form,
    Grouping,
    IntegerInteraction,
    Picked,
    Preset,
    PresetGroup,
    RemoteFile,
    StringInteraction,
    TextareaInteraction,
)
from bridge.interaction.choices import Option
from bridge.interaction.dependence import Dependence
from bridge.ports import Question, Thread
from tests.fakes.bounds import in_order

THREAD = Thread("slack", "T01", "C0GEN", "1.000001")
NAMES = ("a", "b", "c", "d")

words = st.text(max_size=5) | st.sampled_from(["x" * 80, "y" * 2_100, "z" * 3_100, "\n", "  "])
number = st.none() | st.floats(-1e9, 1e9) | st.integers(-5, 5)
length = st.none() | st.integers(0, 4_000)
options = st.lists(st.tuples(words, words), min_size=1, max_size=130, unique_by=lambda o: o[0].strip().casefold()).map(
    lambda made: tuple(Option(f"#{n}#", *said) for n, said in enumerate(made))
)
raw = (
    st.none()
    | st.booleans()
    | words
    | st.integers().map(str)
    | st.floats().map(str)
    | st.integers(-1, 140).map(Picked)
    | st.lists(st.integers(0, 140).map(Picked), max_size=130)
    | st.just(RemoteFile("a" * 80, 3, "text/csv", None))
)


def fields(name: str) -> st.SearchStrategy[BaseInteraction[Any]]:
    common: dict[str, st.SearchStrategy[Any]] = {
        "value_key": st.just(name), "title": st.none() | words, "description": st.none() | words,
        "required": st.booleans(),
    }  # fmt: skip
    text = {**common, "default": st.none() | words}
    counted = {**common, "default": st.none() | st.integers(-9, 9)}
    return st.one_of(
        _between(StringInteraction, length, "min_length", "max_length", **text),
        _between(TextareaInteraction, length, "min_length", "max_length", **text),
        _between(IntegerInteraction, number, "min", "max", **counted),
        _between(FloatInteraction, number, "min", "max", **counted),
        st.builds(BooleanInteraction, **common, default=st.none() | st.booleans()),
        st.builds(ConfirmInteraction, **common, yes_label=words.filter(lambda label: label.strip().casefold() != "no")),
        st.builds(DropdownInteraction, **common, options=options, multiple=st.booleans()),
        st.builds(FileInteraction, **common, multiple=st.booleans()),
    )


def _between(
    kind: type[BaseInteraction[Any]],
    bound: st.SearchStrategy[Any],
    low: str,
    high: str,
    **given: st.SearchStrategy[Any],
) -> st.SearchStrategy[BaseInteraction[Any]]:
    """Of this kind, with bounds that do not contradict each other."""
    bounds = st.tuples(bound, bound).map(in_order)
    return st.builds(lambda pair, **more: kind(**{low: pair[0], high: pair[1]}, **more), bounds, **given)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[Sheet, Sheet]:
    """One question as it stands for two people."""
    asked = tuple(draw(fields(name)) for name in NAMES)
    variants = draw(st.dictionaries(st.sampled_from(["true", "false", "None", "1"]), st.none() | fields("b")))
    presets = (Preset(name=draw(words) or "p", description=draw(words), values={"a": draw(words)}),)
    form = Form(
        asked,
        presets=(PresetGroup(name="g", label=draw(words), description=draw(words), presets=presets, depends_on="a"),),
        groupings=(Grouping(name=draw(words) or "g", description=draw(words), fields=("c", "d")),),
        dependences=(Dependence(field="b", on="a", variants=variants),),
    )
    entered: st.SearchStrategy[dict[str, object]] = st.dictionaries(st.sampled_from(NAMES), raw)
    drafts = [Draft(draw(entered)) for _ in range(2)]
    values = st.dictionaries(st.just("a"), st.booleans() | st.none() | st.integers(0, 1))
    before, after = (Sheet(Question("q", form), THREAD, draft, draw(values)) for draft in drafts)
    return before, after


@pytest.mark.requirement("slack-live")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(sheets())
def test_every_page_is_one_that_slack_takes(both: tuple[Sheet, Sheet]) -> None:
    """As it is opened, and as it replaces another one."""
    before, after = both
    for page in pages(after):
        shown = view(after, page.names[0], dict.fromkeys(NAMES, "Wrong."))
        accept_view(shown, lambda _: True)
        accept_view(replacing(view(before), shown, "1767326130.289415"), lambda _: True)
