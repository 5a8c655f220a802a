"""Names and the classes they mean."""

from typing import Any

import pytest

from bridge.errors import DuplicateKind, RendererMissing, UnknownKind
from bridge.interaction import (
    BaseInteraction,
    BaseInteractionRenderer,
    BaseInteractionTransport,
    StringInteraction,
)
from bridge.interaction.renderer import find_renderer
from tests.fakes.transport import ScriptedString, ScriptedTransport

pytestmark = pytest.mark.usefixtures("own_registries")


def loud() -> type[StringInteraction]:
    """A kind that is made of a string, without a renderer of its own."""

    class Loud(StringInteraction):
        kind: str = "test_loud"

        async def parse(self, value: object) -> str:
            return str(value).upper()

    return Loud


def alone() -> type[BaseInteraction[str]]:
    """A kind that is made of nothing else."""

    class Alone(BaseInteraction[str]):
        kind: str = "test_alone"

        async def parse(self, value: object) -> str:
            return str(value)

    return Alone


@pytest.mark.requirement("kinds-named")
@pytest.mark.parametrize(
    ("registry", "name", "sentence"),
    [
        (
            BaseInteraction.registry,
            "dropdwn",
            r"interaction kind 'dropdwn'.*chatbridge\.interaction\).*did you mean \"dropdown\"\?",
        ),
        (BaseInteraction.registry, "qqq", r"nobody registered the interaction kind 'qqq'.*; known are .*string"),
        (
            BaseInteractionTransport.registry,
            "qqq",
            r"nobody registered the interaction transport 'qqq'.*chatbridge\.interaction_transport",
        ),
    ],
)
def test_an_unknown_name_says_what_is_known(registry: Any, name: str, sentence: str) -> None:
    """The nearest name, or all of them, and where plugins register."""
    with pytest.raises(UnknownKind, match=sentence):
        registry.find(name)


@pytest.mark.requirement("kinds-named")
def test_a_taken_kind_names_both_classes() -> None:
    """Also an inherited one: a class that is made of another needs a name of its own."""
    named = r"'string' is registered by \S+StringInteraction and again by \S+Email"
    with pytest.raises(DuplicateKind, match=named):

        class Email(StringInteraction):  # pyright: ignore[reportUnusedClass]
            pass


@pytest.mark.requirement("kinds-named")
def test_a_taken_transport_and_a_taken_pair_name_both_classes() -> None:
    """One way to ask each kind on each transport."""
    with pytest.raises(DuplicateKind, match=r"transport 'cli' .*CLIInteractionTransport and again by .*Mine"):

        class Mine(BaseInteractionTransport):  # pyright: ignore[reportUnusedClass]
            kind = "cli"

    with pytest.raises(DuplicateKind, match=r"renderer 'test_scripted:string' .*ScriptedString and again by .*Again"):

        class Again(ScriptedString):  # pyright: ignore[reportUnusedClass]
            pass


@pytest.mark.requirement("kinds-named")
def test_a_class_that_is_defined_again_replaces_itself() -> None:
    """As when a module is reloaded."""
    first, second = alone(), alone()
    assert first is not second
    assert BaseInteraction.registry.find("test_alone") is second


@pytest.mark.requirement("renderer-key")
async def test_a_renderer_is_found_under_the_derived_key() -> None:
    """`<transport>:<interaction>`, also under the aliases of a kind."""
    assert BaseInteractionRenderer.registry["test_scripted:string"] is ScriptedString
    dropdown = BaseInteractionRenderer.registry["test_scripted:dropdown"]
    assert BaseInteractionRenderer.registry["test_scripted:category"] is dropdown


@pytest.mark.requirement("renderer-key")
async def test_what_is_made_of_another_is_put_like_it() -> None:
    """The question's kind counts before the transport's; a renderer of its own comes first."""
    question = loud()(value_key="x")

    class Second(ScriptedTransport):
        kind = "test_second"

    assert await Second("hey").ask(question) == "HEY"

    class SecondString(ScriptedString):
        handles_transport = Second

    assert find_renderer(Second(), question) is SecondString

    class FirstLoud(ScriptedString):
        handles_interaction = type(question)

    assert find_renderer(Second(), question) is FirstLoud
    assert find_renderer(ScriptedTransport(), question) is FirstLoud


@pytest.mark.requirement("renderer-missing")
async def test_a_missing_renderer_is_told_before_anything_is_shown() -> None:
    """Both kinds, and how to register one; it is announced as failed only."""
    transport = ScriptedTransport("hey")
    expected = (
        r"interaction 'test_alone' through the transport 'test_scripted': found no renderer "
        r"'test_scripted:test_alone'.*"
        r"handles_transport = ScriptedTransport and handles_interaction = Alone.*chatbridge\.interaction_renderer"
    )
    with transport.watched() as seen, pytest.raises(RendererMissing, match=expected):
        await transport.ask(alone()(kind="test_alone", value_key="x"))
    assert transport.shown == []
    assert [type(event).__name__ for event in seen] == ["InteractionFailedEvent"]
